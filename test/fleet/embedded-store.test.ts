import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { isStoreError } from '../../src/fleet/index.ts'
import { folder, moving, opened, PATIENT, until } from './given.ts'
import { startInThread } from './in-thread.ts'
import { storeContract } from './store-contract.ts'

storeContract('a file', t => {
  const path = join(folder(t), 'state.db')
  return { connect: options => opened(t, path, options) }
})

storeContract('a file, in the thread that asks', t => {
  const path = join(folder(t), 'state.db')
  return { connect: options => opened(t, path, { ...options, start: startInThread }) }
})

const IMPATIENT = { answerMs: 20_000, busyMs: 1 }

const codeOf = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'done',
    (error: unknown) => (isStoreError(error) ? error.code : error),
  )

t.test('a file locked by somebody else never stops the thread that serves', async t => {
  const path = join(folder(t), 'state.db')
  const store = await opened(t, path, { busyMs: 300 })
  const other = new DatabaseSync(path)
  t.teardown(() => other.close())
  other.exec('BEGIN IMMEDIATE')
  let turns = 0
  const turning = setInterval(() => (turns += 1), 1)
  const refused = await codeOf(store.change(0, moving(store.known, 'pds', {})))
  clearInterval(turning)
  t.equal(refused, 'silent')
  t.match(store.trouble?.message, 'locked')
  t.ok(turns > 5, `the loop went round ${turns} times meanwhile`)
  t.equal((await store.read()).revision, 0, 'and a reader never waits')
  other.exec('COMMIT')
  await until(() => store.trouble === undefined)
  t.equal((await store.change(0, moving(store.known, 'pds', {}))).revision, 1)
})

t.test('what is not answered in time is not known to have failed', async t => {
  const path = join(folder(t), 'state.db')
  const store = await opened(t, path, { answerMs: 300, busyMs: 10_000 })
  const other = new DatabaseSync(path)
  t.teardown(() => other.close())
  other.exec('BEGIN IMMEDIATE')
  t.equal(await codeOf(store.change(0, moving(store.known, 'pds', {}))), 'unknown')
  t.equal(store.known.revision, 0)
  other.exec('COMMIT')
  await until(() => store.known.revision === 1)
  t.pass('and is taken over where it was done all the same')
})

t.test('a process that dies between the row and its line has stored neither', async t => {
  const path = join(folder(t), 'state.db')
  const child = spawn(process.execPath, [fileURLToPath(new URL('dying.ts', import.meta.url)), path])
  const [, signal] = (await once(child, 'exit')) as [unknown, string]
  t.equal(signal, 'SIGKILL')
  const store = await opened(t, path)
  t.equal(store.known.revision, 3, 'the three before are there')
  t.strictSame(
    (await store.readAudit(0, 10)).map(line => line.revision),
    [1, 2, 3],
  )
})

t.test('whenever a process dies, what it told is stored and every row has its line', async t => {
  const path = join(folder(t), 'state.db')
  const dying = fileURLToPath(new URL('dying.ts', import.meta.url))
  for (const after of [1, 8, 21]) {
    const child = spawn(process.execPath, [dying, path, 'for ever'])
    let [told, count] = [0, 0]
    for await (const line of createInterface({ input: child.stdout })) {
      told = Number(line)
      count += 1
      if (count === after) child.kill('SIGKILL')
    }
    const store = await opened(t, path)
    const lines = await store.readAudit(0, 100_000)
    t.ok(told >= after && store.known.revision >= told, `told ${told}`)
    t.equal(lines.length, store.known.revision)
    t.equal(lines.at(-1)?.hash, store.known.head)
    await store.close()
  }
})

t.test('a cold start without the store knows what was last known', async t => {
  const path = join(folder(t), 'state.db')
  const before = await opened(t, path)
  const fleet = await before.change(0, moving(before.known, 'pds', { stage: 'canary', percent: 5 }))
  await before.close()
  for (const damage of ['no database at all', readFileSync(path).fill(0x5a, 100)]) {
    rmSync(`${path}-wal`, { force: true })
    writeFileSync(path, damage)
    const store = await opened(t, path, IMPATIENT)
    t.strictSame(store.known, fleet)
    t.match(store.trouble?.message, /damaged|something else|is not/)
    t.not(await codeOf(store.change(1, moving(fleet, 'pds', {}))), 'done')
    await store.close()
  }
  t.ok(existsSync(path), 'the damaged file is left as it is for a person')
})

t.test('a store nobody has read and nothing beside it knows nothing, and says so', async t => {
  const path = join(folder(t), 'state.db')
  writeFileSync(path, 'no database at all')
  const store = await opened(t, path, IMPATIENT)
  t.equal(store.known.epoch, undefined)
  t.ok(store.trouble)
  rmSync(path)
  await until(() => store.trouble === undefined)
  t.ok(store.known.epoch, 'and is there once the file is')
})

t.test('a store that was emptied or put back does not roll routing back', async t => {
  const path = join(folder(t), 'state.db')
  const first = await opened(t, path)
  const one = await first.change(0, moving(first.known, 'pds', { stage: 'cloud' }))
  await first.close()
  const old = readFileSync(path)
  const second = await opened(t, path)
  const two = await second.change(1, moving(one, 'pds', { stage: 'shadow', halt: 'hard' }))
  await second.close()

  const putBack = (): void => writeFileSync(path, old)
  const emptied = (): void => rmSync(path)
  for (const lose of [putBack, emptied]) {
    lose()
    const store = await opened(t, path)
    t.equal(store.known.revision, two.revision)
    t.strictSame(store.known.routes, two.routes)
    t.equal(store.known.head, two.head, 'the audit goes on where it was, its gap to be seen')
    t.not(store.known.epoch, two.epoch, 'under another mark: what it does not say is not known')
    await store.close()
  }
})

