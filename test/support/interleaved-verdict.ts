import { KINDS, type Planned, type Speech } from './interleaved-plan.ts'
import { lineOf, type RawAnswer } from './raw-client.ts'

/** What a supplier makes of its answer: an outcome by name, or what must never be. */
export type Verdict =
  { readonly outcome: string; readonly mayBeSentAgain?: boolean } | { readonly fault: string }

/** The codes on which a message handler of Spine's sends its message again. */
const SENT_AGAIN = new Set(['200', '206', '208'])

/** How each language says that an exchange failed, and where its answers name their request. */
const SPEECHES: Readonly<
  Record<Speech, { codeOf(text: string): string | undefined; names: readonly RegExp[] }>
> = {
  soap: {
    codeOf: text => /<(?:\w+:)?errorCode>(\d+)</.exec(text)?.[1],
    names: [/RelatesTo>uuid:([^<]*)/g, /<messageRef><id root="([^"]*)/g],
  },
  ebxml: {
    codeOf: text => /errorCode="(\d+)"/.exec(text)?.[1],
    names: [/RefToMessageId>([^<]+)</g],
  },
  fhir: {
    codeOf: text =>
      text.includes('OperationOutcome') ? /"code": ?"([\w-]+)"/.exec(text)?.[1] : undefined,
    names: [/"versionId":"([^"]*)"/g],
  },
}

const found = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, value = '']) => value)

/** Up to this size an answer whose length is known is held until it is whole. */
const WHOLE_UP_TO = 65_536

/** Judges what a supplier got by nothing but its own request. */
export function verdictOn(planned: Planned, answer: RawAnswer): Verdict {
  const text = answer.body.toString('latin1')
  const { speaks } = KINDS[planned.kind]
  const { codeOf, names } = SPEECHES[speaks]
  const nonces = found(text, /(nonce-\d+-[0-9A-F]{8})/g)
  const strange = nonces.find(nonce => nonce !== planned.nonce)
  if (strange !== undefined) return { fault: `${planned.nonce} was shown ${strange}` }
  const named = names.flatMap(pattern => found(text, pattern))
  const other = named.find(id => id !== planned.id)
  if (other !== undefined) return { fault: `${planned.id} was given the answer to ${other}` }
  if (!answer.isComplete) {
    const length = Number(lineOf(answer.headers, 'content-length'))
    return length <= WHOLE_UP_TO
      ? { fault: `an answer of ${length} bytes broke off after ${answer.body.length}` }
      : { outcome: 'cut while it streamed' }
  }
  if (nonces.length > 0 && answer.status === 200) {
    // In the envelope and within; FHIR names it once.
    const asked = speaks === 'fhir' ? 1 : 2
    if (named.length < asked) return { fault: `an answer names its request ${named.length} times` }
    if (speaks === 'fhir' && !text.includes(`"id":"${planned.patient}"`)) {
      return { fault: 'an answer about another patient' }
    }
    return { outcome: 'its own answer' }
  }
  if (nonces.length > 0) return { outcome: `its upstream’s own ${answer.status}` }
  const code = codeOf(text)
  if (code === undefined) return { fault: `neither an answer nor an error: ${answer.statusLine}` }
  return { outcome: `${speaks} error ${code}`, mayBeSentAgain: SENT_AGAIN.has(code) }
}
