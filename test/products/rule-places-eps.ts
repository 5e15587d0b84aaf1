import { IDS, inFhir, type RulePlaces, TIMES, WORDS } from './rule-place-values.ts'

const ANSWER = 'Envelope/Body/reply/MESSAGE_IN000001UK01/ControlActEvent/subject'
const RECORD = `${ANSWER}/PrescriptionJsonQueryResponse/epsRecord`
const RELEASED = 'Parameters/parameter/resource'

const HELD = `${ANSWER}/queryResponseEvent/event/hl7Data/GPSummary`

/** The prescription service's, and what the summaries have like it. */
export const EPS_PLACES: readonly RulePlaces[] = [
  {
    rule: 'release-id',
    values: IDS,
    paths: ['Response', 'Reject'].map(end => `${ANSWER}/PrescriptionRelease${end}/id/@root`),
  },
  {
    rule: 'release-time',
    values: ['20261122120000', '20261122120007'],
    paths: ['Response', 'Reject'].map(
      end => `${ANSWER}/PrescriptionRelease${end}/effectiveTime/@value`,
    ),
  },
  {
    rule: 'release-request',
    values: IDS,
    paths: [
      `${ANSWER}/PrescriptionReleaseResponse/inFulfillmentOf/priorDownloadRequestRef/id/@root`,
      `${ANSWER}/PrescriptionReleaseReject/reversalOf/priorPrescriptionReleaseRequestRef/id/@root`,
    ],
  },
  {
    rule: 'parameters-id',
    values: WORDS,
    paths: ['Parameters/id', `${RELEASED}/Bundle/meta/versionId`],
  },
  {
    rule: 'prescription-bundle-times',
    values: TIMES,
    paths: inFhir(`${RELEASED}/Bundle/timestamp`),
  },
  {
    rule: 'release-request-id',
    values: IDS,
    paths: inFhir(`${RELEASED}/Bundle/entry/resource/MessageHeader/response/identifier`),
  },
  {
    rule: 'view-constants',
    values: WORDS,
    paths: ['id/@root', 'effectiveTime/@value'].map(
      end => `${ANSWER}/PrescriptionJsonQueryResponse/${end}`,
    ),
  },
  {
    rule: 'document-keys',
    values: WORDS,
    paths: [
      ...['releaseRequestMsgRef', 'prescriptionMsgRef', 'lastDispenseNotificationMsgRef'],
      ...['dispenseNotification/dispNotifDocumentKey', 'filteredHistory/internalId'],
    ].map(key => `${RECORD}/${key}/text()`),
  },
  {
    rule: 'history-numbers',
    values: ['1', '2'],
    paths: ['history/SCN', 'filteredHistory/SCN'].map(number => `${RECORD}/${number}/text()`),
  },
  {
    rule: 'cut-times',
    values: ['20261122120000', '202611221200'],
    paths: [
      ...['prescriptionTime', 'signedTime', 'downloadDate', 'filteredHistory/timestamp'],
      'dispenseNotification/dispenseNotifDateTime',
    ].map(time => `${RECORD}/${time}/text()`),
  },
  {
    rule: 'item-quantities',
    values: ['28', '28.0'],
    paths: [1, 2, 3, 4].map(item => `${RECORD}/quantityLineItem${item}/text()`),
  },
  {
    rule: 'search-message-id',
    values: WORDS,
    paths: ['prescriptions', 'allPrescriptions'].map(list => `Response/${list}/messageID`),
  },
  {
    rule: 'success-id',
    values: WORDS,
    paths: ['Envelope/Body/reply/M/ControlActEvent/requestSuccessDetail/id/@root'],
  },
  {
    rule: 'cancellation-id',
    values: IDS,
    paths: [`${ANSWER}/CancellationResponse/id/@root`],
  },
  {
    rule: 'cancellation-time',
    values: ['20261122120000', '20261122120007'],
    paths: [`${ANSWER}/CancellationResponse/effectiveTime/@value`],
  },
  {
    rule: 'event-id-case',
    values: [IDS[0], IDS[0].toLowerCase()],
    paths: [
      `${ANSWER}/queryResponseEvent/event/eventID/@root`,
      ...['summaries/id', 'summaryId', 'replaces/id'],
    ],
  },
  {
    rule: 'text-id',
    values: IDS,
    paths: [`${HELD}/excerptFrom/a/component/presentationText/id/@root`],
  },
  {
    rule: 'text-time',
    values: ['20261122120000', '20261122120007'],
    paths: [`${HELD}/excerptFrom/a/component/presentationText/effectiveTime/@value`],
  },
  {
    rule: 'stored-at',
    values: ['20261122120000', '20261122120007'],
    paths: [`${ANSWER}/queryResponseEvent/event/persistenceDate/@value`],
  },
  {
    rule: 'template-edition',
    values: WORDS,
    paths: [
      `${HELD}/excerptFrom/templateId/@extension`,
      `${HELD}/excerptFrom/a/component/templateId/@extension`,
    ],
  },
  {
    rule: 'narrative-blanks',
    values: ['one tablet', 'one\n  tablet'],
    paths: ['a/presentationText/value/html/p/text()', 'a/presentationText/value/html/text()'],
  },
]
