import fc from 'fast-check'

/** A document to be written in one way or another: names with prefixes as they are to stand. */
export interface Made {
  readonly name: string
  /** Prefix, '' for the default one, and namespace. */
  readonly declares: readonly (readonly [prefix: string, ns: string])[]
  readonly attributes: readonly (readonly [name: string, value: string])[]
  readonly children: readonly (Made | string)[]
}

const PREFIXES = ['p', 'q', 'ns-1', 'é']
const NAMESPACES = ['urn:a', 'urn:b', 'http://c.example/d?e=f', 'urn:%3C']
// The last two are in another order by code point than by UTF-16.
const NAMES = ['a', 'b', 'c', 'Z', '_-.1', 'é', '\uF900x', '\u{10000}x']

const prefix = fc.constantFrom(...PREFIXES)
const ns = fc.constantFrom(...NAMESPACES)
const local = fc.constantFrom(...NAMES)
const name = fc.oneof(
  local,
  fc.tuple(prefix, local).map(([p, l]) => `${p}:${l}`),
)
const character = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(...Array.from('ab &<>"\'\t\n\r]-é\u0085\u2028😀\uFFFD')),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
)
const text = fc
  .array(character, { maxLength: 8 })
  .map(all => all.join('').replace(/[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]|\p{Surrogate}/gu, '-'))

const declaration = fc.oneof(
  fc.tuple(prefix, ns),
  fc.tuple(fc.constant(''), fc.oneof(ns, fc.constant(''))),
)
const attributeName = fc.oneof(
  { weight: 5, arbitrary: name },
  { weight: 1, arbitrary: fc.constantFrom('xml:lang', 'xml:space') },
)
const localOf = (written: string): string => written.slice(written.indexOf(':') + 1)

/** An element below one that declares every prefix; its attributes differ in their local names. */
const { element } = fc.letrec<{ element: Made }>(tie => ({
  element: fc.record({
    name,
    declares: fc.uniqueArray(declaration, { maxLength: 3, selector: ([own]) => own }),
    attributes: fc.uniqueArray(fc.tuple(attributeName, text), {
      maxLength: 4,
      selector: ([own]) => localOf(own),
    }),
    children: fc.array(fc.oneof({ depthSize: 'small' }, text, tie('element')), { maxLength: 4 }),
  }),
}))

/** Documents with prefixes, default namespaces, attributes and text. */
export const document: fc.Arbitrary<Made> = element.map(root => ({
  ...root,
  declares: [
    ...root.declares,
    ...PREFIXES.filter(own => !root.declares.some(([declared]) => declared === own)).map(
      own => [own, 'urn:root'] as const,
    ),
  ],
}))

const reference = (value: string): string =>
  Array.from(value, own => `&#${own.codePointAt(0) ?? 0};`).join('')

/** Writes a document; chance decides between ways of writing that say the same. */
export function styled(root: Made, chances: Iterator<number>): string {
  const one = <T>(...ways: readonly T[]): T => ways[Number(chances.next().value) % ways.length] as T
  const blank = (): string => one(' ', '\n  ', '\t')
  const comment = (): string => one('', '', '', '<!-- <a> & -->')

  const attribute = (name: string, value: string): string => {
    const escaped = value.replace(/[&<"'\t\n\r]/g, own => reference(own))
    const quote = one('"', "'")
    return `${blank()}${name}${one('=', ' = ')}${quote}${escaped}${quote}`
  }
  const content = (value: string): string => {
    const escaped = value.replace(/[&<>\r]/g, own => reference(own))
    // CDATA can hold neither its own end nor a CR, which is read as LF.
    const isFree = !/\]\]>|\r/.test(value) && value !== ''
    return comment() + (isFree ? one(escaped, `<![CDATA[${value}]]>`, reference(value)) : escaped)
  }
  const tag = ({ name, declares, attributes, children }: Made): string => {
    const own = [
      ...declares.map(([prefix, ns]) => attribute(prefix === '' ? 'xmlns' : `xmlns:${prefix}`, ns)),
      ...attributes.map(([written, value]) => attribute(written, value)),
    ]
    const start = `<${name}${one(own, own.toReversed()).join('')}`
    const inner = children.map(child => (typeof child === 'string' ? content(child) : tag(child)))
    const all = inner.join('')
    return all === '' ? one(`${start}/>`, `${start}></${name}>`) : `${start}>${all}</${name} >`
  }
  const declaration = one('', '<?xml version="1.0"?>', '<?xml version="1.0" encoding="utf-8"?>\r\n')
  return `${declaration}${comment()}${tag(root)}\n${comment()}`
}
