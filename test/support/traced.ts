import { randomUUID } from 'node:crypto'
import type { Position } from '../../src/fleet/index.ts'
import { createRandom, createRequest, type Patient, SUPPLIERS } from '../../src/simulator/index.ts'
import { configOf, startProxy, type StartedProxy } from './proxy.ts'
import { PDS_PATH } from './translated.ts'
import type { SupplierRequest } from '../../src/simulator/index.ts'
import type { Closing } from './upstream.ts'

/** The traces a supplier may ask for. */
export const TRACES = ['QUPA_IN000005UK01', 'QUPA_IN000005UK03'] as const

/** Starts a proxy whose traces are translated for the cloud, at a stage. */
export async function startTracing(
  t: Closing,
  { legacy, cloud }: { readonly legacy: string; readonly cloud: string },
  at: { readonly startsAt: Position['stage']; readonly sample?: number },
): Promise<StartedProxy> {
  const config = configOf({
    environment: { name: 'test' },
    upstreams: { spine: { url: legacy }, 'pds-fhir': { url: cloud + PDS_PATH } },
    // A trace carries nobody's number: it moves by who asks.
    cohorts: { suppliers: { key: 'fromAsid', records: 'shared' } },
    routes: [
      {
        name: 'traces',
        match: { interaction: [...TRACES] },
        legacy: 'spine',
        cloud: 'pds-fhir',
        translate: 'pds.trace',
        cohort: 'suppliers',
        startsAt: at.startsAt,
        shadow: { as: '990000009999', sample: at.sample ?? 0.000001 },
      },
      { name: 'default', legacy: 'spine' },
    ],
  })
  return startProxy(t, config)
}

const random = createRandom(47)

/** Writes a supplier's trace of a patient, in some style of its own. */
export function traceOf(interaction: (typeof TRACES)[number], patient: Patient): SupplierRequest {
  const supplier = SUPPLIERS[Math.floor(random() * SUPPLIERS.length)]
  if (supplier === undefined) throw new Error('there is nobody to ask')
  const ids = { messageId: randomUUID(), payloadId: randomUUID() }
  return createRequest(interaction, patient, { ...ids, now: Date.now(), random, supplier })
}