t.test('a file that goes back under a running instance is not followed', async t => {
  const path = join(folder(t), 'state.db')
  const store = await opened(t, path)
  const one = await store.change(0, moving(store.known, 'pds', { stage: 'shadow' }))
  const other = new DatabaseSync(path)
  t.teardown(() => other.close())
  other.exec('UPDATE fleet SET revision = 0')
  await until(() => store.trouble !== undefined)
  t.match(store.trouble?.message, 'went back')
  t.strictSame(store.known, one)
})

t.test('a row somebody has written by hand is believed only if it is a fleet', async t => {
  const document = (more: object): string =>
    JSON.stringify({ halt: 'none', routes: {}, overrides: {}, ...more })
  const at = { stage: 'canary', percent: 5, halt: 'none', since: 1, home: 'legacy' }
  const rows = [
    '',
    '[]',
    '{}',
    document({ halt: 'off' }),
    document({ more: 1 }),
    document({ routes: { pds: { ...at, stage: 'prod' } } }),
    document({ routes: { pds: { ...at, percent: '5' } } }),
    document({ routes: { pds: { ...at, percent: 1e999 } } }),
    document({ routes: { pds: { ...at, more: true } } }),
    document({ routes: { __proto__x: at } }),
    document({ routes: [at] }),
    document({
      overrides: { patients: [{ key: '9990000018', side: 'cloud', owner: 'team', expires: 1 }] },
    }),
    document({ pins: {} }),
    document({ routes: { pds: { ...at, turned: -1 } } }),
    '{"halt":"none","routes":{"__proto__":{}},"overrides":{}}',
  ]
  for (const row of rows) {
    const path = join(folder(t), 'state.db')
    await (await opened(t, path)).close()
    const other = new DatabaseSync(path)
    other.prepare('UPDATE fleet SET document = ?, revision = 9').run(row)
    other.close()
    const store = await opened(t, path, { ...IMPATIENT, start: startInThread })
    t.equal(store.known.revision, 0, 'what was known before stands')
    t.equal(store.trouble?.code, 'invalid', row)
    t.notMatch(store.trouble?.message, '9990000018')
    await store.close()
  }
})

t.test('a file of a later version is left alone', async t => {
  const path = join(folder(t), 'state.db')
  const other = new DatabaseSync(path)
  other.exec('PRAGMA user_version = 99')
  other.close()
  const store = await opened(t, path, IMPATIENT)
  t.match(store.trouble?.message, 'version 99')
})

t.test('a folder that cannot be written is said, and nothing is stored', async t => {
  const at = folder(t)
  writeFileSync(join(at, 'a-file'), '')
  const store = await opened(t, join(at, 'a-file', 'state.db'), IMPATIENT)
  t.equal(store.trouble?.code, 'silent')
  t.equal(await codeOf(store.change(0, moving(store.known, 'pds', {}))), 'silent')
  t.equal(store.known.epoch, undefined)
})

t.test('a file that may only be read is read, and a change is refused', async t => {
  const at = folder(t)
  const path = join(at, 'state.db')
  const before = await opened(t, path)
  await before.change(0, moving(before.known, 'pds', { stage: 'shadow' }))
  await before.close()
  // Root may write anywhere, so somebody else looks.
  const script = fileURLToPath(new URL('reading-only.ts', import.meta.url))
  // Without what measures coverage, which would write where somebody else may not: it comes with the environment.
  const child = spawn('env', ['-i', process.execPath, script, at], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  for await (const chunk of child.stdout) said += String(chunk)
  t.strictSame(JSON.parse(said), { revision: 1, change: 'silent', epoch: true })
})

t.test(
  'what an instance holds back outlives it, and everything does where that cannot be read',
  async t => {
    const path = join(folder(t), 'state.db')
    const store = await opened(t, path)
    store.hold('hard', ['pds'])
    await store.close()
    const again = await opened(t, path)
    t.strictSame(again.held, { all: 'none', routes: new Map([['pds', 'hard']]) })
    again.release(['pds'])
    await again.close()
    t.equal((await opened(t, path)).held.routes.size, 0)
    writeFileSync(`${path}.held`, 'half a f')
    t.equal((await opened(t, path)).held.all, 'halt')
  },
)

t.test('a thread that ends is started again', async t => {
  const threads: ReturnType<typeof startInThread>[] = []
  const store = await opened(t, join(folder(t), 'state.db'), {
    ...PATIENT,
    start: settings => {
      const thread = startInThread(settings)
      threads.push(thread)
      return thread
    },
  })
  const change = store.change(0, moving(store.known, 'pds', {}))
  threads[0]?.fail(Object.assign(new Error('out of memory'), { code: 'ERR_WORKER_OUT_OF_MEMORY' }))
  t.equal(await codeOf(change), 'unknown')
  t.match(store.trouble?.message, 'ERR_WORKER_OUT_OF_MEMORY')
  t.equal(await codeOf(store.read()), 'silent', 'until then it is silent')
  await until(() => threads.length === 2 && store.trouble === undefined)
  t.ok((await store.read()).epoch)
})
