// Elements of compact XML, which has no comments, CDATA or `>` in its values, and what can be done to one.

/** Where an element stands: its first tag from `from` to `opened`, its last one from `closing` to `to`. */
export interface ElementAt {
  readonly name: string
  readonly from: number
  readonly opened: number
  readonly closing: number
  readonly to: number
  readonly hasAttributes: boolean
}

/** Lists every element, the outer before the inner. */
export function elementsIn(xml: string): readonly ElementAt[] {
  const found: ElementAt[] = []
  const open: { readonly name: string; readonly from: number; readonly opened: number }[] = []
  for (const { 0: tag, index: from } of xml.matchAll(/<[^>]+>/g)) {
    const opened = from + tag.length
    const name = /^<\/?([^\s/>]+)/.exec(tag)?.[1] ?? ''
    const close = (at: (typeof open)[number] | undefined, closing: number): void => {
      if (at === undefined) return
      const hasAttributes = xml.slice(at.from, at.opened).includes('=')
      found.push({ ...at, closing, to: opened, hasAttributes })
    }
    if (tag.startsWith('</')) close(open.pop(), from)
    else if (tag.endsWith('/>')) close({ name, from, opened }, opened)
    else open.push({ name, from, opened })
  }
  return found.toSorted((a, b) => a.from - b.from)
}

type Edit = (xml: string, at: ElementAt) => string

const OTHER = 'urn:made-up:other'

/** The element with its tags named otherwise. */
const renamed = (xml: string, at: ElementAt, name: string, declaring: string): string => {
  const first = xml.slice(at.from, at.opened).replace(`<${at.name}`, `<${name} ${declaring}`)
  const isEmpty = at.opened === at.to
  return isEmpty ? first : `${first}${xml.slice(at.opened, at.closing)}</${name}>`
}

const put = (xml: string, at: ElementAt, instead: string): string =>
  xml.slice(0, at.from) + instead + xml.slice(at.to)

const whole = (xml: string, at: ElementAt): string => xml.slice(at.from, at.to)

const foreign: Edit = (xml, at) => renamed(xml, at, `x:${at.name}`, `xmlns:x="${OTHER}"`)

/** The element as it is, but for all that it says. */
const altered = (xml: string, at: ElementAt): string =>
  whole(xml, at)
    .replace(/(\s(?:value|extension|root|code|displayName|use|unit|nullFlavor)="[^"]*)"/g, '$19"')
    .replace(/>([^<>]+)</g, '>$19<')

/** What makes it another message: taken with all that is in it, or not at all. */
export const ANOTHER: Readonly<Record<string, Edit>> = {
  'behind another': (xml, at) => put(xml, at, altered(xml, at) + whole(xml, at)),
  'before another': (xml, at) => put(xml, at, whole(xml, at) + altered(xml, at)),
  'with a text': (xml, at) =>
    put(
      xml,
      at,
      whole(xml, at).replace(/\/?>/, end => (end === '/>' ? `>9</${at.name}>` : '>9')),
    ),
}

/** What is of another namespace is no element of HL7v3: as if it was not there, or not taken. */
export const NOT_THERE: Readonly<Record<string, Edit>> = {
  'of another namespace': (xml, at) => put(xml, at, foreign(xml, at)),
  'of another namespace, by default': (xml, at) =>
    put(xml, at, renamed(xml, at, at.name, `xmlns="${OTHER}"`)),
  'within one of another namespace': (xml, at) =>
    put(xml, at, `<x:x xmlns:x="${OTHER}">${whole(xml, at)}</x:x>`),
}

const firstTag = (xml: string, at: ElementAt, instead: (tag: string) => string): string =>
  xml.slice(0, at.from) + instead(xml.slice(at.from, at.opened)) + xml.slice(at.opened)

const ATTRIBUTE = / (?!xmlns)(\w+)="/g

/** Its attributes are of another namespace. */
export const foreignAttributes: Edit = (xml, at) =>
  firstTag(xml, at, tag =>
    tag.replace(ATTRIBUTE, ' x:$1="').replace(`<${at.name}`, `<${at.name} xmlns:x="${OTHER}"`),
  )

/** Its attributes are gone. */
export const withoutAttributes: Edit = (xml, at) =>
  firstTag(xml, at, tag => tag.replace(/ (?!xmlns)\w+="[^"]*"/g, ''))

/** Takes it away. */
export const gone: Edit = (xml, at) => put(xml, at, '')

/** What says the same in other characters, where it is taken at all. */
export const THE_SAME: Readonly<Record<string, Edit>> = {
  'beside one of another namespace': (xml, at) =>
    put(xml, at, foreign(altered(xml, at), elementsIn(altered(xml, at))[0] ?? at) + whole(xml, at)),
  'with an attribute of another namespace': (xml, at) =>
    put(xml, at, renamed(xml, at, at.name, `xmlns:x="${OTHER}" x:value="9" x:extension="9"`)),
  'with a prefix': (xml, at) =>
    put(xml, at, renamed(xml, at, `h:${at.name}`, `xmlns:h="urn:hl7-org:v3"`)),
  'its namespace declared again': (xml, at) =>
    put(xml, at, renamed(xml, at, at.name, `xmlns="urn:hl7-org:v3"`)),
  'a prefix nobody uses': (xml, at) =>
    put(xml, at, renamed(xml, at, at.name, `xmlns:x="${OTHER}"`)),
  'a comment before it': (xml, at) => put(xml, at, `<!-- 9 -->${whole(xml, at)}`),
  'a blank before it': (xml, at) => put(xml, at, `\n  ${whole(xml, at)}`),
  'its attributes between other marks': (xml, at) =>
    put(xml, at, xml.slice(at.from, at.opened).replaceAll('"', "'") + xml.slice(at.opened, at.to)),
  'its attributes in references': (xml, at) =>
    put(
      xml,
      at,
      xml
        .slice(at.from, at.opened)
        .replace(/="([^"&])/g, (_, c: string) => `="&#${c.charCodeAt(0)};`) +
        xml.slice(at.opened, at.to),
    ),
}
