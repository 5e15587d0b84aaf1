// A checker that shares nothing with what it checks: a reader of its own over saxes, and rules as plain data.
import { SaxesParser } from 'saxes'

/** An element as it is read: names in the short forms of `PREFIXES`, HL7v3's own without one. */
export interface Node {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: Node[]
  text: string
}

const PREFIXES: Readonly<Record<string, string>> = {
  'urn:hl7-org:v3': '',
  'http://schemas.xmlsoap.org/soap/envelope/': 'soap:',
  'http://schemas.xmlsoap.org/ws/2004/08/addressing': 'wsa:',
  'http://www.oasis-open.org/committees/ebxml-msg/schema/msg-header-2_0.xsd': 'eb:',
  'http://www.w3.org/1999/xlink': 'xlink:',
  'http://www.w3.org/2000/09/xmldsig#': 'ds:',
}

const short = (uri: string, local: string): string => `${PREFIXES[uri] ?? `{${uri}}`}${local}`

/** Reads a document; what is not well-formed throws. */
export function readNode(xml: string): Node {
  const top: Node = { name: '', attributes: new Map(), children: [], text: '' }
  const open: Node[] = [top]
  const parser = new SaxesParser({ xmlns: true })
  parser.on('error', error => {
    throw error
  })
  parser.on('opentag', ({ uri, local, attributes }) => {
    const named = Object.values(attributes).map(
      each => [each.uri === '' ? each.local : short(each.uri, each.local), each.value] as const,
    )
    const node = { name: short(uri, local), attributes: new Map(named), children: [], text: '' }
    open.at(-1)?.children.push(node)
    open.push(node)
  })
  parser.on('text', text => {
    const node = open.at(-1)
    if (node !== undefined) node.text += text
  })
  parser.on('closetag', () => open.pop())
  parser.write(xml).close()
  const [root] = top.children
  if (root === undefined) throw new Error('there is no element')
  return root
}

const below = (node: Node): Node[] => [node, ...node.children.flatMap(below)]

const STEP = /^(?<name>[^[]+)(?:\[@(?<attribute>[^=]+)=(?<value>[^\]]*)\])?$/

function stepped(nodes: readonly Node[], step: string): readonly Node[] {
  if (step === '**') return nodes.flatMap(below)
  const { name, attribute, value } = STEP.exec(step)?.groups ?? {}
  return nodes
    .flatMap(({ children }) => children)
    .filter(child => name === '*' || child.name === name)
    .filter(child => attribute === undefined || child.attributes.get(attribute) === value)
}

/** Steps of a path; an attribute's value that a step asks for may hold no `/`. */
const stepsOf = (path: string): readonly string[] => (path === '' ? [] : path.split('/'))

/** The elements at a path below one: names, `*`, `**` for any depth, `name[@attribute=value]`. */
export const nodesAt = (node: Node, path: string): readonly Node[] =>
  stepsOf(path).reduce<readonly Node[]>(stepped, [node])

/** The values at a path, whose last step is an attribute, `name()` or an element, which is its text. */
export function valuesAt(node: Node, path: string): readonly string[] {
  const steps = stepsOf(path)
  const last = steps.at(-1) ?? ''
  const owners = nodesAt(node, steps.slice(0, -1).join('/'))
  if (last === 'name()') return owners.map(({ name }) => name)
  if (!last.startsWith('@')) return stepped(owners, last).map(({ text }) => text)
  return owners.flatMap(({ attributes }) => attributes.get(last.slice(1)) ?? [])
}

/** What a message has to be, at every place that `within` names; at its root where it names none. */
export interface Rule {
  readonly name: string
  /** The public validator or template it is of. */
  readonly from: string
  readonly within?: string
  /** Only where one of these values is of that form. */
  readonly where?: readonly [path: string, form: RegExp]
  readonly at: string
  /** How often, at least and at most; once where left out. */
  readonly times?: readonly [min: number, max: number]
  /** What each value is: a form, or a text. */
  readonly is?: RegExp | string
  /** A path whose values are the same, whatever their case and with or without `uuid:`. */
  readonly same?: string
  /** The only children there may be, in this order. */
  readonly order?: readonly string[]
}

const plain = (values: readonly string[]): string =>
  values.map(value => value.replace(/^uuid:/, '').toUpperCase()).join('\n')

const isInOrder = (names: readonly string[], order: readonly string[]): boolean => {
  const places = names.map(name => order.indexOf(name))
  return places.every((place, i) => place >= 0 && place >= (places[i - 1] ?? 0))
}

function holdsAt(place: Node, { at, times = [1, 1], is, same, order }: Rule): boolean {
  if (order !== undefined) {
    return nodesAt(place, at).every(({ children }) =>
      isInOrder(
        children.map(({ name }) => name),
        order,
      ),
    )
  }
  const values = valuesAt(place, at)
  if (values.length < times[0] || values.length > times[1]) return false
  if (same !== undefined) return plain(values) === plain(valuesAt(place, same))
  return values.every(value =>
    is instanceof RegExp ? is.test(value) : is === undefined || value === is,
  )
}

/** The names of the rules a message breaks. */
export const brokenRules = (rules: readonly Rule[], message: Node): readonly string[] =>
  rules
    .filter(rule =>
      nodesAt(message, rule.within ?? '')
        .filter(
          place =>
            rule.where === undefined ||
            valuesAt(place, rule.where[0]).some(value => rule.where?.[1].test(value)),
        )
        .some(place => !holdsAt(place, rule)),
    )
    .map(({ name }) => name)
