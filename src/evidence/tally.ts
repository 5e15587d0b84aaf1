import type { CountBatch, CountRow, Store } from '../fleet/index.ts'
import { suppliedAs } from './by-supplier.ts'
import { type Compared, countedAs, foundAs } from './counts.ts'

/** Counts what came of comparisons in this instance until they are in the store. */
export interface Tally {
  /** Counts one comparison; keeps nothing of it but its verdict, its reason, where it differs and whose it was. */
  add(route: string, epoch: string, compared: Compared, supplier?: string): void
  /**
   * Adds what was counted to the store. Resolves to whether all of it is there now; what is not is kept and
   * goes with the next flush, and nothing is ever added twice.
   */
  flush(): Promise<boolean>
  /** How many counts wait: one for each comparison, one for where it differs, one for whose it was. */
  readonly waiting: number
}

/** Creates the tally of one instance, known to the store by a name it has to itself. */
export function createTally(store: Pick<Store, 'addCounts'>, instance: string): Tally {
  let counted = new Map<string, CountRow>()
  let sending: CountBatch | undefined
  let number = 0
  let flushing: Promise<boolean> = Promise.resolve(true)

  // A batch that may or may not have been stored is sent again as it was: the store knows it by its number.
  const send = async (): Promise<boolean> => {
    if (sending === undefined) {
      if (counted.size === 0) return true
      number += 1
      sending = { from: instance, number, rows: [...counted.values()] }
      counted = new Map()
    }
    try {
      await store.addCounts(sending)
    } catch {
      return false
    }
    sending = undefined
    return send()
  }

  return {
    add: (route, epoch, compared, supplier) => {
      const supplied = supplier === undefined ? undefined : suppliedAs(compared, supplier)
      for (const name of [countedAs(compared), foundAs(compared), supplied]) {
        if (name === undefined) continue
        const key = `${route} ${epoch} ${name}`
        const count = (counted.get(key)?.count ?? 0) + 1
        counted.set(key, { route, epoch, name, count })
      }
    },
    flush: () => (flushing = flushing.then(send)),
    get waiting() {
      return sum([...counted.values(), ...(sending?.rows ?? [])])
    },
  }
}

const sum = (rows: readonly CountRow[]): number => rows.reduce((all, row) => all + row.count, 0)
