/** A process without the right to write that opens the store in the folder given to it, and says what came of it. */
import { chmodSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isStoreError, openStore } from '../../src/fleet/index.ts'
import { moving, PATIENT } from './given.ts'

const [, , at = ''] = process.argv
chmodSync(at, 0o555)
for (const name of ['state.db', 'state.db.known']) chmodSync(join(at, name), 0o444)
if (statSync(at).uid === 0) process.setuid?.(65_534)

const store = await openStore(join(at, 'state.db'), PATIENT)
const change = await store.change(1, moving(store.known, 'pds', {})).then(
  () => 'done',
  (error: unknown) => (isStoreError(error) ? error.code : String(error)),
)
const { revision, epoch } = store.known
console.log(JSON.stringify({ revision, change, epoch: epoch !== undefined }))
await store.close()
