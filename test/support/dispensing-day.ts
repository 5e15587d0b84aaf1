import { createPatients, type Patient } from '../../src/simulator/index.ts'
import { FATES, KINDS, type Told } from './dispensing-day-fates.ts'
import type { FetchedReply } from './dispensing-day-reply.ts'
import type { Flip, Stand } from './dispensing-day-stand.ts'
import { fetched, left, type Message, sent, written } from './dispensing-day-supplier.ts'

/** One prescription of the day, and what its suppliers know of it. */
export interface Life {
  readonly n: number
  readonly fate: readonly Told[]
  readonly patient: Patient
  /** What was sent for each step, and what its supplier was told. */
  readonly steps: Sent[]
  /** What a dispenser remembers to name later. */
  readonly remembered: { release?: string; notification?: string; claim?: string }
  under?: Under | undefined
}

/** The step under way. */
interface Under {
  readonly message: Message
  /** Where its answer is, once it was taken. */
  location: string | undefined
  /** Whether its sender went away from it once. */
  isLeft: boolean
  tries: number
}

/** A step that was carried out, and its answer. */
export interface Sent {
  readonly told: Told
  readonly message: Message
  readonly location: string
  readonly reply: FetchedReply
  /** What it was told when it was sent once more. */
  readonly again: { readonly location: string; readonly reply: FetchedReply } | undefined
  /** Whether it was sent before, by a sender that went away before it was told anything. */
  readonly isLeft: boolean
}

/** Something that happens when the day has come so far. */
export interface Happening {
  readonly at: number
  readonly happens: (stand: Stand) => Promise<void>
}

const WHOLE_DAY = 8
const PATIENTS = createPatients().filter(({ birth }) => birth.length === WHOLE_DAY)

const beginning = (n: number): Life => {
  const patient = PATIENTS[n % PATIENTS.length]
  const fate = FATES[n % FATES.length]
  if (patient === undefined || fate === undefined) throw new Error('nobody to begin with')
  return { n, fate, patient, steps: [], remembered: {} }
}

/** How far the day goes on between two steps of one prescription, and before a message is sent again. */
const STEP = 60
const AGAIN = 5
/** Every so many messages are sent once more, as a sender does that was not sure. */
const TWICE = 5
/** Every so many are left before they are answered, and every so many answers are fetched so much later. */
const LEFT = 11
const LATE = 7
const LATER = 30
const MOST_TRIES = 20
/** What a sender is told that legacy gets a second time: the first time was carried out. */
export const DUPLICATE = '17.32 202'

/** Which earlier message a step names. */
function named({ step }: Told, { remembered }: Life): Told['says'] {
  const { release, notification, claim } = remembered
  const follows = step === 'withdraw' ? notification : release
  const replaces = { amend: notification, 'amend-claim': claim }[step as 'amend' | 'amend-claim']
  return { ...(follows && { follows }), ...(replaces && { replaces }) }
}

function remember(life: Life, { step }: Told, { payloadId }: Message, reply: FetchedReply): void {
  const { remembered } = life
  if (reply.type !== 'AA' && reply.said !== DUPLICATE) return
  if (reply.release !== '') remembered.release = reply.release
  if (step === 'dispense' || step === 'amend') remembered.notification = payloadId
  if (step === 'claim' || step === 'amend-claim') remembered.claim = payloadId
}

/** Writes the message of the step a life stands at. */
function begun(life: Life, told: Told, stand: Stand): Under {
  const message = written({
    kind: KINDS[told.step],
    patient: life.patient,
    prescription: Math.floor(life.n / PATIENTS.length),
    supplier: told.by,
    now: stand.now(),
    seed: life.n * 100 + life.steps.length,
    says: { ...told.says, ...named(told, life) },
  })
  return { message, location: undefined, isLeft: false, tries: 0 }
}

/** Sends a message, once more where it was left before its answer; undefined where it is to be sent again. */
async function placeOf(under: Under, place: number, url: URL): Promise<string | undefined> {
  if (place % LEFT === 0 && !under.isLeft) {
    under.isLeft = true
    await left(url, under.message)
  }
  const accepted = await sent(url, under.message)
  if (accepted !== 'again') return accepted.location
  if (++under.tries > MOST_TRIES) throw new Error('it is never taken')
  return undefined
}

/** Takes the next step of a life, or a part of it; gives after how long the next is due, if there is one. */
async function lived(life: Life, stand: Stand): Promise<number | undefined> {
  const told = life.fate[life.steps.length]
  if (told === undefined) throw new Error('it has no further step')
  const { url } = stand
  const under = (life.under ??= begun(life, told, stand))
  const { message } = under
  const place = life.n + life.steps.length
  if (under.location === undefined) {
    under.location = await placeOf(under, place, url)
    if (under.location === undefined) return AGAIN
    if (place % LATE === 0) return LATER
  }
  const { location, isLeft } = under
  const once = place % TWICE === 0 ? await sent(url, message) : 'again'
  const reply = await fetched(url, location, message.asid)
  const again =
    once === 'again'
      ? undefined
      : { location: once.location, reply: await fetched(url, once.location, message.asid) }
  remember(life, told, message, reply)
  life.steps.push({ told, message, location, reply, again, isLeft })
  life.under = undefined
  return life.steps.length === life.fate.length ? undefined : STEP
}

interface Due {
  readonly at: number
  readonly run: () => Promise<number | undefined>
}

/** Lives so many prescriptions at once. */
const LANES = 12

/** Lets a day pass: each step of each prescription at its time, and what happens in between. */
export async function livedThrough(
  stand: Stand,
  count: number,
  happenings: readonly Happening[],
): Promise<readonly Life[]> {
  const lives = Array.from({ length: count }, (_, n) => beginning(n))
  const due: Due[] = [
    ...lives.map(life => ({ at: life.n, run: () => lived(life, stand) })),
    ...happenings.map(({ at, happens }) => ({
      at,
      run: async () => {
        await happens(stand)
        return undefined
      },
    })),
  ]
  due.sort((a, b) => a.at - b.at)
  const lane = async (): Promise<void> => {
    for (let next = due.shift(); next !== undefined; next = due.shift()) {
      const { at, run } = next
      const wait = await run()
      if (wait === undefined) continue
      const then = at + wait
      const place = due.findIndex(each => each.at > then)
      due.splice(place < 0 ? due.length : place, 0, { at: then, run })
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  return lives
}

/** Flips that are made when the day has come so far, as happenings. */
export const flipped = (at: number, ...flips: readonly (Flip | number)[]): Happening => ({
  at,
  happens: async stand => {
    for (const flip of flips) {
      if (typeof flip === 'number') stand.pass(flip)
      else await stand.flip(flip)
    }
  },
})
