import { keepName } from './names.ts'

/** One level of a path: the members of that name which meet every condition. */
export interface Step {
  readonly label: string
  /** Marked `*`: repeated elements in XML, the items of a list in JSON. */
  readonly isList: boolean
  readonly where: readonly Condition[]
  /** As written: two steps written alike lead to one place. */
  readonly text: string
}

/** What must stand below a member of that step; where the member is written, it is written so. */
export interface Condition {
  readonly path: Path
  /** Undefined where nothing may stand. */
  readonly value: string | undefined
}

/** The way from one place of a message to another. */
export type Path = readonly Step[]

/** Divides at a character, but not within `[…]`. */
function divide(text: string, at: string): string[] {
  const pieces: string[] = []
  let depth = 0
  let from = 0
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '[') depth += 1
    if (text[i] === ']') depth -= 1
    if (text[i] !== at || depth !== 0) continue
    pieces.push(text.slice(from, i))
    from = i + 1
  }
  if (depth !== 0) throw new Error(`${text}: a bracket without its other half`)
  return [...pieces, text.slice(from)]
}

const STEP = /^(\*\*|(?:(?:psis|crs):|@xsi:)?[@\w][\w.]*(?:\(\))?)(\*?)(.*)$/

function stepOf(text: string): Step {
  const [, label, star, rest = ''] = STEP.exec(text) ?? []
  if (label === undefined) throw new Error(`${text} is no step of a path`)
  const where: Condition[] = []
  for (let at = 0; at < rest.length;) {
    const end = closingOf(rest, at)
    if (rest[at] !== '[' || end === -1) throw new Error(`${text} is no step of a path`)
    where.push(conditionOf(rest.slice(at + 1, end)))
    at = end + 1
  }
  keepName(label)
  return { label, isList: star === '*', where, text }
}

/** Where the bracket that opens at `from` is closed. */
function closingOf(text: string, from: number): number {
  let depth = 0
  for (let i = from; i < text.length; i++) {
    if (text[i] === '[') depth += 1
    if (text[i] === ']') depth -= 1
    if (depth === 0) return i
  }
  return -1
}

function conditionOf(text: string): Condition {
  if (text.startsWith('!')) return { path: parsePath(text.slice(1)), value: undefined }
  const [path = '', ...value] = divide(text, '=')
  if (value.length === 0) throw new Error(`[${text}]: a condition says what it equals`)
  return { path: parsePath(path), value: value.join('=') }
}

/**
 * Takes a path apart: names divided by `/`; `@name` an attribute, `text()` an element's own text; `*` behind a
 * name says that it may stand there several times, `[path=value]` that only members with that value are meant, and
 * `[!path]` only those without; `xml()` is foreign XML, as text; `**` stands for any number of levels; `psis:name` and
 * `crs:name` are names in those namespaces of Spine's, `@xsi:name` a hint to a schema. Throws where it is no path.
 */
export const parsePath = (text: string): Path => divide(text, '/').map(stepOf)
