import { parseConfig } from '../../src/config/index.ts'
import type { Store } from '../../src/fleet/index.ts'
import type { Mapping } from '../../src/mapping/index.ts'
import { INTERACTIONS } from '../../src/products/index.ts'
import { ebxmlAcknowledgment, ebxmlPost, ebxmlPrescription, FROM } from './messages.ts'
import { PRESCRIBE } from './prescriptions.ts'
import { startProxy, type StartedProxy, storeFor } from './proxy.ts'
import { ask, type RawAnswer } from './raw-client.ts'
import { bodyOf, type Closing, startUpstream } from './upstream.ts'

/** What a patient's record would say: made up, and nowhere but in an answer of the cloud's. */
export const SECRET = 'Quillon Testperson of 9990000018'

const said = (id: string, ref: string, text: string): string =>
  `<MCCI_IN010000UK13 xmlns="urn:hl7-org:v3"><id root="${id}"/><acknowledgement typeCode="AA"><messageRef>` +
  `<id root="${ref}"/></messageRef></acknowledgement><text>${text}</text></MCCI_IN010000UK13>`

/** A mapping of one row, made up: whatever is prescribed is taken, and what the cloud says is said. */
const MADE_UP = {
  name: 'eps.made-up',
  version: '000000000000',
  interactions: [PRESCRIBE],
  request: (_message, { messageId }) => {
    const requestId = messageId.toLowerCase()
    const headers = ['Content-Type', 'application/fhir+json', 'X-Request-ID', requestId]
    const body = Buffer.from('{"resourceType":"Bundle"}')
    const subject = { kind: 'person', asked: {} } as const
    const value = { method: 'POST', path: '/$process-message', headers, body, subject, requestId }
    return { kind: 'accepted', value, losses: [] }
  },
  answer: ({ status, headers, body }, { request, payloadId, newId }) => {
    if (status >= 500) return { kind: 'failure', error: 'no-answer', says: `status ${status}` }
    const at = headers.findIndex(each => each.toLowerCase() === 'x-request-id')
    if (headers[at + 1] !== request.requestId) return { kind: 'crossed', by: 'request' }
    const messageId = newId()
    const payload = said(messageId, payloadId, body.toString())
    const interaction = 'MCCI_IN010000UK13'
    const rest = { wrapper: '', outcome: 'ok', loss: undefined } as const
    return { kind: 'answer', interaction, messageId, payload, ...rest }
  },
} as Pick<Mapping, 'name' | 'version' | 'interactions' | 'request' | 'answer'> as Mapping // of which no more is asked

/** A cloud that carries out what it is asked, and how it answers next. */
interface Cloud {
  readonly url: URL
  /** The X-Request-ID of each request. */
  readonly asked: string[]
  status: number
  isCrossed: boolean
  /** Resolves when the next request is there; it is answered once it is let. */
  hold(): { readonly came: Promise<void>; release(): void }
}

async function startCloud(t: Closing): Promise<Cloud> {
  let came = (): void => undefined
  let mayAnswer = Promise.resolve()
  const url = await startUpstream(t, (request, response) => {
    const id = String(request.headers['x-request-id'])
    void bodyOf(request).then(async () => {
      cloud.asked.push(id)
      came()
      await mayAnswer
      const echo = cloud.isCrossed ? crypto.randomUUID() : id
      const bytes = Buffer.from(SECRET)
      const lines = { 'X-Request-ID': echo, 'Content-Length': bytes.length }
      response.writeHead(cloud.status, lines).end(bytes)
    })
  })
  const cloud: Cloud = {
    url,
    asked: [],
    status: 200,
    isCrossed: false,
    hold: () => {
      const [arrived, released] = [
        Promise.withResolvers<undefined>(),
        Promise.withResolvers<undefined>(),
      ]
      came = () => arrived.resolve(undefined)
      mayAnswer = released.promise.then(() => undefined)
      return {
        came: arrived.promise.then(() => undefined),
        release: () => released.resolve(undefined),
      }
    },
  }
  return cloud
}

