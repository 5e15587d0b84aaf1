import type { PointerEnd, PointerFeed, PointerChange } from './nrl-feed.ts'
import { isSame } from './nrl-pointer.ts'
import type { Identifier, Pointer } from './nrl-pointer.ts'

/** The pointers one locator holds. */
export interface PointerStore {
  find(id: string): Pointer | undefined
  /** All of a patient's, in whatever state, oldest first. */
  of(nhsNumber: string): readonly Pointer[]
  /** A patient's pointer by its provider's own identifier. */
  named(nhsNumber: string, master: Identifier): Pointer | undefined
  /** Takes a change that was asked of this locator: the other one is told of it. */
  change(change: PointerChange): void
  /** Every pointer there is, oldest first. */
  all(): readonly Pointer[]
}

/** What becomes of a pointer that is no longer current: the two locators differ. */
export type Ending = (pointer: Pointer, end: PointerEnd, at: number) => Pointer | undefined

/** Version 2.8 keeps what was superseded or retracted, and shows it to nobody; only a deleted pointer is gone. */
export const keepsEnded: Ending = (pointer, end, at) =>
  end === 'deleted'
    ? undefined
    : { ...pointer, status: end, version: pointer.version + 1, updated: at }

/** Version 3 deletes what is superseded, and so what the other side has retracted. */
export const deletesEnded: Ending = () => undefined

/** What the pointers of one locator begin with, and what becomes of them. */
export interface PointersMade {
  readonly first: readonly Pointer[]
  readonly ending: Ending
  readonly now: () => number
  /** What the other locator tells comes by it and is taken as it is; undefined where there is none. */
  readonly feed?: PointerFeed | undefined
}

/** Creates the pointers of one locator. */
export function createPointers({ first, ending, now, feed }: PointersMade): PointerStore {
  const held = new Map(first.map(pointer => [pointer.id, pointer]))

  const apply = ({ put, gone }: PointerChange): void => {
    for (const { id, end } of gone ?? []) {
      const pointer = held.get(id)
      const ended = pointer && ending(pointer, end, now())
      if (ended === undefined) held.delete(id)
      else held.set(id, ended)
    }
    if (put !== undefined) held.set(put.id, put)
  }

  // What comes by the feed is not told again: nothing goes round.
  feed?.onChange(apply)

  const of = (nhsNumber: string): readonly Pointer[] =>
    [...held.values()].filter(({ subject }) => subject === nhsNumber)

  return {
    find: id => held.get(id),
    of,
    named: (nhsNumber, master) => of(nhsNumber).find(each => isSame(each.master, master)),
    change: change => {
      apply(change)
      feed?.tell(change)
    },
    all: () => [...held.values()],
  }
}
