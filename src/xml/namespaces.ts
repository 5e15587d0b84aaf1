import type { Refuse } from './refusal.ts'
import type { Attribute, Prefixes } from './tree.ts'

const XML = 'http://www.w3.org/XML/1998/namespace'
const XMLNS = 'http://www.w3.org/2000/xmlns/'

// The parser lets any name character follow the colon; the local part must begin as a name does
// (Namespaces in XML 1.0, production 4). These are the name characters that may not begin one.
const CANNOT_BEGIN = /^[-.0-9\u00B7\u0300-\u036F\u203F\u2040]/

/** A name taken apart; prefix '' where there is none. */
interface QName {
  readonly prefix: string
  readonly local: string
}

function qname(name: string, refuse: Refuse): QName {
  const colon = name.indexOf(':')
  if (colon === -1) return { prefix: '', local: name }
  const local = name.slice(colon + 1)
  if (colon === 0 || local === '' || local.includes(':') || CANNOT_BEGIN.test(local)) {
    refuse('malformed qualified name')
  }
  return { prefix: name.slice(0, colon), local }
}

/** Says whether an attribute's name declares a namespace. */
export const isDeclaration = (name: string): boolean =>
  name.startsWith('xmlns') && (name.length === 5 || name[5] === ':')

/** A name with its namespace; one for all that are written alike in the same place. */
export interface ExpandedName {
  readonly ns: string
  readonly name: string
}

/** Which prefix means what, here in the document. */
export interface Namespaces {
  /** Goes into an element with the namespaces it declares: name and value as written. */
  enter(declarations: readonly (readonly [name: string, value: string])[]): void
  leave(): void
  /** Declarations of the elements entered and not yet left. */
  readonly inForce: number
  /** The same, to be kept with an element; undefined where there are none. */
  readonly prefixes: Prefixes | undefined
  /** Gives an element's name its namespace. */
  ofElement(written: string): ExpandedName
  /** Gives an element's attributes their namespaces, which may make two names one. */
  resolve(attributes: readonly string[], values: readonly string[]): readonly Attribute[]
}

/** What is in force between two declarations. */
interface Scope {
  readonly prefixes: Prefixes | undefined
  /** Names as written that were met in it: a document has few, and each of them often. */
  readonly elements: Map<string, ExpandedName>
  readonly attributes: Map<string, ExpandedName>
}

const scopeOf = (prefixes: Prefixes | undefined): Scope => ({
  prefixes,
  elements: new Map(),
  attributes: new Map(),
})

const NO_ATTRIBUTES: readonly Attribute[] = []

/**
 * Resolves prefixes with one look-up whatever the depth (the parser's own resolution walks every open element).
 * Values are compared as written: trimming them would make two namespaces one.
 */
export const createNamespaces = (refuse: Refuse): Namespaces => new Resolving(refuse)

class ReadAttribute implements Attribute {
  readonly ns: string
  readonly name: string
  readonly value: string

  constructor(ns: string, name: string, value: string) {
    this.ns = ns
    this.name = name
    this.value = value
  }
}

class Resolving implements Namespaces {
  readonly #refuse: Refuse
  readonly #bindings = new Map<string, string>([['xml', XML]])
  readonly #undo: [prefix: string, before: string | undefined][] = []
  readonly #marks: number[] = []
  readonly #scopes: Scope[] = []
  #scope = scopeOf(undefined)

  constructor(refuse: Refuse) {
    this.#refuse = refuse
  }

  get inForce(): number {
    return this.#undo.length
  }

  get prefixes(): Prefixes | undefined {
    return this.#scope.prefixes
  }

  enter(declarations: readonly (readonly [name: string, value: string])[]): void {
    this.#marks.push(this.#undo.length)
    this.#scopes.push(this.#scope)
    if (declarations.length === 0) return
    const declared = declarations.map(([name, value]) => {
      const prefix = name.length === 5 ? '' : qname(name, this.#refuse).local
      this.#declare(prefix, value)
      return [prefix, value] as const
    })
    this.#scope = scopeOf({ declared, around: this.#scope.prefixes })
  }

  leave(): void {
    const mark = this.#marks.pop() ?? 0
    this.#scope = this.#scopes.pop() ?? this.#scope
    while (this.#undo.length > mark) {
      const [prefix, before] = this.#undo.pop() ?? ['', undefined]
      if (before === undefined) this.#bindings.delete(prefix)
      else this.#bindings.set(prefix, before)
    }
  }

  ofElement(written: string): ExpandedName {
    let known = this.#scope.elements.get(written)
    if (known === undefined) {
      const { prefix, local } = qname(written, this.#refuse)
      const ns = prefix === '' ? (this.#bindings.get('') ?? '') : this.#bound(prefix)
      known = { ns, name: local }
      this.#scope.elements.set(written, known)
    }
    return known
  }

  resolve(attributes: readonly string[], values: readonly string[]): readonly Attribute[] {
    if (attributes.length === 0) return NO_ATTRIBUTES
    let seen: Set<string> | undefined
    return attributes.map((written, i) => {
      const { ns, name } = this.#ofAttribute(written)
      if (ns !== '') {
        const expanded = `{${ns}}${name}`
        if (seen?.has(expanded) === true) this.#refuse('attribute given twice')
        seen = (seen ?? new Set()).add(expanded)
      }
      return new ReadAttribute(ns, name, values[i] ?? '')
    })
  }

  #ofAttribute(written: string): ExpandedName {
    let known = this.#scope.attributes.get(written)
    if (known === undefined) {
      const { prefix, local } = qname(written, this.#refuse)
      // The default namespace is not that of an attribute without prefix.
      known = { ns: prefix === '' ? '' : this.#bound(prefix), name: local }
      this.#scope.attributes.set(written, known)
    }
    return known
  }

  #bound(prefix: string): string {
    return this.#bindings.get(prefix) ?? this.#refuse('undeclared prefix')
  }

  #declare(prefix: string, uri: string): void {
    const isReserved = prefix === 'xmlns' || uri === XMLNS || (prefix === 'xml') !== (uri === XML)
    if (isReserved || (prefix !== '' && uri === '')) {
      this.#refuse('namespace that may not be declared')
    }
    this.#undo.push([prefix, this.#bindings.get(prefix)])
    this.#bindings.set(prefix, uri)
  }
}
