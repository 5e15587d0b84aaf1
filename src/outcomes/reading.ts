import type { ReadOutcome } from '../comparison/index.ts'
import type { Jobs } from '../workers/index.ts'
import type { OutcomeCame, OutcomeWork } from './outcome-work.ts'

/** Builds what reads answers in a thread of its own, or in none. */
export const createReading = (read: ReadOutcome): Jobs => ({
  use: () => undefined,
  run: (work, busy): Promise<OutcomeCame> => {
    const { answered } = work as OutcomeWork // what this room posts
    const { status, headers, body } = answered
    return Promise.resolve({
      word: busy(() => read({ status, headers, body: Buffer.from(body.buffer) })),
    })
  },
})
