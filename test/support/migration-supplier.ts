import { randomUUID } from 'node:crypto'
import {
  createRandom,
  createRequest,
  type Patient,
  patientsOf,
  type RequestKind,
  type Supplier,
  SUPPLIERS,
  type SupplierRequest,
  UNKNOWN_NUMBER,
} from '../../src/simulator/index.ts'
import type { Moved } from './migration-stand.ts'
import { ask } from './raw-client.ts'
import { onTheWire } from './translated.ts'

/** What an answer says became of its request, as its supplier reads it in the bytes. */
export type Said = 'ok' | 'not_found' | 'rejected' | 'fault'

/** One message a supplier sent, and what it got. */
export interface Sent {
  readonly route: Moved | 'default'
  /** In small letters. */
  readonly id: string
  readonly step: string
  readonly nhsNumber: string
  readonly asid: string
  readonly status: number
  readonly said: Said
  readonly bytesIn: number
  readonly bytesOut: number
  /** Whether all of the answer was there within a second, by the supplier's own clock. */
  readonly isPrompt: boolean
}

/** Who is asked about. None was ever called otherwise, so nobody's message is declined for that. */
const [lacked, ...others] = patientsOf('plain').filter(
  ({ formerNumber, restricted }) => formerNumber === undefined && !restricted,
)
export const PATIENTS: readonly Patient[] = others

/** One whose record only legacy has. */
export function lackedByCloud(): Patient {
  if (lacked === undefined) throw new Error('nobody was made up')
  return lacked
}

/** A patient neither side knows. */
export const nobody = (): Patient => ({ ...patientAt(0), nhsNumber: UNKNOWN_NUMBER })

/** Patients one after the other, round and round. */
export function patientAt(n: number): Patient {
  const patient = PATIENTS[n % PATIENTS.length]
  if (patient === undefined) throw new Error('nobody was made up')
  return patient
}

/** Each kind of message by the route that owns it. */
const KINDS = {
  retrievals: 'QUPA_IN000008UK02',
  summaries: 'QUPC_IN180000SM04',
  prescribing: 'PORX_IN020101UK31',
  default: 'QUPA_IN000005UK01',
} as const satisfies Record<Moved | 'default', RequestKind>

const PROMPT_MS = 1_000

const random = createRandom(77)
let prescriptions = 0

/** Something a supplier gets wrong. */
export type Spoilt = (request: SupplierRequest) => SupplierRequest

/** The header does not say whom it is for: a SOAP fault says so. */
export const toNobody: Spoilt = request => ({
  ...request,
  body: request.body.replace(/(<(?:\w+:)?To>)[^<]*/, '$1'),
})

/** Suppliers one after the other, round and round. */
export function supplierAt(n: number): Supplier {
  const supplier = SUPPLIERS[n % SUPPLIERS.length]
  if (supplier === undefined) throw new Error('there is no supplier')
  return supplier
}

/** What a message is about, who sends it, and what is wrong with it. */
export interface Message extends Pick<Sent, 'route' | 'step'> {
  readonly patient: Patient
  readonly supplier: Supplier
  readonly spoilt?: Spoilt
}

/** Sends one message and reads what comes. Throws where nothing does. */
export async function sendTo(url: URL, message: Message): Promise<Sent> {
  const { route, step, patient, supplier, spoilt = same } = message
  const messageId = randomUUID()
  const ids = { messageId, now: Date.now(), random, supplier, prescription: prescriptions++ }
  const request = spoilt(createRequest(KINDS[route], patient, ids))
  const began = performance.now()
  const answer = await ask(url, onTheWire(request), { timeoutMs: 30_000 })
  if (answer === undefined) throw new Error(`no answer on ${route}`)
  const body = answer.body.toString()
  return {
    ...{ route, step, id: messageId, status: answer.status },
    ...{ nhsNumber: patient.nhsNumber, asid: supplier.asid },
    ...{ said: saidIn(body), bytesOut: answer.body.length },
    bytesIn: Buffer.byteLength(request.body),
    isPrompt: performance.now() - began < PROMPT_MS,
  }
}

const same: Spoilt = request => request

const FAULT = /<(?:[\w.-]+:)?(?:Fault|ErrorList)[\s>]/
const NEGATIVE = /<(?:[\w.-]+:)?acknowledgement\s[^>]*typeCode="A[ER]"/

/** SOAP 1.1 §4.4.1: a fault is the sender's, who must send something else, or the system's. */
const SENDERS = /<faultcode>[\w.-]+:Client<\/faultcode>/

function saidIn(body: string): Said {
  if (FAULT.test(body)) return SENDERS.test(body) ? 'rejected' : 'fault'
  return NEGATIVE.test(body) ? 'not_found' : 'ok'
}
