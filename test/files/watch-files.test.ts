import { EventEmitter, once } from 'node:events'
import {
  chmodSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { isOpenToOthers, watchFiles, type WatchOptions } from '../../src/files/index.ts'

/** Watches files and counts the calls; `next` waits for one that comes after now. */
function watching(t: Test, paths: readonly string[], options: WatchOptions = {}) {
  const calls = new EventEmitter()
  let count = 0
  const stop = watchFiles(
    paths,
    () => {
      count += 1
      calls.emit('call')
    },
    { debounceMs: 20, lookEveryMs: 60_000, ...options },
  )
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

t.test('files in several folders are watched, and a burst of changes is one call', async t => {
  const root = t.testdir({ one: { key: '1' }, two: { cert: '1' } })
  const [key, cert] = [join(root, 'one/key'), join(root, 'two/cert')]
  const watched = watching(t, [key, cert])
  const first = watched.next()
  writeFileSync(key, '22')
  writeFileSync(cert, '22')
  await first
  t.equal(watched.count, 1)
  const second = watched.next()
  writeFileSync(cert, '333')
  await second
  t.equal(watched.count, 2)
})

t.test('a file that is still being written calls nobody before it stays as it is', async t => {
  const key = join(t.testdir({ key: '' }), 'key')
  const watched = watching(t, [key], { debounceMs: 500 })
  const called = watched.next().then(() => written)
  let written = ''
  while (written.length < 30) {
    written += 'x'
    writeFileSync(key, written)
    await pause(50)
  }
  t.equal(await called, 'x'.repeat(30))
  t.equal(watched.count, 1)
})

t.test('what else changes in the folder calls nobody', async t => {
  const root = t.testdir({ key: '1', other: '1' })
  const watched = watching(t, [join(root, 'key')])
  const other = watching(t, [join(root, 'other')])
  const seen = other.next()
  writeFileSync(join(root, 'other'), '22')
  await seen
  const called = watched.next()
  writeFileSync(join(root, 'key'), '22')
  await called
  t.equal(watched.count, 1)
})

t.test('a file that is replaced, goes away and comes back is seen each time', async t => {
  const file = join(t.testdir({ key: '1' }), 'key')
  const watched = watching(t, [file])
  for (const change of [
    () => {
      writeFileSync(`${file}.new`, '2')
      renameSync(`${file}.new`, file)
    },
    () => {
      unlinkSync(file)
    },
    () => {
      writeFileSync(file, '3')
    },
  ]) {
    const called = watched.next()
    change()
    await called
  }
  t.equal(watched.count, 3)
})

t.test('a mounted secret whose `..data` is swapped is seen, time and again', async t => {
  const folder = t.testdir({ one: { key: '1' } })
  symlinkSync('one', join(folder, '..data'))
  symlinkSync('..data/key', join(folder, 'key'))
  const watched = watching(t, [join(folder, 'key')])
  for (const name of ['two', 'three']) {
    const called = watched.next()
    mkdirSync(join(folder, name))
    writeFileSync(join(folder, name, 'key'), '1')
    symlinkSync(name, join(folder, '..data_tmp'))
    renameSync(join(folder, '..data_tmp'), join(folder, '..data'))
    await called
  }
  t.equal(watched.count, 2)
})

t.test('a link to a mounted secret elsewhere is followed to where it is swapped', async t => {
  const root = t.testdir({ etc: {}, run: { one: { key: '1' } } })
  symlinkSync('one', join(root, 'run/..data'))
  symlinkSync('..data/key', join(root, 'run/key'))
  symlinkSync('../run/key', join(root, 'etc/key'))
  const watched = watching(t, [join(root, 'etc/key')])
  const called = watched.next()
  mkdirSync(join(root, 'run/two'))
  writeFileSync(join(root, 'run/two/key'), '2')
  symlinkSync('two', join(root, 'run/..data_tmp'))
  renameSync(join(root, 'run/..data_tmp'), join(root, 'run/..data'))
  await called
  t.equal(watched.count, 1)
})

t.test('a folder that is made only later is found, and one made anew is watched anew', async t => {
  const root = t.testdir({})
  const file = join(root, 'later/key')
  const watched = watching(t, [file], { lookEveryMs: 25 })
  for (const text of ['1', '22']) {
    const made = watched.next()
    mkdirSync(join(root, 'later'))
    writeFileSync(file, text)
    await made
    const gone = watched.next()
    rmSync(join(root, 'later'), { recursive: true })
    await gone
  }
  t.equal(watched.count, 4)
})

t.test('links that lead in a circle are no file, and nothing hangs', async t => {
  const root = t.testdir({})
  symlinkSync('b', join(root, 'a'))
  symlinkSync('a', join(root, 'b'))
  const watched = watching(t, [join(root, 'a')])
  const called = watched.next()
  unlinkSync(join(root, 'b'))
  writeFileSync(join(root, 'b'), 'x')
  await called
  t.equal(watched.count, 1)
})

t.test('a watch that was stopped calls nobody, also where a change was under way', async t => {
  const file = join(t.testdir({ key: '1' }), 'key')
  const stopped = watching(t, [file])
  const other = watching(t, [file])
  const seen = other.next()
  writeFileSync(file, '22')
  stopped.stop()
  await seen
  t.equal(stopped.count, 0)
})

t.test('a file that everyone may read is open to others', async t => {
  const file = join(t.testdir({ key: '1' }), 'key')
  chmodSync(file, 0o640)
  t.notOk(isOpenToOthers(file))
  chmodSync(file, 0o644)
  t.ok(isOpenToOthers(file))
  t.notOk(isOpenToOthers(`${file}-not-there`))
})
