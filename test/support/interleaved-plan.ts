import { createDraw, type Draw } from './corpus-cuts.ts'
import {
  ebxmlPost,
  ebxmlPrescription,
  soapAnswer,
  ebxmlAcknowledgment,
  soapPost,
  soapRetrieval,
} from './messages.ts'

/** What suppliers ask: what they speak, and what names it (an interaction or the end of a path). */
export const KINDS = {
  retrieval: { speaks: 'soap', names: 'QUPA_IN000008UK02', at: 'cloud' },
  trace: { speaks: 'soap', names: 'QUPA_IN000005UK01', at: 'legacy' },
  history: { speaks: 'soap', names: 'QUPA_IN000014UK01', at: 'noisy' },
  prescription: { speaks: 'ebxml', names: 'PORX_IN020101UK31', at: 'legacy' },
  cancellation: { speaks: 'ebxml', names: 'PORX_IN030101UK32', at: 'cloud' },
  patient: { speaks: 'fhir', names: '', at: 'cloud' },
  relatives: { speaks: 'fhir', names: '/RelatedPerson', at: 'legacy' },
} as const
export type Kind = keyof typeof KINDS
export type Speech = (typeof KINDS)[Kind]['speaks']

/** The routes file these kinds are made for. */
export const interleavedRoutes = (
  urls: Readonly<Record<'legacy' | 'cloud' | 'noisy', URL>>,
  timeoutMs: number,
): object => {
  const upstream = (url: URL): object => ({ url: url.origin, timeoutMs, connections: CONNECTIONS })
  const moved = { legacy: 'spine', cloud: 'cloud', startsAt: 'cloud' }
  return {
    environment: { name: 'test' },
    upstreams: {
      spine: upstream(urls.legacy),
      cloud: { ...upstream(urls.cloud), simulated: true },
      noisy: upstream(urls.noisy),
    },
    routes: [
      { name: 'retrieval', match: { interaction: [KINDS.retrieval.names] }, ...moved },
      { name: 'cancellation', match: { interaction: [KINDS.cancellation.names] }, ...moved },
      { name: 'patient', match: { interaction: ['pds-fhir-read'] }, ...moved },
      { name: 'history', match: { interaction: [KINDS.history.names] }, legacy: 'noisy' },
      { name: 'default', legacy: 'spine' },
    ],
  }
}

/** Sockets the proxy may hold to each upstream: fewer than suppliers, so that some requests wait for one. */
export const CONNECTIONS = 48

/** When a supplier goes away, if it does. */
export type Leaving = 'never' | 'within the head' | 'within the body' | 'after'

/** One request, decided before it is sent: everything in it is its own. */
export interface Planned {
  readonly n: number
  readonly kind: Kind
  readonly id: string
  readonly nonce: string
  readonly patient: string
  readonly leaving: Leaving
  /** Milliseconds after the request at which a supplier that leaves after it is gone. */
  readonly leavesAfterMs: number
}

/** Gives a mixture: each name as often as its weight says. */
export function weighted<Name extends string>(
  draw: Draw,
  weights: Readonly<Partial<Record<Name, number>>>,
): Name {
  const entries = Object.entries(weights) as [Name, number][] // the record's own keys
  let left = draw(entries.reduce((sum, [, weight]) => sum + weight, 0))
  for (const [name, weight] of entries) {
    if (left < weight) return name
    left -= weight
  }
  throw new Error('nothing has a weight')
}

const MIXTURE: Readonly<Record<Kind, number>> = {
  retrieval: 24,
  trace: 14,
  history: 8,
  prescription: 14,
  cancellation: 14,
  patient: 16,
  relatives: 10,
}
const LEAVINGS: Readonly<Record<Leaving, number>> = {
  never: 95,
  'within the head': 1,
  'within the body': 2,
  after: 2,
}

/** So many groups of four hexadecimal digits. */
const hexadecimal = (draw: Draw, groups: number): string =>
  Array.from({ length: groups }, () => (draw(65_536) + 65_536).toString(16).slice(1))
    .join('')
    .toUpperCase()

const plans = new Map<number, Planned>()

/** Gives the n-th request of the run: the same to whoever asks. */
export function planned(n: number): Planned {
  const known = plans.get(n)
  if (known !== undefined) return known
  const plan = planOf(n)
  plans.set(n, plan)
  return plan
}

const SEED = 20_261_101

