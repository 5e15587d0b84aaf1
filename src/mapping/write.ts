import { writeFact } from './codes.ts'
import {
  type Compiled,
  type Form,
  isAgain,
  isEach,
  isFact,
  isFixed,
  isList,
  isMark,
  isPoint,
  isSame,
  scalarIn,
} from './compile-rows.ts'
import type { Problem } from './decline.ts'
import { arrange, descend, type Drawing, namesTwice, rootDrawing, targetOf } from './drawing.ts'
import type { Information } from './information.ts'
import type { TargetLoss } from './loss.ts'
import { parsePath, type Path } from './paths.ts'
import type { AgainRow, FactRow, SameRow } from './rows.ts'
import { ownIn } from './said.ts'
import { isResource, type Scalar } from './tree.ts'
import { writeValue } from './values.ts'

/** A message drawn from an information set, and what it could not say. */
export interface Writing {
  readonly drawing: Drawing
  readonly target: TargetLoss
  readonly problems: readonly Problem[]
  /** References, and what each of them points at. */
  readonly pointers: ReadonlyMap<Drawing, Drawing>
}

class TreeWriter {
  readonly problems: Problem[] = []
  readonly pointers = new Map<Drawing, Drawing>()
  readonly #form: Form
  /** The scheme of a leaf that holds two facts, until the other comes. */
  readonly #schemes = new Map<Drawing, string>()

  constructor(form: Form) {
    this.#form = form
  }

  scope(at: Drawing, rows: readonly Compiled[], information: Information): void {
    for (const compiled of rows) {
      const { row, at: ways, rows: within } = compiled
      const [path] = ways.get(this.#form.name) ?? []
      if (isEach(row)) this.#each(at, path, within, information)
      if (path === undefined || isEach(row)) continue
      if (isList(row)) {
        for (const entry of entriesOf(information[row.list])) {
          this.scope(descend(at, this.#place(compiled, ''), row.single !== true), within, entry)
        }
      } else if (isFact(row)) this.#fact(compiled, row, at, information)
      else this.#rest(compiled, path, at, information)
    }
  }

  /** Rows that say nothing new. */
  #rest({ row, to }: Compiled, path: Path, at: Drawing, information: Information): void {
    if (isSame(row)) this.#same(row, path, at, information)
    else if (isMark(row) && information[row.when[0]] === row.when[1]) {
      this.#put(at, path, { text: row.mark, from: 'invented' })
    } else if (isFixed(row) && isIn(at, path)) {
      this.#put(at, path, { text: row.fixed, scalar: row.json, from: 'invented' })
    } else if (isAgain(row)) this.#again(row, path, at, information)
    else if (isPoint(row)) this.#point(path, at, to)
  }

  #each(at: Drawing, path: Path | undefined, rows: readonly Compiled[], said: Information): void {
    const members = path === undefined ? [at] : drawnAt(at, path)
    for (const member of members) this.scope(member, rows, said)
  }

  #same({ same, as }: SameRow, path: Path, at: Drawing, information: Information): void {
    const own = textOf(information[same])
    if (own === undefined) return
    const text = as === undefined ? own : writeValue(as, this.#form.dialect, ownIn(as, own))
    if (text === undefined) this.problems.push({ code: 'value', at: same })
    this.#put(at, path, { text })
  }

  #again(row: AgainRow, path: Path, at: Drawing, information: Information): void {
    for (const entry of entriesOf(information[row.again])) {
      const own = textOf(entry[row.of])
      const text = own === undefined ? undefined : writeValue(row.as, this.#form.dialect, own)
      if (text === undefined) this.problems.push({ code: 'value', at: row.again })
      this.#put(at, path, { text, fresh: true })
    }
  }

  #point(path: Path, at: Drawing, to: readonly Path[]): void {
    if (!isIn(at, path)) return
    const isMany = path.at(-1)?.isList === true
    // One that is not listed is the same wherever it is pointed at.
    const targets = to.flatMap(each =>
      drawnAt(at, each).slice(0, each.at(-1)?.isList === true ? undefined : 1),
    )
    for (const target of isMany ? targets : targets.slice(0, 1)) {
      const reference = descend(descend(at, path, isMany), REFERENCE)
      reference.leaf = { value: '', scalar: 'text', from: 'invented' }
      this.pointers.set(reference, target)
    }
  }

  /** The first place that takes a value. */
  #place({ at: ways, takes }: Compiled, value: string): Path {
    const paths = ways.get(this.#form.name) ?? []
    const i =
      this.#form.dialect === 'hl7' ? 0 : paths.findIndex((_, n) => takes[n]?.test(value) ?? true)
    return paths[i] ?? []
  }

