import type { Test } from 'tap'
import { isStoreError, NO_HEAD, type Store } from '../../src/fleet/index.ts'
import { codeOf, moving } from './given.ts'
import { M, MINUTE } from './records-contract.ts'

/** Someone who changes a fleet and binds messages without a pause, and keeps what was confirmed. */
export interface Pressing {
  /** How many changes and bindings were confirmed by now. */
  readonly confirmed: number
  /** What else was answered, by code. */
  readonly codes: ReadonlySet<string>
  /** Says what was answered, where that was no error of the store. */
  readonly strange: readonly unknown[]
  /** What every error said. */
  readonly said: ReadonlySet<string>
  stop(): Promise<void>
  /** Holds the store to it: all that was confirmed is there, nothing twice, in one line. */
  verify(t: Test, store: Store): Promise<void>
}

// Changes carry a number of their own where a route says since when it stands.
let last = 1_000_000

/** Presses one store. */
export function press(store: Store): Pressing {
  const own: number[] = []
  const bound: string[] = []
  const codes = new Set<string>()
  const said = new Set<string>()
  const strange: unknown[] = []
  const failed = (error: unknown): void => {
    if (!isStoreError(error)) return void strange.push(error)
    codes.add(error.code)
    said.add(error.message)
  }
  let isStopped = false
  const change = async (): Promise<void> => {
    last += 1
    const number = last
    const { known } = store
    await store.change(known.revision, moving(known, 'pds', { since: number }))
    own.push(number)
  }
  const bind = async (): Promise<void> => {
    last += 1
    const id = `pressed-${last}`
    await store.bind([M(id)], 'cloud', 10 * MINUTE)
    bound.push(id)
  }
  const pressing = [change, bind].map(async ask => {
    while (!isStopped) {
      await ask().catch(failed)
      await new Promise(resolve => setTimeout(resolve, 2))
    }
  })
  return {
    get confirmed() {
      return Math.min(own.length, bound.length)
    },
    codes,
    said,
    strange,
    stop: async () => {
      isStopped = true
      await Promise.all(pressing)
    },
    verify: async (t, at) => {
      t.strictSame(strange, [])
      const lines = await at.readAudit(0, 100_000)
      lines.reduce((before, { previous, hash }) => {
        if (previous !== before) t.equal(previous, before, 'one line')
        return hash
      }, NO_HEAD)
      const there = lines.map(
        ({ body }) => (JSON.parse(body) as { to: { since: number } }).to.since,
      )
      t.equal(new Set(there).size, there.length, 'no change is there twice')
      t.strictSame(
        own.filter(number => !there.includes(number)),
        [],
        `none of ${own.length} confirmed changes is lost`,
      )
      const lost: unknown[] = []
      for (const id of bound) {
        const again = await codeOf(
          at.bind([M(id)], 'legacy', 10 * MINUTE).then(({ side, isNew }) => {
            if (side !== 'cloud' || isNew) throw new Error(id)
          }),
        )
        if (again !== 'done') lost.push(again)
      }
      t.strictSame(lost, [], `none of ${bound.length} confirmed bindings is lost`)
    },
  }
}
