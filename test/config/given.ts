import t from 'tap'
import { ConfigError, parseConfig, type Config, type Mistake } from '../../src/config/index.ts'
import type { ConfigContext } from '../../src/config/index.ts'
import type { RoutesFile } from '../../src/config/define-routes.ts'
import { INTERACTIONS, MAPPINGS, POLICIES } from '../../src/products/index.ts'

/** A file in which every kind of thing stands once and nothing is wrong. */
export const aFile = (): RoutesFile => ({
  environment: { name: 'int' },
  suppliers: { '200000000115': 'Acme GP' },
  upstreams: {
    spine: { url: 'http://spine.example:8080' },
    'pds-fhir': { url: 'https://cloud.example/base', timeoutMs: 10_000 },
    simulator: { url: 'http://127.0.0.1:9', simulated: true },
    sandbox: { url: 'http://sandbox.example', rehearsal: true },
  },
  cohorts: {
    patients: { key: 'nhsNumber', records: 'shared' },
    prescriptions: { key: 'prescriptionId', records: 'apart', pin: true },
  },
  routes: [
    {
      name: 'pds-retrieval',
      match: { interaction: ['QUPA_IN000008UK02', 'QUPA_IN000008UK05'] },
      legacy: 'spine',
      cloud: 'pds-fhir',
      cohort: 'patients',
      startsAt: 'legacy',
      shadow: { as: 'shadow-identity', sample: 0.05 },
    },
    { name: 'default', legacy: 'spine' },
  ],
})

export type RouteInput = RoutesFile['routes'][number]

/** The file with these routes and the default after them. */
export const withRoutes = (...routes: RouteInput[]): RoutesFile => ({
  ...aFile(),
  routes: [...routes, { name: 'default', legacy: 'spine' }],
})

/** The file with one route, asking for retrievals unless told otherwise, and the default after it. */
export const withRoute = (route: Partial<RouteInput>): RoutesFile =>
  withRoutes({
    name: 'one',
    match: { interaction: ['QUPA_IN000008UK02'] },
    legacy: 'spine',
    ...route,
  })

type Given = Partial<ConfigContext>

/** A file's one route, asking for retrievals, has a cloud side, and is given these fields. */
export const withCloud = (route: Partial<RouteInput>): RoutesFile =>
  withRoute({ cloud: 'pds-fhir', ...route })

export const parsed = (input: unknown, given: Given = {}): Config =>
  parseConfig(input, {
    env: {},
    file: '/etc/ficus/routes.config.ts',
    interactions: INTERACTIONS,
    mappings: MAPPINGS,
    policies: POLICIES,
    ...given,
  })

/** The mistakes of a file; none where it is in order. */
export function mistakesIn(input: unknown, given: Given = {}): readonly Mistake[] {
  try {
    parsed(input, given)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes
    throw error
  }
}

/** One mistake and what is said of it. */
export interface Row {
  readonly title: string
  readonly file: unknown
  readonly path: string
  readonly says: RegExp
  readonly wayOut: RegExp
}

/** Holds that each file has the one mistake of its row, and that it is said once. */
export function holdRows(rows: readonly Row[]): void {
  for (const { title, file, ...expected } of rows) {
    t.test(`a mistake: ${title}`, t => {
      const mistakes = mistakesIn(file)
      t.equal(mistakes.length, 1, 'one mistake, said once')
      t.match(mistakes[0], expected)
      t.end()
    })
  }
}
