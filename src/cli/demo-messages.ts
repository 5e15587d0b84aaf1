import {
  createPatients,
  createRequest,
  type Patient,
  type Random,
  type RequestKind,
  type Supplier,
  SUPPLIERS,
  type SupplierRequest,
  UNKNOWN_NUMBER,
} from '../simulator/index.ts'
import type { Due, Outcome } from './demo-judge.ts'
import { rowOf, WRONG } from './demo-rows.ts'

/** What a message asks, and who asks. */
export interface About {
  readonly kind: RequestKind
  readonly patient: Patient
  readonly supplier: Supplier
}

/** One message a supplier sends, and the answer it is due. */
export interface DemoMessage {
  /** The row it is counted in. */
  readonly row: string
  readonly about: About
  /** Answered at once, or taken over with a receipt and answered by polling. */
  readonly form: 'synchronous' | 'reliable'
  readonly request: SupplierRequest
  readonly due: Due
}

/** What writing a message takes from outside. */
export interface Writing {
  readonly random: Random
  /** Epoch milliseconds. */
  readonly now: () => number
  readonly newId: () => string
}

/** How many of those who have a new number are asked for under their former one as often as the others: one in five. */
const FORMER = 0.2

interface Query {
  readonly kind: RequestKind
  /** How often, against the others. */
  readonly weight: number
  readonly wrapper: string
  readonly outcomes: readonly Outcome[]
}

// Some of the 200 are restricted, have no summary or share their demographics with another: only a retrieval by
// number is always due a record.
const EITHER = ['ok', 'negative'] as const
const query = (
  kind: RequestKind,
  weight: number,
  wrapper: string,
  outcomes: Query['outcomes'] = EITHER,
): Query => ({ kind, weight, wrapper, outcomes })

const QUERIES: readonly Query[] = [
  query('QUPA_IN000008UK02', 30, 'retrievalQueryResponse', ['ok']),
  query('QUPA_IN000008UK05', 18, 'retrievalQueryResponse', ['ok']),
  query('QUPA_IN000008SM13', 8, 'retrievalQueryResponse', ['ok']),
  query('QUPA_IN000005UK01', 4, 'traceQueryResponse'),
  query('QUPA_IN000005UK03', 3, 'traceQueryResponse'),
  query('QUPA_IN000014UK01', 2, 'crossCheckTraceQueryResponse'),
  query('QUPA_IN000014UK03', 2, 'crossCheckTraceQueryResponse'),
  query('QUPA_IN000014SM03', 1, 'crossCheckTraceQueryResponse'),
  query('QUPC_IN180000UK04', 3, 'eventListQueryResponse'),
  query('QUPC_IN180000SM04', 2, 'eventListQueryResponse'),
  query('QUPC_IN190000UK04', 4, 'eventQueryResponse'),
]

/** What suppliers send one after the other about one prescription or summary. */
const SEQUELS: readonly {
  readonly kinds: readonly RequestKind[]
  readonly weight: number
  /** Of each; where it is left out each is due to be taken. */
  readonly outcomes?: readonly Outcome[]
}[] = [
  {
    kinds: ['PORX_IN020101UK31', 'PORX_IN132004UK30', 'PORX_IN080101UK31', 'PORX_IN090101UK31'],
    weight: 2,
  },
  { kinds: ['PORX_IN020101UK31', 'PORX_IN030101UK32'], weight: 1 },
  // Some of the 200 let nobody keep a summary of theirs.
  { kinds: ['REPC_IN150016UK05'], weight: 1, outcomes: EITHER },
]

/** A right request made wrong, and the error code that says so. */
const MISTAKES: readonly {
  readonly faultCode: string
  spoil(request: SupplierRequest): Partial<SupplierRequest>
}[] = [
  {
    // An interaction that nobody offers.
    faultCode: '101',
    spoil: ({ headers }) => ({
      headers: headers.map(([name, value]) =>
        name === 'SOAPAction'
          ? [name, value.replace(/QUPA_\w+/, 'QUPA_IN999999UK99')]
          : [name, value],
      ),
    }),
  },
  {
    // Its header does not say whom it is for.
    faultCode: '201',
    spoil: ({ body }) => ({ body: body.replace(/(<(?:\w+:)?To>)[^<]*/, '$1') }),
  },
  {
    // The message ends in the middle.
    faultCode: '201',
    spoil: ({ body }) => ({ body: body.slice(0, body.length / 2) }),
  },
]

