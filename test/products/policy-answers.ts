import {
  type Answered,
  type Comparison,
  createCompare,
  type IdPair,
  type Policy,
} from '../../src/comparison/index.ts'
import { policyNamed } from '../../src/products/index.ts'

const compare = createCompare({ key: Buffer.alloc(32, 5), now: () => Date.parse('2026-11-22') })

export const xml = (body: string, status = 200): Answered => ({
  status,
  headers: ['Content-Type', 'text/xml'],
  body: Buffer.from(body),
})

export const json = (body: unknown, status = 200, more: readonly string[] = []): Answered => ({
  status,
  headers: ['Content-Type', 'application/fhir+json', ...more],
  body: Buffer.from(JSON.stringify(body)),
})

function named(name: string): Policy {
  const policy = policyNamed(name)
  if (policy === undefined) throw new Error(`there is no policy ${name}`)
  return policy
}

/** Holds two answers against each other as a product's policy says. */
export const held = (
  name: string,
  [control, candidate]: readonly [Answered, Answered],
  request: readonly IdPair[] = [],
): Comparison => compare({ control, candidate, request }, named(name))

/** What no rule explains, each as its kind and the end of its path. */
export const unexplained = ({ differences }: Comparison, steps = 2): string[] =>
  differences
    .filter(({ rule }) => rule === undefined)
    .map(({ kind, path }) => `${kind} ${path.split('/').slice(-steps).join('/')}`)
    .sort()

/** An HL7v3 message in a SOAP envelope, each with ids and a time of its own. */
export const message = (root: string, own: Own, body: string): string =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:w="http://schemas.xmlsoap.org/ws/2004/08/addressing"><s:Header>` +
  `<w:MessageID>uuid:${own.id}</w:MessageID><w:RelatesTo>uuid:${own.asked}</w:RelatesTo></s:Header><s:Body>` +
  `<reply xmlns="urn:hl7-org:v3"><${root}><id root="${own.id}"/><creationTime value="${own.at}"/>` +
  `<acknowledgement typeCode="${own.type ?? 'AA'}"><messageRef><id root="${own.asked}"/></messageRef></acknowledgement>` +
  `<ControlActEvent>${body}</ControlActEvent></${root}></reply></s:Body></s:Envelope>`

/** What an answer has of its own. */
export interface Own {
  readonly id: string
  readonly asked: string
  readonly at: string
  readonly type?: string
}

export const LEGACY: Own = {
  id: '0FEDCBA9-8765-4321-8FED-CBA987650001',
  asked: '5A562114-4B7A-4C4C-9E4B-5B3F0E6C0002',
  at: '20261122120000',
}

export const CLOUD: Own = {
  id: 'C0B1D2A3-0F1E-4D2C-8B3A-495867760003',
  asked: '5A562114-4B7A-4C4C-9E4B-5B3F0E6C0002',
  at: '20261122120007',
}
