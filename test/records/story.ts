import fc from 'fast-check'
import { isFicusError, RETRY_SPAN_MS, type Stage } from '../../src/exchange/index.ts'
import { DEFAULT_GATE } from '../../src/evidence/index.ts'
import { type Store, StoreError } from '../../src/fleet/index.ts'
import { flip, type FlipContext } from '../../src/flips/index.ts'
import { INTERACTIONS } from '../../src/products/index.ts'
import { connectMemory, createMemory, type MemoryStore } from '../fleet/memory-store.ts'
import { testName } from '../flips/given.ts'
import {
  messageAbout,
  PRESCRIBE,
  type Prescription,
  type PrescriptionMessage,
} from '../support/prescriptions.ts'
import { type Conduct, COHORTS, createInstance, createSides, epsRoute } from './given.ts'

const VERBS = ['promote', 'leap', 'leap', 'rollback', 'halt', 'hard', 'resume', 'undo'] as const
const INSTANCES = fc.constantFrom(0, 1)
const CONDUCT = fc.constantFrom<Conduct>('acknowledges', 'acknowledges', 'goes silent', 'is away')

/** Everything that may happen, with what is drawn for it. */
const HAPPENS = {
  send: { to: INSTANCES, conduct: CONDUCT, isNew: fc.boolean() },
  again: { which: fc.nat(5), to: INSTANCES, conduct: CONDUCT, isRenamed: fc.boolean() },
  flip: { verb: fc.constantFrom(...VERBS) },
  wait: { ms: fc.constantFrom(1_000, 60_000, 299_000, 700_000, 700_000) },
  restart: { which: INSTANCES },
  store: { answers: fc.constantFrom<Answers>('well', 'well', 'silent', 'unknown') },
  deafen: { which: INSTANCES },
} as const

type Happening = {
  readonly [Does in keyof typeof HAPPENS]: {
    readonly does: Does
    readonly [drawn: string]: unknown
  }
}[keyof typeof HAPPENS]

const WEIGHTS = { send: 4, again: 6, flip: 5, wait: 3, restart: 1, store: 2, deafen: 1 } as const

/** What happens to a fleet, one after another. */
export const happenings = fc.array(
  fc.oneof(
    ...Object.entries(HAPPENS).map(([does, drawn]) => ({
      weight: WEIGHTS[does as keyof typeof HAPPENS], // the table's own keys
      arbitrary: fc.record<Record<string, unknown>>({
        does: fc.constant(does),
        ...drawn,
      }) as fc.Arbitrary<Happening>,
    })),
  ),
  { minLength: 10, maxLength: 30 },
)

type Answers = 'well' | 'silent' | 'unknown'

/** One write of a supplier's. */
interface Write {
  readonly at: number
  readonly action: PrescriptionMessage
  readonly prescription: Prescription
  readonly ids: { readonly messageId: string; readonly payloadId: string }
  /** What its sender was told last. */
  told: string | undefined
}

/** What was seen in all the stories. */
export interface Seen {
  retries: number
  /** The same that was told before. */
  toldAgain: number
  /** Stories in which both sides carried something out. */
  bothSides: number
  refused: number
}

export const nothingSeen = (): Seen => ({ retries: 0, toldAgain: 0, bothSides: 0, refused: 0 })

/** What a fleet begins with. */
export interface Beginning {
  readonly records: keyof typeof COHORTS
  readonly startsAt: Stage
  /** What the instances have in place of their store. */
  wrapped?(store: Store): Store
}

/** For so long an instance that has not heard of a change may go by the one before. */
const DEAF_MS = RETRY_SPAN_MS - 1

/** Two instances on one store, two sides behind them, and a supplier who sends again what it has sent. */
export class Story {
  readonly #seen: Seen
  readonly #beginning: Beginning
  readonly #memory = createMemory()
  readonly #sides = createSides()
  readonly #stores: MemoryStore[] = []
  readonly #instances: ReturnType<typeof createInstance>[]
  readonly #deafUntil = [0, 0]
  readonly #writes: Write[] = []
  readonly #context: FlipContext
  readonly #operator: MemoryStore
  #answers: Answers = 'well'
  #now = 1_000_000_000_000
  #ids = 0