/** Creates a source of what one supplier sends next: one message, or several that follow from one another. */
export function createConversations(writing: Writing): () => readonly DemoMessage[] {
  const patients = createPatients()
  // Who has a former number is asked for under that one.
  const neverRenumbered = patients.filter(({ formerNumber }) => formerNumber === undefined)
  let prescriptions = 0
  const pick = <T>(from: readonly T[]): T => {
    const picked = from[Math.floor(writing.random() * from.length)]
    if (picked === undefined) throw new Error('there is nothing to pick from')
    return picked
  }
  // Few ask under a number that was replaced; the cloud answers under the new one, so legacy is asked then.
  const somebody = (): Patient => {
    const patient = pick(patients)
    const isLeftOut = patient.formerNumber !== undefined && writing.random() >= FORMER
    return isLeftOut ? pick(neverRenumbered) : patient
  }
  const sources: readonly (readonly [weight: number, write: () => readonly DemoMessage[]])[] = [
    ...QUERIES.map(each => [each.weight, () => [written(writing, each, somebody())]] as const),
    ...SEQUELS.map(({ kinds, weight, outcomes = ['ok'] }) => {
      const write = (): readonly DemoMessage[] => {
        const patient = pick(patients)
        const prescription = prescriptions++
        // One system all through: what one dispenser has another may not dispense.
        const supplier = supplierOf(writing)
        const about = { patient, supplier }
        const of = { prescription, outcomes }
        return kinds.map(kind => reliable(writing, { kind, ...about }, of))
      }
      return [weight, write] as const
    }),
    [2, () => [aboutNobody(writing, pick(neverRenumbered))]],
    [2, () => [wrong(writing, pick(patients), pick(MISTAKES))]],
  ]
  const total = sources.reduce((sum, [weight]) => sum + weight, 0)
  return () => {
    let left = writing.random() * total
    const source = sources.find(([weight]) => (left -= weight) < 0) ?? sources[0]
    return source?.[1]() ?? []
  }
}

function written(
  writing: Writing,
  { kind, wrapper, outcomes }: Query,
  patient: Patient,
): DemoMessage {
  const about = { kind, patient, supplier: supplierOf(writing) }
  const ids = idsOf(writing, about)
  const { messageId, payloadId } = ids
  const asid = about.supplier.asid
  return {
    row: rowOf(kind),
    about,
    form: 'synchronous',
    request: createRequest(kind, patient, ids),
    due: { messageId, payloadId, wrapper, subject: patient.nhsNumber, asid, outcomes },
  }
}

const idsOf = ({ newId, now, random }: Writing, { supplier }: About) => ({
  messageId: newId(),
  payloadId: newId(),
  now: now(),
  random,
  supplier,
})

function supplierOf({ random }: Writing): Supplier {
  const supplier = SUPPLIERS[Math.floor(random() * SUPPLIERS.length)]
  if (supplier === undefined) throw new Error('there is no supplier')
  return supplier
}

function reliable(
  writing: Writing,
  about: About,
  { prescription, outcomes }: { readonly prescription: number } & Pick<Due, 'outcomes'>,
): DemoMessage {
  const { kind, patient } = about
  const ids = { ...idsOf(writing, about), prescription }
  const { messageId, payloadId } = ids
  return {
    row: rowOf(kind),
    about,
    form: 'reliable',
    request: createRequest(kind, patient, ids),
    due: { messageId, payloadId, outcomes },
  }
}

/** A retrieval with a number that nobody has. */
function aboutNobody(writing: Writing, patient: Patient): DemoMessage {
  const due = ['negative'] as const
  const nobody = { ...patient, nhsNumber: UNKNOWN_NUMBER }
  return written(writing, query('QUPA_IN000008UK02', 0, 'retrievalQueryResponse', due), nobody)
}

function wrong(
  writing: Writing,
  patient: Patient,
  mistake: (typeof MISTAKES)[number],
): DemoMessage {
  const right = written(writing, query('QUPA_IN000005UK01', 0, 'traceQueryResponse'), patient)
  const due: Due = { ...right.due, outcomes: ['fault'], faultCode: mistake.faultCode }
  return {
    ...right,
    row: WRONG,
    due,
    request: { ...right.request, ...mistake.spoil(right.request) },
  }
}

/** Writes one retrieval for a person to send by hand. */
export const retrievalToTry = (writing: Writing): SupplierRequest => {
  const [patient] = createPatients()
  const [supplier] = SUPPLIERS
  if (patient === undefined || supplier === undefined) throw new Error('nobody was made up')
  const { random } = writing
  const ids = { messageId: writing.newId(), now: writing.now(), random, supplier }
  return createRequest('QUPA_IN000008UK02', patient, ids)
}
