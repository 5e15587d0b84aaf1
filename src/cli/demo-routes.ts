import type { Sides } from './demo-sides.ts'

/** The route that moves. */
export const MOVING = 'pds-retrieval'

/** The two sides, as the demo's routes file names them. */
export const LEGACY = 'spine'
export const CLOUD = 'pds-fhir'

/** What a real route would ask for in days is asked for in seconds here, and said so. */
export const LOOSENED = {
  sample: { here: 1, otherwise: 0.01 },
  divergenceBelow: { here: 0.02, otherwise: 0.001 },
  confidence: 0.95,
} as const

/** The system that copies are sent in the name of; no supplier's. */
export const COPIES_AS = '200000009990'

const TEXT = `import { defineRoutes } from 'ficus'

// Written by \`ficus demo\`. What may happen stands here; where a route is, the fleet knows: \`ficus routes\`.
export default defineRoutes({
  environment: { name: 'demo' },
  upstreams: {
    ${LEGACY}: { url: 'SPINE_URL', simulated: true },
    // Another version begins a new epoch: what was found equal before it is no evidence of what runs now.
    '${CLOUD}': { url: 'CLOUD_URL', simulated: true, version: 'VERSION' },
  },
  cohorts: {
    // By this seed the first 5 in 100 of the demo's 200 patients are 11, and not many more or fewer.
    patients: { key: 'nhsNumber', records: 'shared', seed: 'seedling' },
  },
  routes: [
    {
      name: '${MOVING}',
      match: { interaction: ['QUPA_IN000008UK02', 'QUPA_IN000008UK05', 'QUPA_IN000008SM13'] },
      legacy: '${LEGACY}',
      cloud: '${CLOUD}',
      translate: 'pds.retrieval',
      cohort: 'patients',
      // In earnest ${LOOSENED.sample.otherwise} and ${LOOSENED.divergenceBelow.otherwise}: nobody would watch for as long as that takes.
      shadow: { as: '${COPIES_AS}', sample: ${LOOSENED.sample.here} },
      gate: { divergenceBelow: ${LOOSENED.divergenceBelow.here}, confidence: ${LOOSENED.confidence} },
    },
    { name: 'pds', match: { product: 'pds' }, legacy: '${LEGACY}' },
    { name: 'scr', match: { product: 'scr' }, legacy: '${LEGACY}' },
    { name: 'eps', match: { product: 'eps' }, legacy: '${LEGACY}' },
    { name: 'default', legacy: '${LEGACY}' },
  ],
})
`

/** Writes the demo's routes file: what the cloud runs has a version, and nothing else in it changes. */
export const routesText = ({ legacy, cloud }: Sides, version: string): string =>
  TEXT.replace('SPINE_URL', legacy.url)
    .replace('CLOUD_URL', `${cloud.url}/personal-demographics/FHIR/R4`)
    .replace('VERSION', version)
