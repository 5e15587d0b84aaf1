import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import {
  createRandom,
  createRequest,
  type EpsChoices,
  type Patient,
  type RequestKind,
  type Supplier,
  type SupplierRequest,
} from '../../src/simulator/index.ts'
import { type FetchedReply, readFetched } from './dispensing-day-reply.ts'
import { ask, lineOf, type RawAnswer } from './raw-client.ts'

/** A message as one supplier sends it, however often. */
export interface Message {
  readonly bytes: Buffer
  readonly asid: string
  /** As they are written in it. */
  readonly messageId: string
  readonly payloadId: string
}

/** What came of sending a message: where its answer is, or that it may be sent again. */
export type Accepted = { readonly location: string; readonly body: Buffer } | 'again'

/** What a message is made of. */
export interface Writing {
  readonly kind: RequestKind
  readonly patient: Patient
  /** Which of the patient's prescriptions. */
  readonly prescription: number
  readonly supplier: Supplier
  readonly now: number
  /** Decides prefixes, quotes and the like. */
  readonly seed: number
  readonly says: EpsChoices
}

/** Writes a message under ids of its own. */
export function written({ kind, patient, seed, says, ...about }: Writing): Message {
  const ids = { messageId: randomUUID().toUpperCase(), payloadId: randomUUID().toUpperCase() }
  const random = createRandom(seed)
  const request = createRequest(kind, patient, { ...about, ...ids, random, eps: says })
  const messageId = request.body.includes(ids.messageId)
    ? ids.messageId
    : ids.messageId.toLowerCase()
  return { bytes: onTheWire(request), asid: about.supplier.asid, ...ids, messageId }
}

function onTheWire({ method, path, headers, body }: SupplierRequest): Buffer {
  const lines = [['Host', 'spine'], ...headers, ['Content-Length', String(Buffer.byteLength(body))]]
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${head}\r\n${body}`)
}

const answered = (answer: RawAnswer | undefined): RawAnswer => {
  if (answer === undefined) throw new Error('the connection ended without an answer')
  return answer
}

const LATER = 30_000
/** The codes after which a message handler sends a message again. */
const AGAIN = /eb:errorCode="(?:200|206|208)"/

/** Sends a message: its answer waits somewhere, or it may be sent again. Throws where it was refused. */
export async function sent(url: URL, { bytes }: Message): Promise<Accepted> {
  const answer = answered(await ask(url, bytes, { timeoutMs: LATER }))
  const text = answer.body.toString()
  const location = lineOf(answer.headers, 'content-location')
  if (answer.status === 202 && location !== undefined) return { location, body: answer.body }
  if (AGAIN.test(text)) return 'again'
  throw new Error(`${answer.status} ${text}`)
}

/** Sends a message and goes away before anything is answered. */
export async function left(url: URL, { bytes }: Message): Promise<void> {
  const socket = connect(Number(url.port), url.hostname)
  socket.on('error', () => undefined)
  await new Promise<void>(resolve => socket.write(bytes, () => resolve()))
  socket.destroy()
}

/** How often an answer is asked for that is not there yet. */
const MOST_POLLS = 50

/** Fetches the answer at a location, as the system of an ASID does. */
export async function fetched(url: URL, location: string, asid: string): Promise<FetchedReply> {
  const head = `GET ${location} HTTP/1.1\r\nHost: spine\r\nnhsd-asid: ${asid}\r\n\r\n`
  for (let polls = 0; polls < MOST_POLLS; polls++) {
    const answer = answered(await ask(url, head, { method: 'GET', timeoutMs: LATER }))
    if (answer.status === 200) return readFetched(answer.body.toString())
    if (answer.status !== 202) throw new Error(`${location} is answered ${answer.status}`)
  }
  throw new Error(`${location} has no answer`)
}
