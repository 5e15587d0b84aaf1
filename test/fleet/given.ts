import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import {
  type Change,
  type Fleet,
  type FleetContent,
  isStoreError,
  openStore,
  type Position,
  type Store,
  type StoreOptions,
} from '../../src/fleet/index.ts'

/** A folder of its own that goes when the test ends. */
export function folder(t: Test): string {
  const path = mkdtempSync(join(tmpdir(), 'ficus-fleet-'))
  t.teardown(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** Patient enough for a busy machine: what is tested is order, never speed. */
export const PATIENT: StoreOptions = {
  answerMs: 20_000,
  requestMs: 20_000,
  openMs: 20_000,
  busyMs: 10_000,
  pollMs: 10,
}

/** A store on a file, closed when the test ends. */
export async function opened(t: Test, path: string, options: StoreOptions = {}): Promise<Store> {
  const store = await openStore(path, { ...PATIENT, ...options })
  t.teardown(() => store.close())
  return store
}

export const position = (more: Partial<Position> = {}): Position => ({
  stage: 'legacy',
  percent: 0,
  halt: 'none',
  since: 1_000,
  home: 'legacy',
  ...more,
})

export const content = (more: Partial<FleetContent> = {}): FleetContent => ({
  halt: 'none',
  routes: new Map(),
  overrides: new Map(),
  ...more,
})

/** A change of one route, with a line that continues the audit. */
export function moving(
  fleet: Fleet,
  name: string,
  to: Partial<Position>,
): Change & { readonly next: FleetContent } {
  const body = JSON.stringify({ revision: fleet.revision + 1, name, to })
  const hash = createHash('sha256').update(`${fleet.head}\n${body}`).digest('hex')
  return {
    next: { ...fleet, routes: new Map([...fleet.routes, [name, position(to)]]) },
    line: { previous: fleet.head, hash, body },
  }
}

/** Waits until something is so; fails by tap's own timeout if it never is. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(resolve => setTimeout(resolve, 5))
}

/** What came of something a store was asked: `done`, or the code of its error and the revision it names. */
export const codeOf = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'done',
    (error: unknown) => (isStoreError(error) ? [error.code, error.current] : error),
  )
