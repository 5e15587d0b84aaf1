import type { Resource } from './call-notation.ts'
import type { CallsSpec, RefusalRow, SuccessRow } from './call-spec.ts'
import { parsePath } from './paths.ts'
import type { Tree } from './tree.ts'
import { walk } from './walk.ts'

/** One code of an OperationOutcome. */
interface IssueCode {
  readonly system: string
  readonly code: string
  readonly severity: string
}

const ISSUES = parsePath('issue*')
const SEVERITY = parsePath('severity')
const CODINGS = parsePath('details/coding*')
const SYSTEM = parsePath('system')
const CODE = parsePath('code')

const textAt = (tree: Tree, path: typeof CODE): string => walk(tree, path)[0]?.at.value ?? ''

/** The codes of an OperationOutcome, in its order; an issue that has none is one without. */
export const codesOf = (outcome: Tree): readonly IssueCode[] =>
  walk(outcome, ISSUES).flatMap(({ at: issue }) => {
    const severity = textAt(issue, SEVERITY)
    const codings = walk(issue, CODINGS).map(({ at }) => ({
      system: textAt(at, SYSTEM),
      code: textAt(at, CODE),
      severity,
    }))
    return codings.length > 0 ? codings : [{ system: '', code: '', severity }]
  })

/** Legacy’s error for one of the cloud’s; undefined where the table has none. */
export const refusalOf = (
  { refusals, cloud }: CallsSpec,
  status: number,
  codes: readonly IssueCode[],
): RefusalRow | undefined => {
  for (const { system, code } of codes) {
    if (!cloud.systems.includes(system)) continue
    const row = refusals.find(each => each.code === code && each.statuses.includes(status))
    if (row !== undefined) return row
  }
  return undefined
}

/** Whether an outcome says that it was done, and nothing beside it that is an error. */
export const isDone = (
  { cloud }: CallsSpec,
  { codes }: SuccessRow,
  said: readonly IssueCode[],
): boolean =>
  said.some(({ system, code }) => cloud.systems.includes(system) && codes.includes(code)) &&
  said.every(({ severity }) => severity === 'information')

interface Told {
  readonly severity: 'error' | 'information'
  readonly type: string
  readonly code: string
  readonly display: string
  readonly diagnostics: string
  /** What the sender may name it by where it asks about it. */
  readonly reference?: string
}

/** Writes an outcome as legacy does. */
export const legacyOutcome = ({ legacy }: CallsSpec, id: string, told: Told): Resource => ({
  resourceType: 'OperationOutcome',
  id,
  meta: { profile: [legacy.outcomeProfile] },
  issue: [
    {
      severity: told.severity,
      code: told.type,
      details: {
        coding: [{ system: legacy.system, code: told.code, display: told.display }],
        ...(told.reference !== undefined && { text: told.reference }),
      },
      diagnostics: told.diagnostics,
    },
  ],
})
