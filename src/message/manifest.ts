import { type MultipartPart, parameterOf, type XmlEvents } from '../xml/index.ts'
import { NS } from './names.ts'

/** The manifest of an ebXML message being read. */
export interface Manifest {
  readonly events: Required<XmlEvents>
  /** The Content-Id of the part that is the payload; undefined where the manifest names none, or several. */
  payload(): string | undefined
}

// Two spellings are about, `ebXML` and `ebxml`.
const PAYLOAD_NS = 'urn:hl7-org:transport/ebxml/dstuv1.0'

/** The Content-Id a reference means (RFC 2392 §2); undefined where it means something else. */
export function contentIdIn(href: string | undefined): string | undefined {
  if (href === undefined || !/^cid:/i.test(href)) return undefined
  try {
    return decodeURIComponent(href.slice(4))
  } catch {
    return undefined
  }
}

/**
 * Builds the reading of a manifest: the payload is what is said to be one, or else the only part referred to.
 * Attachments are referred to in the same way.
 */
export function createManifest(): Manifest {
  const references: { readonly cid: string; isPayload: boolean }[] = []
  return {
    events: {
      open(ns, name, attributes, depth) {
        if (depth === 2 && ns === NS.eb && name === 'Reference') {
          const href = attributes.find(
            ({ ns: its, name: own }) => own === 'href' && its === NS.xlink,
          )
          references.push({ cid: contentIdIn(href?.value) ?? '', isPayload: false })
        }
        const last = references.at(-1)
        if (depth !== 3 || last === undefined || name !== 'Payload') return
        if (ns.toLowerCase() === PAYLOAD_NS) last.isPayload = true
      },
      text: () => undefined,
      close: () => undefined,
    },
    payload() {
      const payloads = references.filter(({ isPayload }) => isPayload)
      const [only, second] = payloads.length > 0 ? payloads : references
      return second === undefined && only?.cid !== '' ? only?.cid : undefined
    },
  }
}

/** The charset a part says it is in. */
export const charsetOf = (part: MultipartPart): string | undefined =>
  part.contentType === undefined ? undefined : parameterOf(part.contentType, 'charset')

/** Finds the only part with a Content-Id. */
export function partNamed(
  parts: readonly MultipartPart[],
  cid: string | undefined,
): MultipartPart | undefined {
  const [part, second] = parts.filter(({ contentId }) => contentId === cid && cid !== undefined)
  return second === undefined ? part : undefined
}
