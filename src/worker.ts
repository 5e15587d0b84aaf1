/** The root of a thread beside the one that serves: gives the shadow, large translations and readers the products. */
import { randomUUID } from 'node:crypto'
import { createReadOutcome } from './comparison/index.ts'
import { createIdentifier } from './message/index.ts'
import { createReading, isOutcomeWork, MOST_BYTES } from './outcomes/index.ts'
import { INTERACTIONS, MAPPINGS, outcomeReading, policyFor, policyNamed } from './products/index.ts'
import { createCopies } from './shadow/index.ts'
import { createTranslating, isTranslationWork } from './translation/index.ts'
import { type Jobs, serveThread } from './workers/index.ts'

const readOutcome = createReadOutcome(outcomeReading(MOST_BYTES))
const copies = createCopies({
  mappings: MAPPINGS,
  identifier: createIdentifier(INTERACTIONS),
  policyFor,
  policyNamed,
  readOutcome,
  now: Date.now,
  newId: randomUUID,
})
const reading = createReading(readOutcome)
const translating = createTranslating({
  mappings: MAPPINGS,
  newId: () => randomUUID().toUpperCase(),
})

const doing = (work: object): Jobs => {
  if (isOutcomeWork(work)) return reading
  return isTranslationWork(work) ? translating : copies
}

serveThread({
  use: setup => copies.use(setup),
  run: (work, busy) => doing(work).run(work, busy),
})
