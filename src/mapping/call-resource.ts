import { isDeepStrictEqual } from 'node:util'
import type { ResourceSpec } from './call-spec.ts'
import { withoutNothing } from './call-notation.ts'
import { type Compiled, compileRows, type Form } from './compile-rows.ts'
import { type Accepted, accepted, type Declined, declined } from './decline.ts'
import { factsIn, type Information } from './information.ts'
import { treeOfJson } from './json-tree.ts'
import type { Loss, SourceLoss, TargetLoss } from './loss.ts'
import { readTree } from './read.ts'
import { firstProblem } from './request.ts'
import { resourceText } from './texts.ts'
import type { Tree } from './tree.ts'
import { writeTree } from './write.ts'

/** The two sides of a resource. */
export const LEGACY: Form = { name: 'legacy', dialect: 'hl7', isJson: true }
export const CLOUD: Form = { name: 'fhir', dialect: 'fhir' }

/** A resource's rows taken apart. */
export interface CallResource {
  readonly type: string
  readonly spec: ResourceSpec
  readonly rows: readonly Compiled[]
}

/** What a resource says, whichever side's, as both mean it. */
export interface ResourceSaid {
  readonly said: Information
  readonly source: SourceLoss
  /** The values of leaves no row read. */
  readonly unread: readonly string[]
}

/** A resource as one side writes it. */
export interface ResourceWritten {
  readonly text: string
  readonly target: TargetLoss
}

/** Takes the rows of a resource apart. Throws where they cannot hold, as rows of a mapping do. */
export const compileResource = (type: string, spec: ResourceSpec): CallResource => ({
  type,
  spec,
  rows: compileRows(spec.rows, [LEGACY, CLOUD]),
})

/** Reads a resource; `isWhole` where every leaf of it must have been read. */
export function readResource(
  { type, spec, rows }: CallResource,
  tree: Tree,
  form: Form,
  isWhole: boolean,
): Accepted<ResourceSaid> | Declined {
  if (tree.label !== type) return declined({ code: 'shape' })
  const isLegacys = form === LEGACY
  const reading = readTree(tree, rows, form, (isLegacys ? CLOUD : LEGACY).name)
  const problem = isWhole ? firstProblem(reading) : reading.problems[0]
  if (problem !== undefined) return declined(problem)
  const turned = (isLegacys ? spec.fromLegacy : spec.fromFhir)(withoutEmpty(reading.information))
  if (turned.kind === 'declined') return turned
  const { source, unread } = reading
  return accepted({ said: turned.value, source, unread })
}

/** A list without an entry says nothing. */
const withoutEmpty = (said: Information): Information =>
  Object.fromEntries(
    Object.entries(said).flatMap(([name, value]) => {
      if (typeof value === 'string') return [[name, value] as const]
      const kept = value.map(each => (typeof each === 'string' ? each : withoutEmpty(each)))
      return kept.length === 0 ? [] : [[name, kept as Information[string]] as const] // as they were
    }),
  )

/** The first fact that must be there and is not. */
export const missingIn = ({ spec }: CallResource, said: Information): Declined | undefined => {
  const missing = spec.needs.find(path => !hasAll(said, path))
  return missing === undefined ? undefined : declined({ code: 'missing', at: missing })
}

/** Whether a fact is in every entry of each list on the way to it, and in one at least. */
function hasAll(said: Information, path: string): boolean {
  const [name = '', ...rest] = path.split('/')
  if (rest.length === 0) return said[name] !== undefined
  const entries = said[name]
  if (entries === undefined || typeof entries === 'string') return false
  return (
    entries.length > 0 &&
    entries.every(each => typeof each !== 'string' && hasAll(each, rest.join('/')))
  )
}

/** Writes a resource; what is read back of it must be what was to be said. */
export function writeResource(
  resource: CallResource,
  said: Information,
  form: Form,
): Accepted<ResourceWritten> | Declined {
  const { type, spec, rows } = resource
  const turned = (form === LEGACY ? spec.toLegacy : spec.toFhir)(said)
  if (turned.kind === 'declined') return turned
  const { drawing, problems, target } = writeTree(turned.value, rows, form, type)
  const [problem] = problems
  if (problem !== undefined) return declined(problem)
  const text = resourceText(drawing)
  const again = readResource(resource, withoutNothing(treeOfJson(Buffer.from(text))), form, true)
  if (again.kind === 'declined') return again
  if (!isDeepStrictEqual(again.value.said, withoutEmpty(said))) {
    return declined({ code: 'unfaithful' })
  }
  return accepted({ text, target })
}

/** What became of one resource’s leaves on the way to the other side. */
export const lossOf = (said: ResourceSaid, written: ResourceWritten): Loss => ({
  source: said.source,
  target: written.target,
})

/** Whether each value a path leads to is the one that was asked for, and there is one. */
export function agreesIn(said: Information, path: string, asked: string): boolean {
  const values = factsIn(said, path)
  return values.length > 0 && values.includes(asked)
}
