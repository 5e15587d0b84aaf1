import type { Bindings } from './bindings.ts'
import { routeName } from './fleet-document.ts'
import type { Fleet } from './fleet.ts'
import { markOf, type Name } from './naming.ts'
import type { Pins } from './pins.ts'
import { invalid, whole } from './reading.ts'
import { isOtherStore, readTold, refusedRecord, writeTold } from './record-answers.ts'
import { readAcknowledged, readKept, readNames, readPin, readSide } from './record-values.ts'
import type { RedisKeys } from './redis-keys.ts'
import type { RedisLine, ScriptCall } from './redis-line.ts'
import { digits, pairsOf, readAnswer } from './redis-replies.ts'
import {
  ACKNOWLEDGE,
  BIND,
  BOUND_TO,
  LIST_PINS,
  PIN,
  PIN_OF,
  type Script,
} from './redis-scripts.ts'
import { StoreError } from './store-error.ts'

/** What the pins and bindings of one instance stand on. */
export interface RecordsPlace {
  readonly keys: RedisKeys
  readonly asking: RedisLine
  readonly writing: RedisLine
  readonly instance: string
  readonly requestMs: number
  readonly answerMs: number
  readonly replicas: number
  /** What is known of the fleet, and how much of what this instance wrote the store has told was stored. */
  known(): { readonly fleet: Fleet; readonly wrote: number }
  /** Called with how much this instance has now written. */
  wrote(count: number): void
  /** Called where the store is not the one that is known. */
  differs(): void
}

/**
 * Keeps pins and bindings in Redis. What is confirmed is in the one Redis that may be written and, where replicas
 * are asked for, in so many of them: a failover to another may lose it all the same. The instance that wrote it then
 * notices, and until what it lost would have ended nothing is said to be new.
 */
export const createRecords = (place: RecordsPlace): Bindings & Pins => ({
  ...createBindings(place),
  ...createPins(place),
})

function createBindings(place: RecordsPlace): Bindings {
  const { keys, asking, writing, requestMs, answerMs } = place
  return {
    bind: async (given, side, keepMs) => {
      const names = readNames(given, 'the names')
      const rest = [readSide(side, 'the side'), readKept(keepMs, 'how long')]
      const [first = ''] = names
      const own = [keys.told(first), ...names.map(name => keys.bound(name))]
      const call = gated(place, names, { keys: own, with: rest })
      const [held, kind, told] = await confirmed(place, BIND, call)
      return {
        side: readSide(held, 'a stored side'),
        isNew: kind === 'new',
        acknowledgement: readTold(names, told),
      }
    },
    boundTo: async (given, keepMs) => {
      const names = readNames(given, 'the names')
      const own = names.map(name => keys.bound(name))
      const call = gated(place, names, { keys: own, with: [readKept(keepMs, 'how long')] })
      const [side] = await asked(place, asking.run(BOUND_TO, { ...call, withinMs: requestMs }))
      return side === '' ? undefined : readSide(side, 'a stored side')
    },
    acknowledge: async (given, acknowledgement) => {
      const names = readNames(given, 'the names')
      const told = writeTold(names, readAcknowledged(acknowledgement))
      const [first = ''] = names
      const at = [keys.bound(first), keys.told(first)]
      await writing.run(ACKNOWLEDGE, { keys: at, with: [told], withinMs: answerMs })
    },
  }
}

function createPins(place: RecordsPlace): Pins {
  const { keys, asking, requestMs, answerMs } = place
  return {
    pinOf: async (cohort, given) => {
      const names = readNames(given, 'the names')
      const own = [keys.pins(routeName(cohort, 'the cohort'))]
      const call = gated(place, names, { keys: own, with: names })
      const [side] = await asked(place, asking.run(PIN_OF, { ...call, withinMs: requestMs }))
      return side === '' ? undefined : readSide(side, 'a stored side')
    },
    pin: async (cohort, given, side) => {
      const names = readNames(given, 'the names')
      const own = [keys.pins(routeName(cohort, 'the cohort'))]
      const rest = [readSide(side, 'the side'), ...names]
      const [held] = await confirmed(place, PIN, gated(place, names, { keys: own, with: rest }))
      return readSide(held, 'a stored side')
    },
    listPins: async (cohort, most, from = '0') => {
      if (!/^\d{1,20}$/.test(from)) throw invalid('where to go on', 'where a page ended')
      const at = keys.pins(routeName(cohort, 'the cohort'))
      const call = {
        keys: [at],
        with: [from, Math.max(1, whole(most, 'most'))],
        withinMs: answerMs,
      }
      const [next, page] = readAnswer(await asking.run(LIST_PINS, call))
      const stored = pairsOf(page, 'the stored pins').map(([name, pin]) => ({
        name,
        ...readPin(pin),
      }))
      return {
        // Each stands under all its names, and is listed under the first.
        pins: stored
          .filter(({ name, names }) => name === names[0])
          .map(({ names, side }) => ({ names, side })),
        next: next === '0' ? undefined : next,
      }
    },
  }
}

type Call = Omit<ScriptCall, 'withinMs'>

/** Puts before a question what shows that it is asked of the store that is known. */
export function gated(place: RecordsPlace, names: readonly Name[], own: Call): Call {
  const { keys, instance } = place
  const { fleet, wrote } = place.known()
  const [mark = ''] = names.map(name => markOf(name))
  return {
    keys: [keys.fleet, keys.writers, ...own.keys],
    with: [fleet.revision, fleet.epoch ?? '', instance, wrote, mark, ...own.with],
  }
}

/** Gives what was answered behind `done`. Throws {@link StoreError} for any other word. */
export async function asked(
  place: RecordsPlace,
  answer: Promise<unknown>,
): Promise<readonly unknown[]> {
  const [word, ...rest] = readAnswer(await answer)
  if (word === 'done') return rest
  if (isOtherStore(word)) place.differs()
  throw refusedRecord(word)
}

/** Writes, and gives what was answered once as many have it as are to. */
export async function confirmed(
  place: RecordsPlace,
  script: Script,
  call: Call,
  inAllMs: number = place.requestMs,
): Promise<readonly unknown[]> {
  const { writing, replicas } = place
  const withinMs = replicas === 0 ? inAllMs : inAllMs / 2
  const [wrote, ...rest] = await asked(place, writing.run(script, { ...call, withinMs }))
  place.wrote(digits(wrote, 'what this instance wrote'))
  await replicated(writing, replicas, inAllMs / 2)
  return rest
}

/** Waits until as many replicas as are asked for have what was written; else fails with `unknown`. */
export async function replicated(
  line: RedisLine,
  replicas: number,
  withinMs: number,
): Promise<void> {
  if (replicas === 0) return
  const have = await line.wait(replicas, withinMs)
  if (have >= replicas) return
  const says = `the store has it, and only ${have} of ${replicas} replicas do: a failover would lose it`
  throw new StoreError('unknown', says)
}
