import { accepted, EPS_VERSION, refused } from './acknowledgement.ts'
import { keep } from './bounded.ts'
import type { EbxmlRequest } from './ebxml-request.ts'
import { organisationIn, readPrescription, shortIdIn } from './eps-store.ts'
import type { Prescription, Prescriptions } from './eps-store.ts'
import type { Message, Reason } from './hl7-message.ts'
import { hl7Time } from './times.ts'
import type { World } from './world.ts'
import { inside, valueOf } from './xml-text.ts'

type Answer = (request: EbxmlRequest, world: World, held: Prescriptions) => Message

const V3 = '2.16.840.1.113883.2.1.3.2.4'
const MOST_AT_ONCE = 25

const prescribing = (code: string, says: string): Reason => ({
  code,
  system: `${V3}.17.22`,
  says,
  qualifier: 'ER',
})
const dispensing = (code: string, says: string): Reason => ({
  ...prescribing(code, says),
  system: `${V3}.16.34`,
})

const NOT_FOUND = dispensing('0003', 'Prescription can not be found')
const ELSEWHERE = dispensing('0004', 'Prescription is with another dispenser')
const DISPENSED = dispensing('0005', 'Prescription has been dispensed')
const NO_MORE = dispensing('0006', 'No more nominated prescriptions available')

/** Creates a prescription. */
export const prescribe: Answer = (request, _, held) => {
  const prescription = readPrescription(request.payload)
  if (prescription === undefined) {
    return refused([
      prescribing('5000', 'Unable to process message. Information missing or invalid'),
    ])
  }
  if (held.has(prescription.shortId)) {
    return refused([prescribing('0002', 'Duplicate prescription ID exists')])
  }
  keep(held, prescription.shortId, prescription)
  return accepted()
}

const subjectIn = (root: string, subject: string): Message => ({
  root,
  version: EPS_VERSION,
  ack: 'AA',
  subject,
})

const ref = (name: string, kind: string, id: string): string =>
  `<${name} ${kind}><id root="${id}"/></${name}>`

function reject(request: EbxmlRequest, world: World, reason: Reason): Message {
  return subjectIn(
    'PORX_IN110101UK30',
    `<PrescriptionReleaseReject xmlns="urn:hl7-org:v3" classCode="INFO" moodCode="EVN">` +
      `<id root="${world.newId()}"/><effectiveTime value="${hl7Time(world.now)}"/>` +
      `<pertinentInformation typeCode="PERT" contextConductionInd="true"><seperatableInd value="false"/>` +
      `<pertinentRejectionReason classCode="OBS" moodCode="EVN"><code code="PRRR" codeSystem="${V3}.17.30"/>` +
      `<value code="${reason.code}" codeSystem="${reason.system}" displayName="${reason.says}"/>` +
      `</pertinentRejectionReason></pertinentInformation>` +
      `<reversalOf typeCode="REV" inversionInd="false" negationInd="false"><seperatableInd value="true"/>` +
      ref(
        'priorPrescriptionReleaseRequestRef',
        'classCode="INFO" moodCode="RQO"',
        world.boundTo(request.payloadId),
      ) +
      `</reversalOf></PrescriptionReleaseReject>`,
  )
}

const component = ({ parent }: Prescription): string =>
  `<component typeCode="COMP" contextConductionInd="false"><seperatableInd value="false"/>` +
  `<templateId root="${V3}.17.120" extension="PORX_MT122003UK32"/>${parent}</component>`

