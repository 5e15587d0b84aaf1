import { createHash } from 'node:crypto'
import { canonicalXml } from '../xml/index.ts'

/**
 * One thing a signature is about: elements by their names from the message's root down, divided by `/`. The first of
 * each path, or each of one path, without what stands below it at the paths that are left out.
 */
export interface Fragment {
  readonly paths: readonly string[]
  readonly each?: true
  readonly without?: readonly string[]
}

/** Where the signature itself stands. */
export interface Signed {
  readonly signature: string
  readonly fragments: readonly Fragment[]
}

const HL7 = ' xmlns="urn:hl7-org:v3"'

/** An element of a canonical text: where its first tag begins and ends, and where its last one ends. */
interface Span {
  readonly path: string
  readonly from: number
  readonly opened: number
  to: number
}

// In a canonical form every element has two tags, and `<` stands in nothing but tags (Canonical XML 1.0 §2.3).
const TAG = /<(\/?)([^\s/>"=]+)(?: [^\s="]+="[^"]*")*>/g

function spansOf(canonical: string): Span[] {
  const spans: Span[] = []
  const open: Span[] = []
  for (const match of canonical.matchAll(TAG)) {
    const [tag, isClose, name = ''] = match
    if (isClose === '') {
      const above = open.at(-1)?.path
      const path = above === undefined ? '' : above === '' ? name : `${above}/${name}`
      const span = { path, from: match.index, opened: match.index + tag.length, to: 0 }
      spans.push(span)
      open.push(span)
    } else {
      const span = open.pop()
      if (span !== undefined) span.to = match.index + tag.length
    }
  }
  return spans
}

/** Cuts an element out, with the namespace it has by what stands around it, and without what is left out of it. */
function cut(canonical: string, span: Span, left: readonly Span[]): string {
  let text = ''
  let at = span.from
  for (const { from, to } of left) {
    if (from < span.from || to > span.to) continue
    text += canonical.slice(at, from)
    at = to
  }
  text += canonical.slice(at, span.to)
  const name = /^<[^\s>]+/.exec(text)?.[0] ?? ''
  const rest = text.slice(name.length)
  return rest.startsWith(HL7) ? text : `${name}${HL7}${rest}`
}

function fragmentsIn(canonical: string, { fragments }: Signed): string[] | undefined {
  const spans = spansOf(canonical)
  const found: string[] = []
  for (const { paths, each, without = [] } of fragments) {
    const left = spans.filter(({ path }) => without.includes(path))
    const texts = paths.map(path => {
      const at = spans.filter(span => span.path === path)
      return (each === true ? at : at.slice(0, 1)).map(span => cut(canonical, span, left))
    })
    if (texts.some(text => text.length === 0)) return undefined
    if (each === true) found.push(...texts.flat())
    else found.push(texts.flat().join(''))
  }
  return found
}

const DIGESTS: Readonly<Record<string, string>> = {
  'http://www.w3.org/2000/09/xmldsig#sha1': 'sha1',
  'http://www.w3.org/2001/04/xmlenc#sha256': 'sha256',
}

/** What a signature is about, twice: as it stands, and without the blank text between elements. */
export interface SignedContent {
  readonly written: readonly string[]
  readonly compact: readonly string[]
  /** The digest the signature names, and how it is made. */
  readonly named: { readonly method: string; readonly value: string } | undefined
}

/**
 * Reads what a prescription's signature is about: the fragments in their order, each in its canonical form with the
 * default namespace (NHSDigital/electronic-prescription-service-api, signature fragments). Undefined where one is not
 * there, or not written without a prefix. Throws FicusError `malformed` as every reader of XML does.
 */
export function signedContent(bytes: Buffer, signed: Signed): SignedContent | undefined {
  const canonical = canonicalXml(bytes)
  const written = fragmentsIn(canonical, signed)
  if (written === undefined) return undefined
  const [signature] = spansOf(canonical).filter(({ path }) => path === signed.signature)
  const text = signature === undefined ? '' : canonical.slice(signature.from, signature.to)
  const algorithm = /<(?:[\w.-]+:)?DigestMethod Algorithm="([^"]*)"/.exec(text)?.[1] ?? ''
  const value = /<(?:[\w.-]+:)?DigestValue[^>]*>([^<]+)</.exec(text)?.[1]?.replace(/\s/g, '')
  const method = DIGESTS[algorithm]
  return {
    written,
    compact: written.map(each => each.replace(/>\s+</g, '><')),
    named: method === undefined || value === undefined ? undefined : { method, value },
  }
}

/** The digest of what is signed, base64, made as prescribing systems are told to make it. */
export function digestOf(fragments: readonly string[], method: string): string {
  const all = fragments.map(each => `<Fragment>${each}</Fragment>`).join('')
  return createHash(method)
    .update(`<FragmentsToBeHashed>${all}</FragmentsToBeHashed>`, 'utf8')
    .digest('base64')
}

/**
 * Says whether a message that was written again has every byte that was signed. Blank text between elements is none
 * of it, unless the signature's own digest says that it is.
 */
export function keepsSigned(original: Buffer, again: Buffer, signed: Signed): boolean {
  const before = signedContent(original, signed)
  const after = signedContent(again, signed)
  if (before === undefined || after === undefined) return false
  const { named } = before
  const isSame = before.compact.join('\n') === after.compact.join('\n')
  if (!isSame || named === undefined) return isSame
  const isOfBlanks =
    digestOf(before.written, named.method) === named.value &&
    digestOf(before.compact, named.method) !== named.value
  return !isOfBlanks
}

/** Says whether what stands in a message is what its signature was made of: by the digest the signature names. */
export function isAsSigned(bytes: Buffer, signed: Signed): boolean {
  const content = signedContent(bytes, signed)
  const named = content?.named
  if (content === undefined || named === undefined) return false
  return [content.written, content.compact].some(
    fragments => digestOf(fragments, named.method) === named.value,
  )
}
