import type { Meter } from './budget.ts'
import { alikeEnd } from './end.ts'
import { createGist, type Gist, type Holding } from './gist.ts'
import type { Lanes } from './hash.ts'
import { createRenaming, type Renaming } from './ids.ts'
import { idsInXml } from './ids-in-xml.ts'
import { compareLeaves, type Matched } from './leaf.ts'
import type { IdPair } from './observation.ts'
import type { Position } from './positions.ts'
import type { Found, Report } from './report.ts'
import type { IgnoreRule } from './rules.ts'
import { matchSiblings, type Siblings, type Undecided } from './siblings.ts'
import { createSameness, type Sameness, type WrittenElement } from './sameness.ts'
import { isTold, settle } from './settle.ts'
import { isEmpty, isSame, type TreeNode } from './tree.ts'

/** What holding two trees against each other takes. */
export interface Walking {
  readonly lanes: Lanes
  readonly meter: Meter
  readonly report: Report
  readonly holding: Holding
  readonly request: readonly IdPair[]
}

/** Holds two trees against each other and reports every difference; throws {@link Spent} where a budget end. */
export function compareTrees(control: TreeNode, candidate: TreeNode, walking: Walking): void {
  new Walk(walking).whole({ control, candidate })
}

class Walk {
  readonly #meter: Meter
  readonly #report: Report
  readonly #holding: Holding
  readonly #lanes: Lanes
  readonly #gist: Gist
  readonly #ids: Renaming
  readonly #sameness = createSameness()
  readonly #undecided: Undecided[] = []

  constructor({ lanes, meter, report, holding, request }: Walking) {
    this.#meter = meter
    this.#report = report
    this.#holding = holding
    this.#lanes = lanes
    this.#gist = createGist(lanes, holding, meter)
    this.#ids = createRenaming(request)
  }

