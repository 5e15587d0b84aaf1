import type { Answer, ErrorCode, FicusError, Language, RawHeaders } from '../exchange/index.ts'
import { answerOf } from './answer.ts'
import { type SignalContext, writeMessageError } from './write-ebxml.ts'
import type { FhirForm } from './fhir-form.ts'
import { SPINE_WORDS } from './spine-words.ts'
import { writeMeshError } from './write-json.ts'
import { writeOperationOutcome } from './write-outcome.ts'
import { writeSoapFault } from './write-soap.ts'

/** What an error's reply may say of the request: the ids it refers to, and nothing it carries. */
export interface ErrorContext extends SignalContext {
  readonly language: Language
  readonly interaction?: string | undefined
  /** The Accept header, by which MESH chooses its version. */
  readonly accept?: string | undefined
  /** How a caller of FHIR is answered: in JSON of R4 where it is not said. */
  readonly fhir?: FhirForm | undefined
}

/** Seconds after which something that was not sent may be tried again. */
const RETRY_AFTER: RawHeaders = ['Retry-After', '5']

/** Where a fault says the fault is; in the message as a whole where it is not named. */
const LOCATIONS: Partial<Record<ErrorCode, string>> = { 'no-route': 'HTTP Header - SOAPAction' }

const retryAfter = (error: FicusError): RawHeaders => (error.code === 'not-sent' ? RETRY_AFTER : [])

/** How each language says that an exchange failed. */
const SAYINGS: Readonly<Record<Language, (error: FicusError, about: ErrorContext) => Answer>> = {
  soap: ({ row, code }) =>
    writeSoapFault({
      blame: row.spine.fault,
      code: row.spine.code,
      location: LOCATIONS[code] ?? 'Message',
      says: row.says,
    }),
  ebxml: ({ row }, about) => writeMessageError({ code: row.spine.code, says: row.says }, about),
  fhir: (error, { fhir: form }) => {
    const { status, fhir, says } = error.row
    const words = form?.version === 'STU3' ? SPINE_WORDS[error.code] : undefined
    const outcome = { status, code: words?.type ?? fhir, spine: words?.spine, says }
    return writeOperationOutcome(outcome, retryAfter(error), form)
  },
  mesh: (error, about) => {
    const { status, says } = error.row
    const said = { status, messageId: about.messageId, event: 'TRANSFER', code: `${status}`, says }
    return writeMeshError(said, about.accept, retryAfter(error))
  },
  plain: error => {
    const { status, says } = error.row
    const body = Buffer.from(`${says}\n`, 'utf8')
    return answerOf(status, 'text/plain; charset=utf-8', body, retryAfter(error))
  },
}

/**
 * Turns an error into a reply in the supplier's own language: the one place that does. SOAP faults are HTTP 500
 * and ebXML MessageErrors HTTP 200, the others have the status of the error's row. What is badly framed is
 * answered bare, whatever the language, and its connection ends. Holds the row's words and the request's ids,
 * never an error's detail or cause.
 */
export function errorReply(error: FicusError, about: ErrorContext): Answer {
  if (error.code === 'framing') return answerOf(400, undefined, NO_BYTES, ['Connection', 'close'])
  return SAYINGS[about.language](error, about)
}

const NO_BYTES = Buffer.alloc(0)
