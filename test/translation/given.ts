import type { AnswerHead, Assigned, Prepared, Route } from '../../src/exchange/index.ts'
import { createIdentifier, languageOf } from '../../src/message/index.ts'
import { INTERACTIONS, MAPPINGS } from '../../src/products/index.ts'
import { createTranslation } from '../../src/translation/index.ts'
import { CLOUD, LEGACY, route } from '../routing/given.ts'

export const NHS_NUMBER = '9990000018'
export const OTHER_NUMBER = '9990000026'
export const MESSAGE_ID = '1B0B2C6E-3F0B-4B37-9B4F-1D2E3F4A5B6C'
export const PAYLOAD_ID = '2c1c3d7f-4f1c-4c48-8c5f-2e3f4a5b6c7d'
export const FROM = '200000000115'
export const TO = '990000000777'
export const REPLY_ID = '0F1E2D3C-4B5A-4697-8877-665544332211'
export const NOW = Date.parse('2026-11-22T09:30:15.678Z')
const SERVICE = 'urn:nhs:names:services:pdsquery'
const PDS = 'https://fhir.nhs.uk/Id/nhs-number'

/** The parts of a supplier's retrieval a test may want otherwise. */
export interface Parts {
  readonly interaction?: string
  readonly nhsNumber?: string
  /** The whole text of its wsa:MessageID. */
  readonly messageId?: string
  readonly payloadId?: string
  readonly service?: string
  readonly history?: string
  readonly item?: string
  /** Put behind the other headers. */
  readonly header?: string
  /** Put behind the other parameters of the query. */
  readonly query?: string
}

const device = (end: 'Rcv' | 'Snd', asid: string): string =>
  `<h:communicationFunction${end}><h:device><h:id root="1.2.826.0.1285.0.2.0.107" extension="${asid}"/></h:device></h:communicationFunction${end}>`

/** A supplier's retrieval, written by hand with prefixes of its own. */
export function retrieval(parts: Parts = {}): string {
  const interaction = parts.interaction ?? 'QUPA_IN000008UK02'
  const ends = device('Rcv', TO) + device('Snd', FROM)
  const id = parts.payloadId ?? PAYLOAD_ID
  return (
    `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"` +
    ` xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:h="urn:hl7-org:v3"><e:Header>` +
    `<a:MessageID>${parts.messageId ?? `uuid:${MESSAGE_ID}`}</a:MessageID>` +
    `<a:Action>${parts.service ?? `${SERVICE}/`}${interaction}</a:Action><a:To>${SERVICE}</a:To>` +
    `${ends}${parts.header ?? ''}</e:Header><e:Body><h:${interaction}>` +
    `${id === '' ? '' : `<h:id root="${id}"/>`}<h:creationTime value="20261122093000"/>` +
    `<h:interactionId root="2.16.840.1.113883.2.1.3.2.4.12" extension="${interaction}"/>${ends}` +
    `<h:ControlActEvent classCode="CACT" moodCode="EVN"><h:query><h:historicDataIndicator>` +
    `<h:value code="${parts.history ?? '0'}" codeSystem="2.16.840.1.113883.2.1.3.2.4.17.36"/>` +
    `</h:historicDataIndicator><h:person.id><h:value root="2.16.840.1.113883.2.1.4.1"` +
    ` extension="${parts.nhsNumber ?? NHS_NUMBER}"/></h:person.id><h:retrievalItem>` +
    `<h:semanticsText>${parts.item ?? 'person.allData'}</h:semanticsText></h:retrievalItem>` +
    `${parts.query ?? ''}</h:query></h:ControlActEvent></h:${interaction}></e:Body></e:Envelope>`
  )
}

