import { definePolicy, type Policy, type Rule } from '../comparison/index.ts'
import type { ListedLoss, Mapping } from '../mapping/index.ts'

/** Where a reply's message stands, whatever its wrapper is called. */
const MESSAGE = 'Envelope/Body/*'

function ruleOf({ id, why, path, does, same = [] }: ListedLoss): Rule {
  const rule = { id, why, path: path.map(each => `${MESSAGE}/${each}`) }
  return does === 'codes' ? { ...rule, does, same } : { ...rule, does }
}

/**
 * Adds to a policy what a mapping's rows say a reply may lose: the supplier would miss it, and everybody has agreed
 * to that. Before the policy's own rules, so that what explains a loss is named by its row; a field never to be ignored
 * stays one, whatever a row says of it.
 *
 * @throws Error as definePolicy does.
 */
export function seenPolicy(policy: Policy, mapping: Mapping, interaction: string): Policy {
  const losses = mapping.losses(interaction).map(ruleOf)
  return losses.length === 0
    ? policy
    : definePolicy({ ...policy, rules: [...losses, ...policy.rules] })
}
