import type { Simulator } from '../simulator/index.ts'

/** Where the demo's moving route starts; the file says nothing else that changes. */
export type DemoStage = 'legacy' | 'cloud'

/** The route that moves. */
export const MOVING = 'pds-retrieval'

/** The two sides, as the demo's routes file names them. */
export const LEGACY = 'spine'
export const CLOUD = 'rehosted'

const TEXT = `import { defineRoutes } from 'ficus'

// Written by \`ficus demo\`. Save it with another \`startsAt\` and the running instance takes it over.
export default defineRoutes({
  environment: { name: 'demo' },
  upstreams: {
    ${LEGACY}: { url: 'SPINE_URL', simulated: true },
    // Speaks what the legacy Spine speaks, so messages need no mapping: bytes pass untouched.
    ${CLOUD}: { url: 'REHOSTED_URL', simulated: true },
  },
  cohorts: {
    patients: { key: 'nhsNumber', records: 'shared' },
  },
  routes: [
    {
      name: '${MOVING}',
      match: { interaction: ['QUPA_IN000008UK02', 'QUPA_IN000008UK05', 'QUPA_IN000008SM13'] },
      legacy: '${LEGACY}',
      cloud: '${CLOUD}',
      cohort: 'patients',
      startsAt: 'STAGE', // legacy or cloud
    },
    { name: 'pds', match: { product: 'pds' }, legacy: '${LEGACY}' },
    { name: 'scr', match: { product: 'scr' }, legacy: '${LEGACY}' },
    { name: 'eps', match: { product: 'eps' }, legacy: '${LEGACY}' },
    { name: 'default', legacy: '${LEGACY}' },
  ],
})
`

/** Writes the demo's routes file: the moving route starts at a stage, everything else stays at legacy. */
export const routesText = (
  spines: Readonly<Record<DemoStage, Simulator>>,
  stage: DemoStage,
): string =>
  TEXT.replace('SPINE_URL', spines.legacy.url)
    .replace('REHOSTED_URL', spines.cloud.url)
    .replace('STAGE', stage)