  whole(roots: Matched): void {
    this.#pair(roots)
    while (this.#undecided.length > 0) {
      // Ids bound by now may say who is whose; what is bound so may say more.
      const known = this.#undecided.findIndex(one => isTold(one, this.#ids, this.#meter))
      const [next] = this.#undecided.splice(Math.max(known, 0), 1)
      if (next === undefined) return
      for (const matched of settle(next, this.#ids, this.#meter)) this.#pair(matched)
    }
  }

  #pair(matched: Matched): void {
    this.#meter.spend(1)
    const { control, candidate } = matched
    if (isSame(control, candidate, this.#sameness)) {
      this.#echo(matched)
      return
    }
    if (this.#isIgnoredWhole(matched)) return
    this.#namespaces(matched)
    if ((control.form === 'list') !== (candidate.form === 'list')) this.#cardinality(matched)
    else if (control.value !== undefined || candidate.value !== undefined) this.#leaves(matched)
    else if (control.form !== candidate.form) {
      this.#report.found({ kind: 'type', editClass: 'other', ...matched })
    } else this.#children(matched)
  }

  /** A list where the other has one thing: what they hold may be the same all the same. */
  #cardinality(matched: Matched): void {
    this.#report.found({ kind: 'cardinality', editClass: 'other', ...matched })
    const [control, another] = membersOf(matched.control)
    const [candidate, other] = membersOf(matched.candidate)
    if (control === undefined || candidate === undefined) return
    if (another === undefined && other === undefined) this.#pair({ control, candidate })
  }

  #isIgnoredWhole(matched: Matched): boolean {
    const { control, candidate } = matched
    if (this.#holding(control.at.ignore) === undefined) return false
    return !control.holdsProtected && !candidate.holdsProtected && this.#isIgnored(matched)
  }

  #isIgnored(matched: Matched): boolean {
    const rule = this.#holding(matched.control.at.ignore)
    if (rule === undefined) return false
    this.#report.found({ kind: 'value', editClass: 'other', ...matched, rule })
    return true
  }

  /** Two equal subtrees name equal ids, and those too must be what they are everywhere else. */
  #echo({ control, candidate }: Matched): void {
    if (!control.at.leadsToIds && control.at.id === undefined) return
    this.#meter.spend(1)
    if (this.#holding(control.at.ignore) !== undefined) return
    if (control.written !== undefined && this.#echoes(control, control.written)) return
    if (control.value !== undefined) this.#leaves({ control, candidate })
    for (const [i, child] of control.children.entries()) {
      const other = candidate.children[i]
      if (child.holdsIds && other) this.#echo({ control: child, candidate: other })
    }
  }

  /** Whether every id in an element is its own renaming, so that nothing has to be told. */
  #echoes({ at }: TreeNode, { element }: WrittenElement): boolean {
    const isPassedOver = ({ ignore }: Position): boolean => this.#holding(ignore) !== undefined
    const ids = idsInXml(element, at, isPassedOver)
    this.#meter.spend(ids.length)
    return ids.every(id => this.#ids.bind(id, id) === undefined)
  }

  /** A namespace changed on a whole subtree is one difference. */
  #namespaces({ control, candidate }: Matched): void {
    if (control.ns === candidate.ns) return
    const { parent } = control
    if (parent?.ns === control.ns && candidate.parent?.ns === candidate.ns) return
    this.#report.found({ kind: 'namespace', editClass: 'other', control, candidate })
  }

  #leaves(matched: Matched): void {
    const { control, candidate } = matched
    const isProtected = control.isProtected || candidate.isProtected
    // A place that is ignored is here only as part of something protected.
    if (!isProtected && control.value !== candidate.value && this.#isIgnored(matched)) return
    const found = compareLeaves(matched, this.#ids)
    if (found === undefined) {
      const { id } = control.at
      if (id !== undefined && control.value !== candidate.value) this.#report.hit(id)
      return
    }
    const expired = isProtected ? undefined : expiredOf(control.at.ignore)
    this.#report.found({ ...found, ...(found.rule === undefined && { expired }) })
  }

  #children(parents: Matched): void {
    if (!standInPlace(parents, this.#sameness)) return this.#matchChildren(parents)
    const others: Matched[] = []
    for (const [i, control] of parents.control.children.entries()) {
      const candidate = parents.candidate.children[i]
      if (candidate === undefined) continue
      // Ids that are the same say first what is renamed: one that differs alone is then what is wrong.
      if (isSame(control, candidate, this.#sameness)) this.#pair({ control, candidate })
      else others.push({ control, candidate })
    }
    for (const pair of others) this.#pair(pair)
  }

  #matchChildren(parents: Matched): void {
    const end = alikeEnd(parents.control.children, parents.candidate.children, this.#sameness)
    const groups = new Map<string, [left: TreeNode[], right: TreeNode[]]>()
    for (const [side, nodes] of [end.controls, end.candidates].entries()) {
      for (const child of nodes) {
        const group = groups.get(child.name) ?? [[], []]
        groups.set(child.name, group)
        group[side === 0 ? 0 : 1].push(child)
      }
    }
    const ordered: Matched[] = []
    this.#paired(end.alike, ordered)
    const matching = {
      gist: this.#gist,
      holding: this.#holding,
      sameness: this.#sameness,
      lane: this.#lanes[0],
      meter: this.#meter,
    }
    for (const [left, right] of groups.values()) {
      const siblings = matchSiblings(left, right, matching)
      for (const one of siblings.undecided) this.#undecided.push(one)
      this.#leftOver(siblings)
      this.#paired(siblings.matched, ordered)
    }
    this.#order(ordered, parents)
  }

  /** Holds pairs against each other and keeps those whose order counts. */
  #paired(pairs: readonly Matched[], ordered: Matched[]): void {
    for (const pair of pairs) {
      this.#pair(pair)
      const { ignore, unordered } = pair.control.at
      if (unordered === undefined && this.#holding(ignore) === undefined) ordered.push(pair)
    }
  }

  #leftOver({ missing, extra, doubled }: Siblings): void {
    // Where either has one the other does not have, they say two things: nothing is merely left out.
    const isLeftOut = missing.length === 0 || extra.length === 0
    for (const [kind, nodes] of [['missing', missing] as const, ['extra', extra] as const]) {
      for (const node of nodes) {
        if (doubled.has(node)) this.#doubled(kind, node)
        else this.#alone(kind, node, isLeftOut)
      }
    }
  }

  /** One more under a key the other side has once: whoever looks for it there may find either. */
  #doubled(kind: 'missing' | 'extra', node: TreeNode): void {
    this.#meter.spend(1)
    const rule = this.#holding(node.at.ignore)
    const isIgnored = rule !== undefined && !node.holdsProtected
    const found = { ...sidesOf(kind, node), kind: 'duplicate-key', editClass: 'absent' } as const
    this.#report.found(isIgnored ? { ...found, rule } : found)
  }

  /** What only one of the two has. */
  #alone(kind: 'missing' | 'extra', node: TreeNode, isLeftOut: boolean): void {
    this.#meter.spend(1)
    const found = { kind, ...sidesOf(kind, node) }
    const { ignore, optional, emptyIsAbsent } = node.at
    const editClass = isEmpty(node) ? 'empty-absent' : 'absent'
    const rule = this.#holding(ignore) ?? (isLeftOut ? optional : undefined)
    if (rule !== undefined && node.holdsProtected && !node.isProtected) {
      for (const child of node.children) this.#alone(kind, child, isLeftOut)
    } else if (node.holdsProtected) this.#report.found({ ...found, editClass })
    else if (rule !== undefined) this.#report.found({ ...found, editClass, rule })
    else if (emptyIsAbsent !== undefined && isEmpty(node)) {
      this.#report.found({ ...found, editClass, rule: emptyIsAbsent })
    } else this.#report.found({ ...found, editClass, expired: expiredOf(ignore) })
  }

  /** Whether those whose order counts stand in one order: members of one name first, then all. */
  #order(ordered: readonly Matched[], parents: Matched): void {
    if (ordered.length < 2) return
    this.#meter.spend(ordered.length)
    const places = placesIn(parents.control)
    const others = placesIn(parents.candidate)
    const standing = ordered
      .map(pair => ({ pair, i: places.get(pair.control) ?? 0, j: others.get(pair.candidate) ?? 0 }))
      .sort((a, b) => a.i - b.i)
    const last = new Map<string, number>()
    const moved = new Map<string, Matched>()
    for (const { pair, j } of standing) {
      const { name } = pair.control
      if (j < (last.get(name) ?? -1)) moved.set(name, moved.get(name) ?? pair)
      last.set(name, j)
    }
    const isMixed = standing.some(({ j }, k) => j < (standing[k - 1]?.j ?? -1))
    if (isMixed && moved.size === 0 && this.#holding(parents.control.at.ignore) === undefined) {
      moved.set('', parents)
    }
    for (const pair of moved.values()) {
      this.#report.found({ kind: 'order', editClass: 'moved', ...pair })
    }
  }
}

const membersOf = (node: TreeNode): readonly TreeNode[] =>
  node.form === 'list' ? node.children : [node]

const sidesOf = (
  kind: 'missing' | 'extra',
  node: TreeNode,
): Pick<Found, 'control' | 'candidate'> => ({
  control: kind === 'missing' ? node : undefined,
  candidate: kind === 'extra' ? node : undefined,
})

/**
 * Whether children stand in one order on both sides, and each that may be another's is the only one of its name: then
 * nothing has to be found out.
 */
function standInPlace({ control, candidate }: Matched, sameness: Sameness): boolean {
  const [left, right] = [control.children, candidate.children]
  const isOnly = (i: number): boolean =>
    left.findIndex(({ name }) => name === left[i]?.name) === i &&
    left.findLastIndex(({ name }) => name === left[i]?.name) === i
  return (
    left.length === right.length &&
    left.every((node, i) => node.name === right[i]?.name) &&
    left.every((node, i) => {
      const other = right[i]
      if (other === undefined) return false
      // Of members without order another may be meant, which only their ids tell.
      const mayBeAnothers = node.at.unordered !== undefined && node.holdsIds
      return (!mayBeAnothers && isSame(node, other, sameness)) || isOnly(i)
    })
  )
}

const placesIn = ({ children }: TreeNode): ReadonlyMap<TreeNode, number> =>
  new Map(children.map((child, place) => [child, place]))

/** Of rules that no longer hold, the one that would have explained a difference. */
const expiredOf = (rules: readonly IgnoreRule[]): IgnoreRule | undefined => rules[0]
