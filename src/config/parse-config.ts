import type { Policy } from '../comparison/index.ts'
import type { Cohort, Freeze, Route, Upstream } from '../exchange/index.ts'
import type { Interaction } from '../message/index.ts'
import type { OwnMapping } from '../mappings.ts'
import type { MaintenanceOf } from '../windows/index.ts'
import type { Env } from './address.ts'
import { checkCohorts } from './check-cohorts.ts'
import { checkFormerNames } from './check-former-names.ts'
import { checkIgnores } from './check-ignores.ts'
import { checkMatches } from './check-matches.ts'
import { checkNames } from './check-names.ts'
import { checkObjectives } from './check-objectives.ts'
import { checkReach } from './check-reach.ts'
import { checkSides } from './check-sides.ts'
import { checkStages } from './check-stages.ts'
import { checkTranslation } from './check-translation.ts'
import { checkWindows } from './check-windows.ts'
import { compileCohort, compileRoute, nameOfSupplier } from './compile.ts'
import { compileFreeze, maintenanceIn } from './compile-windows.ts'
import { ConfigError, type Mistake } from './config-error.ts'
import { deepFreeze } from './freeze.ts'
import type { Check, KnownMapping } from './inquiry.ts'
import { filesNamedIn, openSecrets } from './named-files.ts'
import { checkNotBuilt } from './not-built.ts'
import { ownMappingsIn } from './own-mappings.ts'
import type { ToldModule } from './own-modules.ts'
import { type Notifier, readNotifiers } from './notifiers.ts'
import { readFields, type Fields } from './read-fields.ts'
import { readUpstream, type UpstreamSurroundings } from './upstreams.ts'

/** What a configuration is read with. */
export interface ConfigContext {
  /** The environment, for `env:` addresses and secrets. */
  readonly env: Env
  /** Where the file lies: paths in it count from its folder. */
  readonly file: string
  /** Every interaction a product knows. */
  readonly interactions: readonly Interaction[]
  /** Every mapping a route may name. Default: none. */
  readonly mappings?: readonly KnownMapping[]
  /** The modules the file names, as they came. Default: none. */
  readonly modules?: readonly ToldModule[]
  /** How each product's answers are compared: what these protect, no `ignore` may cover. Default: none. */
  readonly policies?: readonly Policy[]
  /** Whether simulators stand behind every `env:` address. Default false. */
  readonly simulated?: boolean
}

/** The operator's file, checked, with its defaults, and frozen all the way down. */
export interface Config {
  readonly file: string
  readonly environment: { readonly name: string; readonly confirm: boolean }
  /** ASID to name. */
  readonly suppliers: ReadonlyMap<string, string>
  readonly upstreams: ReadonlyMap<string, Upstream>
  readonly cohorts: ReadonlyMap<string, Cohort>
  /** In the order of the file. */
  readonly routes: readonly Route[]
  /** The mappings its routes name that no product has, for every thread to make the same of. */
  readonly own: readonly OwnMapping[]
  /** What happens to a request no route owns. */
  readonly unmatched: 'refuse' | 'default'
  /** Times in which nothing leads forward. */
  readonly freezes: readonly Freeze[]
  /** When upstreams are worked on. */
  readonly maintenance: MaintenanceOf
  /** Who is told of changes; holds what nobody may be shown. */
  readonly notify: readonly Notifier[]
  /** Every file it names, wherever it lies: another in its place makes it another configuration. */
  readonly files: readonly string[]
  /** What is wrong with it and keeps nobody from using it. */
  readonly warnings: readonly Mistake[]
}

const CHECKS: readonly Check[] = [
  ({ fields }) => checkNotBuilt(fields),
  checkNames,
  checkMatches,
  checkReach,
  checkStages,
  checkSides,
  checkTranslation,
  checkCohorts,
  checkIgnores,
  checkObjectives,
  checkFormerNames,
  checkWindows,
]

/**
 * Checks what an operator wrote and gives it whole.
 *
 * Throws a {@link ConfigError} with every mistake at once: those in the form of a field and those that show only
 * where parts are held together.
 */
export function parseConfig(input: unknown, context: ConfigContext): Config {
  const { file, interactions, mappings = [], modules = [] } = context
  const { policies = [], simulated = false } = context
  const { fields, mistakes } = readFields(input)
  const upstreams = readUpstreams(fields, { ...context, simulated })
  const notify = readNotifiers(fields.notify, context)
  const inquiry = { fields, interactions, mappings, modules, policies, simulated }
  mistakes.push(
    ...upstreams.mistakes,
    ...notify.mistakes,
    ...CHECKS.flatMap(check => check(inquiry)),
  )
  if (mistakes.length > 0 || fields.environment === undefined) {
    throw new ConfigError(file, inFileOrder(mistakes, fields))
  }
  const cohorts = new Map(
    presentIn(fields.cohorts).map(([name, cohort]) => [name, compileCohort(name, cohort)]),
  )
  const { suppliers } = fields
  const files = filesNamedIn(fields, file)
  const own = ownMappingsIn(fields, { mappings, modules })
  const named = { cohorts, upstreams: upstreams.read }
  return deepFreeze({
    file,
    environment: fields.environment,
    suppliers: new Map(
      Object.entries(suppliers).map(([asid, each]) => [asid, nameOfSupplier(each)]),
    ),
    ...named,
    routes: fields.routes.flatMap((route, index) =>
      route === undefined
        ? []
        : [compileRoute(route, index, { ...named, interactions, mappings, modules, suppliers })],
    ),
    own: own.mappings,
    unmatched: fields.unmatched ?? 'default',
    freezes: presentOf(fields.freeze).map(compileFreeze),
    maintenance: maintenanceIn(fields.upstreams),
    notify: notify.read,
    files: [...new Set([...files.map(each => each.file), ...own.files])],
    warnings: openSecrets(files),
  })
}

function readUpstreams(
  fields: Fields,
  surroundings: UpstreamSurroundings,
): { read: ReadonlyMap<string, Upstream>; mistakes: Mistake[] } {
  const read = new Map<string, Upstream>()
  const mistakes: Mistake[] = []
  for (const [name, upstream] of presentIn(fields.upstreams)) {
    const made = readUpstream(name, upstream, surroundings)
    if (Array.isArray(made)) mistakes.push(...made)
    else read.set(name, made)
  }
  return { read, mistakes }
}

const presentOf = <Part>(parts: readonly (Part | undefined)[]): Part[] =>
  parts.flatMap(part => part ?? [])

const presentIn = <Part>(parts: ReadonlyMap<string, Part | undefined>): [string, Part][] =>
  [...parts].flatMap(([name, part]): [string, Part][] => (part === undefined ? [] : [[name, part]]))

const SECTIONS = [
  'environment',
  'suppliers',
  'upstreams',
  'cohorts',
  'routes',
  'unmatched',
  'freeze',
  'notify',
]

/** Puts mistakes in the order in which a reader of the file comes to them. */
function inFileOrder(mistakes: readonly Mistake[], fields: Fields): readonly Mistake[] {
  const parts = new Map([
    ['upstreams', [...fields.upstreams.keys()]],
    ['cohorts', [...fields.cohorts.keys()]],
  ])
  const place = ({ path }: Mistake): number => {
    const [, section = '', index = '0', name = ''] = PLACE.exec(path) ?? []
    const within = parts.get(section)?.indexOf(name) ?? index
    return SECTIONS.indexOf(section) * 10_000 + Number(within)
  }
  return mistakes.toSorted((a, b) => place(a) - place(b))
}

const PLACE = /^(\w*)(?:\[(\d+)\])?(?:\.([^.]+))?/
