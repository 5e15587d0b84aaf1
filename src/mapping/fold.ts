import { createHash } from 'node:crypto'
import type { Drawing } from './drawing.ts'
import { targetOf } from './drawing.ts'
import type { TargetLoss } from './loss.ts'
import { jsonText, resourceText } from './texts.ts'
import { isResource } from './tree.ts'

/** A Bundle as it is sent, and where its leaves came from. */
export interface Folded {
  readonly text: string
  readonly target: TargetLoss
}

interface Entry {
  readonly type: string
  readonly fullUrl: string
  readonly drawing: Drawing
}

/** A UUID of its own for each name, the same for the same name (RFC 9562 §5.8). */
export function uuidOf(name: string): string {
  const digest = createHash('sha256').update(name).digest('hex')
  const variant = ((Number.parseInt(digest.slice(16, 18), 16) & 0x3f) | 0x80).toString(16)
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `8${digest.slice(13, 16)}`,
    `${variant}${digest.slice(18, 20)}`,
    digest.slice(20, 32),
  ].join('-')
}

const leafOf = (label: string, value: string): Drawing => ({
  label,
  step: label,
  isItem: false,
  leaf: { value, scalar: 'text', from: 'invented' },
  children: [],
})

/** An id nothing but the resource that contains it knows: its type, and a number behind all but the first. */
const containedId = ({ label }: Drawing, n: number): string =>
  `${label.slice(0, 1).toLowerCase()}${label.slice(1)}${n === 0 ? '' : String(n)}`

/** A resource as another contains it. */
const containedAs = (type: string, id: string, children: readonly Drawing[]): Drawing => ({
  ...leafOf('contained', ''),
  isItem: true,
  leaf: undefined,
  children: [leafOf('resourceType', type), leafOf('id', id), ...children],
})

/** What is written for the nth resource where it is pointed at. */
type AddressOf = (drawing: Drawing, n: number) => string

class Folding {
  readonly entries: Entry[] = []
  readonly #address: AddressOf
  readonly #pointers: ReadonlyMap<Drawing, Drawing>
  readonly #contained: readonly string[]
  readonly #urls = new Map<Drawing, string>()
  readonly #byText = new Map<string, string>()

  /** @param contained - the types of resources that are no entries: an entry that points at one contains it */
  constructor(
    address: AddressOf,
    pointers: ReadonlyMap<Drawing, Drawing>,
    contained: readonly string[] = [],
  ) {
    this.#address = address
    this.#pointers = pointers
    this.#contained = contained
  }

  /** Makes an entry of a resource, or finds the one that says the same; tells its address. */
  resource(drawing: Drawing): string {
    const folded = this.inside(drawing)
    const text = resourceText(folded)
    const before = pointsBy(drawing, this.#pointers) ? undefined : this.#byText.get(text)
    const fullUrl = before ?? this.#address(drawing, this.entries.length)
    this.#urls.set(drawing, fullUrl)
    if (before === undefined) {
      this.#byText.set(text, fullUrl)
      this.entries.push({ type: drawing.label, fullUrl, drawing: folded })
    }
    return fullUrl
  }

  /** A resource with an address in the place of each other one. */
  inside(drawing: Drawing): Drawing {
    const contained: Drawing[] = []
    const children = drawing.children.map(child => this.#member(child, contained))
    return { ...drawing, children: [...contained, ...children] }
  }

  /** Writes the addresses of what is only pointed at: all of it is an entry by now. */
  point(): void {
    for (const [reference, target] of this.#pointers) {
      reference.leaf = {
        value: this.#urls.get(target) ?? '',
        scalar: 'text',
        from: 'invented',
      }
    }
  }

  #member(drawing: Drawing, contained: Drawing[]): Drawing {
    const isContained = this.#contained.includes(drawing.label)
    if (isResource(drawing) && !isContained) return leafOf('reference', this.resource(drawing))
    if (drawing.children.length === 0) return drawing
    const children = drawing.children.map(child => this.#member(child, contained))
    if (!isContained) return { ...drawing, children }
    const id = containedId(drawing, contained.length)
    contained.push(containedAs(drawing.label, id, children))
    return leafOf('reference', `#${id}`)
  }
}

const pointsBy = (drawing: Drawing, pointers: ReadonlyMap<Drawing, Drawing>): boolean =>
  pointers.has(drawing) || drawing.children.some(child => pointsBy(child, pointers))

/** What a Bundle is to look like. */
interface BundleForm {
  readonly id: string
  /** The types, in the order of the entries. */
  readonly order: readonly string[]
  /** Types that are no entries: what points at one contains it. */
  readonly contained: readonly string[] | undefined
}

/**
 * Puts a drawn Bundle in the form that is sent: every resource is an entry of its own, once for all places that say
 * the same, its address made of the message's id alone, so that a message is the same bytes whenever it is sent.
 */
export function folded(
  drawing: Drawing,
  pointers: ReadonlyMap<Drawing, Drawing>,
  { id, order, contained }: BundleForm,
): Folded {
  const address = (_: Drawing, n: number): string => `urn:uuid:${uuidOf(`${id}/${n}`)}`
  const folding = new Folding(address, pointers, contained)
  for (const child of drawing.children) if (isResource(child)) folding.resource(child)
  folding.point()
  const entries = folding.entries.toSorted((a, b) => order.indexOf(a.type) - order.indexOf(b.type))
  const own = { ...drawing, children: drawing.children.filter(child => !isResource(child)) }
  const written = entries.map(
    entry =>
      `{"fullUrl":${jsonText(leafOf('', entry.fullUrl))},"resource":${resourceText(entry.drawing)}}`,
  )
  const all = [own, ...entries.map(entry => entry.drawing)]
  return {
    text: `${resourceText(own).slice(0, -1)},"entry":[${written.join(',')}]}`,
    target: targetOf(
      all.map(each => [each, each.children.length === 0 ? `${each.label}/` : each.label]),
    ),
  }
}

/** Puts a drawn resource in the form that is sent: what it points at it contains, once for all places that say the same. */
export function foldedResource(drawing: Drawing, pointers: ReadonlyMap<Drawing, Drawing>): Folded {
  const folding = new Folding((each, n) => `#${containedId(each, n)}`, pointers)
  const own = folding.inside(drawing)
  folding.point()
  const contained = folding.entries.map(({ type, fullUrl, drawing: { children } }) =>
    containedAs(type, fullUrl.slice(1), children),
  )
  const whole = { ...own, children: [...contained, ...own.children] }
  return { text: resourceText(whole), target: targetOf([[whole, '']]) }
}
