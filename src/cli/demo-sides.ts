import {
  createCloud,
  createLegacySpine,
  type Faults,
  type PlantedDifference,
  type Random,
  type Simulator,
} from '../simulator/index.ts'

/** What can be made to go wrong at the cloud besides, and what that means in words. */
export const DEMO_FAULTS = {
  crossed: {
    faults: { crossEvery: 5 },
    says: 'every fifth answer of the cloud names another request',
  },
  'other-patient': {
    faults: { otherPatientEvery: 5 },
    says: 'every fifth answer of the cloud is about another patient',
  },
  down: { faults: { refuse: true }, says: 'the cloud refuses every connection' },
} as const satisfies Record<string, { faults: Partial<Faults>; says: string }>

export type DemoFault = keyof typeof DEMO_FAULTS

/** Both sides of the moving route. */
export type Sides = Readonly<Record<'legacy' | 'cloud', Simulator>>

/** What is wrong at the cloud until it is corrected, and how many patients of a hundred it strikes. */
export const PLANTED = {
  kind: 'postcode-wrong',
  percent: 15,
  says: 'the postcode of about one patient in seven is wrong there',
} as const satisfies { kind: PlantedDifference; percent: number; says: string }

// A little while, so that some requests are always under way when a route flips.
const latencyMs = (random: Random): number => 5 + 15 * random()

/** Starts the legacy Spine and the cloud's PDS: the same made-up patients, but for what is wrong at the cloud. */
export async function openSides(fault: DemoFault | undefined): Promise<Sides> {
  const legacy = await createLegacySpine({ faults: { latencyMs } })
  const faults = fault === undefined ? {} : DEMO_FAULTS[fault].faults
  const planted = { [PLANTED.kind]: PLANTED.percent / 100 }
  const cloud = await createCloud({ faults: { latencyMs, planted, ...faults } })
  return { legacy, cloud }
}

/** Corrects what was planted; a fault that was asked for stays. */
export const correct = ({ cloud }: Sides): void => cloud.set({ planted: {} })
