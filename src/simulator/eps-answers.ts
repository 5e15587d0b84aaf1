import { accepted, EPS_VERSION, refused } from './acknowledgement.ts'
import type { EbxmlRequest } from './ebxml-request.ts'
import { mistakeIn } from './accept-eps.ts'
import { EPS_CODES } from './eps-codes.ts'
import type { EpsSaying } from './eps-codes.ts'
import { dispenserIn, freestanding, readAct } from './eps-reading.ts'
import { EPS_BATCH } from './eps-rules.ts'
import type { EpsVerb } from './eps-rules.ts'
import type { Dispenser, Prescription, Prescriptions } from './eps-store.ts'
import type { Message, Reason } from './hl7-message.ts'
import { hl7Time } from './times.ts'
import type { World } from './world.ts'
import { escape, outer } from './xml-text.ts'

/** How one message about prescriptions is answered. */
export type EpsAnswer = (request: EbxmlRequest, world: World, held: Prescriptions) => Message

const V3 = '2.16.840.1.113883.2.1.3.2.4'

const reason = (saying: EpsSaying): Reason => ({ ...EPS_CODES[saying], qualifier: 'ER' })

const subjectIn = (root: string, subject: string, ack: Message['ack'] = 'AA'): Message => ({
  root,
  version: EPS_VERSION,
  ack,
  subject,
})

const ref = (name: string, kind: string, id: string): string =>
  `<${name} ${kind}><id root="${escape(id)}"/></${name}>`

const head = (world: World): string =>
  `<id root="${world.newId()}"/><effectiveTime value="${hl7Time(world.now)}"/>`

const valueOfSaying = (saying: EpsSaying): string => {
  const { code, system, says } = EPS_CODES[saying]
  return `<value code="${code}" codeSystem="${system}" displayName="${escape(says)}"/>`
}

const performer = (holder: Dispenser | undefined): string =>
  holder === undefined ? '' : `<performer typeCode="PRF">${holder.said}</performer>`

/** Writes why nothing is released; where another dispenser has it, who that is. */
function reject(
  request: EbxmlRequest,
  world: World,
  saying: EpsSaying,
  prescription?: Prescription,
): Message {
  const holder = saying === 'elsewhere' ? prescription?.holder : undefined
  return subjectIn(
    'PORX_IN110101UK30',
    `<PrescriptionReleaseReject xmlns="urn:hl7-org:v3" classCode="INFO" moodCode="EVN">${head(world)}` +
      `<pertinentInformation typeCode="PERT" contextConductionInd="true"><seperatableInd value="false"/>` +
      `<pertinentRejectionReason classCode="OBS" moodCode="EVN"><code code="PRRR" codeSystem="${V3}.17.30"/>` +
      `${valueOfSaying(saying)}${performer(holder)}</pertinentRejectionReason></pertinentInformation>` +
      `<reversalOf typeCode="REV"><seperatableInd value="true"/>` +
      ref(
        'priorPrescriptionReleaseRequestRef',
        'classCode="INFO" moodCode="RQO"',
        world.boundTo(request.payloadId),
      ) +
      `</reversalOf></PrescriptionReleaseReject>`,
    'AE',
  )
}

/** A prescription is of one type as it is sent and of another as it is released. */
const [AS_SENT, AS_RELEASED] = ['PORX_MT132004UK31', 'PORX_MT122003UK32']

const component = ({ sent }: Prescription): string =>
  `<component typeCode="COMP" contextConductionInd="false"><seperatableInd value="false"/>` +
  `<templateId root="${V3}.17.120" extension="${AS_RELEASED}"/>` +
  `${sent.replace(AS_SENT, AS_RELEASED)}</component>`

const batch = (code: string, value: number): string =>
  `<pertinentInformation typeCode="PERT" contextConductionInd="true"><seperatableInd value="false"/>` +
  `<pertinentBatchInfo classCode="OBS" moodCode="EVN"><code code="${code}" codeSystem="${V3}.17.14"/>` +
  `<value value="${value}"/></pertinentBatchInfo></pertinentInformation>`

interface Released {
  readonly root: string
  readonly prescriptions: readonly Prescription[]
  /** How many waited; only a nominated release says so. */
  readonly waiting?: number
}

function release(request: EbxmlRequest, world: World, released: Released): Message {
  const { root, prescriptions, waiting } = released
  return subjectIn(
    root,
    `<PrescriptionReleaseResponse xmlns="urn:hl7-org:v3" classCode="INFO" moodCode="EVN">${head(world)}` +
      prescriptions.map(component).join('') +
      (waiting === undefined ? '' : batch('1', prescriptions.length) + batch('2', waiting)) +
      `<inFulfillmentOf typeCode="FLFS" inversionInd="false" negationInd="false">` +
      `<seperatableInd value="true"/>` +
      ref(
        'priorDownloadRequestRef',
        'classCode="INFO" moodCode="RQO"',
        world.boundTo(request.payloadId),
      ) +
      `</inFulfillmentOf></PrescriptionReleaseResponse>`,
  )
}

