/** How an answer is written: FHIR in its two ways. */
export type Shape = 'json' | 'xml'

/** An answer as a server would give it. */
export interface Written {
  readonly type: string
  readonly body: string
}

/** What may differ of the second of some pointers. */
interface Change {
  readonly url?: string
  readonly replaces?: string
}

interface Pointer {
  readonly id: string
  readonly at: string
  readonly url: string
  readonly replaces: string | undefined
}

const BASE = 'https://locator.example.test/STU3/DocumentReference'
const SUBJECT = 'https://demographics.spineservices.nhs.uk/STU3/Patient/9990000018'

const asJson = (made: string, pointers: readonly Pointer[]): string =>
  JSON.stringify({
    ...{ resourceType: 'Bundle', id: `bundle-${made}`, type: 'searchset', total: pointers.length },
    meta: { lastUpdated: `2026-11-22T12:00:0${made.length}+00:00` },
    entry: pointers.map(({ id, at, url, replaces }) => ({
      fullUrl: `${BASE}/${id}`,
      resource: {
        ...{ resourceType: 'DocumentReference', id, status: 'current', indexed: at },
        meta: { versionId: String(id.length) },
        subject: { reference: SUBJECT },
        content: [{ attachment: { contentType: 'application/pdf', url } }],
        ...(replaces !== undefined && {
          relatesTo: [{ code: 'replaces', target: { reference: `${BASE}/${replaces}` } }],
        }),
      },
    })),
  })

const asXml = (made: string, pointers: readonly Pointer[]): string =>
  `<Bundle xmlns="http://hl7.org/fhir"><id value="bundle-${made}"/><meta><lastUpdated value="2026-11-22T12:00:0${made.length}+00:00"/></meta>` +
  `<type value="searchset"/><total value="${pointers.length}"/>` +
  pointers
    .map(
      ({ id, at, url, replaces }) =>
        `<entry><fullUrl value="${BASE}/${id}"/><resource><DocumentReference><id value="${id}"/><meta><versionId value="${id.length}"/></meta><status value="current"/>` +
        `<subject><reference value="${SUBJECT}"/></subject><indexed value="${at}"/>` +
        (replaces === undefined
          ? ''
          : `<relatesTo><code value="replaces"/><target><reference value="${BASE}/${replaces}"/></target></relatesTo>`) +
        `<content><attachment><contentType value="application/pdf"/><url value="${url}"/></attachment></content></DocumentReference></resource></entry>`,
    )
    .join('') +
  '</Bundle>'

/** Writes what a search of the locator found, by the ids its pointers have there; the last of them may differ. */
export const pointersIn =
  (shape: Shape) =>
  (ids: readonly string[], change: Change = {}): Written => {
    const made = ids[0] ?? ''
    const pointers = ids.map((id, i): Pointer => {
      const isLast = i === ids.length - 1
      return {
        id,
        at: `2026-11-22T12:00:0${id.length}+00:00`,
        url: (isLast ? change.url : undefined) ?? `https://records.example.test/${i}`,
        replaces: isLast ? change.replaces : undefined,
      }
    })
    return shape === 'json'
      ? { type: 'application/fhir+json', body: asJson(made, pointers) }
      : { type: 'application/fhir+xml', body: asXml(made, pointers) }
  }

/** Writes an inbox in either version of MESH, by the ids its messages have there. */
export const inboxIn =
  (version: 'v1' | 'v2') =>
  (messages: readonly string[]): Written => ({
    type: `application/vnd.mesh.${version}+json`,
    body: JSON.stringify(
      version === 'v1'
        ? { messages }
        : { messages, links: { self: `/inbox#${messages.length}` }, approx_inbox_count: 9 },
    ),
  })
