import type { Lanes } from './hash.ts'
import type { Information } from './observation.ts'
import type { Position } from './positions.ts'
import { byName, createNode, type TreeNode } from './tree.ts'

/** Makes the canonical tree of what a mapping read: facts in one order, several of one kind in theirs. */
export const treeOfInformation = (information: Information, at: Position, lanes: Lanes): TreeNode =>
  createNode({ name: '', form: 'object', at, children: factsOf(information, at, lanes) }, lanes)

function factsOf(information: Information, at: Position, lanes: Lanes): TreeNode[] {
  const facts = Object.entries(information).map(([name, said]) => {
    const place = at.next(name)
    if (typeof said === 'string') {
      return createNode({ name, form: 'text', at: place, value: said }, lanes)
    }
    const children = said.map(one =>
      typeof one === 'string'
        ? createNode({ name: '', form: 'text', at: place, value: one }, lanes)
        : treeOfInformation(one, place, lanes),
    )
    return createNode({ name, form: 'list', at: place, children }, lanes)
  })
  // A list of nothing says as much as no list.
  return byName(facts.filter(({ form, children }) => form !== 'list' || children.length > 0))
}
