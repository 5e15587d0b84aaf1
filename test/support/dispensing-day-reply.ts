/** What a supplier reads of a reply it fetched, by a reader of its own. */
export interface FetchedReply {
  /** The interaction it is. */
  readonly kind: string
  /** The message it answers, as its envelope says, and the HL7v3 message, as it says itself. */
  readonly refersTo: string
  readonly answers: string
  readonly type: string
  /** Tail of the code system and code; '' where it says nothing but yes. */
  readonly said: string
  /** The id of the release that it is, '' where it is none. */
  readonly release: string
  /** The short ids of the prescriptions it gives. */
  readonly gives: readonly string[]
  readonly body: string
}

const found = (text: string, pattern: RegExp): string => pattern.exec(text)?.[1] ?? ''

const SAID = [
  /justifyingDetectedIssueEvent[^>]*>\s*<[\w:]*code\b([^>]*)>/,
  /acknowledgementDetail[^>]*>\s*<[\w:]*code\b([^>]*)>/,
  /code="(?:PRRR|CRR)"[^>]*>(?:<\/[\w:]*code>)?\s*<[\w:]*value\b([^>]*)>/,
]

function saidIn(text: string): string {
  const [tag = ''] = SAID.flatMap(pattern => found(text, pattern) || [])
  const code = found(tag, / code="([^"]*)"/)
  const system = found(tag, / codeSystem="2\.16\.840\.1\.113883\.2\.1\.3\.2\.4\.([^"]*)"/)
  return tag === '' ? '' : `${system} ${code}`
}

/** Reads a multipart reply. */
export const readFetched = (body: string): FetchedReply => ({
  kind: found(body, /<eb:Action[^>]*>([^<]*)/),
  refersTo: found(body, /<eb:RefToMessageId[^>]*>([^<]*)/),
  answers: found(body, /messageRef[^>]*>\s*<[\w:]*id\b[^>]* root="([^"]*)"/),
  type: found(body, /<[\w:]*acknowledgement\b[^>]* typeCode="([^"]*)"/),
  said: saidIn(body),
  release: found(
    body,
    /<[\w:]*PrescriptionReleaseResponse\b[^>]*>\s*<[\w:]*id\b[^>]* root="([^"]*)"/,
  ),
  gives: [...body.matchAll(/<[\w:]*pertinentPrescription\b[\s\S]*?extension="([^"]{20})"/g)].map(
    ([, id = '']) => id,
  ),
  body,
})
