import type { Position } from '../../src/fleet/index.ts'
import {
  createCloud,
  createLegacySpine,
  createPatients,
  type Patient,
  type Simulator,
} from '../../src/simulator/index.ts'
import { moving } from '../fleet/given.ts'
import { configOf, startProxy, type StartedProxy, storeFor } from './proxy.ts'
import { PDS_PATH } from './translated.ts'
import type { Closing } from './upstream.ts'

/** Both sides, and a proxy between them that asks either. */
export interface PdsStand extends StartedProxy {
  readonly legacy: Simulator
  readonly cloud: Simulator
  place(at: Partial<Position>): Promise<void>
  /** Tells the routes a verb, as an operator does. */
  flip(verb: 'rollback' | 'halt' | 'resume', body?: object): Promise<void>
}

const ROUTES = { retrievals: 'patients', traces: 'suppliers' } as const

/** Starts a proxy whose retrievals and traces are translated for the cloud; both sides hold the same patients. */
export async function startPds(
  t: Closing,
  patients: readonly Patient[] = createPatients(),
): Promise<PdsStand> {
  const [legacy, cloud] = [await createLegacySpine({ patients }), await createCloud({ patients })]
  t.teardown(() => Promise.all([legacy.close(), cloud.close()]))
  const store = await storeFor(t)
  const shadow = { as: '990000009999', sample: 0.000001 }
  const sides = { legacy: 'spine', cloud: 'pds-fhir', shadow, startsAt: 'legacy' }
  const config = configOf({
    environment: { name: 'test' },
    upstreams: { spine: { url: legacy.url }, 'pds-fhir': { url: cloud.url + PDS_PATH } },
    cohorts: {
      patients: { key: 'nhsNumber', records: 'shared' },
      // A trace carries nobody's number: it moves by who asks.
      suppliers: { key: 'fromAsid', records: 'shared' },
    },
    routes: [
      {
        name: 'retrievals',
        match: { interaction: ['QUPA_IN000008UK02', 'QUPA_IN000008UK05'] },
        translate: 'pds.retrieval',
        cohort: ROUTES.retrievals,
        ...sides,
      },
      {
        name: 'traces',
        match: { interaction: ['QUPA_IN000005UK01', 'QUPA_IN000005UK03'] },
        translate: 'pds.trace',
        cohort: ROUTES.traces,
        ...sides,
      },
      { name: 'default', legacy: 'spine' },
    ],
  })
  const proxy = await startProxy(t, config, { store })
  return {
    ...proxy,
    legacy,
    cloud,
    place: async at => {
      for (const name of Object.keys(ROUTES)) {
        await store.change(store.known.revision, moving(store.known, name, at))
      }
    },
    flip: async (verb, body = {}) => {
      for (const name of Object.keys(ROUTES)) {
        const answer = await fetch(new URL(`/api/routes/${name}/flip`, proxy.admin), {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ verb, reason: 'a test', ...body }),
        })
        if (answer.status !== 200) throw new Error(`${verb}: ${await answer.text()}`)
      }
    },
  }
}
