import type { Config } from '../../src/config/index.ts'
import { openStore, type Store } from '../../src/fleet/index.ts'
import {
  createCloud,
  createLegacySpine,
  createPatients,
  type Patient,
  type Simulator,
  SUPPLIERS,
} from '../../src/simulator/index.ts'
import { startInThread } from '../fleet/in-thread.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EPS_PATH } from './dispensing-day-routes.ts'
import { lackedByCloud } from './migration-supplier.ts'
import { configOf, startProxy, type StartedProxy } from './proxy.ts'
import { PDS_PATH } from './translated.ts'
import type { Closing } from './upstream.ts'

/** The routes of the migration, by what moves there; `default` has the rest. */
export const MOVED = {
  /** Translated. */
  retrievals: ['QUPA_IN000008UK02'],
  /** The cloud speaks what suppliers speak: bytes pass untouched. */
  summaries: ['QUPC_IN180000SM04'],
  /** Writes: at shadow they are tried, and nothing is sent. */
  prescribing: ['PORX_IN020101UK31'],
} as const
export type Moved = keyof typeof MOVED

/** The sender of copies; no supplier's. */
export const COPIES_AS = '200000009990'

/** The systems behind the proxy, by their names in its file. */
export interface Systems {
  readonly spine: Simulator
  readonly 'pds-fhir': Simulator
  readonly rehosted: Simulator
  readonly 'eps-fhir': Simulator
}

/** A change as an operator asks for it: of a route, of a cohort, or of all. */
export interface Change {
  readonly verb: string
  readonly route?: Moved
  readonly cohort?: string
  readonly [more: string]: unknown
}

/** Both sides of a migration, the instance that serves between them, and another that only follows. */
export interface Stand extends StartedProxy {
  readonly systems: Systems
  readonly idle: StartedProxy
  /** Asks for a change; gives undefined, or why it was refused. */
  flip(change: Change): Promise<string | undefined>
  /** Loads the routes file again with what runs at the cloud now. */
  reload(version: string): Promise<void>
}

const between = (cloud: string, cohort: string): object => ({
  ...{ legacy: 'spine', cloud, cohort, startsAt: 'legacy' },
})

/** What a pair is copied with and what a gate asks for: so little that a story can be told in seconds. */
const COPIED = {
  shadow: { as: COPIES_AS, sample: 1 },
  gate: { divergenceBelow: 0.3, confidence: 0.8 },
}

const fileOf = (systems: Systems, version: string): Config =>
  configOf({
    environment: { name: 'test' },
    suppliers: Object.fromEntries(
      SUPPLIERS.map(({ asid, name }) => [asid, { name, reply: 'poll' }]),
    ),
    upstreams: {
      spine: { url: systems.spine.url, simulated: true },
      'pds-fhir': { url: systems['pds-fhir'].url + PDS_PATH, simulated: true, version },
      rehosted: { url: systems.rehosted.url, simulated: true },
      'eps-fhir': { url: systems['eps-fhir'].url + EPS_PATH, simulated: true },
    },
    cohorts: {
      patients: { key: 'nhsNumber', records: 'shared' },
      suppliers: { key: 'fromAsid', records: 'shared' },
      prescriptions: { key: 'prescriptionId', records: 'apart', pin: true },
    },
    routes: [
      {
        ...{ name: 'retrievals', match: { interaction: MOVED.retrievals } },
        ...{ translate: 'pds.retrieval', ...between('pds-fhir', 'patients'), ...COPIED },
      },
      {
        ...{ name: 'summaries', match: { interaction: MOVED.summaries } },
        ...{ ...between('rehosted', 'suppliers'), ...COPIED },
      },
      {
        ...{ name: 'prescribing', match: { interaction: MOVED.prescribing } },
        ...{ translate: 'eps.prescription', ...between('eps-fhir', 'prescriptions') },
      },
      { name: 'default', legacy: 'spine' },
    ],
  })

const isAtCloud = ({ nhsNumber }: Patient): boolean => nhsNumber !== lackedByCloud().nhsNumber

async function openSystems(t: Closing): Promise<Systems> {
  const systems = {
    spine: await createLegacySpine(),
    'pds-fhir': await createCloud({ patients: createPatients().filter(isAtCloud) }),
    rehosted: await createLegacySpine(),
    'eps-fhir': await createCloud(),
  }
  t.teardown(() => Promise.all(Object.values(systems).map(system => system.close())))
  return systems
}

const PATIENT = { answerMs: 20_000, requestMs: 20_000, openMs: 20_000, pollMs: 50 }

// What gates say is shown as often as it is scraped, and every answer is read.
const OFTEN = { askGatesEveryMs: 200, outcomes: { perSecond: 10_000 } }

/** Starts everything; every route is at legacy. */
export async function startMigration(t: Closing): Promise<Stand> {
  const systems = await openSystems(t)
  const folder = mkdtempSync(join(tmpdir(), 'ficus-migration-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const storeOf = (): Promise<Store> =>
    openStore(join(folder, 'state.db'), { start: startInThread, ...PATIENT })
  const config = fileOf(systems, '1')
  const serving = await startProxy(t, config, { store: await storeOf(), ...OFTEN })
  const idle = await startProxy(t, config, { store: await storeOf(), ...OFTEN })
  return {
    ...serving,
    systems,
    idle,
    flip: change => flip(serving.admin, change),
    reload: async version => {
      const next = fileOf(systems, version)
      for (const { proxy } of [serving, idle]) await proxy.use(next)
    },
  }
}

async function flip(admin: URL, { route, cohort, ...change }: Change): Promise<string | undefined> {
  const of = route === undefined ? '' : `/routes/${route}`
  const path = `/api${cohort === undefined ? of : `/cohorts/${cohort}`}/flip`
  const answer = await fetch(new URL(path, admin), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ reason: 'a migration', ...change }),
  })
  const said = await answer.text()
  return answer.status === 200 ? undefined : said
}
