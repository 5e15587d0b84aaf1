import { keep } from './bounded.ts'
import { EPS_CONDITIONS, EPS_CONDITIONS_OF, EPS_RULES } from './eps-rules.ts'
import type { Cell, EpsState, EpsVerb } from './eps-rules.ts'
import type { EpsSaying } from './eps-codes.ts'
import type { Simulator } from './serve.ts'

/** Who holds a prescription, or asks for one. */
export interface Dispenser {
  /** ODS code. */
  readonly ods: string
  readonly name: string
  /** Without a scheme. */
  readonly telephone: string
  /** The person and organisation as this side's language wrote them. */
  readonly said: string
}

/** One thing that was asked of a prescription, and what became of it. */
export interface PrescriptionEvent {
  /** Epoch milliseconds. */
  readonly at: number
  readonly verb: EpsVerb
  /** The HL7v3 message id, or the identifier of the FHIR resource, in capitals. */
  readonly id: string
  readonly from: EpsState
  readonly to: EpsState
  /** What was said beside or instead of a plain yes. */
  readonly says?: EpsSaying
}

/** A prescription as one side keeps it. */
export interface PrescriptionRecord {
  readonly shortId: string
  /** In capitals. */
  readonly longId: string
  readonly nhsNumber: string
  /** ODS code of the nominated dispenser, if any. */
  readonly nominated: string | undefined
  readonly state: EpsState
  /** ODS code of the dispenser that has it, or had it last. */
  readonly dispenser: string | undefined
  /** Whether it is cancelled as soon as it is given back. */
  readonly marked: boolean
  /** Oldest first; the last hundred only. */
  readonly history: readonly PrescriptionEvent[]
}

/** What is kept beyond what a test may ask for. */
export interface Prescription extends PrescriptionRecord {
  /** As it was sent, in this side's language. */
  readonly sent: string
  readonly holder: Dispenser | undefined
  /** The notifications that stand, oldest first: their ids and what each one said. */
  readonly notifications: readonly { readonly id: string; readonly said: EpsState }[]
  /** The id of the claim that stands. */
  readonly claim: string | undefined
}

/** What a message asks of a prescription. */
export interface Act {
  readonly verb: EpsVerb
  readonly id: string
  readonly at: number
  /** The short id, or the long one of an older prescription. */
  readonly prescription: string
  readonly by?: Dispenser | undefined
  readonly nhsNumber?: string | undefined
  /** What a notification says became of the prescription. */
  readonly said?: EpsState | undefined
  /** The earlier message that is amended or taken back. */
  readonly about?: string | undefined
  /** What is prescribed. */
  readonly created?: Created | undefined
}

/** A prescription as the message that creates it has it. */
export type Created = Pick<Prescription, 'shortId' | 'longId' | 'nhsNumber' | 'nominated' | 'sent'>

/** What became of an act. */
export interface Outcome {
  /** Whether it was carried out. */
  readonly done: boolean
  readonly says: EpsSaying | undefined
  /** As it is now. */
  readonly prescription: Prescription | undefined
}

/** Something that was asked of a prescription which nobody ever sent here. */
export interface Stray {
  /** Epoch milliseconds. */
  readonly at: number
  readonly verb: EpsVerb
  /** The HL7v3 message id, or the identifier of the FHIR resource, in capitals. */
  readonly id: string
  /** The short id, or the long one of an older prescription. */
  readonly prescription: string
}

/** A simulator that keeps prescriptions and can be asked what became of each, not over HTTP. */
export interface PrescribingSimulator extends Simulator {
  /** Lists every prescription that was sent to it, oldest first, with its state and its history. */
  prescriptions(): readonly PrescriptionRecord[]
  /** Lists what came here of prescriptions that are not here, oldest first; the last thousand only. */
  strays(): readonly Stray[]
}

/** The prescriptions of one side. */
export interface Prescriptions {
  act(act: Act): Outcome
  /** Finds, oldest first, what waits for a nominated dispenser. */
  waitingFor(ods: string): readonly Prescription[]
  records(): readonly PrescriptionRecord[]
  strays(): readonly Stray[]
}

const MOST_EVENTS = 100
const MOST_STRAYS = 1_000
const MOST_PRESCRIPTIONS = 10_000

const same = (a: string | undefined, b: string | undefined): boolean =>
  a?.toUpperCase() === b?.toUpperCase()

/** Says whether a condition holds for an act on a prescription. */
const HOLDS: Record<keyof typeof EPS_CONDITIONS, (act: Act, held: Prescription) => boolean> = {
  patient: (act, held) => act.nhsNumber === held.nhsNumber,
  holder: (act, held) => act.by?.ods === held.dispenser,
  last: (act, held) =>
    act.about !== undefined &&
    same(act.about, act.verb === 'amend-claim' ? held.claim : held.notifications.at(-1)?.id),
}

