import { createPatients, type Patient } from '../../src/simulator/index.ts'
import { FATES, KINDS, type Told } from './dispensing-day-fates.ts'
import type { FetchedReply } from './dispensing-day-reply.ts'
import type { Flip, Stand } from './dispensing-day-stand.ts'
import { fetched, type Message, sent, written } from './dispensing-day-supplier.ts'

/** One prescription of the day, and what its suppliers know of it. */
export interface Life {
  readonly n: number
  readonly fate: readonly Told[]
  readonly patient: Patient
  /** What was sent for each step, and what its supplier was told. */
  readonly steps: Sent[]
  /** What a dispenser remembers to name later. */
  readonly remembered: { release?: string; notification?: string; claim?: string }
  /** The step under way. */
  message?: Message | undefined
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
  return { n, fate, patient, steps: [], remembered: {}, tries: 0 }
}

/** How far the day goes on between two steps of one prescription, and before a message is sent again. */
const STEP = 60
const AGAIN = 5
/** Every so many messages are sent once more, as a sender does that was not sure. */
const TWICE = 5
const MOST_TRIES = 20

/** Which earlier message a step names. */
function named({ step }: Told, { remembered }: Life): Told['says'] {
  const { release, notification, claim } = remembered
  const follows = step === 'withdraw' ? notification : release
  const replaces = { amend: notification, 'amend-claim': claim }[step as 'amend' | 'amend-claim']
  return { ...(follows && { follows }), ...(replaces && { replaces }) }
}

function remember(life: Life, { step }: Told, { payloadId }: Message, reply: FetchedReply): void {
  const { remembered } = life
  if (reply.type !== 'AA') return
  if (reply.release !== '') remembered.release = reply.release
  if (step === 'dispense' || step === 'amend') remembered.notification = payloadId
  if (step === 'claim' || step === 'amend-claim') remembered.claim = payloadId
}

/** Takes one step of a prescription's life; false where it is to be tried again. */
async function step(life: Life, stand: Stand): Promise<boolean> {
  const told = life.fate[life.steps.length]
  if (told === undefined) throw new Error('it has no further step')
  const { url } = stand
  const seed = life.n * 100 + life.steps.length
  life.message ??= written({
    kind: KINDS[told.step],
    patient: life.patient,
    prescription: Math.floor(life.n / PATIENTS.length),
    supplier: told.by,
    now: stand.now(),
    seed,
    says: { ...told.says, ...named(told, life) },
  })
  const { message } = life
  const accepted = await sent(url, message)
  if (accepted === 'again') {
    if (++life.tries > MOST_TRIES) throw new Error(`${told.step} is never taken`)
    return false
  }
  const { location } = accepted
  const once = (life.n + life.steps.length) % TWICE === 0 ? await sent(url, message) : undefined
  const reply = await fetched(url, location, message.asid)
  const again =
    once === undefined || once === 'again'
      ? undefined
      : {
          location: once.location,
          reply: await fetched(url, once.location, message.asid),
        }
  remember(life, told, message, reply)
  life.steps.push({ told, message, location, reply, again })
  life.message = undefined
  return true
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

/** Takes the next step of a life; gives after how long the one after it is due. */
async function lived(life: Life, stand: Stand): Promise<number | undefined> {
  const isTaken = await step(life, stand)
  if (!isTaken) return AGAIN
  return life.steps.length === life.fate.length ? undefined : STEP
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
