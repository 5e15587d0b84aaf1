import { answerOf } from './call-answer.ts'
import { type Calls, requestOf } from './call-request.ts'
import { CLOUD, compileResource, LEGACY, readResource, writeResource } from './call-resource.ts'
import { FOUND, readCloud, readLegacy, TOTAL } from './call-said.ts'
import type { CallsSpec } from './call-spec.ts'
import { treeOfCloud } from './call-notation.ts'
import { type Accepted, accepted, type Declined } from './decline.ts'
import { leavesOfDocument } from './document-listing.ts'
import { entriesIn, type Information, textIn } from './information.ts'
import { checkKept } from './kept.ts'
import { summariesOf } from './listing.ts'
import type { InformationLeaf, Mapping } from './mapping.ts'
import { parsePath } from './paths.ts'
import type { Tree } from './tree.ts'
import { versionOf } from './version.ts'
import { walk } from './walk.ts'
import { withCalls } from './with-calls.ts'

const ENTRIES = parsePath('entry*/resource')

/** Whom each resource of an answer is about, as far as it can be read. */
function subjectsIn({ spec, answered }: Calls, body: Buffer): readonly string[] {
  const tree = treeOfCloud(body)
  if (tree === undefined) return []
  const trees = tree.label === 'Bundle' ? walk(tree, ENTRIES).map(({ at }) => named(at)) : [tree]
  return trees.flatMap(each => {
    const read = readResource(answered, each, CLOUD, false)
    return read.kind === 'accepted' ? (textIn(read.value.said, spec.facts.patient) ?? []) : []
  })
}

/** A resource in an entry, labelled as one that stands alone is. */
const named = (tree: Tree): Tree => ({
  ...tree,
  label: tree.children.find(({ label }) => label === 'resourceType')?.value ?? '',
  children: tree.children.filter(({ label }) => label !== 'resourceType'),
})

/** What an answer says, leaf by leaf: its resources in the order of what they are known by. */
function leavesOf({ spec, answered }: Calls, said: Information): readonly InformationLeaf[] {
  const found = entriesIn(said, FOUND).toSorted((a, b) =>
    compare(textIn(a, spec.facts.id), textIn(b, spec.facts.id)),
  )
  const total = textIn(said, TOTAL)
  return [
    ...(total === undefined ? [] : [{ path: TOTAL, value: total, type: 'text' as const }]),
    ...found.flatMap((each, n) => leavesOfDocument(answered.rows, each, `${FOUND}[${n}]/`)),
  ]
}

const compare = (a = '', b = ''): number => (a < b ? -1 : a > b ? 1 : 0)

/** The one resource an information set is of. */
const onlyIn = (said: Information): Information => entriesIn(said, FOUND)[0] ?? said

/** Writes one resource: without an id it is a new one. */
function textOf(
  { spec, asked, answered }: Calls,
  information: Information,
  form: typeof LEGACY,
): Accepted<string> | Declined {
  const said = onlyIn(information)
  const resource = textIn(said, spec.facts.id) === undefined ? asked : answered
  const written = writeResource(resource, said, form)
  return written.kind === 'declined' ? written : accepted(written.value.text)
}

/**
 * Makes a mapping of calls of plain data: rows of which both sides are FHIR, in two editions, and for each call what
 * the cloud is asked and what its answer becomes.
 *
 * @throws Error where the data cannot hold, as rows of a mapping do.
 */
export function defineCallMapping(spec: CallsSpec): Mapping {
  const asked = compileResource(spec.resource, spec.asked)
  const answered = compileResource(spec.resource, spec.answered)
  const calls: Calls = { spec, asked, answered }
  checkKept(answered.rows, spec)
  // A new resource has no id yet.
  checkKept(asked.rows, { ...spec, kept: spec.kept.filter(fact => fact !== spec.facts.id) })
  const leaves: Mapping['leaves'] = information => leavesOf(calls, information)
  return withCalls(
    {
      name: spec.name,
      version: versionOf(spec),
      access: spec.access,
      interactions: [...new Set(spec.operations.map(({ interaction }) => interaction))],
      kept: spec.kept,
      namesAsker: true,
      readCloud: answer => readCloud(calls, answer),
      subjectOf: body => subjectsIn(calls, body),
      leaves,
      writeCloud: said => textOf(calls, said, CLOUD),
      writeLegacy: said => textOf(calls, said, LEGACY),
      bothMean: (legacy, cloud, interaction) => ({
        legacy: leaves(legacy.information ?? {}, interaction),
        cloud: leaves(cloud.information ?? {}, interaction),
      }),
      losses: () => [],
      rows: () => [
        ...summariesOf(spec.asked.rows, [LEGACY.name]),
        ...summariesOf(spec.answered.rows, [LEGACY.name]),
      ],
    },
    {
      request: about => requestOf(calls, about),
      answer: (cloud, about) => answerOf(calls, cloud, about),
      readLegacy: answer => readLegacy(calls, answer),
    },
  )
}