const create = (created: Created): Prescription => ({
  ...created,
  longId: created.longId.toUpperCase(),
  state: 'absent',
  dispenser: undefined,
  marked: false,
  history: [],
  holder: undefined,
  notifications: [],
  claim: undefined,
})

/** What a verb changes beside the state. */
function effects(act: Act, held: Prescription): Partial<Prescription> {
  const { id, said = 'released' } = act
  const earlier = held.notifications.slice(0, -1)
  switch (act.verb) {
    case 'release':
      return { holder: act.by, dispenser: act.by?.ods }
    case 'return':
      return { holder: undefined, dispenser: undefined, marked: false }
    case 'dispense':
      return { notifications: [...held.notifications, { id, said }] }
    case 'amend':
      return { notifications: [...earlier, { id, said }] }
    case 'withdraw':
      return { notifications: earlier }
    case 'claim':
    case 'amend-claim':
      return { claim: id }
    case 'prescribe':
    case 'cancel':
      return {}
  }
}

function stateAfter(act: Act, held: Prescription, to: Exclude<Cell, string>['to']): EpsState {
  if (to === 'as-said') return act.said ?? held.state
  if (to === 'as-before') return held.notifications.at(-2)?.said ?? 'released'
  return act.verb === 'return' && held.marked ? 'cancelled' : to
}

const broken = (act: Act, held: Prescription): EpsSaying | undefined => {
  const condition = EPS_CONDITIONS_OF[act.verb]?.find(name => !HOLDS[name](act, held))
  return condition === undefined ? undefined : EPS_CONDITIONS[condition]
}

const recorded = (held: Prescription, event: PrescriptionEvent): Prescription => ({
  ...held,
  state: event.to,
  history: [...held.history, event].slice(-MOST_EVENTS),
})

/** Carries out an act where the rules let it, and enters it in the history either way. */
function carriedOut(
  act: Act,
  held: Prescription,
): Outcome & { readonly prescription: Prescription } {
  const { verb, at } = act
  const id = act.id.toUpperCase()
  const cell = EPS_RULES[verb][held.state]
  const refused = typeof cell === 'string' ? cell : broken(act, held)
  const from = held.state
  if (refused !== undefined || typeof cell === 'string') {
    const event = { at, verb, id, from, to: from, ...(refused && { says: refused }) }
    return { done: false, says: refused, prescription: recorded(held, event) }
  }
  const to = stateAfter(act, held, cell.to)
  const { says, marks } = cell
  const event = { at, verb, id, from, to, ...(says && { says }) }
  const moved = { ...held, ...effects({ ...act, id }, held), ...(marks && { marked: true }) }
  return { done: true, says, prescription: recorded(moved, event) }
}

const recordOf = (each: Prescription): PrescriptionRecord => ({
  shortId: each.shortId,
  longId: each.longId,
  nhsNumber: each.nhsNumber,
  nominated: each.nominated,
  state: each.state,
  dispenser: each.dispenser,
  marked: each.marked,
  history: each.history,
})

const LONG = /^[0-9a-f-]{36}$/i

/** Creates the prescriptions of one side: none at first, and only the newest are kept, ten thousand where nothing else is said. */
export function createPrescriptions(most = MOST_PRESCRIPTIONS): Prescriptions {
  // In the order in which they were sent: what is released next is what has waited longest.
  const all = new Map<string, Prescription>()
  const strays: Stray[] = []

  const find = (id: string): Prescription | undefined =>
    LONG.test(id) ? [...all.values()].find(({ longId }) => same(longId, id)) : all.get(id)

  const put = (prescription: Prescription): void => {
    if (all.has(prescription.shortId)) all.set(prescription.shortId, prescription)
    else keep(all, prescription.shortId, prescription, most)
  }

  return {
    act: act => {
      const held = find(act.prescription) ?? (act.created && create(act.created))
      if (held === undefined) {
        const cell = EPS_RULES[act.verb].absent
        const says = typeof cell === 'string' ? cell : 'invalid'
        const { at, verb, prescription } = act
        strays.push({ at, verb, id: act.id.toUpperCase(), prescription })
        if (strays.length > MOST_STRAYS) strays.shift()
        return { done: false, says, prescription: undefined }
      }
      const outcome = carriedOut(act, held)
      put(outcome.prescription)
      return outcome
    },
    waitingFor: ods =>
      [...all.values()].filter(each => each.state === 'waiting' && each.nominated === ods),
    records: () => [...all.values()].map(recordOf),
    strays: () => [...strays],
  }
}
