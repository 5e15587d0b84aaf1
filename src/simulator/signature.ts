import { createHash } from 'node:crypto'

const HL7 = 'urn:hl7-org:v3'
const DSIG = 'http://www.w3.org/2000/09/xmldsig#'
const C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#'

// Exclusive XML Canonicalization 1.0, as far as what the simulator writes needs it: one namespace, no prefixes,
// no comments. Attributes in order of their names, the declaration first; no empty-element tags; only the
// references the specification keeps.
const attributes = (written: string): string =>
  (written.match(/[\w.-]+="[^"]*"/g) ?? [])
    .toSorted(
      (a, b) => Number(b.startsWith('xmlns=')) - Number(a.startsWith('xmlns=')) || (a < b ? -1 : 1),
    )
    .map(each => ` ${each.replaceAll('&gt;', '>')}`)
    .join('')

const tag = (written: string): string => {
  const [, name = '', rest = '', empty] = /^<([\w.-]+)([^>]*?)(\/?)>$/.exec(written) ?? []
  return `<${name}${attributes(rest)}>${empty === '/' ? `</${name}>` : ''}`
}

const canonical = (xml: string): string =>
  xml.replace(/<\/[^>]*>|<[^>]*>|[^<]+/g, piece => {
    if (piece.startsWith('</')) return piece
    return piece.startsWith('<') ? tag(piece) : piece.replaceAll('&quot;', '"')
  })

const inNamespace = (element: string): string => element.replace(/^<[\w.-]+/, `$& xmlns="${HL7}"`)

/** The parts of a prescription that its prescriber signs, each an element without a namespace declaration. */
export interface SignedParts {
  readonly time: string
  /** The long id. */
  readonly id: string
  readonly agentPerson: string
  readonly recordTarget: string
  /** Whole line items: what may change after signing is left out of them here. */
  readonly lineItems: readonly string[]
}

// A line's issue number and its status change while the prescription lives, so they are not signed.
const unchanging = (lineItem: string): string =>
  lineItem
    .replace(/(<repeatNumber>)<low [^>]*>/, '$1')
    .replace(/<pertinentInformation4[\s\S]*?<\/pertinentInformation4>/, '')

/**
 * Digests what is signed of a prescription, as the public electronic-prescription-service-api does: the fragments
 * in their order under one root, canonicalised, SHA-256, in base64.
 */
export function digestOf(parts: SignedParts): string {
  const fragments = [
    inNamespace(parts.time) + inNamespace(parts.id),
    inNamespace(parts.agentPerson),
    inNamespace(parts.recordTarget),
    ...parts.lineItems.map(unchanging).map(inNamespace),
  ]
  const hashable = fragments.map(each => `<Fragment>${each}</Fragment>`).join('')
  const whole = canonical(`<FragmentsToBeHashed>${hashable}</FragmentsToBeHashed>`)
  return createHash('sha256').update(whole, 'utf8').digest('base64')
}

/**
 * Writes a signature over a prescription's parts: its digest is right, its value and its certificate are made up,
 * so no one can take it for a prescriber's.
 */
export const signatureOver = (parts: SignedParts): string =>
  `<Signature xmlns="${DSIG}"><SignedInfo><CanonicalizationMethod Algorithm="${C14N}"/>` +
  `<SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/><Reference>` +
  `<Transforms><Transform Algorithm="${C14N}"/></Transforms>` +
  `<DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>` +
  `<DigestValue>${digestOf(parts)}</DigestValue></Reference></SignedInfo>` +
  `<SignatureValue>bm90IGEgc2lnbmF0dXJl</SignatureValue><KeyInfo><X509Data>` +
  `<X509Certificate>bm90IGEgY2VydGlmaWNhdGU=</X509Certificate></X509Data></KeyInfo></Signature>`
