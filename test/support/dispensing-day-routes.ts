import type { RequestKind } from '../../src/simulator/index.ts'
import { SUPPLIERS } from '../../src/simulator/index.ts'

/** Where the simulated cloud has its prescriptions. */
export const EPS_PATH = '/electronic-prescriptions/FHIR/R4'

/** One route for each kind of message, as each is translated by a mapping of its own. */
export const ROUTES = {
  prescribing: ['PORX_IN020101UK31', 'eps.prescription'],
  cancelling: ['PORX_IN030101UK32', 'eps.cancellation'],
  releasing: ['PORX_IN132004UK30', 'eps.release'],
  dispensing: ['PORX_IN080101UK31', 'eps.notification'],
  claiming: ['PORX_IN090101UK31', 'eps.claim'],
  returning: ['PORX_IN100101UK31', 'eps.return'],
  withdrawing: ['PORX_IN510101UK31', 'eps.withdrawal'],
} as const satisfies Readonly<Record<string, readonly [RequestKind, string]>>

const between = { legacy: 'spine', cloud: 'eps-fhir', cohort: 'prescriptions' } as const

/** Routes as somebody writes them who moves prescriptions, each for its whole life, from one side to the other. */
export const dayRoutes = (urls: Readonly<Record<'legacy' | 'cloud', string>>): object => ({
  environment: { name: 'test' },
  suppliers: Object.fromEntries(SUPPLIERS.map(({ asid, name }) => [asid, { name, reply: 'poll' }])),
  upstreams: {
    spine: { url: urls.legacy },
    'eps-fhir': { url: `${urls.cloud}${EPS_PATH}`, simulated: true },
  },
  cohorts: { prescriptions: { key: 'prescriptionId', records: 'apart', pin: true } },
  routes: [
    ...Object.entries(ROUTES).map(([name, [interaction, translate]]) => ({
      ...between,
      name,
      match: { interaction: [interaction] },
      translate,
    })),
    {
      ...between,
      name: 'releasing-nominated',
      match: { interaction: ['PORX_IN060102UK30'] },
      translate: 'eps.nominated-release',
      withoutKey: { side: 'legacy', why: 'it names no prescription, and one side alone answers' },
    },
    { name: 'default', legacy: 'spine' },
  ],
})
