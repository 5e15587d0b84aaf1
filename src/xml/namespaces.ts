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
  ofElement(written: string): readonly [ns: string, name: string]
  /** Gives an element's attributes their namespaces, which may make two names one. */
  resolve(attributes: readonly (readonly [name: string, value: string])[]): Attribute[]
}

/**
 * Resolves prefixes with one look-up whatever the depth (the parser's own resolution walks every open element).
 * Values are compared as written: trimming them would make two namespaces one.
 */
export function createNamespaces(refuse: Refuse): Namespaces {
  const bindings = new Map<string, string>([['xml', XML]])
  const undo: [prefix: string, before: string | undefined][] = []
  const marks: (readonly [undone: number, around: Prefixes | undefined])[] = []
  let prefixes: Prefixes | undefined

  const declare = (prefix: string, uri: string): void => {
    const isReserved = prefix === 'xmlns' || uri === XMLNS || (prefix === 'xml') !== (uri === XML)
    if (isReserved || (prefix !== '' && uri === '')) refuse('namespace that may not be declared')
    undo.push([prefix, bindings.get(prefix)])
    bindings.set(prefix, uri)
  }
  const bound = (prefix: string): string => bindings.get(prefix) ?? refuse('undeclared prefix')

  return {
    enter(declarations) {
      marks.push([undo.length, prefixes])
      if (declarations.length === 0) return
      const declared = declarations.map(([name, value]) => {
        const prefix = name.length === 5 ? '' : qname(name, refuse).local
        declare(prefix, value)
        return [prefix, value] as const
      })
      prefixes = { declared, around: prefixes }
    },
    leave() {
      const [mark, around] = marks.pop() ?? [0, undefined]
      prefixes = around
      while (undo.length > mark) {
        const [prefix, before] = undo.pop() ?? ['', undefined]
        if (before === undefined) bindings.delete(prefix)
        else bindings.set(prefix, before)
      }
    },
    get inForce() {
      return undo.length
    },
    get prefixes() {
      return prefixes
    },
    ofElement(written) {
      const { prefix, local } = qname(written, refuse)
      return [prefix === '' ? (bindings.get('') ?? '') : bound(prefix), local]
    },
    resolve: attributes => resolved(attributes, bound, refuse),
  }
}

function resolved(
  attributes: readonly (readonly [name: string, value: string])[],
  bound: (prefix: string) => string,
  refuse: Refuse,
): Attribute[] {
  let seen: Set<string> | undefined
  return attributes.map(([written, value]) => {
    const { prefix, local } = qname(written, refuse)
    // The default namespace is not that of an attribute without prefix.
    if (prefix === '') return { ns: '', name: local, value }
    const ns = bound(prefix)
    const expanded = `{${ns}}${local}`
    if (seen?.has(expanded) === true) refuse('attribute given twice')
    seen = (seen ?? new Set()).add(expanded)
    return { ns, name: local, value }
  })
}
