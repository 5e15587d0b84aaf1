import { type Fleet, type Halt, HALTS, heaviest, type Held } from './fleet.ts'
import { routeName } from './fleet-document.ts'
import { holdsPatientKey } from './patient-key.ts'
import { groupOf, invalid, listOf, mapOf, type Read, textLike, whole, wordOf } from './reading.ts'

/** Who asked for a halt, and why: what the audit says of it once the store has it. */
export interface HaltWords {
  /** What was named, a route or a cohort; `all` where every route was meant. */
  readonly name: string
  readonly actor: string
  readonly reason: string
  /** When it was laid, epoch milliseconds. */
  readonly at: number
}

/** One halt an instance has laid over itself, until the store has it or somebody takes it off. */
export interface HeldHalt {
  /** Names it, on every instance that holds it and in the audit. */
  readonly id: string
  readonly halt: Exclude<Halt, 'none'>
  readonly routes: readonly string[] | 'all'
  /** The revision that was known where it was asked for: a fleet up to there says nothing of it. */
  readonly revision: number
  /**
   * What goes into the audit with it. Undefined where it is this instance's alone, as one by a signal is: such a halt
   * is never laid over the fleet, and lies until it is released or a later fleet carries one as heavy.
   */
  readonly by: HaltWords | undefined
}

/** What of a halt may be said when it is laid; else it is named anew, as of now, and is this instance's alone. */
export type HaltSaid = Partial<Pick<HeldHalt, 'id' | 'revision' | 'by'>>

/** Gives what several halts come to. */
export function heldOf(halts: readonly HeldHalt[]): Held {
  const routes = new Map<string, Halt>()
  let all: Halt = 'none'
  for (const { halt, routes: names } of halts) {
    if (names === 'all') all = heaviest(all, halt)
    else for (const name of names) routes.set(name, heaviest(routes.get(name) ?? 'none', halt))
  }
  return Object.freeze({ all, routes })
}

/** Gives what is left of halts when some are taken off: those of these names, and of these ids where they are given. */
export const without = (
  halts: readonly HeldHalt[],
  routes: readonly string[] | 'all',
  ids?: readonly string[],
): readonly HeldHalt[] =>
  halts.flatMap(held => {
    if (ids !== undefined && !ids.includes(held.id)) return [held]
    if (routes === 'all' || held.routes === 'all') return held.routes === routes ? [] : [held]
    return remaining(held, name => !routes.includes(name))
  })

/** Gives what is left of a halt that is one instance's alone, once a fleet carries some of it. */
export function besides({ revision, halt, routes }: Fleet, held: HeldHalt): readonly HeldHalt[] {
  if (held.by !== undefined || revision <= held.revision) return [held]
  if (held.routes === 'all') return heaviest(halt, held.halt) === halt ? [] : [held]
  return remaining(held, name => {
    const there = routes.get(name)?.halt ?? 'none'
    return heaviest(there, held.halt) !== there
  })
}

function remaining(held: HeldHalt, isLeft: (name: string) => boolean): readonly HeldHalt[] {
  if (held.routes === 'all') return [held]
  const routes = held.routes.filter(isLeft)
  if (routes.length === held.routes.length) return [held]
  return routes.length === 0 ? [] : [{ ...held, routes }]
}

const MOST_ROUTES = 1_000
const MOST_HALTS = 10_000

const heavy = wordOf(['halt', 'hard'])
const list = listOf(routeName, MOST_ROUTES)

/** Reads which routes a halt means. */
export const routesOf: Read<readonly string[] | 'all'> = (value, at) =>
  value === 'all' ? value : list(value, at)

/** Reads what names a halt. */
export const haltId = textLike(/^[0-9a-z-]{1,80}$/, 'a name of a halt')

const spoken = (most: number): Read<string> =>
  textLike(new RegExp(`^[^\\p{Cc}]{1,${most}}$`, 'u'), 'one line', holdsPatientKey)

const words: Read<HaltWords> = groupOf<HaltWords>({
  name: spoken(128),
  actor: spoken(500),
  reason: spoken(500),
  at: whole,
})

/** Reads who asked for a halt: null where nobody did who goes into the audit. */
export const wordsOrNone: Read<HaltWords | undefined> = (value, at) =>
  value === null ? undefined : words(value, at)

const heldHalts = groupOf<{ readonly halts: readonly HeldHalt[] }>({
  halts: listOf(
    groupOf<HeldHalt>({
      id: haltId,
      halt: heavy,
      routes: routesOf,
      revision: whole,
      by: wordsOrNone,
    }),
    MOST_HALTS,
  ),
})

// What an instance wrote before halts had names.
const unnamed = groupOf<Held>({
  all: wordOf(HALTS),
  routes: mapOf(routeName, wordOf(HALTS), MOST_ROUTES),
})

/** Reads the halts an instance wrote down for itself. Throws {@link StoreError} `invalid`. */
export function readHeldHalts(text: string): readonly HeldHalt[] {
  const value = parsed(text)
  const isUnnamed = typeof value === 'object' && value !== null && 'all' in value
  if (!isUnnamed) return heldHalts(value, 'what is held').halts
  const { all, routes } = unnamed(value, 'what is held')
  return [...routes, ['all', all] as const].flatMap(([name, halt], i) =>
    halt === 'none' ? [] : [alone(`held-${i}`, halt, name === 'all' ? 'all' : [name])],
  )
}

/** Makes a halt that is one instance's alone. */
export const alone = (
  id: string,
  halt: HeldHalt['halt'],
  routes: HeldHalt['routes'],
): HeldHalt => ({ id, halt, routes, revision: 0, by: undefined })

export const writeHeldHalts = (halts: readonly HeldHalt[]): string =>
  JSON.stringify({ halts: halts.map(held => ({ ...held, by: held.by ?? null })) })

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw invalid('what is held', 'JSON')
  }
}
