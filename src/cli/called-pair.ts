import type { Answered } from '../comparison/index.ts'
import { headerOf } from '../exchange/index.ts'
import type { Mapping } from '../mapping/index.ts'
import type { TranslatedPair } from '../shadow/index.ts'
import { readCallFile } from './call-file.ts'
import { CommandError, EXIT } from './terminal.ts'
import { areTwoLanguages } from './two-languages.ts'

/** Two answers to calls of one mapping, and the file of the call where it was given. */
export interface AnsweredCall {
  readonly control: Answered
  readonly candidate: Answered
  readonly mapping: Mapping
  readonly request: { readonly file: string; readonly bytes: Buffer } | undefined
}

const REQUEST_ID = 'X-Request-ID'

/**
 * Makes legacy's answer and the cloud's to one call a pair the shadow can judge; undefined where the second is in
 * legacy's own words too. What a call asks stands in its method, address and headers, so it has to be given.
 *
 * @throws CommandError where it is not, or its mapping declines it.
 */
export function calledPair(answers: AnsweredCall): TranslatedPair | undefined {
  const { control, candidate, mapping, request } = answers
  const sent = request && readCallFile(request.file, request.bytes, [mapping])
  if (sent === undefined) {
    if (!areTwoLanguages(answers)) return undefined
    throw new CommandError(
      EXIT.usage,
      `answers of ${mapping.name} in two languages are compared by the call they answer: give it with --request`,
    )
  }
  const { by, about } = sent
  const isLegacys = by.readLegacy(candidate, about).kind === 'said'
  if (isLegacys && mapping.readCloud(candidate).kind === 'declined') return undefined
  const asked = by.request(about)
  if (asked.kind === 'declined') {
    const { code, says } = asked
    throw new CommandError(
      EXIT.failed,
      `${sent.file} is not asked of the cloud: ${mapping.name} declines it (${code}): ${says}`,
    )
  }
  const echo =
    headerOf(candidate.headers, REQUEST_ID) === undefined ? [REQUEST_ID, asked.value.requestId] : []
  return {
    ...{ mapping, about, repliedTo: { call: about.call, by }, asked: asked.value, control },
    candidate: { ...candidate, headers: [...candidate.headers, ...echo] },
    isCoded: false,
  }
}
