import type { EbxmlRequest } from './ebxml-request.ts'
import { freestanding } from './eps-reading.ts'
import type { Message } from './hl7-message.ts'
import { subjectOf } from './scr-answers.ts'
import { SCR_VERSION, scrRefused } from './scr-errors.ts'
import type { SummaryRecords } from './scr-store.ts'
import { hl7Time } from './times.ts'
import type { World } from './world.ts'
import { inside, outer, valueOf } from './xml-text.ts'

type Answerer = (request: EbxmlRequest, world: World) => Message

const uploaded: Message = {
  root: 'MCCI_IN010000UK13',
  version: SCR_VERSION,
  ack: 'AA',
  last: p =>
    `<${p}requestSuccessDetail><${p}detail>GP Summary upload successful</${p}detail>` +
    `<${p}id root="Not Known"/></${p}requestSuccessDetail>`,
}

/** Keeps a GP summary: event list and event queries find it from then on, and no longer what it replaces. */
export const uploadSummary =
  (records: SummaryRecords): Answerer =>
  (request, world) => {
    const document = outer(request.payload, 'GPSummary')
    if (document === undefined) return scrRefused('invalid')
    const number = valueOf(inside(document, 'recordTarget'), 'id', 'extension')
    const patient = subjectOf(number, world)
    if (typeof patient === 'string') return scrRefused(patient)
    const mistake = records.upload(patient, {
      eventId: world.newId(),
      summaryId: valueOf(document, 'id', 'root') ?? '',
      persisted: hl7Time(world.now),
      document: document.startsWith('<GPSummary') ? document : freestanding(document),
    })
    return mistake === undefined ? uploaded : scrRefused(mistake)
  }

/** Takes a privacy alert. */
export const alert =
  (records: SummaryRecords): Answerer =>
  (request, world) => {
    const element = inside(request.payload, 'AlertEvent') ?? ''
    const number = valueOf(inside(element, 'recordTarget'), 'id', 'extension')
    const patient = subjectOf(number, world)
    if (typeof patient === 'string') return scrRefused(patient)
    const id = (valueOf(element, 'id', 'root') ?? '').toUpperCase()
    records.alert({ at: world.now, nhsNumber: patient.nhsNumber, id })
    return { root: 'MCCI_IN010000UK13', version: SCR_VERSION, ack: 'AA' }
  }
