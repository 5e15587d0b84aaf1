import { writeDocument } from './fleet-document.ts'
import type { Fleet } from './fleet.ts'
import { keepKnown } from './last-known.ts'

/** Lays what is known on this machine's disk, one after the other: two at once would write over each other's file. */
export interface KeepingKnown {
  keep(fleet: Fleet): void
  /** Waits until all that was given is there or has failed. */
  done(): Promise<void>
}

/** Keeps what is known beside a path, or nowhere; calls back where that fails. */
export function keepingKnown(beside: string | undefined, failed: () => void): KeepingKnown {
  let keeping: Promise<void> = Promise.resolve()
  return {
    keep: ({ revision, epoch, head, ...content }) => {
      if (beside === undefined || epoch === undefined) return
      keeping = keeping
        .then(() => keepKnown(beside, { revision, epoch, head, document: writeDocument(content) }))
        .catch(failed)
    },
    done: () => keeping,
  }
}
