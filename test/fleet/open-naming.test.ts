import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { openNaming, readStoreAddress, type StoreAddress } from '../../src/fleet/index.ts'
import { folder } from './given.ts'

const REDIS = readStoreAddress('redis://127.0.0.1', { cwd: '/', env: {} })
const fileIn = (at: string): StoreAddress =>
  readStoreAddress('file:own/state.db', { cwd: at, env: {} })
const KEY = Buffer.alloc(32, 'k')

t.test('a key makes the same names wherever it is given, and another makes others', async t => {
  const name = (key: Uint8Array, at = REDIS) => openNaming(at, key).nameOf('message', 'M-1')
  t.equal(name(KEY), name(Buffer.alloc(32, 'k')))
  t.equal(name(KEY), name(KEY, fileIn(folder(t))), 'whatever the store')
  t.not(name(KEY), name(Buffer.alloc(32, 'l')))
})

t.test('a Redis without a key is refused, and so is a short key', async t => {
  t.throws(() => openNaming(REDIS), { code: 'address', message: /fleet key/ })
  for (const at of [REDIS, fileIn(folder(t))]) {
    t.throws(() => openNaming(at, Buffer.alloc(31)), { code: 'address', message: /32 bytes/ })
  }
})

t.test('beside a file a key is made once, for its owner alone to read', async t => {
  const at = folder(t)
  const first = openNaming(fileIn(at))
  const path = join(at, 'own', 'state.db.key')
  t.equal(statSync(path).mode & 0o777, 0o600)
  t.equal(openNaming(fileIn(at)).mark, first.mark, 'who starts again names as before')
  t.not(openNaming(fileIn(folder(t))).mark, first.mark, 'another store has another')
  t.notMatch(
    JSON.stringify([first.mark, first.nameOf('a', 'b')]),
    readFileSync(path, 'utf8').trim(),
  )
  writeFileSync(path, 'short')
  t.throws(() => openNaming(fileIn(at)), { code: 'address' }, 'it is not written over')
  t.equal(readFileSync(path, 'utf8'), 'short')
})

t.test('where the key cannot be kept, nobody names anything', async t => {
  const at = folder(t)
  writeFileSync(join(at, 'own'), 'a file stands in the way')
  t.throws(() => openNaming(fileIn(at)), { code: 'address' })
})
