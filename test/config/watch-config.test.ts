import { EventEmitter, once } from 'node:events'
import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { watchConfig } from '../../src/config/index.ts'

/** Watches a file and counts its calls; `next` waits for one that comes after now. */
function watching(t: Test, file: string) {
  const calls = new EventEmitter()
  let count = 0
  const stop = watchConfig(file, () => {
    count += 1
    calls.emit('call')
  })
  // A watch keeps no process alive, so something else must while the test waits.
  const alive = setInterval(() => undefined, 1_000)
  t.teardown(() => {
    clearInterval(alive)
    stop()
  })
  return {
    stop,
    next: () => once(calls, 'call'),
    get count() {
      return count
    },
  }
}

t.test('a burst of changes to the file calls back once, and the next change again', async t => {
  const file = join(t.testdir({ 'routes.config.ts': '' }), 'routes.config.ts')
  const watched = watching(t, file)
  const first = watched.next()
  for (let i = 0; i < 5; i++) writeFileSync(file, String(i))
  await first
  const second = watched.next()
  writeFileSync(file, 'again')
  await second
  t.equal(watched.count, 2)
})

t.test('an editor that puts a new file in the place of the old one is seen', async t => {
  const folder = t.testdir({ 'routes.config.ts': '' })
  const watched = watching(t, join(folder, 'routes.config.ts'))
  const called = watched.next()
  writeFileSync(join(folder, 'new'), 'x')
  renameSync(join(folder, 'new'), join(folder, 'routes.config.ts'))
  await called
  t.equal(watched.count, 1)
})

t.test('a ConfigMap that swaps the link to its folder is seen', async t => {
  const folder = t.testdir({ one: { 'routes.config.ts': '1' } })
  symlinkSync('one', join(folder, '..data'))
  symlinkSync('..data/routes.config.ts', join(folder, 'routes.config.ts'))
  const watched = watching(t, join(folder, 'routes.config.ts'))
  const called = watched.next()
  mkdirSync(join(folder, 'two'))
  writeFileSync(join(folder, 'two/routes.config.ts'), '2')
  symlinkSync('two', join(folder, '..data_tmp'))
  renameSync(join(folder, '..data_tmp'), join(folder, '..data'))
  await called
  t.equal(watched.count, 1)
})

t.test('a helper or a certificate beside the file is seen, other files are not', async t => {
  const folder = t.testdir({ 'routes.config.ts': '', 'ca.pem': '', 'state.db': '', notes: '' })
  const watched = watching(t, join(folder, 'routes.config.ts'))
  const other = watching(t, join(folder, 'notes'))
  const seen = other.next()
  writeFileSync(join(folder, 'state.db'), 'x')
  writeFileSync(join(folder, 'notes'), 'x')
  await seen
  t.equal(watched.count, 0, 'the other watch was called, this one was not')
  const called = watched.next()
  writeFileSync(join(folder, 'ca.pem'), 'x')
  await called
  t.equal(watched.count, 1)
})

t.test('a watch that was stopped calls nobody, also where a change was under way', async t => {
  const file = join(t.testdir({ 'routes.config.ts': '' }), 'routes.config.ts')
  const stopped = watching(t, file)
  const other = watching(t, file)
  const seen = other.next()
  writeFileSync(file, 'x')
  stopped.stop()
  await seen
  t.equal(stopped.count, 0)
})
