import type { DecisionsView, DecisionView } from '../admin/index.ts'
import {
  AGREE,
  CLASSES,
  LANGUAGES,
  NOT_MIRRORED,
  party,
  READS,
  shown,
  some,
  titleOf,
} from './spoken-explanation.ts'
import { spokenPlace } from './spoken-place.ts'
import { setTable } from './table.ts'

/** A decision and the address of the instance that made it. */
export interface ServedDecision extends DecisionView {
  readonly instance: string
}

/** Says one decision and every step to it, in lines of at most `width` characters where that can be. */
export function spokenDecision(decision: ServedDecision, width: number): string {
  const { at, instance, revision, routes, steps } = decision
  const trials = routes.map(trial => [trial.route, spokenTrial(trial)])
  const rows = steps.map(({ rule, looked, said }) => [rule, looked, said])
  return [
    `${new Date(at).toISOString()}, decided by ${instance} at revision ${revision}\n`,
    setTable({ headings: ['message', ''], rows: messageOf(decision) }, width),
    setTable({ headings: ['route', 'did it own the message?'], rows: trials }, width),
    setTable({ headings: ['step', 'looked at', 'said'], rows }, width),
    ending(decision),
  ].join('\n')
}

function messageOf(decision: ServedDecision): string[][] {
  const { ids, method, language, interaction, product, agrees, need, from, to, keyName } = decision
  const title = titleOf(decision)
  const name = interaction === null ? 'nothing names it' : shown(interaction)
  return [
    ['ids', ids.map(shown).join(', ')],
    ['request', `${shown(method)}, ${LANGUAGES[language]}`],
    ['interaction', title === undefined ? name : `${name}: ${title} (${String(product)})`],
    ['did', decision.class === null ? 'not known' : CLASSES[decision.class]],
    ['agreed', AGREE[`${agrees ?? undefined}`]],
    ['from, to', `${party(from)} → ${party(to)}`],
    ['key', keyName ?? 'none'],
    ['proxy read', need === null ? 'not known' : READS[need]],
  ]
}

function spokenTrial({ owns, conditions }: DecisionView['routes'][number]): string {
  if (owns) return conditions.length === 0 ? 'owned it: asks nothing' : 'owned it'
  const failed = conditions.filter(({ holds }) => holds === false)
  if (failed.length === 0) {
    const hung = conditions.filter(({ holds }) => holds === null).map(({ field }) => field)
    return `no: it hung on its ${hung.join(' or ')}, which is not kept`
  }
  return failed
    .map(({ field, wanted, seen }) => {
      const here = seen === undefined ? 'nothing' : shown(seen)
      return `no: ${field} was ${here}, wanted ${some(wanted)}`
    })
    .join('; ')
}

function ending({ decision, refused, came, route, stood }: ServedDecision): string {
  const where = stood === null ? '' : `; route ${String(route)} stood at ${spokenPlace(stood)}`
  const lines: string[] = []
  if (refused !== null) {
    lines.push(`refused: ${refused.code} ${refused.detail ?? refused.says}${where}`)
  }
  if (decision !== null) {
    const { side, upstream, because, mirror, fallback } = decision
    lines.push(`decided: ${side} (${upstream}), because of ${because}${where}`)
    lines.push('to' in mirror ? `a copy to ${mirror.to}` : `no copy: ${NOT_MIRRORED[mirror.not]}`)
    if (fallback !== null) lines.push(`had the cloud failed, ${fallback} would have been asked`)
  }
  if (came.declined !== null) {
    lines.push(`its mapping did not take it (${came.declined}), so legacy served it`)
  }
  if (came.fellBack !== null)
    lines.push(`the cloud failed it (${came.fellBack}), so legacy was asked`)
  const asked =
    came.asked.length === 0 ? 'nobody was asked' : `asked: ${came.asked.join(', then ')}`
  lines.push(
    `${asked}; the supplier saw ${came.status}${came.error === null ? '' : ` (${came.error})`}`,
  )
  return `${lines.join('\n')}\n`
}

/** Says how much an instance keeps, and what it cannot know. */
export function spokenKept(kept: DecisionsView['kept']): string {
  const { decisions, since, forgotten, unread } = kept
  const passed = Object.values(unread).reduce((all, each) => all + each, 0)
  const from = since === null ? '' : ` since ${new Date(since).toISOString()}`
  return `keeps ${decisions}${from}, ${forgotten} forgotten; ${passed} passed unread, whose ids nobody knows`
}
