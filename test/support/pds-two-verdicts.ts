import type { Answered } from '../../src/comparison/index.ts'
import { createCompare } from '../../src/comparison/index.ts'
import type { CloudAnswer, Mapping } from '../../src/mapping/index.ts'
import { writeSoapReply } from '../../src/message/index.ts'
import { policyFor } from '../../src/products/index.ts'
import {
  judgeTranslated,
  type JudgedBy,
  seenPolicy,
  type TranslatedPair,
  type TwoVerdicts,
} from '../../src/shadow/index.ts'
import { answerAbout, cloudAnswer, FROM, MESSAGE_ID, requestAbout, TO } from './pds-golden-about.ts'
import type { Json } from './pds-golden-cloud.ts'

const compare = createCompare({ key: Buffer.alloc(32, 7), now: () => Date.parse('2026-11-22') })

const REPLIED_TO = {
  service: 'urn:nhs:names:services:pdsquery',
  messageId: MESSAGE_ID,
  from: { asid: FROM },
  to: { asid: TO },
}

/** A reply of legacy's own in its envelope. */
export function legacyAnswer(payload: string): Answered {
  const [, interaction = '', messageId = ''] = /^<(\w+)[^>]*><id root="([^"]*)"/.exec(payload) ?? []
  const reply = { messageId, interaction, payload }
  const wrapped = { ...reply, wrapper: 'retrievalQueryResponse' }
  return writeSoapReply(wrapped, REPLIED_TO, new Date('2026-11-22T09:30:00Z'))
}

/** How pairs of one interaction are compared whose mapping is this one. */
export function judgedBy(mapping: Mapping, interaction: string): JudgedBy {
  const meant = policyFor(interaction)
  return { compare, meant, seen: seenPolicy(meant, mapping, interaction) }
}

/** One retrieval of a number, answered by both sides. */
export interface Retrieved {
  readonly interaction: string
  readonly nhsNumber: string
  /** Legacy's message. */
  readonly legacy: string
  readonly cloud: Json | CloudAnswer
}

const isAnswer = (cloud: Retrieved['cloud']): cloud is CloudAnswer =>
  'body' in cloud && Buffer.isBuffer(cloud.body)

/** Makes a pair of what both sides answered. */
export const pairOf = (
  mapping: Mapping,
  { interaction, nhsNumber, legacy, cloud }: Retrieved,
): TranslatedPair => ({
  mapping,
  about: requestAbout(interaction),
  repliedTo: REPLIED_TO,
  asked: answerAbout(interaction, nhsNumber).request,
  control: legacyAnswer(legacy),
  candidate: isAnswer(cloud) ? cloud : cloudAnswer(cloud),
  isCoded: false,
})

/** Judges what both sides answered, as the shadow does. */
export const judged = (
  mapping: Mapping,
  retrieved: Retrieved,
  by = judgedBy(mapping, retrieved.interaction),
): TwoVerdicts => judgeTranslated(pairOf(mapping, retrieved), by)
