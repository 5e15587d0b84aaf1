/** The root of a thread beside the one that serves: gives the shadow the products. */
import { randomUUID } from 'node:crypto'
import { createIdentifier } from './message/index.ts'
import { INTERACTIONS, MAPPINGS, policyFor, policyNamed } from './products/index.ts'
import { createCopies } from './shadow/index.ts'
import { serveThread } from './workers/index.ts'

serveThread(
  createCopies({
    mappings: MAPPINGS,
    identifier: createIdentifier(INTERACTIONS),
    policyFor,
    policyNamed,
    now: Date.now,
    newId: randomUUID,
  }),
)
