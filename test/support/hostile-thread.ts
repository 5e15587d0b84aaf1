/**
 * The root of a thread that compares as the product's own does, but never ends with a pair whose control says
 * `endless`: what a mistake in the comparison would come to.
 */
import { randomUUID } from 'node:crypto'
import { createIdentifier } from '../../src/message/index.ts'
import { INTERACTIONS, MAPPINGS, policyFor, policyNamed } from '../../src/products/index.ts'
import { type CopyWork, createCopies } from '../../src/shadow/index.ts'
import { serveThread } from '../../src/workers/index.ts'

const copies = createCopies({
  mappings: MAPPINGS,
  identifier: createIdentifier(INTERACTIONS),
  policyFor,
  policyNamed,
  now: Date.now,
  newId: randomUUID,
})

const isEndless = ({ control }: CopyWork): boolean => Buffer.from(control.body).includes('endless')

const isJudged = (came: unknown): boolean =>
  typeof came === 'object' && came !== null && 'comparison' in came

const spin = (): never => {
  for (;;) Math.sqrt(2)
}

serveThread({
  use: setup => copies.use(setup),
  run: (work, busy) =>
    copies.run(work, step =>
      busy(() => {
        const came = step()
        // What the shadow posts is a CopyWork.
        return isJudged(came) && isEndless(work as CopyWork) ? spin() : came
      }),
    ),
})
