import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import t from 'tap'
import { codeOf, folder, moving, opened, until } from './given.ts'
import { M, MINUTE } from './records-contract.ts'

t.test('a file that was emptied or put back does not call absent what it has lost', async t => {
  const path = join(folder(t), 'state.db')
  let now = 0
  const first = await opened(t, path)
  await first.change(0, moving(first.known, 'pds', {}))
  const old = readFileSync(path)
  await first.bind([M('1')], 'cloud', MINUTE)
  await first.pin('p', [M('1')], 'cloud')
  await first.change(1, moving(first.known, 'pds', {}))
  await first.close()
  for (const lose of [(): void => rmSync(path), (): void => writeFileSync(path, old)]) {
    rmSync(`${path}-wal`, { force: true })
    lose()
    now = Date.now()
    const store = await opened(t, path, { now: () => now })
    for (const promise of [
      () => store.pinOf('p', [M('1')]),
      () => store.pin('p', [M('1')], 'legacy'),
      () => store.bind([M('1')], 'legacy', MINUTE),
    ]) {
      t.strictSame(await codeOf(promise()), ['silent', undefined])
    }
    now += 2 * MINUTE
    t.match(
      await store.bind([M('1')], 'legacy', MINUTE),
      { isNew: true },
      'once it would have ended',
    )
    const { next, line } = moving(store.known, 'pds', {})
    await store.change(store.known.revision, { next, line, arePinsWhole: true })
    t.equal(await store.pinOf('p', [M('1')]), undefined, 'a person has said that all are there')
    await store.close()
  }
})

t.test('a binding is kept from when it was last asked for, and goes when it has ended', async t => {
  const path = join(folder(t), 'state.db')
  let now = 1_000
  const store = await opened(t, path, { now: () => now })
  await store.bind([M('1'), M('2')], 'cloud', 100)
  now += 99
  t.match(await store.bind([M('1')], 'legacy', 100), { side: 'cloud', isNew: false })
  now += 10
  t.match(await store.bind([M('1')], 'legacy', 1), { side: 'cloud', isNew: false })
  now += 89
  t.match(await store.bind([M('1')], 'legacy', 1), { side: 'cloud' }, 'nor is it cut short')
  t.match(await store.bind([M('2')], 'legacy', 100), { side: 'legacy', isNew: true })
  now += 1_000
  for (let i = 0; i < 5; i += 1) await store.bind([M(`n${i}`)], 'cloud', 100)
  const file = new DatabaseSync(path)
  t.teardown(() => file.close())
  t.equal(Number(file.prepare('SELECT count(*) AS n FROM bindings').get()?.['n']), 5)
})

t.test('a file of the version before is taken over, all its pins being none', async t => {
  const path = join(folder(t), 'state.db')
  const store = await opened(t, path)
  const one = await store.change(0, moving(store.known, 'pds', {}))
  await store.close()
  const file = new DatabaseSync(path)
  file.exec('DROP TABLE records; DROP TABLE pins; DROP TABLE bindings; PRAGMA user_version = 1')
  file.close()
  const later = await opened(t, path)
  t.strictSame(later.known, one)
  t.equal(await later.pinOf('p', [M('1')]), undefined)
})

t.test('a request waits for a locked file no longer than a supplier can', async t => {
  const path = join(folder(t), 'state.db')
  const store = await opened(t, path, { requestMs: 30 })
  await store.bind([M('1')], 'cloud', MINUTE).catch(() => undefined)
  const other = new DatabaseSync(path)
  t.teardown(() => other.close())
  other.exec('BEGIN IMMEDIATE')
  t.strictSame(await codeOf(store.bind([M('2')], 'cloud', MINUTE)), ['unknown', undefined])
  t.strictSame(await codeOf(store.pinOf('p', [M('2')])), ['silent', undefined])
  other.exec('COMMIT')
  await until(() => store.trouble === undefined)
})
