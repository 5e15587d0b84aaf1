import { isFicusError } from '../exchange/index.ts'
import { notationSent, treeOfCloud, treeOfLegacy } from './call-notation.ts'
import { codesOf, refusalOf } from './call-outcome.ts'
import type { Calls } from './call-request.ts'
import { type CallResource, CLOUD, LEGACY, readResource } from './call-resource.ts'
import type { Form } from './compile-rows.ts'
import { type Declined, declined } from './decline.ts'
import type { Information } from './information.ts'
import type { SourceLoss } from './loss.ts'
import { addedSource } from './loss-sum.ts'
import type { CloudAnswer, Said } from './mapping.ts'
import { walk } from './walk.ts'
import { parsePath } from './paths.ts'
import { allIn } from './searchset.ts'
import type { DomainOutcome } from './spec.ts'
import type { Tree } from './tree.ts'

/** The list of an answer’s resources, and how many it says there are. */
export const FOUND = 'found'
export const TOTAL = 'total'

const ENTRIES = parsePath('entry*')
const SUCCESS = 200

const saidPlainly = (outcome: DomainOutcome, reasons: Said['reasons']): Said => ({
  kind: 'said',
  outcome,
  reasons,
  information: undefined,
  source: undefined,
  unread: [],
})

/** What resources say, all of one answer. */
function saidOf(
  resource: CallResource,
  trees: readonly Tree[],
  form: Form,
  total: number,
): Said | Declined {
  const found: Information[] = []
  const sources: SourceLoss[] = []
  const unread: string[] = []
  for (const tree of trees) {
    const read = readResource(resource, tree, form, false)
    if (read.kind === 'declined') return read
    found.push(read.value.said)
    sources.push(read.value.source)
    unread.push(...read.value.unread)
  }
  const information = { [TOTAL]: String(total), ...(found.length > 0 && { [FOUND]: found }) }
  const source = addedSource(sources)
  return { kind: 'said', outcome: 'ok', reasons: [], information, source, unread }
}

/** A resource that stands alone and has no id yet is a new one. */
const editionOf = ({ answered, asked }: Calls, tree: Tree): CallResource =>
  tree.children.some(({ label }) => label === 'id') ? answered : asked

/** What a positive answer says, whichever side’s it is. */
function saidInAll(calls: Calls, tree: Tree, form: Form): Said | Declined {
  const { resource } = calls.spec
  if (tree.label === resource) return saidOf(editionOf(calls, tree), [tree], form, 1)
  const all = allIn(tree, resource, walk(tree, ENTRIES).length === 0)
  if (all.kind === 'unclear') return declined(all.problem)
  return saidOf(calls.answered, all.resources, form, all.total)
}

/** What an error of legacy’s came to, by the codes of the table. */
function outcomeOf(calls: Calls, tree: Tree, status: number): Said {
  const { refusals, legacy } = calls.spec
  const codes = codesOf(tree).filter(({ system }) => system === legacy.system)
  const row = refusals.find(({ as }) =>
    codes.some(({ code }) => code === as.code && as.status === status),
  )
  const reasons = codes.map(({ code, system }) => ({
    code,
    codeSystem: system,
    severity: status < 400 ? ('IF' as const) : ('ER' as const),
  }))
  const own = codes.flatMap(({ code }) => legacy.outcomes[code] ?? [])[0]
  return saidPlainly(status < 400 ? 'ok' : (row?.outcome ?? own ?? 'app_error'), reasons)
}

/** Says what an answer of legacy to a call says, in the notation it says it is in. */
export function readLegacy(calls: Calls, answer: CloudAnswer): Said | Declined {
  const notation = notationSent(calls.spec.legacy, answer)
  if (notation === undefined) return declined({ code: 'shape' })
  return taken(() => {
    const tree = treeOfLegacy(answer.body, notation)
    if (tree.label === 'OperationOutcome') return outcomeOf(calls, tree, answer.status)
    if (answer.status !== SUCCESS) return declined({ code: 'shape' })
    return saidInAll(calls, tree, LEGACY)
  })
}

/** Says what an answer of the cloud says, whoever asked. */
export function readCloud(
  calls: Calls,
  { status, body }: Pick<CloudAnswer, 'status' | 'body'>,
): Said | Declined {
  return taken(() => {
    const tree = treeOfCloud(body)
    if (tree === undefined) return declined({ code: 'shape' })
    if (tree.label !== 'OperationOutcome') {
      return status === SUCCESS ? saidInAll(calls, tree, CLOUD) : declined({ code: 'shape' })
    }
    if (status < 400) return saidPlainly('ok', [])
    const row = refusalOf(calls.spec, status, codesOf(tree))
    if (row === undefined) return declined({ code: 'shape' })
    const { code } = row.as
    const codeSystem = calls.spec.legacy.system
    return saidPlainly(row.outcome, [{ code, codeSystem, severity: 'ER' }])
  })
}

function taken(work: () => Said | Declined): Said | Declined {
  try {
    return work()
  } catch (error) {
    if (isFicusError(error)) return declined({ code: 'shape' })
    throw error
  }
}
