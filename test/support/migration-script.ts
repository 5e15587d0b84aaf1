import { setTimeout as wait } from 'node:timers/promises'
import type { EvidenceView } from '../../src/admin/index.ts'
import type { Side } from '../../src/exchange/index.ts'
import { type Patient, SUPPLIERS } from '../../src/simulator/index.ts'
import type { Change, Moved, Stand } from './migration-stand.ts'
import {
  lackedByCloud,
  nobody,
  patientAt,
  PATIENTS,
  type Sent,
  sendTo,
  supplierAt,
  type Spoilt,
  toNobody,
} from './migration-supplier.ts'
import { type Book, openBook, type Truth } from './migration-truth.ts'

/** What whoever tells the story has in hand. */
interface Telling {
  readonly stand: Stand
  /** How often the story was begun, this time included. */
  readonly time: number
  readonly book: Book
  step: string
  send(route: Sent['route'], patients: readonly Patient[], spoilt?: Spoilt): Promise<void>
  flip(change: Change): Promise<void>
  refused(change: Change): Promise<void>
  /** Waits until so many pairs of the epoch came to a comparison. */
  compared(route: Moved, pairs: number): Promise<void>
}

const EVIDENCE_MS = 30_000
const LOOK_MS = 25

/** Patients one after the other, so many of them. */
const some = (count: number, from = 0): readonly Patient[] =>
  Array.from({ length: count }, (_, n) => patientAt(from + n))

/** So many requests about one. */
const again = (patient: Patient, count: number): readonly Patient[] =>
  Array.from({ length: count }, () => patient)

const GLASS = { breakGlass: { approver: 'a second person' } }

/** Everything that happens, in order. Each step is wholly over before the next begins. */
const STEPS: Readonly<Record<string, (telling: Telling) => Promise<void>>> = {
  legacy: async ({ stand, send }) => {
    await send('retrievals', some(18))
    await send('retrievals', again(nobody(), 2))
    await send('summaries', some(10))
    await send('prescribing', some(3))
    await send('default', some(8))
    await send('default', some(2), toNobody)
    stand.systems.spine.set({ status: 500 })
    await send('default', some(2))
    stand.systems.spine.set({ status: undefined })
  },
  shadow: async ({ stand, book, flip, send, compared, refused }) => {
    stand.systems['pds-fhir'].set({ planted: { 'postcode-wrong': 1 } })
    for (const route of ['retrievals', 'summaries', 'prescribing'] as const) {
      await flip({ verb: 'promote', route, to: 'shadow' })
    }
    await send('retrievals', some(8))
    book.plant('postcode', 8)
    await compared('retrievals', 8)
    stand.systems['pds-fhir'].set({ planted: {} })
    await send('retrievals', again(lackedByCloud(), 2))
    book.plant('lacked', 2)
    await send('summaries', some(7))
    await send('prescribing', some(4, 3))
    await compared('retrievals', 10)
    await compared('summaries', 7)
    await refused({ verb: 'promote', route: 'retrievals', percent: 25 })
  },
  corrected: async ({ stand, time, book, send, compared }) => {
    await stand.reload(`${time}.1`)
    book.reloaded()
    await send('retrievals', some(30))
    await compared('retrievals', 30)
  },
  canary: async ({ flip, send, compared }) => {
    await flip({ verb: 'promote', route: 'retrievals', percent: 25 })
    await flip({ verb: 'promote', route: 'summaries', percent: 50, ...GLASS })
    await send('retrievals', PATIENTS)
    await send('summaries', PATIENTS)
    await compared('retrievals', 30 + PATIENTS.length)
  },
  override: async ({ book, flip, send }) => {
    const key = servedBy(book, 'summaries', 'legacy').asid
    const word = { side: 'cloud', owner: 'a team', expires: Date.now() + 3_600_000 }
    await flip({ verb: 'override', cohort: 'suppliers', key, ...word })
    await send('summaries', some(8))
  },
  failing: async ({ stand, book, send }) => {
    const patient = patientOn(book, 'cloud')
    stand.systems['pds-fhir'].set({ status: 503 })
    await send('retrievals', again(patient, 6))
    stand.systems['pds-fhir'].set({ status: undefined })
  },
  halt: async ({ flip, send }) => {
    await flip({ verb: 'halt' })
    await send('retrievals', some(9))
  },
  resume: async ({ flip, send }) => {
    await flip({ verb: 'resume' })
    await send('retrievals', some(11))
  },
  crossed: async ({ stand, book, send }) => {
    const patient = patientOn(book, 'cloud')
    stand.systems['pds-fhir'].set({ crossEvery: 1 })
    await send('retrievals', again(patient, 3))
    stand.systems['pds-fhir'].set({ crossEvery: 0 })
  },
  'reverse-shadow': async ({ flip, send }) => {
    await flip({ verb: 'promote', route: 'retrievals', percent: 100, ...GLASS })
    await flip({ verb: 'promote', route: 'retrievals', to: 'reverse-shadow', ...GLASS })
    await send('retrievals', some(10))
  },
  cloud: async ({ flip, send }) => {
    await flip({ verb: 'promote', route: 'retrievals', to: 'cloud', ...GLASS })
    await send('retrievals', some(12))
    await send('retrievals', again(nobody(), 3))
  },
}

