import { leafOf, type Tree } from './tree.ts'

/** How a message that counts its items in the names of its elements does so: `productLineItem1`, `productLineItem2`. */
export interface Numbered {
  /** What stands between the name and the number: `LineItem`. */
  readonly named: string
  /** Elements that say more of the same items: their name, and where their number stands in them. */
  readonly also?: { readonly name: string; readonly number: string; readonly in: string }
}

const NUMBER = '@n'

const valueIn = (tree: Tree, [step, ...rest]: readonly string[]): string | undefined => {
  const child = tree.children.find(({ label }) => label === step)
  if (child === undefined) return undefined
  return rest.length === 0 ? child.value : valueIn(child, rest)
}

/** Gives each number an element of its own, in their order, and the names in it without their number. */
function itemsOf(children: readonly Tree[], named: string): Tree[] {
  const pattern = new RegExp(`^([a-z]+)${named}(\\d{1,2})$`)
  const items = new Map<number, Tree[]>()
  for (const child of children) {
    const [, name, number] = pattern.exec(child.label) ?? []
    if (name === undefined || number === undefined) continue
    const item = items.get(Number(number)) ?? []
    item.push({ ...child, label: name })
    items.set(Number(number), item)
  }
  return [...items]
    .toSorted(([a], [b]) => a - b)
    .map(([number, within]) => ({
      ...leafOf({ label: named, isItem: undefined }, 'none', ''),
      children: [leafOf({ label: NUMBER, isItem: undefined }, 'text', String(number)), ...within],
    }))
}

/** Puts a message in the form rows read: items as elements, whatever numbers are in the names of what they say. */
export function withItems(tree: Tree, numbered: Numbered): Tree {
  const { named } = numbered
  const isNumbered = new RegExp(`${named}\\d{1,2}$`)
  const children = tree.children.map(child => withItems(child, numbered))
  const rest = children.filter(({ label }) => !isNumbered.test(label))
  const items = rest.length === children.length ? [] : itemsOf(children, named)
  return joined({ ...tree, children: [...rest, ...items] }, numbered)
}

/** Puts what is said of one item in two places into one. */
function joined(tree: Tree, { named, also }: Numbered): Tree {
  if (also === undefined) return tree
  const from = tree.children.find(({ label }) => label === also.in)
  const items = from?.children.filter(({ label }) => label === named) ?? []
  if (from === undefined || items.length === 0) return tree
  const taken = new Set<Tree>()
  const children = tree.children.map(child => {
    if (child.label !== also.name) return child
    const number = valueIn(child, also.number.split('/'))
    const item = items.find(each => valueIn(each, [NUMBER]) === number)
    if (item === undefined || taken.has(item)) return child
    taken.add(item)
    return { ...child, children: [...child.children, ...item.children] }
  })
  // An item nobody names stays where it was, for somebody to see that no row read it.
  const left = { ...from, children: from.children.filter(child => !taken.has(child)) }
  return { ...tree, children: children.map(child => (child === from ? left : child)) }
}
