/** The root of a thread beside the one that serves: gives copies and large translations the products. */
import { randomUUID } from 'node:crypto'
import { createReadOutcome } from './comparison/index.ts'
import { createIdentifier } from './message/index.ts'
import { MOST_BYTES } from './outcomes/index.ts'
import { openMappings, type OwnMapping } from './mappings.ts'
import { INTERACTIONS, MAPPINGS, outcomeReading, policyFor, policyNamed } from './products/index.ts'
import { createCopies } from './shadow/index.ts'
import { createTranslating, isTranslationWork } from './translation/index.ts'
import { serveThread } from './workers/index.ts'

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
const translating = createTranslating({
  mappings: MAPPINGS,
  newId: () => randomUUID().toUpperCase(),
})

/** Mappings no product has are opened before anything is done by them; what is not found then is declined. */
let opening: Promise<unknown> = Promise.resolve()

serveThread({
  use: setup => {
    const { own } = setup as { readonly own: readonly OwnMapping[] } // all who set threads up say it
    opening = openMappings(own).catch(() => undefined)
    if ('routes' in setup) copies.use(setup)
  },
  run: (work, busy) =>
    opening.then(() => (isTranslationWork(work) ? translating : copies).run(work, busy)),
})