/** Names of the steps, in order. */
export const STEP_NAMES: readonly string[] = Object.keys(STEPS)

/** Puts everything back to where the story begins. */
export async function rewind(stand: Stand, time: number): Promise<void> {
  const asids = SUPPLIERS.map(({ asid }) => asid)
  for (const key of asids) await stand.flip({ verb: 'override', cohort: 'suppliers', key })
  for (const route of ['retrievals', 'summaries', 'prescribing'] as const) {
    await stand.flip({ verb: 'rollback', route, to: 'legacy' })
  }
  await stand.reload(`${time}.0`)
}

/** How a story is told. */
export interface Told {
  /** Between two requests. */
  readonly paceMs: number
  /** Is waited for after each step. */
  stepped(step: string): Promise<void>
}

/**
 * Tells the whole story and gives what happened. Each time it is told, what runs at the cloud has a version of its own, so
 * that the evidence begins anew.
 */
export async function migrate(
  stand: Stand,
  time: number,
  { paceMs, stepped }: Told,
): Promise<Truth> {
  const book = openBook(stand.systems)
  const telling = tellingOf({ stand, book, time, step: '' }, paceMs)
  for (const [name, act] of Object.entries(STEPS)) {
    telling.step = name
    await act(telling)
    book.witness.look()
    await stepped(name)
  }
  return book
}

function tellingOf(
  own: Pick<Telling, 'stand' | 'book' | 'time' | 'step'>,
  paceMs: number,
): Telling {
  const { stand, book } = own
  const flip = async (change: Change, isRefused: boolean): Promise<void> => {
    const refused = await stand.flip(change)
    if ((refused !== undefined) !== isRefused) {
      throw new Error(`${JSON.stringify(change)}: ${refused ?? 'it was made'}`)
    }
    book.flipped(change, isRefused)
  }
  const telling: Telling = {
    ...own,
    send: async (route, patients, spoilt) => {
      for (const [n, patient] of patients.entries()) {
        const message = { route, step: telling.step, patient, supplier: supplierAt(n) }
        book.enter(await sendTo(stand.url, { ...message, ...(spoilt && { spoilt }) }))
        if (paceMs > 0) await wait(paceMs)
      }
    },
    flip: change => flip(change, false),
    refused: change => flip(change, true),
    compared: (route, pairs) => untilCompared(stand.admin, route, pairs),
  }
  return telling
}

/** Of those asked while both sides served, one that some side answered. */
function servedBy(book: Book, route: Moved, side: Side): Sent {
  const [sent] = book.told({ route, step: 'canary', side })
  if (sent === undefined) throw new Error(`${side} served nobody on ${route}`)
  return sent
}

/** A patient whose retrievals some side answers. */
function patientOn(book: Book, side: Side): Patient {
  const { nhsNumber } = servedBy(book, 'retrievals', side)
  const patient = PATIENTS.find(each => each.nhsNumber === nhsNumber)
  if (patient === undefined) throw new Error('it is nobody')
  return patient
}

async function untilCompared(admin: URL, route: Moved, pairs: number): Promise<void> {
  const until = Date.now() + EVIDENCE_MS
  for (;;) {
    const page = await fetch(new URL(`/api/routes/${route}/evidence`, admin))
    const { gate, counts } = (await page.json()) as EvidenceView // the API's own shape
    if (gate.compared >= pairs) return
    if (Date.now() > until) throw new Error(`${route}: ${JSON.stringify(counts)}, not ${pairs}`)
    await wait(LOOK_MS)
  }
}
