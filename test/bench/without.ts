/**
 * Loaded before a Ficus under measurement (`--import …/without.ts?metrics`): a part of what it tells of itself is one
 * that does nothing, so that the difference is what that part costs.
 */
import { registerHooks } from 'node:module'

/** By name, the module that is left out and what stands in for it. */
const STUBS = {
  metrics: [
    'telemetry/exchange-meter.ts',
    'export const createExchangeMeter = () => () => undefined',
  ],
  log: ['telemetry/exchange-line.ts', 'export const createExchangeLines = () => () => undefined'],
  traces: [
    'telemetry/traces.ts',
    `const none = { id: '0'.repeat(32), leg: () => undefined, end: () => undefined }
export const createTraces = () => ({ begin: () => none })`,
  ],
  outcomes: [
    'outcomes/outcomes.ts',
    `const none = { choose: () => undefined, ended: () => undefined, copied: () => undefined,
  use: () => undefined, close: () => Promise.resolve() }
export const createOutcomes = () => none
export const MOST_BYTES = 1`,
  ],
} as const

const [, left = ''] = import.meta.url.split('?')
const stub = Object.entries(STUBS).find(([name]) => name === left)?.[1]
if (stub === undefined) throw new Error(`there is no part called ${left}`)
const [path, source] = stub

registerHooks({
  load: (url, context, next) =>
    url.endsWith(`/src/${path}`)
      ? { format: 'module', source, shortCircuit: true }
      : next(url, context),
})