  #fact(compiled: Compiled, row: FactRow, at: Drawing, information: Information): void {
    const value = information[row.fact]
    if (value === undefined) return
    const path = this.#place(compiled, typeof value === 'string' ? value : '')
    if (path.length === 0) this.problems.push({ code: 'value', at: row.fact })
    if (row.needs !== undefined && information[row.needs] === undefined) {
      this.problems.push({ code: 'missing', at: row.needs })
    }
    if (typeof value === 'string') this.#value(row, value, path, at)
    else
      this.#values(
        row,
        value.filter(each => typeof each === 'string'),
        path,
        at,
      )
  }

  #values(row: FactRow, values: readonly string[], path: Path, at: Drawing): void {
    for (const value of values) this.#value(row, value, path, at)
    const places = this.#form.dialect === 'hl7' ? (row.many?.places ?? 0) : 0
    if (places > 0 && values.length > places) {
      this.problems.push({ code: 'several', at: row.fact })
    }
    const repeated = path.slice(0, path.findLastIndex(step => step.isList) + 1)
    for (let i = values.length; i < places; i++) {
      descend(at, repeated, true).leaf = { value: '', scalar: 'none', from: 'defaulted' }
    }
  }

  #value(row: FactRow, value: string, path: Path, at: Drawing): void {
    const written = writeFact(row, this.#form.dialect, value)
    if (written === undefined) {
      this.problems.push({ code: 'value', at: row.fact })
      return
    }
    const { text } = written
    if (text === undefined) return
    const fresh = row.many !== undefined
    if (this.#form.dialect === 'fhir') this.#put(at, path, { text, scalar: row.json, fresh })
    else if (row.part !== undefined) this.#part(row, text, descend(at, path))
    else {
      const scalar = scalarIn(this.#form, row)
      this.#put(at, path, { text: `${row.after ?? ''}${text}`, scalar, fresh })
    }
  }

  /** A scheme is written with what it is the scheme of, which is the row behind it. */
  #part(row: FactRow, text: string, at: Drawing): void {
    if (row.part === 'scheme') this.#schemes.set(at, text)
    const scheme = this.#schemes.get(at)
    if (scheme === undefined) this.problems.push({ code: 'missing', at: row.fact })
    at.leaf = {
      value: `${scheme ?? ''}:${row.part === 'rest' ? text : ''}`,
      scalar: 'text',
      from: 'said',
    }
  }

  #put(
    at: Drawing,
    path: Path,
    leaf: {
      readonly text: string | undefined
      readonly scalar?: Scalar | undefined
      readonly from?: 'said' | 'invented'
      readonly fresh?: boolean
    },
  ): void {
    if (leaf.text === undefined) return
    const { text: value, scalar = 'text', from = 'said', fresh = false } = leaf
    descend(at, path, fresh).leaf = { value, scalar, from }
  }
}

const REFERENCE: Path = parsePath('reference')

/** Whether the resource a place is in is drawn: none is for what is always the same, or points elsewhere. */
function isIn(at: Drawing, path: Path): boolean {
  const resource = path.findLastIndex(isResource)
  return drawnAt(at, path.slice(0, resource + 1)).length > 0
}

/** What a path leads to of what is drawn already. */
function drawnAt(at: Drawing, path: Path): Drawing[] {
  let found = [at]
  for (const { text } of path) {
    found = found.flatMap(({ children }) => children.filter(child => child.step === text))
  }
  return found
}

const entriesOf = (listed: Information[string] | undefined): Information[] =>
  listed === undefined || typeof listed === 'string'
    ? []
    : listed.filter(each => typeof each !== 'string')

const textOf = (value: Information[string] | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined

/** Draws what an information set says in one form. Throws nothing: what it cannot say is listed. */
export function writeTree(
  information: Information,
  rows: readonly Compiled[],
  form: Form,
  root: string,
): Writing {
  const writer = new TreeWriter(form)
  const drawing = rootDrawing(root)
  writer.scope(drawing, rows, information)
  if (form.outline !== undefined) arrange(drawing, form.outline)
  const twice = [...namesTwice(drawing)].map((at): Problem => ({ code: 'several', at }))
  return new Written(drawing, [...writer.problems, ...twice], writer.pointers)
}

/** A class: where leaves came from is counted where somebody asks. */
class Written implements Writing {
  readonly drawing: Drawing
  readonly problems: readonly Problem[]
  readonly pointers: Writing['pointers']
  #target: TargetLoss | undefined

  constructor(drawing: Drawing, problems: readonly Problem[], pointers: Writing['pointers']) {
    this.drawing = drawing
    this.problems = problems
    this.pointers = pointers
  }

  get target(): TargetLoss {
    return (this.#target ??= targetOf([[this.drawing, '']]))
  }
}
