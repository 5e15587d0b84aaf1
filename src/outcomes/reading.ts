import { createReadOutcome, type OutcomeReading, type ReadOutcome } from '../comparison/index.ts'
import type { Jobs } from '../workers/index.ts'
import type { OutcomeCame, OutcomeWork } from './outcome-work.ts'

/** Builds what reads answers in a thread of its own, or in none, once it is told how. */
export function createReading(): Jobs {
  let read: ReadOutcome | undefined
  return {
    use: setup => {
      read = createReadOutcome(setup as OutcomeReading) // what this room hands over
    },
    run: (work, busy): Promise<OutcomeCame> => {
      const { answered } = work as OutcomeWork // what this room posts
      const { status, headers, body } = answered
      const word = busy(() => read?.({ status, headers, body: Buffer.from(body.buffer) }))
      return Promise.resolve({ word: word ?? 'unreadable' })
    },
  }
}
