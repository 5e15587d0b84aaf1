import type { Attribute } from '../xml/index.ts'
import type { Path, Step } from './paths.ts'

interface Take {
  readonly what: Path['take']
  readonly into: string
}

/** A step with everything that may follow it. `isDeep` stays on for all that is below. */
interface Node {
  readonly step: Step | undefined
  readonly isDeep: boolean
  readonly takes: Take[]
  readonly children: Node[]
  deep: Node | undefined
}

const nodeOf = (step: Step | undefined, isDeep = false): Node => ({
  step,
  isDeep,
  takes: [],
  children: [],
  deep: undefined,
})

/** Many paths as one: read once through a message, they are all read. */
export interface PathSet {
  readonly start: readonly Node[]
}

const isSameStep = (a: Step | undefined, b: Step): boolean =>
  a?.ns === b.ns &&
  a.name === b.name &&
  a.where?.name === b.where?.name &&
  a.where?.value === b.where?.value

function grow(from: Node, step: Step | 'deep'): Node {
  if (step === 'deep') return (from.deep ??= nodeOf(undefined, true))
  const known = from.children.find(child => isSameStep(child.step, step))
  if (known !== undefined) return known
  const child = nodeOf(step)
  from.children.push(child)
  return child
}

const entered = (node: Node): readonly Node[] => (node.deep ? [node, node.deep] : [node])

/** Compiles paths, each with the name its values are collected under. Start once, never per message. */
export function compilePathSet(paths: Iterable<readonly [into: string, path: Path]>): PathSet {
  const root = nodeOf(undefined)
  for (const [into, { steps, take }] of paths) {
    let node = root
    for (const step of steps) node = grow(node, step)
    node.takes.push({ what: take, into })
  }
  return { start: entered(root) }
}

/** Follows a message from within one element and collects what its paths lead to. */
export interface PathReader {
  readonly open: (ns: string, name: string, attributes: readonly Attribute[]) => void
  readonly text: (text: string) => void
  readonly close: () => void
  /** Every value in document order, text without the blanks around it. */
  all(into: string): readonly string[]
  /** The value where there is exactly one. */
  one(into: string): string | undefined
  /** How many values there are so far. */
  readonly count: number
}

const NONE: readonly Node[] = []
const NOTHING: readonly string[] = []

const fits = (step: Step | undefined, ns: string, name: string): step is Step =>
  step?.name === name && step.ns === ns

const has = (attributes: readonly Attribute[], { where }: Step): boolean =>
  where === undefined || valueOf(attributes, '', where.name) === where.value

function valueOf(attributes: readonly Attribute[], ns: string, name: string): string | undefined {
  for (const attribute of attributes) {
    if (attribute.name === name && attribute.ns === ns) return attribute.value
  }
  return undefined
}

/** Builds a reader of one element's content for one message. */
export const createPathReader = (paths: PathSet): PathReader => new Follower(paths)

class Follower implements PathReader {
  /** What may come next, by level. */
  readonly #levels: (readonly Node[])[]
  readonly #found = new Map<string, string[]>()
  #texts: { readonly into: string; readonly level: number; text: string } | undefined
  #count = 0

  constructor(paths: PathSet) {
    this.#levels = [paths.start]
  }

  readonly open = (ns: string, name: string, attributes: readonly Attribute[]): void => {
    let next = NONE
    for (const node of this.#levels.at(-1) ?? NONE) {
      if (node.isDeep) next = [...next, node]
      for (const child of node.children) {
        if (!fits(child.step, ns, name) || !has(attributes, child.step)) continue
        this.#take(child, attributes)
        next = [...next, ...entered(child)]
      }
    }
    this.#levels.push(next)
  }

  readonly text = (text: string): void => {
    if (this.#texts?.level === this.#levels.length) this.#texts.text += text
  }

  readonly close = (): void => {
    if (this.#texts?.level === this.#levels.length) {
      this.#record(this.#texts.into, this.#texts.text.trim())
      this.#texts = undefined
    }
    this.#levels.pop()
  }

  all(into: string): readonly string[] {
    return this.#found.get(into) ?? NOTHING
  }

  one(into: string): string | undefined {
    const [value, second] = this.all(into)
    return second === undefined ? value : undefined
  }

  get count(): number {
    return this.#count
  }

  #take(node: Node, attributes: readonly Attribute[]): void {
    for (const { what, into } of node.takes) {
      if (what === 'text') {
        this.#texts = { into, level: this.#levels.length + 1, text: '' }
      } else {
        const value = valueOf(attributes, what.ns, what.name)
        if (value !== undefined) this.#record(into, value)
      }
    }
  }

  #record(into: string, value: string): void {
    this.#count += 1
    const values = this.#found.get(into)
    if (values === undefined) this.#found.set(into, [value])
    else values.push(value)
  }
}