/** The header lines a supplier may send with it, some of them secrets meant for Spine alone. */
export const SUPPLIER_LINES: readonly string[] = [
  ...['Host', 'spine.example', 'Content-Type', 'text/xml; charset=UTF-8'],
  ...['SOAPAction', `"${SERVICE}/QUPA_IN000008UK02"`, 'Cookie', 'session=for-spine'],
  ...['Authorization', 'Basic Zm9yLXNwaW5l', 'Accept-Encoding', 'gzip', 'X-Odd', 'for spine'],
]

export const soapLines = (interaction: string): readonly string[] =>
  SUPPLIER_LINES.map(line => line.replace('QUPA_IN000008UK02', interaction))

const identifier = createIdentifier(INTERACTIONS)

export const TRANSLATED: Route = route('pds-retrieval', 'default', {
  translate: 'pds.retrieval',
  maxBodyBytes: 65_536,
})

/** A request as it comes out of the step before: read whole, and sent to the cloud by its stage. */
export function assigned(
  body: string | Buffer,
  headers: readonly string[] = SUPPLIER_LINES,
  more: Partial<Assigned> = {},
): Assigned {
  const bytes = Buffer.from(body)
  const target = '/syncservice-pds/pds'
  const language = languageOf('POST', target, headers)
  const head = { number: 7, at: 1, method: 'POST', target, headers, language, length: bytes.length }
  return {
    ...identifier.scan(head, { kind: 'whole', bytes }, 'whole'),
    route: TRANSLATED,
    deadline: 10_000,
    side: 'cloud',
    upstream: CLOUD,
    because: 'stage',
    mirror: { to: LEGACY },
    fallback: LEGACY,
    ...more,
  }
}

const translation = createTranslation({
  mappings: MAPPINGS,
  now: () => NOW,
  newId: () => REPLY_ID,
})

/** What is to be sent, without how long it took to say. */
export function prepared(request: Assigned): Prepared {
  const came: { -readonly [Key in keyof Prepared]: Prepared[Key] } = translation.prepare(request)
  delete came.translating
  return came
}

/** A retrieval that was taken: what makes its answer. */
export function taken(parts: Parts = {}): Required<Prepared>['translated'] {
  const lines = soapLines(parts.interaction ?? 'QUPA_IN000008UK02')
  const { translated } = prepared(assigned(retrieval(parts), lines))
  if (translated === undefined) throw new Error('it was not taken')
  return translated
}

/** A resource of the cloud's, about whom it is asked to be. */
export const resource = (nhsNumber = NHS_NUMBER, more: object = {}): Record<string, unknown> => ({
  resourceType: 'Patient',
  id: nhsNumber,
  identifier: [
    {
      system: PDS,
      value: nhsNumber,
      extension: [
        {
          url: 'https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus',
          valueCodeableConcept: {
            coding: [
              {
                system: 'https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatus',
                code: '01',
                display: 'Number present and verified',
              },
            ],
          },
        },
      ],
    },
  ],
  meta: {
    versionId: '12',
    security: [
      {
        system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality',
        code: 'U',
        display: 'unrestricted',
      },
    ],
  },
  name: [
    {
      id: 'cppz',
      use: 'usual',
      period: { start: '2001-02-03' },
      prefix: ['DR'],
      given: ['Quillon', 'Ash'],
      family: 'Testperson-Ådal & Søn',
    },
  ],
  gender: 'female',
  birthDate: '1970-01-31',
  ...more,
})

/** What the cloud says where it has no resource to give. */
export const outcome = (code: string): Record<string, unknown> => ({
  resourceType: 'OperationOutcome',
  issue: [
    {
      severity: 'information',
      code: 'not-found',
      details: {
        coding: [{ system: 'https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode', code }],
      },
    },
  ],
})

/** The head of an answer that echoes the request. */
export const head = (status = 200, ...lines: readonly string[]): AnswerHead => ({
  status,
  reason: '',
  headers: [
    ...['Content-Type', 'application/fhir+json', 'X-Request-ID', MESSAGE_ID.toLowerCase()],
    ...lines,
  ],
})

export const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))