async function startLegacy(t: Closing) {
  const got: Buffer[] = []
  const targets: string[] = []
  const url = await startUpstream(t, (request, response) => {
    targets.push(request.url ?? '')
    void bodyOf(request).then(body => {
      got.push(body)
      const [, id = ''] = /<eb:MessageId>([^<]*)</.exec(body.toString()) ?? []
      const answer = Buffer.from(ebxmlAcknowledgment(id))
      const type = { 'content-type': 'text/xml; charset=utf-8' }
      response.writeHead(202, { ...type, 'content-length': answer.length }).end(answer)
    })
  })
  return { url, got, targets }
}

/** Both sides, and how instances are started between them. */
export interface Sides {
  readonly legacy: Awaited<ReturnType<typeof startLegacy>>
  readonly cloud: Cloud
  start(store?: Store): Promise<FetchingLater>
}

/** An instance whose prescriptions are answered later, and a supplier of it. */
export interface FetchingLater extends StartedProxy {
  post(body: string): Promise<RawAnswer>
  /** Asks for what is at a location, as the system of an ASID. */
  fetch(location: string, asid?: string | readonly string[], method?: string): Promise<RawAnswer>
}

const answered = (answer: RawAnswer | undefined): RawAnswer => {
  if (answer === undefined) throw new Error('nothing came')
  return answer
}

/** Starts both sides; the supplier of every message fetches its answers unless another is said to. */
export async function startSides(t: Closing, poller: string = FROM): Promise<Sides> {
  const [legacy, cloud] = [await startLegacy(t), await startCloud(t)]
  const mappings = [MADE_UP]
  const config = parseConfig(
    {
      environment: { name: 'test' },
      suppliers: { [poller]: { name: 'Acme', reply: 'poll' } },
      upstreams: {
        spine: { url: legacy.url.origin },
        eps: { url: `${cloud.url.origin}/FHIR/R4`, simulated: true, timeoutMs: 20_000 },
      },
      cohorts: { prescriptions: { key: 'prescriptionId', records: 'shared' } },
      routes: [
        {
          name: 'eps',
          match: { interaction: [PRESCRIBE] },
          legacy: 'spine',
          cloud: 'eps',
          cohort: 'prescriptions',
          translate: MADE_UP.name,
          startsAt: 'cloud',
        },
        { name: 'default', legacy: 'spine' },
      ],
    },
    { env: {}, file: 'test.routes.config.ts', interactions: INTERACTIONS, mappings },
  )
  const start = async (store?: Store): Promise<FetchingLater> => {
    const proxy = await startProxy(t, config, { store: store ?? (await storeFor(t)), mappings })
    return {
      ...proxy,
      post: async body => answered(await ask(proxy.url, ebxmlPost(body))),
      fetch: async (location, asid = FROM, method = 'GET') => {
        const lines = [asid].flat().map(each => `nhsd-asid: ${each}\r\n`)
        const head = `${method} ${location} HTTP/1.1\r\nHost: spine\r\n${lines.join('')}\r\n`
        return answered(await ask(proxy.url, head, { method }))
      },
    }
  }
  return { legacy, cloud, start }
}

const ACK =
  '<eb:AckRequested eb:version="2.0" SOAP:mustUnderstand="1" eb:signed="false" SOAP:actor="urn:oasis:names:tc:ebxml-msg:actor:toPartyMSH"/>'
const SYNC =
  '<eb:SyncReply eb:version="2.0" SOAP:mustUnderstand="1" SOAP:actor="http://schemas.xmlsoap.org/soap/actor/next"/>'

/** A prescription whose envelope asks for these signals. */
export function prescription(
  parts: { readonly messageId?: string; readonly payloadId?: string } = {},
  signals = { duplicateElimination: true, ackRequested: true, syncReply: true },
): { readonly body: string; readonly messageId: string; readonly payloadId: string } {
  const payloadId = parts.payloadId ?? crypto.randomUUID().toUpperCase()
  const { body, messageId } = ebxmlPrescription({ ...parts, payloadId })
  const more = (signals.ackRequested ? ACK : '') + (signals.syncReply ? SYNC : '')
  const asked = body.replace('</SOAP:Header>', `${more}</SOAP:Header>`)
  const own = signals.duplicateElimination ? asked : asked.replace('<eb:DuplicateElimination/>', '')
  return { body: own, messageId, payloadId }
}