function planOf(n: number): Planned {
  const draw = createDraw(SEED + n * 7919)
  const id = [2, 1, 1, 1, 3].map(groups => hexadecimal(draw, groups)).join('-')
  return {
    n,
    kind: weighted(draw, MIXTURE),
    id,
    nonce: `nonce-${n}-${hexadecimal(draw, 2)}`,
    patient: patientOf(n),
    leaving: weighted(draw, LEAVINGS),
    leavesAfterMs: draw(40),
  }
}

/** The n-th NHS number of the test range with a check digit that holds (mod 11). */
function patientOf(n: number): string {
  for (let candidate = 999_000_000 + n * 13; ; candidate += 1) {
    const digits = String(candidate)
    const sum = Array.from(digits).reduce((total, digit, i) => total + Number(digit) * (10 - i), 0)
    const check = (11 - (sum % 11)) % 11
    if (check !== 10) return digits + String(check)
  }
}

const nonceElement = (nonce: string): string => `<nonce value="${nonce}"/>`

const PATIENT = '/personal-demographics/FHIR/R4/Patient/'

/** The bytes of a request. */
export function requestOf({ kind, id, nonce, patient }: Planned): Buffer {
  const { speaks, names } = KINDS[kind]
  const filler = nonceElement(nonce)
  if (speaks === 'soap') {
    const body = soapRetrieval({ messageId: id, interaction: names, nhsNumber: patient, filler })
    return soapPost(body, `"urn:nhs:names:services:pdsquery/${names}"`)
  }
  if (speaks === 'ebxml') {
    return ebxmlPost(ebxmlPrescription({ messageId: id, action: names, filler }).body, names)
  }
  return Buffer.from(
    `GET ${PATIENT}${patient}${names}?_tag=${nonce} HTTP/1.1\r\nHost: spine\r\n` +
      `Accept: application/fhir+json\r\nX-Request-ID: ${id}\r\n\r\n`,
  )
}

/** What an upstream reads of a request: enough to answer it. */
export interface Asked {
  readonly n: number
  readonly speaks: Speech
  readonly id: string
  readonly nonce: string
  readonly patient: string
}

/** Reads a request as it arrived, by nothing but its own bytes. */
export function askedIn(text: string): Asked {
  const nonce = /nonce-(\d+)-[0-9A-F]{8}/.exec(text)
  const id = /(?:MessageID>uuid:|eb:MessageId>|X-Request-ID: )([-0-9A-F]{36})/.exec(text)?.[1] ?? ''
  const speaks = text.startsWith('GET')
    ? 'fhir'
    : text.includes('eb:MessageHeader')
      ? 'ebxml'
      : 'soap'
  const patient = /extension="(999\d{7})"|\/(999\d{7})[/?]/.exec(text)
  return {
    n: Number(nonce?.[1]),
    speaks,
    id,
    nonce: nonce?.[0] ?? '',
    patient: patient?.[1] ?? patient?.[2] ?? '',
  }
}

/** What an answer calls the request it answers: twice, in the envelope and within. */
export interface Naming {
  readonly envelope: string
  readonly payload: string
}

/** A positive answer: the nonce of its request in it, and the names it is given. */
export function answerTo(
  { speaks, nonce, patient }: Asked,
  { envelope, payload }: Naming,
  padding: number,
): string {
  const filler = nonceElement(nonce) + ' '.repeat(padding)
  if (speaks === 'soap') return soapAnswer(envelope, { messageRef: payload, filler })
  if (speaks === 'ebxml') return ebxmlAcknowledgment(envelope, { acknowledged: payload, filler })
  return JSON.stringify({
    resourceType: 'Patient',
    id: patient,
    meta: { tag: [{ code: nonce }], versionId: envelope },
    text: ' '.repeat(padding),
  })
}

/** A negative answer of an upstream's own, in its language and with its request's names. */
export function refusalTo({ speaks, id, nonce }: Asked): string {
  const said = `it does not go: ${nonce}`
  if (speaks === 'fhir') {
    const issue = [{ severity: 'error', code: 'exception', diagnostics: said }]
    return JSON.stringify({ resourceType: 'OperationOutcome', id, issue })
  }
  if (speaks === 'ebxml') return ebxmlAcknowledgment(id, { filler: `<!-- ${said} -->` })
  return (
    `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"` +
    ` xmlns:wsa="http://schemas.xmlsoap.org/ws/2004/08/addressing"><s:Header><wsa:RelatesTo>uuid:${id}` +
    `</wsa:RelatesTo></s:Header><s:Body><s:Fault><faultcode>s:Server</faultcode>` +
    `<faultstring>${said}</faultstring></s:Fault></s:Body></s:Envelope>`
  )
}