function release(
  root: string,
  prescriptions: readonly Prescription[],
  request: EbxmlRequest,
  world: World,
): Message {
  return subjectIn(
    root,
    `<PrescriptionReleaseResponse xmlns="urn:hl7-org:v3" classCode="INFO" moodCode="EVN">` +
      `<id root="${world.newId()}"/><effectiveTime value="${hl7Time(world.now)}"/>` +
      prescriptions.map(component).join('') +
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

const taken = (prescription: Prescription, dispenser: string | undefined): Prescription => ({
  ...prescription,
  status: 'with-dispenser',
  dispenser,
})

/** Releases one prescription to whoever asks first. */
export const releaseOne: Answer = (request, world, held) => {
  const prescription = held.get(shortIdIn(request.payload) ?? '')
  const dispenser = organisationIn(request.payload)
  if (prescription === undefined || prescription.status === 'cancelled') {
    return reject(request, world, NOT_FOUND)
  }
  if (prescription.status === 'dispensed') return reject(request, world, DISPENSED)
  if (prescription.status === 'with-dispenser') return reject(request, world, ELSEWHERE)
  keep(held, prescription.shortId, taken(prescription, dispenser))
  return release('PORX_IN070103UK31', [prescription], request, world)
}

/** Releases what waits for the dispenser that asks, at most 25 at once. */
export const releaseNominated: Answer = (request, world, held) => {
  const dispenser = organisationIn(request.payload)
  const waiting = [...held.values()]
    .filter(each => each.status === 'to-dispense' && each.nominated === dispenser)
    .slice(0, dispenser === undefined ? 0 : MOST_AT_ONCE)
  if (waiting.length === 0) return reject(request, world, NO_MORE)
  for (const each of waiting) keep(held, each.shortId, taken(each, dispenser))
  return release('PORX_IN070101UK31', waiting, request, world)
}

const CANCELLATIONS = {
  'to-dispense': ['0001', 'Prescription/item was cancelled'],
  'with-dispenser': ['0002', 'Prescription/item was not cancelled. With dispenser'],
  dispensed: ['0004', 'Prescription/item was not cancelled. Dispensed to patient'],
  cancelled: ['0007', 'Prescription/item not found'],
  unknown: ['0007', 'Prescription/item not found'],
} as const

/** Cancels a prescription nobody has taken yet. */
export const cancel: Answer = (request, world, held) => {
  const { payload } = request
  const shortId = shortIdIn(payload) ?? ''
  const prescription = held.get(shortId)
  const [code, says] = CANCELLATIONS[prescription?.status ?? 'unknown']
  if (prescription?.status === 'to-dispense') {
    keep(held, shortId, { ...prescription, status: 'cancelled' })
  }
  const number = valueOf(inside(payload, 'recordTarget'), 'id', 'extension') ?? ''
  const subject =
    `<CancellationResponse xmlns="urn:hl7-org:v3" classCode="INFRM" moodCode="EVN">` +
    `<id root="${world.newId()}"/><effectiveTime value="${hl7Time(world.now)}"/>` +
    `<recordTarget typeCode="RCT"><Patient classCode="PAT">` +
    `<id root="2.16.840.1.113883.2.1.4.1" extension="${number}"/></Patient></recordTarget>` +
    `<pertinentInformation2 typeCode="PERT" contextConductionInd="true"><seperatableInd value="false"/>` +
    `<pertinentPrescriptionID classCode="OBS" moodCode="EVN"><code code="PID" codeSystem="${V3}.17.30"/>` +
    `<value root="${V3}.18.8" extension="${shortId}"/></pertinentPrescriptionID></pertinentInformation2>` +
    `<pertinentInformation3 typeCode="PERT" contextConductionInd="true"><seperatableInd value="false"/>` +
    `<pertinentResponse classCode="OBS" moodCode="EVN"><code code="CRR" codeSystem="${V3}.17.30"/>` +
    `<value code="${code}" codeSystem="${V3}.17.19" displayName="${says}"/></pertinentResponse>` +
    `</pertinentInformation3>` +
    `<pertinentInformation4 typeCode="PERT" inversionInd="false" negationInd="false">` +
    `<seperatableInd value="true"/>` +
    ref(
      'pertinentCancellationRequestRef',
      'classCode="ACTN" moodCode="RQO"',
      world.boundTo(request.payloadId),
    ) +
    `</pertinentInformation4></CancellationResponse>`
  const ack = code === '0001' ? 'AA' : 'AE'
  return { ...subjectIn('PORX_IN050101UK31', subject), ack }
}

/** Moves a prescription a dispenser has to another status; one nobody knows is refused. */
const moveTo =
  (status: Prescription['status']): Answer =>
  (request, _, held) => {
    const prescription = held.get(shortIdIn(request.payload) ?? '')
    if (prescription === undefined) return refused([NOT_FOUND])
    const dispenser = status === 'to-dispense' ? undefined : prescription.dispenser
    keep(held, prescription.shortId, { ...prescription, status, dispenser })
    return accepted()
  }

export const dispense = moveTo('dispensed')
export const giveBack = moveTo('to-dispense')
export const withdraw = moveTo('with-dispenser')
/** Claims and rebuilt histories change nothing the simulator would answer with. */
export const take: Answer = () => accepted()
export type { Answer as EpsAnswer }
