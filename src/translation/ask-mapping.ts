import { isFicusError } from '../exchange/index.ts'
import {
  type Accepted,
  type CallMapping,
  type CloudRequest,
  type Declined,
  isOfKey,
  type Mapping,
} from '../mapping/index.ts'
import { type NotTaken, notTaken } from './reasons.ts'
import { takeCall } from './take-call.ts'
import { takeEbxml } from './take-ebxml.ts'
import { takeSoap } from './take-soap.ts'
import type { RepliedTo } from './replied-to.ts'
import type { Asking, Chance, Taken } from './taken.ts'

/** A message its mapping took. */
export interface Asked extends Pick<Taken, 'about'> {
  readonly kind: 'asked'
  readonly repliedTo: RepliedTo
  readonly cloud: CloudRequest
  /** Whether it may be asked again without changing anything. */
  readonly isRead: boolean
}

/** What is answered at once travels in SOAP, what is answered later in ebXML. */
const TAKEN_BY = {
  soap: { take: takeSoap, isLater: false },
  ebxml: { take: takeEbxml, isLater: true },
} as const

const isTakenIn = (language: string): language is keyof typeof TAKEN_BY =>
  Object.hasOwn(TAKEN_BY, language)

/**
 * Asks a mapping whether it takes a request, and what the cloud is asked for it. Throws nothing: what is not in the
 * one form its reply can refer to is declined, and legacy says what is wrong with it.
 */
export function askMapping(mapping: Mapping, assigned: Asking, chance: Chance): Asked | NotTaken {
  if (mapping.calls !== undefined) return askCall(mapping, mapping.calls, { assigned, chance })
  const { language, interaction = '', route } = assigned
  const isLater = route.answeredLater?.interactions.includes(interaction) ?? false
  const row = isTakenIn(language) ? TAKEN_BY[language] : undefined
  if (row?.isLater !== isLater) return notTaken('language')
  try {
    const taken = row.take(assigned, chance)
    return taken.kind === 'taken' ? ask(mapping, assigned, taken) : taken
  } catch (error) {
    if (isFicusError(error)) return notTaken('envelope')
    throw error
  }
}

function ask(mapping: Mapping, assigned: Asking, taken: Taken): Asked | NotTaken {
  const { message, written, about, repliedTo } = taken
  return askedOf(mapping, mapping.request(message, about, written), {
    assigned,
    ...{ about, repliedTo },
  })
}

interface Given {
  readonly assigned: Asking
  readonly chance: Chance
}

function askCall(
  mapping: Mapping,
  calls: CallMapping,
  { assigned, chance }: Given,
): Asked | NotTaken {
  const { call, about } = takeCall(assigned, chance)
  const repliedTo = { in: 'call', said: call } as const
  return askedOf(mapping, calls.request({ ...about, call }), { assigned, about, repliedTo })
}

function askedOf(
  { isAlone }: Mapping,
  asked: Accepted<CloudRequest> | Declined,
  { assigned, about, repliedTo }: Pick<Asked, 'about' | 'repliedTo'> & Pick<Given, 'assigned'>,
): Asked | NotTaken {
  if (asked.kind === 'declined') return asked
  const cloud = asked.value
  // One reader's key chose the side: another's may not ask for somebody else.
  const isReadTwice = isAlone?.(assigned.interaction) !== true
  if (isReadTwice && !isOfKey(cloud.subject, assigned.keys)) return notTaken('disagrees')
  // Under another id the cloud would not know it again when it is sent again.
  if (cloud.requestId !== about.messageId.toLowerCase()) return notTaken('ids')
  const isRead = assigned.class === 'read' || assigned.class === 'audited-read'
  return { kind: 'asked', cloud, about, repliedTo, isRead }
}
