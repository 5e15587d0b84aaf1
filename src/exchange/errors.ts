/** Whose fault an error is. */
export type Blame = 'client' | 'proxy' | 'upstream'

/** One column per language a supplier may speak; `status` is also what metrics and logs say. */
export interface ErrorRow {
  readonly status: number
  readonly blame: Blame
  /** Whether the sender may send the same message again without harm. */
  readonly retry: boolean
  /**
   * The number in a SOAP fault or an ebXML error list. 200, 206 and 208 make a Spine message handler send
   * again, so only a message that was not sent may carry one of them; the numbers from 400 are ours.
   */
  readonly spine: { readonly code: number; readonly fault: 'Client' | 'Server' }
  /** The issue code of an OperationOutcome (FHIR R4 value set issue-type). */
  readonly fhir: string
  readonly says: string
}

const client = (status: number, code: number, fhir: string, says: string): ErrorRow => ({
  status,
  blame: 'client',
  retry: false,
  spine: { code, fault: 'Client' },
  fhir,
  says,
})

/** Every way an exchange can fail, and what a supplier is told in each language. */
export const ERRORS = {
  framing: client(400, 400, 'structure', 'The request is not framed as HTTP/1.1 asks'),
  malformed: client(400, 400, 'structure', 'The message is not well formed'),
  'unsupported-media': client(
    415,
    415,
    'not-supported',
    'The content type or coding is not supported',
  ),
  expectation: client(417, 417, 'not-supported', 'The expectation cannot be met'),
  'too-large': client(413, 413, 'too-long', 'The message is larger than this route accepts'),
  'too-slow': client(408, 408, 'timeout', 'The message did not arrive in time'),
  'no-route': client(
    404,
    101,
    'not-supported',
    'The service/interaction is not supported for the requested URI',
  ),
  aborted: client(499, 499, 'timeout', 'The sender went away'),
  'not-sent': {
    status: 503,
    blame: 'upstream',
    retry: true,
    spine: { code: 200, fault: 'Server' },
    fhir: 'transient',
    says: 'System failure to process message: it was not sent on and may be sent again',
  },
  'sent-unknown': {
    status: 504,
    blame: 'upstream',
    retry: false,
    spine: { code: 504, fault: 'Server' },
    fhir: 'timeout',
    says: 'No answer came in time: the message may have been acted on, do not send it again unasked',
  },
  'no-answer': {
    status: 504,
    blame: 'upstream',
    retry: true,
    spine: { code: 200, fault: 'Server' },
    fhir: 'timeout',
    says: 'System failure to process message: no answer came in time; it may be asked again',
  },
  'bad-answer': {
    status: 502,
    blame: 'upstream',
    retry: false,
    spine: { code: 502, fault: 'Server' },
    fhir: 'exception',
    says: 'The answer could not be used',
  },
  crossed: {
    status: 502,
    blame: 'upstream',
    retry: false,
    spine: { code: 502, fault: 'Server' },
    fhir: 'exception',
    says: 'The answer could not be used',
  },
  internal: {
    status: 500,
    blame: 'proxy',
    retry: false,
    spine: { code: 500, fault: 'Server' },
    fhir: 'exception',
    says: 'The message could not be handled',
  },
} as const satisfies Record<string, ErrorRow>

export type ErrorCode = keyof typeof ERRORS

/**
 * The one error that leaves a room. `detail` is for operators and never holds a byte of a message: a code, a
 * position, the name of a thing in our own files.
 */
export class FicusError extends Error {
  readonly code: ErrorCode
  readonly detail: string | undefined

  constructor(code: ErrorCode, detail?: string, options?: { cause?: unknown }) {
    super(detail === undefined ? code : `${code}: ${detail}`, options)
    this.name = 'FicusError'
    this.code = code
    this.detail = detail
  }

  get row(): ErrorRow {
    return ERRORS[this.code]
  }
}

/** Tells our own error from a programmer's mistake. */
export const isFicusError = (error: unknown): error is FicusError => error instanceof FicusError
