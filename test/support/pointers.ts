import { readFhirJson, readFhirXml, writeFhirJson } from '../../src/fhir/index.ts'
import {
  createPatients,
  createPointerCall,
  type Identifier,
  type PointerCall,
  type PointerCaller,
  type PointerDraft,
  type Supplier,
  SUPPLIERS,
} from '../../src/simulator/index.ts'

export type Json = Readonly<Record<string, unknown>>

export const [ACME, BOREALIS] = SUPPLIERS as readonly [Supplier, Supplier, ...Supplier[]] // there are four
export const PATIENTS = createPatients()
/** A moment of these tests' own. */
export const NOW = Date.UTC(2026, 2, 4, 9, 30)

/** The provider's own identifier of its n-th pointer. */
export const masterOf = (n: number): Identifier => ({
  system: 'urn:ietf:rfc:3986',
  value: `urn:uuid:00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
})

/** The n-th new pointer of a supplier about a patient: to a contact page, as everybody may fetch one. */
export const draftOf = (
  n: number,
  nhsNumber: string,
  { ods }: Supplier = ACME,
  more: Partial<PointerDraft> = {},
): PointerDraft => ({
  status: 'current',
  master: masterOf(n),
  type: '736253002',
  subject: nhsNumber,
  author: 'Z99003',
  custodian: ods,
  contents: [
    {
      contentType: 'text/html',
      url: `https://records.example.org/contact/${n}?a=1&b=2`,
      title: 'Whom to ring <at night>',
      creation: '2026-03-01T09:30:00+00:00',
      format: 'urn:nhs-ic:record-contact',
      stability: 'static',
    },
  ],
  period: { start: '2026-02-01T00:00:00+00:00' },
  setting: n % 2 === 0 ? 'mental' : 'palliative',
  ...more,
})

/** Writes a call of Acme's, in JSON unless it is said otherwise. */
export const pointerCall = (call: PointerCall, caller: Partial<PointerCaller> = {}) =>
  createPointerCall(call, { supplier: ACME, now: NOW, form: 'json', ...caller })

/** What any answer of the record locator is: a status, header lines and a body. */
export interface Answered {
  readonly status: number
  readonly body: string
  readonly header: (name: string) => string | undefined
}

/** Reads a resource in the notation its media type says; every element must have its place in STU3. */
export function resourceOf({ body, header }: Answered): Json {
  const read = /xml/.test(header('content-type') ?? '') ? readFhirXml : readFhirJson
  const text = writeFhirJson(read(Buffer.from(body), 'STU3')).toString('utf8')
  return JSON.parse(text) as Json // a resource is an object
}

export const at = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((sofar, name) => (sofar as Json | undefined)?.[name], value) // tests read where they look

/** The code an OperationOutcome tells. */
export const codeOf = (told: Answered): unknown =>
  at(resourceOf(told), 'issue.0.details.coding.0.code')

/** The logical id at the end of where a new pointer lies. */
export const madeId = (told: Answered): string => told.header('location')?.split('/').at(-1) ?? ''
