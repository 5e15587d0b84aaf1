/** A process that changes the store given to it and dies: at its fourth line, or by somebody's hand. */
import { DatabaseSync } from 'node:sqlite'
import { emptyFleet } from '../../src/fleet/index.ts'
import { readFleet, writeDocument } from '../../src/fleet/fleet-document.ts'
import { openTables } from '../../src/fleet/tables.ts'
import { moving } from './given.ts'

const [, , path = '', isForEver] = process.argv
const db = new DatabaseSync(path, { timeout: 5_000 })
const { revision, head, ...nothing } = emptyFleet()
const tables = openTables(db, { revision, head, epoch: 'e', document: writeDocument(nothing) })
if (isForEver === undefined) {
  db.function('die', () => Number(process.kill(process.pid, 'SIGKILL')))
  db.exec(
    'CREATE TEMP TRIGGER dying AFTER INSERT ON main.audit WHEN new.revision = 4 BEGIN SELECT die(); END',
  )
}
for (;;) {
  const fleet = readFleet(tables.read())
  const { next, line } = moving(fleet, 'pds', { percent: fleet.revision % 100 })
  const row = tables.change(fleet.revision, writeDocument(next), line)
  process.stdout.write(`${row.revision}\n`)
}