/** Releases one prescription to whoever asks first. */
export const releaseOne: EpsAnswer = (request, world, held) => {
  const mistake = mistakeIn('release', request.payload)
  if (mistake !== undefined) return reject(request, world, mistake)
  const { done, says, prescription } = held.act(readAct('release', request, world.now))
  return done && prescription !== undefined
    ? release(request, world, { root: 'PORX_IN070103UK31', prescriptions: [prescription] })
    : reject(request, world, says ?? 'unknown', prescription)
}

/** Releases what waits for the dispenser that asks: the next 25, in the order in which they were sent. */
export const releaseNominated: EpsAnswer = (request, world, held) => {
  const by = dispenserIn(request.payload)
  const mistake = mistakeIn('release-nominated', request.payload)
  if (mistake !== undefined || by === undefined) {
    return reject(request, world, mistake ?? 'invalid-release')
  }
  const waiting = held.waitingFor(by.ods)
  const asked = { verb: 'release', id: request.payloadId, at: world.now, by } as const
  const prescriptions = waiting
    .slice(0, EPS_BATCH)
    .flatMap(each => held.act({ ...asked, prescription: each.shortId }).prescription ?? [])
  return prescriptions.length === 0
    ? reject(request, world, 'no-more')
    : release(request, world, {
        root: 'PORX_IN070101UK31',
        prescriptions,
        waiting: waiting.length,
      })
}

/** Gives an element of the request as it stands there, '' where it has none. */
const repeated = (payload: string, name: string): string => {
  const found = outer(payload, name)
  return found === undefined ? '' : freestanding(found)
}

/** Cancels a prescription nobody has taken yet; one that a dispenser has is marked. */
export const cancel: EpsAnswer = (request, world, held) => {
  const { payload } = request
  const mistake = mistakeIn('cancel', payload)
  const outcome =
    mistake === undefined ? held.act(readAct('cancel', request, world.now)) : undefined
  const saying = mistake ?? outcome?.says ?? 'R-5888'
  const subject =
    `<CancellationResponse xmlns="urn:hl7-org:v3" classCode="INFRM" moodCode="EVN">${head(world)}` +
    repeated(payload, 'recordTarget') +
    performer(outcome?.prescription?.holder) +
    repeated(inSubject(payload), 'author') +
    repeated(inSubject(payload), 'responsibleParty') +
    repeated(payload, 'pertinentInformation2') +
    repeated(payload, 'pertinentInformation1') +
    `<pertinentInformation3 typeCode="PERT" contextConductionInd="true"><seperatableInd value="false"/>` +
    `<pertinentResponse classCode="OBS" moodCode="EVN"><code code="CRR" codeSystem="${V3}.17.30"/>` +
    `${valueOfSaying(saying)}</pertinentResponse></pertinentInformation3>` +
    `<pertinentInformation4 typeCode="PERT" inversionInd="false" negationInd="false">` +
    `<seperatableInd value="true"/>` +
    ref(
      'pertinentCancellationRequestRef',
      'classCode="ACTN" moodCode="RQO"',
      world.boundTo(request.payloadId),
    ) +
    `</pertinentInformation4></CancellationResponse>`
  return subjectIn('PORX_IN050101UK31', subject, saying === 'R-0001' ? 'AA' : 'AE')
}

/** What follows the patient: in front of it stand the wrapper's own author and the patient's own GP. */
const inSubject = (payload: string): string =>
  payload.split(/<\/(?:[\w.-]+:)?recordTarget\s*>/)[1] ?? ''

/** Answers a message with an acknowledgement: the prescription moved, or why it did not. */
const acknowledged =
  (verb: EpsVerb): EpsAnswer =>
  (request, world, held) => {
    const mistake = mistakeIn(verb, request.payload)
    if (mistake !== undefined) return refused([reason(mistake)])
    const { done, says } = held.act(readAct(verb, request, world.now))
    return done ? accepted() : refused([reason(says ?? 'invalid')])
  }

export const prescribe = acknowledged('prescribe')
export const dispense = acknowledged('dispense')
export const claim = acknowledged('claim')
export const giveBack = acknowledged('return')
export const withdraw = acknowledged('withdraw')
/** A history that is written anew changes nothing the simulator would answer with. */
export const rebuild: EpsAnswer = () => accepted()
