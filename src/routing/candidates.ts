import type { Match, RawHeaders } from '../exchange/index.ts'
import { soapActionOf } from './condition.ts'
import { type Names, UNREAD } from './names.ts'
import type { Rule } from './rule.ts'

/** Gives the rules that can own a message, in their order: all that could, and few that could not. */
export type Candidates = (headers: RawHeaders, interaction: Names['interaction']) => readonly Rule[]

/**
 * Indexes rules by the interactions and the SOAPActions they name, so that sixty routes cost one look-up.
 * It only narrows: whoever asks still tests every condition of what it gets.
 */
export function indexRules(rules: readonly Rule[]): Candidates {
  const free = rules.filter(rule => keyedBy(rule) === undefined)
  const byInteraction = indexBy(rules, 'interaction')
  for (const [id, keyed] of byInteraction) byInteraction.set(id, inOrder(keyed, free))
  const bySoapAction = indexBy(rules, 'soapAction')
  // Both lists are of a finite set, so what is kept here is bounded by ids × actions, whatever is sent.
  const merged = new Map<readonly Rule[], Map<readonly Rule[], readonly Rule[]>>()

  return (headers, interaction) => {
    if (interaction === UNREAD) return rules
    const named = (interaction === undefined ? undefined : byInteraction.get(interaction)) ?? free
    if (bySoapAction.size === 0) return named
    const action = soapActionOf(headers)
    const acted = action === undefined ? undefined : bySoapAction.get(action)
    if (acted === undefined) return named
    const withNamed = merged.get(acted) ?? new Map<readonly Rule[], readonly Rule[]>()
    const both = withNamed.get(named) ?? inOrder(named, acted)
    merged.set(acted, withNamed.set(named, both))
    return both
  }
}

type Keyed = 'interaction' | 'soapAction'

const fieldsOf = (rule: Rule): Match => (rule.route.match === 'default' ? {} : rule.route.match)

// A rule that names both stands under its interactions only; its SOAPAction is tested like any condition.
function keyedBy(rule: Rule): Keyed | undefined {
  const { interaction, soapAction } = fieldsOf(rule)
  return interaction ? 'interaction' : soapAction ? 'soapAction' : undefined
}

function indexBy(rules: readonly Rule[], key: Keyed): Map<string, readonly Rule[]> {
  const index = new Map<string, readonly Rule[]>()
  for (const rule of rules.filter(each => keyedBy(each) === key)) {
    for (const value of new Set(fieldsOf(rule)[key])) {
      index.set(value, [...(index.get(value) ?? []), rule])
    }
  }
  return index
}

const inOrder = (some: readonly Rule[], others: readonly Rule[]): readonly Rule[] =>
  [...some, ...others].sort((a, b) => a.order - b.order)
