import type { NoWord } from '../comparison/index.ts'
import type { Captured } from '../exchange/index.ts'
import type { OutcomeWord } from '../telemetry/index.ts'

/** What a thread is given to read: an answer as the supplier got it. */
export interface OutcomeWork {
  readonly answered: Captured
}

/** What it says became of its request, or why it could not be read. */
export interface OutcomeCame {
  readonly word: OutcomeWord | NoWord
}
