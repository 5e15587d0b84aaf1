import {
  defineReply,
  entriesIn,
  type Information,
  type ReplyKind,
  type ReplyOutcome,
  type ReplySpec,
  textIn,
} from '../../mapping/index.ts'
import { CANCELLATION_DOCUMENT } from './cancellation-document.ts'
import { CANCELLATION_RESPONSE_ROWS } from './cancellation-response-rows.ts'
import { CANCELLATION_RESPONSE } from './cancellation-shape.ts'
import { agentFromFhir, changed, patientFromFhir } from './prescription-turns.ts'

const HISTORY = 'https://fhir.nhs.uk/CodeSystem/medicationrequest-status-history'

/** What is answered without a medication request: there is none to speak of. */
const WITHOUT_ITEM: readonly string[] = ['notFound', 'disabled', 'failed', 'invalid']

/** What is said of a line item that is cancelled; no other is. */
const CANCELLED: readonly string[] = ['cancelled', 'alreadyCancelled']

const NOT_FOUND = 'notFound'
const DONE = 'cancelled'

const FHIR_ONLY = ['status', 'event', 'prescriptionId']

/**
 * `status`: whether a medication request and its history agree about what matters. The API's own examples say
 * `active` of some that are not: only whether it is cancelled must not be said in two ways.
 */
function agrees(said: Information): boolean {
  const response = textIn(said, 'response') ?? ''
  const isCancelled = textIn(said, 'status') === 'cancelled'
  return response === DONE ? isCancelled : !isCancelled || CANCELLED.includes(response)
}

/** An id the API writes in the list for codes of any register: it is a user's where who asked is one of that id. */
function withUser(agent: Information, asked: Information | undefined): Information {
  const number = textIn(agent, 'registration')
  const users = ['author', 'responsible'].flatMap(list => entriesIn(asked ?? {}, list))
  const isUser = users.some(user => number !== undefined && textIn(user, 'userId') === number)
  if (isUser) return changed(agent, ['registration'], { userId: number })
  return textIn(agent, 'userId') === undefined ? agent : changed(agent, ['registration'], {})
}

/** What an answer with a medication request says; undefined where it says it in two ways, or not whole. */
function ofItem(said: Information, asked: Information | undefined): Information | undefined {
  if (textIn(said, 'event') === undefined || !agrees(said)) return undefined
  const agents = (list: string): readonly Information[] =>
    entriesIn(said, list).map(each => withUser(agentFromFhir(each), asked))
  const [responsible, author] = [agents('responsible'), agents('author')]
  const patient = entriesIn(said, 'patient').map(patientFromFhir)
  const isWhole = [responsible, patient].every(({ length }) => length === 1)
  const isNamed = ['shortId', 'lineItem'].every(fact => textIn(said, fact) !== undefined)
  if (!isWhole || !isNamed) return undefined
  return changed(said, FHIR_ONLY, {
    patient,
    performer: agents('performer'),
    author: author.length > 0 ? author : responsible,
    responsible,
  })
}

/** What was asked is all there is to say of whom an answer without a medication request is about. */
function ofRequest(said: Information, asked: Information | undefined): Information {
  const { patient, author, responsible, shortId, lineItem } = asked ?? {}
  return changed(said, FHIR_ONLY, { patient, author, responsible, shortId, lineItem })
}

function fromFhir(said: Information, asked: Information | undefined): Information | undefined {
  const isOfItem = textIn(said, 'status') !== undefined
  if (isOfItem === WITHOUT_ITEM.includes(textIn(said, 'response') ?? '')) return undefined
  const whole = isOfItem ? ofItem(said, asked) : ofRequest(said, asked)
  return whole && (asked === undefined ? whole : { ...whole, answers: asked['messageId'] ?? '' })
}

function came(information: Information): ReplyOutcome {
  const response = textIn(information, 'response')
  if (response === DONE) return { type: 'AA', outcome: 'ok' }
  return { type: 'AE', outcome: response === NOT_FOUND ? 'not_found' : 'app_error' }
}

/** The table of what became of a cancellation. */
export const CANCELLATION_RESPONSE_SPEC: ReplySpec = {
  replies: { PORX_IN030101UK32: 'PORX_IN050101UK31', PORX_IN030101SM32: 'PORX_IN050101UK31' },
  versionCode: 'V3NPfIT4.2.00',
  outline: CANCELLATION_RESPONSE,
  rows: CANCELLATION_RESPONSE_ROWS,
  fits: ({ type, issues }) => type === 'Bundle' || issues.some(({ system }) => system === HISTORY),
  document: CANCELLATION_DOCUMENT,
  fromFhir,
  agrees: {
    shortId: 'shortId',
    prescriptionId: 'prescriptionId',
    lineItem: 'lineItem',
    'patient/nhsNumber': 'patient/nhsNumber',
  },
  made: { id: 'id', time: 'effectiveTime' },
  came,
  kept: ['response', 'shortId', 'lineItem', 'nhsNumber', 'birthDate'],
}

/** What became of a cancellation. A second response, PORX_IN050102UK32, comes unasked: it is not translated. */
export const CANCELLATION_RESPONSE_REPLY: ReplyKind = defineReply(CANCELLATION_RESPONSE_SPEC)
