import { isDeepStrictEqual } from 'node:util'
import { isFicusError } from '../exchange/index.ts'
import type { Compiled, Form } from './compile-rows.ts'
import { type Accepted, accepted, type Declined, declined, type Problem } from './decline.ts'
import { entriesIn, type Information, textIn } from './information.ts'
import { treeOfJson } from './json-tree.ts'
import { readTree } from './read.ts'
import type { Change, ChangeKind } from './spec.ts'
import { jsonText } from './texts.ts'
import { writeTree } from './write.ts'

const FHIR: Form = { name: 'fhir', dialect: 'fhir' }

/** What takes something away has nothing to say of it. */
const REMOVED = 'removed'

function kindProblem(kind: ChangeKind, information: Information): Problem | undefined {
  const { list, value } = kind
  const entries = entriesIn(information, list)
  if (entries.length > 1 && kind.isRepeated !== true) return { code: 'several', at: list }
  const isWhole = entries.every(
    entry => value === undefined || (entry['mode'] === REMOVED) === (entry[value] === undefined),
  )
  if (!isWhole) return { code: 'missing', at: list }
  const other = kind.with
  const isAlone =
    other !== undefined && entries.length > 0 && entriesIn(information, other).length === 0
  return isAlone ? { code: 'missing', at: other } : undefined
}

/** Says what stands in the way of a change: nothing changed, one thing twice, or half of what belongs together. */
export function changeProblem({ kinds }: Change, information: Information): Problem | undefined {
  for (const kind of kinds) {
    const problem = kindProblem(kind, information)
    if (problem !== undefined) return problem
  }
  const isAny = kinds.some(({ list }) => entriesIn(information, list).length > 0)
  return isAny ? undefined : { code: 'missing', at: 'change' }
}

const said = (information: Information): string =>
  JSON.stringify(information, (_, value: unknown) => (isNothing(value) ? undefined : value))

/** A list without entries says nothing, as one that is not there. */
const isNothing = (value: unknown): boolean => Array.isArray(value) && value.length === 0

/** Whether what was written for the cloud, read again, is what the message said: nothing less and nothing more. */
export function isFaithful(
  body: Buffer,
  rows: readonly Compiled[],
  information: Information,
): boolean {
  try {
    const { information: again, source, problems } = readTree(treeOfJson(body), rows, FHIR, 'query')
    const isWhole = problems.length === 0 && Object.keys(source.dropped).length === 0
    return isWhole && isDeepStrictEqual(JSON.parse(said(again)), JSON.parse(said(information)))
  } catch (error) {
    if (isFicusError(error)) return false
    throw error
  }
}

/** Writes what a message changes as the cloud's body; declined where that, read again, does not say the same. */
export function changeBody(
  rows: readonly Compiled[],
  information: Information,
): Accepted<Buffer> | Declined {
  const { drawing, problems } = writeTree(information, rows, FHIR, 'patches')
  const [problem] = problems
  if (problem !== undefined) return declined(problem)
  const body = Buffer.from(jsonText(drawing), 'utf8')
  return isFaithful(body, rows, information) ? accepted(body) : declined({ code: 'unfaithful' })
}

/** The headers under which a body changes a record only in the version it was written for (RFC 9110 §13.1.1). */
export function changeHeaders(
  { contentType, version }: Change,
  information: Information,
): readonly string[] {
  return ['Content-Type', contentType, 'If-Match', `W/"${textIn(information, version) ?? ''}"`]
}
