import { spawnSync } from 'node:child_process'
import { closeSync, constants, existsSync, openSync, readFileSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as soon } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { type LineSinkOptions, openLineSink } from '../../src/telemetry/line-sink.ts'

const LINE = `${'x'.repeat(999)}\n`
const skip = process.platform === 'win32' && 'a pipe has no name there'

/** A pipe somebody holds open and does not read, and a sink that writes into it. */
function unread(t: Test, most?: Partial<LineSinkOptions>) {
  const path = join(t.testdir({}), 'pipe')
  spawnSync('mkfifo', [path])
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  let lost = 0
  const sink = openLineSink(path, { lost: lines => (lost += lines), ...most })
  t.teardown(() => sink.close())
  let read = ''
  return {
    sink,
    lost: () => lost,
    /** Reads what is there. */
    read(): string {
      const bytes = Buffer.alloc(1 << 20)
      for (;;) {
        try {
          const length = readSync(reader, bytes)
          if (length === 0) return read
          read += bytes.toString('utf8', 0, length)
        } catch {
          return read // nothing is there now
        }
      }
    },
    gone: () => closeSync(reader),
  }
}

t.test(
  'a pipe nobody reads holds nobody up, and has everything once it is read',
  { skip },
  async t => {
    const { sink, lost, read } = unread(t)
    const began = performance.now()
    // Larger than a pipe takes in one piece (PIPE_BUF): what is cut goes on where it was.
    for (let i = 0; i < 10; i += 1) sink.write(LINE.repeat(50))
    t.ok(
      performance.now() - began < 1_000,
      'half a megabyte is handed over, of which a pipe holds a tenth',
    )
    t.equal(lost(), 0)
    const until = performance.now() + 20_000
    while (read().length < 500_000 && performance.now() < until) await soon(10)
    t.equal(read(), LINE.repeat(500), 'in its order, no line cut')
  },
)

t.test(
  'what waits is bounded, first for what went well and then for all, and the rest counted',
  { skip },
  async t => {
    const { sink, lost, read } = unread(t, { most: { behind: 100_000, full: 200_000 } })
    let behindAt = 0
    for (let i = 1; i <= 500; i += 1) {
      sink.write(LINE)
      if (sink.isBehind && behindAt === 0) behindAt = i
    }
    const held = 500 - lost()
    t.ok(behindAt > 100 && behindAt < held, `behind at ${behindAt} of ${held}`)
    t.ok(lost() > 100, `${lost()} lines lost`)
    const until = performance.now() + 20_000
    while (read().length < held * 1_000 && performance.now() < until) await soon(10)
    t.equal(read(), LINE.repeat(held), 'what was taken is whole, and the first of it')
    t.notOk(sink.isBehind)
  },
)

t.test(
  'a pipe whose reader has gone loses what is written into it, counted, and ends nothing',
  { skip },
  async t => {
    const { sink, lost, gone } = unread(t)
    gone()
    sink.write(LINE.repeat(3))
    sink.write(LINE)
    t.equal(lost(), 4)
    t.ok(sink.finish(0), 'nothing waits')
  },
)

t.test(
  'a disk that is full loses nothing it has room for in memory, and throws nothing',
  { skip: !existsSync('/dev/full') && 'there is no /dev/full here' },
  async t => {
    let lost = 0
    const sink = openLineSink('/dev/full', {
      lost: lines => (lost += lines),
      most: { behind: 2_000, full: 4_000 },
    })
    t.teardown(() => sink.close())
    for (let i = 0; i < 10; i += 1) sink.write(LINE)
    t.ok(sink.isBehind)
    t.equal(lost, 6)
  },
)

t.test('at the end it is waited for, and not for ever', { skip }, async t => {
  const { sink } = unread(t)
  for (let i = 0; i < 200; i += 1) sink.write(LINE)
  const began = performance.now()
  t.notOk(sink.finish(100))
  const ms = performance.now() - began
  t.ok(ms >= 100 && ms < 2_000, `${ms} ms`)
})

t.test('a file is added to, and one that cannot be opened is said at once', async t => {
  const path = join(t.testdir({ log: 'before\n' }), 'log')
  const sink = openLineSink(path, { lost: () => undefined })
  sink.write(LINE)
  sink.close()
  t.equal(readFileSync(path, 'utf8'), `before\n${LINE}`)
  t.throws(() => openLineSink(join(path, 'below'), { lost: () => undefined }), { code: 'ENOTDIR' })
})