  constructor(beginning: Beginning, seen: Seen) {
    this.#beginning = beginning
    this.#seen = seen
    this.#memory.records.now = () => this.#now
    const routes = [epsRoute(beginning.records, beginning.startsAt)]
    this.#context = {
      ...{ routes, interactions: INTERACTIONS, environment: { name: 'int', confirm: false } },
      ...{ gateOf: () => DEFAULT_GATE, epochOf: () => 'e', nameOf: testName },
      now: () => this.#now,
    }
    this.#operator = this.#connected()
    this.#instances = [this.#started(), this.#started()]
  }

  /** Lets things happen. Throws where a write was carried out by two sides, or what was kept was not told. */
  async tell(happenings: readonly Happening[]): Promise<void> {
    await this.#ask('adopt')
    for (const each of happenings) {
      for (const [i, instance] of this.#instances.entries()) {
        if ((this.#deafUntil[i] ?? 0) <= this.#now) instance.hears = true
      }
      await this.#happens[each.does](each as never) // its own row of the table
    }
    const sides = new Set(this.#sides.got.map(({ side }) => side))
    if (sides.size === 2) this.#seen.bothSides += 1
  }

  readonly #happens = {
    send: ({ to, conduct, isNew }: { to: number; conduct: Conduct; isNew: boolean }) => {
      const write = this.#written(isNew)
      this.#writes.push(write)
      return this.#post(write, { to, conduct, messageId: write.ids.messageId })
    },
    again: async (drawn: { which: number; to: number; conduct: Conduct; isRenamed: boolean }) => {
      const due = this.#writes.filter(({ at }) => this.#now - at <= RETRY_SPAN_MS)
      const write = due[drawn.which % Math.max(due.length, 1)]
      if (write === undefined) return
      this.#seen.retries += 1
      const messageId = drawn.isRenamed ? this.#newId() : write.ids.messageId
      await this.#post(write, { ...drawn, messageId })
    },
    flip: ({ verb }: { verb: (typeof VERBS)[number] }) => this.#ask(verb),
    wait: async ({ ms }: { ms: number }) => void (this.#now += ms),
    restart: async ({ which }: { which: number }) =>
      void (this.#instances[which] = this.#started()),
    store: async ({ answers }: { answers: Answers }) => {
      this.#answers = answers
      for (const store of this.#stores) store.failure = this.#failure()
    },
    deafen: async ({ which }: { which: number }) => {
      const instance = this.#instances[which]
      if (instance !== undefined) instance.hears = false
      this.#deafUntil[which] = this.#now + DEAF_MS
    },
  }

  async #ask(verb: (typeof VERBS)[number] | 'adopt'): Promise<void> {
    const by = { actor: 'ada', reason: 'a test' }
    const eps = { ...by, name: 'eps' }
    const glass = { breakGlass: { approver: 'grace' } }
    const change = {
      promote: { ...eps, ...glass, verb: 'promote' },
      leap: { ...eps, ...glass, verb: 'promote', to: 'cloud' },
      rollback: { ...eps, verb: 'rollback' },
      halt: { ...eps, verb: 'halt' },
      hard: { ...eps, verb: 'halt', isHard: true },
      resume: { ...eps, verb: 'resume' },
      undo: { ...by, ...glass, verb: 'undo' },
      adopt: { ...by, verb: 'adopt' },
    } as const
    await flip(this.#operator, change[verb], this.#context)
  }

  /** A prescription, or a dispensing of the last one. */
  #written(isNew: boolean): Write {
    const [messageId, payloadId] = [this.#newId(), this.#newId()]
    const last = isNew ? undefined : this.#writes.at(-1)?.prescription
    const prescription = last ?? {
      short: `${messageId.slice(2, 8)}-C81007-00001+`,
      long: messageId,
    }
    const action = last === undefined ? PRESCRIBE : 'PORX_IN080101UK31'
    const ids = { messageId, payloadId }
    return { at: this.#now, action, prescription, ids, told: undefined }
  }

  async #post(
    write: Write,
    how: { readonly to: number; readonly conduct: Conduct; readonly messageId: string },
  ): Promise<void> {
    const { action, prescription, ids } = write
    const { messageId } = how
    this.#sides.conduct = how.conduct
    const { body } = messageAbout(action, prescription, { ...ids, messageId })
    const got = await this.#instances[how.to]?.post(body, action)
    const by = this.#sides.done.get(ids.payloadId) ?? new Set()
    if (by.size > 1) throw new Error(`carried out twice, by ${[...by].join(' and ')}`)
    if (got === undefined || isFicusError(got)) {
      this.#seen.refused += 1
      if (got?.code !== 'not-sent') throw new Error('an error of another kind', { cause: got })
    } else if (got.status === 202 && messageId === ids.messageId) this.#told(write, got.body)
  }

  /** What one side alone was asked once is told again as it was. */
  #told(write: Write, body: Buffer): void {
    const told = body.toString('latin1')
    const { messageId } = write.ids
    const times = this.#sides.got.filter(each => each.messageId === messageId).length
    if (write.told === told) this.#seen.toldAgain += 1
    else if (write.told !== undefined && times === 1) throw new Error('told something else')
    write.told = told
  }

  #connected(): MemoryStore {
    const store = connectMemory(this.#memory)
    store.failure = this.#failure()
    this.#stores.push(store)
    return store
  }

  #started(): ReturnType<typeof createInstance> {
    const { wrapped = (store: Store) => store } = this.#beginning
    const { routes, now } = this.#context
    return createInstance({ store: wrapped(this.#connected()), routes, sides: this.#sides, now })
  }

  #failure(): StoreError | undefined {
    return this.#answers === 'well' ? undefined : new StoreError(this.#answers, 'a test')
  }

  #newId(): string {
    this.#ids += 1
    return `${String(this.#ids).padStart(8, '0')}-0000-4000-8000-000000000000`
  }
}
