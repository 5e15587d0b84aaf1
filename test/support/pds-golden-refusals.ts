import type { CloudAnswer } from '../../src/mapping/index.ts'
import { cloudAnswer } from './pds-golden-about.ts'
import { type Json, outcome, patient } from './pds-golden-cloud.ts'

/** An answer of the cloud that no reply may be made of, or that a negative reply is made of. */
export interface Refused {
  readonly title: string
  readonly cloud: CloudAnswer
  /** What it comes to: a kind and its code. */
  readonly comesTo: string
  /** What it comes to in MIM 6, where that has no place for what is wrong. */
  readonly inMim6?: string
}

/** Everyone these are about, as far as they were asked for. */
export const ASKED_FOR = '9990001464'
export const OTHER = '9990001472'

export const answered = (title: string, comesTo: string, rest: Json, security = 'U'): Refused => ({
  title,
  comesTo,
  cloud: cloudAnswer(patient(ASKED_FOR, '7', rest, security)),
})

export const onlyInMim7 = (title: string, comesTo: string, rest: Json): Refused => ({
  ...answered(title, comesTo, rest),
  inMim6: 'answer ok',
})

export const headed = (title: string, comesTo: string, headers: readonly string[]): Refused => ({
  title,
  comesTo,
  cloud: cloudAnswer(patient(ASKED_FOR, '7'), { headers }),
})

export const status = (
  code: number,
  comesTo: string,
  said: Json = outcome('WHATEVER'),
): Refused => ({
  title: `status ${code} ${JSON.stringify(said).slice(0, 20)}`,
  comesTo,
  cloud: cloudAnswer(said, { status: code }),
})
