/** A supplier whose SOAP client is somebody else's: the npm client soap, on a service description written by hand. */
import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { type Client, createClientAsync } from 'soap'
import { type Patient, SPINE, SUPPLIERS } from '../../src/simulator/index.ts'

const WSDL = fileURLToPath(new URL('spine-pds.wsdl', import.meta.url))
const PATH = '/syncservice-pds/pds'
const ASID = '1.2.826.0.1285.0.2.0.107'
const ADDRESSING = 'http://schemas.xmlsoap.org/ws/2004/08/addressing'

/** What the client makes of XML: attributes under `attributes`, text where there is only text. */
export type Parsed = Readonly<Record<string, unknown>>

/** The queries of the service description. */
export const QUERIES = [
  'QUPA_IN000008UK02',
  'QUPA_IN000008UK05',
  'QUPA_IN000005UK01',
  'QUPA_IN000005UK03',
] as const
export type Query = (typeof QUERIES)[number]

/** What the client tells whoever called it. */
export interface Told {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, unknown>>
  /** The SOAP header and the body's element, or the fault it threw, as the client parsed them. */
  readonly said: Parsed
  readonly raw: string
  /** The ids of the request. */
  readonly messageId: string
}

/** A question, and what is wrong with it on purpose. */
export interface Question {
  readonly query: Query
  readonly patient: Patient
  /** Who asks by its message where that is not who asks by its envelope: Spine takes no such message. */
  readonly bodyAsid?: string
}

/** A supplier's client. */
export interface SoapSupplier {
  ask(question: Question): Promise<Told>
}

type Call = (args: Parsed) => Promise<readonly [Parsed, string, Parsed, string]>
/** An error as the client throws it: of a fault it parses the envelope too. */
type Thrown = Error & {
  readonly root?: { readonly Envelope?: Parsed }
  readonly response?: { readonly status: number; readonly data: string }
}

const a = (attributes: Parsed, rest: Parsed = {}): Parsed => ({ attributes, ...rest })
const device = (asid: string): Parsed => ({
  device: a(
    { classCode: 'DEV', determinerCode: 'INSTANCE' },
    { id: a({ root: ASID, extension: asid }) },
  ),
})

const parameter = (value: Parsed, name: string): Parsed => ({
  [name]: { value, semanticsText: name },
})

const retrieval = ({ nhsNumber, formerNumber }: Patient): Parsed => ({
  ...parameter(
    a({ code: '0', codeSystem: '2.16.840.1.113883.2.1.3.2.4.17.36' }),
    'historicDataIndicator',
  ),
  ...parameter(
    a({ root: '2.16.840.1.113883.2.1.4.1', extension: formerNumber ?? nhsNumber }),
    'person.id',
  ),
  retrievalItem: { semanticsText: 'person.allData' },
})

function trace({ gender, birth, names, addresses }: Patient): Parsed {
  const [name] = names.filter(({ use, past }) => use === 'L' && !past)
  const [home] = addresses.filter(({ use, past }) => use === 'H' && !past)
  return {
    ...parameter(
      a({ code: gender, codeSystem: '2.16.840.1.113883.2.1.3.2.4.16.25' }),
      'person.administrativeGenderCode',
    ),
    ...parameter(a({ value: birth }), 'person.birthTime'),
    ...parameter(a({ use: 'L' }, { given: name?.given[0], family: name?.family }), 'person.name'),
    ...(home && parameter({ postalCode: home.postcode }, 'person.address')),
  }
}

const VERSIONS: Readonly<Record<Query, string>> = {
  QUPA_IN000008UK02: 'V3NPfIT3.0',
  QUPA_IN000008UK05: '3NPfIT7.2.02',
  QUPA_IN000005UK01: 'V3NPfIT3.0',
  QUPA_IN000005UK03: 'V3NPfIT3.0',
}

function message({ query, patient, bodyAsid }: Question, id: string, own: string): Parsed {
  const asid = bodyAsid ?? own
  return {
    id: a({ root: id }),
    creationTime: a({ value: '20261122093015' }),
    versionCode: a({ code: VERSIONS[query] }),
    interactionId: a({ root: '2.16.840.1.113883.2.1.3.2.4.12', extension: query }),
    processingCode: a({ code: 'P' }),
    processingModeCode: a({ code: 'T' }),
    acceptAckCode: a({ code: 'NE' }),
    communicationFunctionRcv: a({ typeCode: 'RCV' }, device(SPINE.asid)),
    communicationFunctionSnd: a({ typeCode: 'SND' }, device(asid)),
    ControlActEvent: a(
      { classCode: 'CACT', moodCode: 'EVN' },
      {
        author1: a(
          { typeCode: 'AUT' },
          {
            AgentSystemSDS: a({ classCode: 'AGNT' }, { agentSystemSDS: device(asid)['device'] }),
          },
        ),
        query: query.startsWith('QUPA_IN000008') ? retrieval(patient) : trace(patient),
      },
    ),
  }
}

const end = (name: string, asid: string): string =>
  `<v3:${name} xmlns:v3="urn:hl7-org:v3"><v3:device classCode="DEV" determinerCode="INSTANCE">` +
  `<v3:id root="${ASID}" extension="${asid}"/></v3:device></v3:${name}>`

const addressed = (name: string, text: string): string =>
  `<wsa:${name} xmlns:wsa="${ADDRESSING}">${text}</wsa:${name}>`

function headersOf(query: Query, id: string, asid: string): readonly string[] {
  return [
    addressed('MessageID', `uuid:${id}`),
    addressed('Action', `urn:nhs:names:services:pdsquery/${query}`),
    addressed('To', 'urn:nhs:names:services:pdsquery'),
    end('communicationFunctionRcv', SPINE.asid),
    end('communicationFunctionSnd', asid),
  ]
}

function thrown(error: unknown, messageId: string): Told {
  const { root, response, message } = error as Thrown // what the client throws of an answer that is a fault
  if (response === undefined) throw new Error(message, { cause: error })
  const { status, data } = response
  return { status, headers: {}, said: { fault: root?.Envelope, message }, raw: data, messageId }
}

const linesOf = ({ lastResponseHeaders }: Client): Parsed =>
  JSON.parse(JSON.stringify(lastResponseHeaders ?? {})) as Parsed // names and values

/** Starts a client that asks at an address as one of the suppliers. */
export async function createSoapSupplier(
  url: URL | string,
  supplier = SUPPLIERS[0],
): Promise<SoapSupplier> {
  const client = await createClientAsync(WSDL, { endpoint: new URL(PATH, url).href })
  const asid = supplier?.asid ?? ''
  return {
    ask: async question => {
      const id = randomUUID().toUpperCase()
      client.clearSoapHeaders()
      for (const each of headersOf(question.query, id, asid)) client.addSoapHeader(each)
      const call = (client as unknown as Readonly<Record<string, Call>>)[`${question.query}Async`] // the client has a method for each operation
      if (call === undefined) throw new Error(`the service description has no ${question.query}`)
      try {
        const [body, raw, header] = await call(message(question, id, asid))
        return { status: 200, headers: linesOf(client), said: { header, body }, raw, messageId: id }
      } catch (error) {
        return { ...thrown(error, id), headers: linesOf(client) }
      }
    },
  }
}
