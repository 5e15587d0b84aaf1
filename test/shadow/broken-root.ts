/** The root of a thread whose mapping has one row broken: it finds and writes who someone is called where nobody looks. */
import { randomUUID } from 'node:crypto'
import { defineMapping } from '../../src/mapping/index.ts'
import { createIdentifier } from '../../src/message/index.ts'
import { INTERACTIONS, policyFor, policyNamed } from '../../src/products/index.ts'
import { RETRIEVAL } from '../../src/products/pds/retrieval.ts'
import { createCopies } from '../../src/shadow/index.ts'
import { serveThread } from '../../src/workers/index.ts'
import { brokenTables } from '../support/pds-golden-broken.ts'

const BROKEN = 'name/family/HL7 path its end'

const [table] = [...brokenTables(RETRIEVAL)].filter(({ title }) => title === BROKEN)
if (table === undefined) throw new Error(`no table is broken so: ${BROKEN}`)

serveThread(
  createCopies({
    mappings: [defineMapping(table.spec)],
    identifier: createIdentifier(INTERACTIONS),
    policyFor,
    policyNamed,
    now: Date.now,
    newId: randomUUID,
  }),
)
