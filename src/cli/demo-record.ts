// Reads an answer as somebody would who had only the bytes: what the proxy reads and compares with is not asked.

/** What an answer says: each place in it, and what stands there. */
export type Said = ReadonlyMap<string, string>

interface Element {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: Element[]
  text: string
}

const TAG =
  /<(?:\?[^>]*|!--[\s\S]*?--|(\/?)([\w.:-]+)((?:\s+[\w.:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?))>/g
const ATTRIBUTE = /([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g
const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
}

/** Reads the message inside the envelope of an answer; undefined where there is none. */
export function readAnswer(xml: string): Said | undefined {
  const message = find(treeOf(xml), ({ children }) =>
    children.some(({ name }) => name === 'ControlActEvent'),
  )
  if (message === undefined) return undefined
  const said = new Map([['', message.name]])
  for (const part of message.children) {
    // Each answer has an id, a time and a receiver of its own; that these are right is judged apart.
    if (!['id', 'creationTime', 'communicationFunctionRcv'].includes(part.name)) {
      put(part, nameOf(part), said)
    }
  }
  for (const at of said.keys()) if (at.startsWith('acknowledgement/messageRef/')) said.delete(at)
  return said
}

function treeOf(xml: string): Element {
  const root: Element = { name: '', attributes: new Map(), children: [], text: '' }
  const open = [root]
  let read = 0
  for (const tag of xml.matchAll(TAG)) {
    const [whole, closing, name, attributes = '', empty] = tag
    const around = open.at(-1) ?? root
    around.text += plain(xml.slice(read, tag.index))
    read = tag.index + whole.length
    if (name === undefined) continue
    if (closing === '/') {
      if (open.length > 1) open.pop()
      continue
    }
    const element: Element = {
      name: local(name),
      attributes: new Map(
        [...attributes.matchAll(ATTRIBUTE)].map(([, key = '', double, single = '']) => [
          key,
          plain(double ?? single),
        ]),
      ),
      children: [],
      text: '',
    }
    around.children.push(element)
    if (empty !== '/') open.push(element)
  }
  return root
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1)

const plain = (text: string): string =>
  text.replace(/&(#x?)?(\w+);/g, (whole: string, number: string | undefined, name: string) =>
    number === undefined
      ? (ENTITIES[name] ?? whole)
      : String.fromCodePoint(parseInt(name, number === '#' ? 10 : 16)),
  )

function find(element: Element, is: (element: Element) => boolean): Element | undefined {
  if (is(element)) return element
  for (const child of element.children) {
    const found = find(child, is)
    if (found !== undefined) return found
  }
  return undefined
}

/** Names of one address, name or telecom are told apart by their ids, as nobody promises their order. */
function nameOf(element: Element): string {
  const { name } = element
  if (name.endsWith('.PartOfWhole')) return `${name}[${idIn(element)}]`
  if (name !== 'playedOtherProviderPatient') return name
  const code = find(element, each => each.name === 'code')?.attributes.get('code')
  const performer = find(element, each => each.name === 'performer')
  return `${name}[${code} ${performer === undefined ? '' : idIn(performer)}]`
}

const idIn = (element: Element): string =>
  find(element, ({ name }) => name === 'id')?.attributes.get('extension') ?? ''

/** Lines of an address and given names: what they say, and apart from it which of their places are empty. */
const IN_PLACES = ['streetAddressLine', 'given']

function put(element: Element, path: string, said: Map<string, string>): void {
  for (const [name, value] of element.attributes) {
    if (!name.startsWith('xmlns')) add(said, `${path}/@${name}`, value)
  }
  const text = element.text.trim()
  if (element.children.length === 0 && text !== '') add(said, path, text)
  for (const child of element.children) {
    if (!IN_PLACES.includes(child.name)) put(child, `${path}/${nameOf(child)}`, said)
  }
  for (const name of IN_PLACES) {
    const texts = element.children.filter(each => each.name === name).map(each => each.text.trim())
    const filled = texts.filter(each => each !== '')
    if (filled.length > 0) add(said, `${path}/${name}`, filled.join(' | '))
    if (filled.length < texts.length) {
      const places = texts.map(each => (each === '' ? 'empty' : 'filled'))
      add(said, `${path}/${name}/places`, places.join(' '))
    }
  }
}

/** What stands twice at one place stands there together, so that nothing is lost. */
const add = (said: Map<string, string>, path: string, value: string): void => {
  const before = said.get(path)
  said.set(path, before === undefined ? value : `${before} | ${value}`)
}
