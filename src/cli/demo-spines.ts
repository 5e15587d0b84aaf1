import { createLegacySpine, type Faults, type Random, type Simulator } from '../simulator/index.ts'
import type { DemoStage } from './demo-routes.ts'

/** What can be made to go wrong at the re-hosted Spine, and what that means in words. */
export const DEMO_FAULTS = {
  crossed: {
    faults: { crossEvery: 5 },
    says: 'every fifth answer of the re-hosted Spine names another request',
  },
  'other-patient': {
    faults: { otherPatientEvery: 5 },
    says: 'every fifth answer of the re-hosted Spine is about another patient',
  },
  down: { faults: { refuse: true }, says: 'the re-hosted Spine refuses every connection' },
} as const satisfies Record<string, { faults: Partial<Faults>; says: string }>

export type DemoFault = keyof typeof DEMO_FAULTS

/** Both sides, each under the stage at which it serves. */
export type Spines = Readonly<Record<DemoStage, Simulator>>

// A little while, so that some requests are always under way when a route flips.
const latencyMs = (random: Random): number => 5 + 15 * random()

/** Starts the legacy Spine and the one re-hosted in the cloud: the same messages, the same made-up patients. */
export async function openSpines(fault: DemoFault | undefined): Promise<Spines> {
  const legacy = await createLegacySpine({ faults: { latencyMs } })
  const faults = fault === undefined ? {} : DEMO_FAULTS[fault].faults
  const cloud = await createLegacySpine({ faults: { latencyMs, ...faults } })
  return { legacy, cloud }
}
