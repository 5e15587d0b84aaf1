import { once } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import {
  createThreads,
  type JobEnd,
  serveJobs,
  type Threads,
  type ThreadsOptions,
} from '../../src/workers/index.ts'

const ROOT = new URL('root.ts', import.meta.url)

// Threads keep no process alive, and a test's has nothing else that does.
const alive = setInterval(() => undefined, 60_000)
t.teardown(() => clearInterval(alive))

function open(t: Test, options: Partial<ThreadsOptions> = {}): Threads {
  const threads = createThreads({ root: ROOT, restartMs: 1, lookMs: 5, hangMs: 200, ...options })
  t.teardown(() => threads.close())
  return threads
}

interface Posted {
  readonly taken: boolean
  readonly ended: Promise<JobEnd>
}

function post(threads: Threads, does: string, mostMs = 60_000, bytes = 0): Posted {
  const { promise: ended, resolve } = Promise.withResolvers<JobEnd>()
  const own = new Uint8Array(new ArrayBuffer(bytes))
  const taken = threads.post({
    work: bytes === 0 ? { does } : { does, bytes: own },
    transfer: bytes === 0 ? [] : [own.buffer],
    mostMs,
    ended: resolve,
  })
  return { taken, ended }
}

t.test('a job is done in a thread and what it came to is told', async t => {
  const threads = open(t)
  t.strictSame(await post(threads, 'work').ended, { came: 'done' })
  t.strictSame(threads.held, { count: 0, bytes: 0 })
})

t.test('the bytes of a job are handed over: they are gone from here', async t => {
  const threads = open(t)
  const own = new Uint8Array(new ArrayBuffer(1000))
  const { promise, resolve } = Promise.withResolvers<JobEnd>()
  const job = { work: { does: 'work', bytes: own }, transfer: [own.buffer], mostMs: 60_000 }
  threads.post({ ...job, ended: resolve })
  t.equal(threads.held.bytes, 1000, 'they count for as long as the job is held')
  t.strictSame(await promise, { came: 1000 })
  t.equal(own.buffer.detached, true)
})

t.test('nothing is told within post, whatever becomes of a job', async t => {
  const threads = open(t)
  let isPosting = true
  const told = new Promise<void>(resolve => {
    threads.post({
      work: { does: 'work' },
      transfer: [],
      mostMs: 60_000,
      ended: () => {
        t.equal(isPosting, false)
        resolve()
      },
    })
  })
  isPosting = false
  await told
})

t.test('there is room for so many jobs and no more', async t => {
  const threads = open(t, { jobs: 2 })
  const first = post(threads, 'work')
  const second = post(threads, 'work')
  t.equal(post(threads, 'work').taken, false)
  await Promise.all([first.ended, second.ended])
  t.equal(post(threads, 'work').taken, true, 'and again once they are done')
})

t.test('there is room for so many bytes and no more', async t => {
  const threads = open(t, { bytes: 100 })
  const first = post(threads, 'work', 60_000, 60)
  t.equal(post(threads, 'work', 60_000, 41).taken, false)
  t.equal(post(threads, 'work', 60_000, 40).taken, true)
  await first.ended
})

t.test(
  'a job that lets its thread not go on is ended with it, and those beside it are told so',
  async t => {
    const threads = open(t)
    await post(threads, 'work').ended
    const beside = post(threads, 'wait')
    const spinning = post(threads, 'spin')
    t.strictSame(await spinning.ended, { ended: 'overtime' })
    t.strictSame(await beside.ended, { ended: 'thread-ended' })
    t.strictSame(await post(threads, 'work').ended, { came: 'done' }, 'another thread takes over')
  },
)

t.test(
  'a thread that does not go on is given nothing more, so that nothing more ends with it',
  async t => {
    const threads = open(t, { stillMs: 50, hangMs: 1_000 })
    await post(threads, 'work').ended
    const spinning = post(threads, 'spin')
    const others: Posted[] = []
    const poster = setInterval(() => others.push(post(threads, 'work')), 20)
    t.strictSame(await spinning.ended, { ended: 'overtime' })
    clearInterval(poster)
    const ends = await Promise.all(others.map(({ ended }) => ended))
    t.ok(ends.length > 20)
    t.strictSame(
      ends.slice(ends.length / 2),
      ends.slice(ends.length / 2).map(() => ({ came: 'done' })),
    )
  },
)

t.test('a job that only waits too long is late, and its thread goes on', async t => {
  const threads = open(t)
  const beside = post(threads, 'wait')
  t.strictSame(await post(threads, 'wait', 50).ended, { ended: 'late' })
  t.strictSame(await post(threads, 'work').ended, { came: 'done' })
  t.equal(threads.held.count, 1, 'what stands beside it is still held')
  await threads.close()
  t.strictSame(await beside.ended, { ended: 'closed' })
})

t.test('a thread that dies is told of, and another is started', async t => {
  const threads = open(t)
  const [beside, dying] = [post(threads, 'wait'), post(threads, 'die')]
  t.strictSame(await dying.ended, { ended: 'thread-ended' })
  t.strictSame(await beside.ended, { ended: 'thread-ended' })
  t.strictSame(await post(threads, 'work').ended, { came: 'done' })
})

t.test('a job that waits for a thread that never comes is late, not lost', async t => {
  const nowhere = new URL('there-is-no-such-root.ts', import.meta.url)
  const threads = open(t, { root: nowhere, waitMs: 50 })
  t.strictSame(await post(threads, 'work').ended, { ended: 'late' })
  t.strictSame(threads.held, { count: 0, bytes: 0 })
})

t.test('work that throws says only that it did', async t => {
  const threads = open(t)
  t.strictSame(await post(threads, 'throw').ended, { ended: 'failed' })
})

t.test('a job that cannot be handed over is told so and hurts nobody', async t => {
  const threads = open(t)
  await post(threads, 'work').ended
  const { promise, resolve } = Promise.withResolvers<JobEnd>()
  threads.post({ work: { does: () => 'no data' }, transfer: [], mostMs: 1000, ended: resolve })
  t.strictSame(await promise, { ended: 'refused' })
  t.strictSame(await post(threads, 'work').ended, { came: 'done' })
})

t.test('closing tells every job that was held, and takes no more', async t => {
  const threads = open(t, { atOnce: 1 })
  await post(threads, 'work').ended
  const held = [post(threads, 'wait'), post(threads, 'wait'), post(threads, 'work')]
  await threads.close()
  for (const { ended } of held) t.strictSame(await ended, { ended: 'closed' })
  t.equal(post(threads, 'work').taken, false)
  t.strictSame(threads.held, { count: 0, bytes: 0 })
})

t.test(
  'what jobs work by is told to threads that are there and to those started later',
  async t => {
    const threads = open(t)
    threads.use({ is: 'first' })
    t.strictSame(await post(threads, 'setup').ended, { came: { is: 'first' } })
    threads.use({ is: 'second' })
    t.strictSame(await post(threads, 'setup').ended, { came: { is: 'second' } })
    await post(threads, 'die').ended
    t.strictSame(await post(threads, 'setup').ended, { came: { is: 'second' } })
  },
)

t.test('a thread has so many jobs at once and the others wait here', async t => {
  const threads = open(t, { atOnce: 2, waitMs: 60_000 })
  await post(threads, 'work').ended
  const waiting = [post(threads, 'wait', 400), post(threads, 'wait', 400)]
  const third = post(threads, 'work')
  t.strictSame(await Promise.race([third.ended, waiting[0]?.ended]), { ended: 'late' })
  t.strictSame(await third.ended, { came: 'done' })
})

t.test(
  'a thread stands behind the one that serves',
  { skip: process.platform !== 'linux' && 'priorities of threads are Linux alone' },
  async t => {
    t.strictSame(await post(open(t), 'nice').ended, { came: 10 })
  },
)

t.test('every job that is taken ends once, however jobs end beside it', async () => {
  const mixed = fc.array(fc.constantFrom('work', 'throw', 'die', 'wait', 'spin'), {
    minLength: 1,
    maxLength: 12,
  })
  await fc.assert(
    fc.asyncProperty(mixed, fc.constantFrom(1, 2), async (all, count) => {
      const threads = createThreads({
        root: ROOT,
        threads: count,
        restartMs: 1,
        lookMs: 5,
        hangMs: 200,
        jobs: 8,
        atOnce: 3,
        waitMs: 4_000,
      })
      let ends = 0
      const { promise, resolve } = Promise.withResolvers<undefined>()
      const taken = all.filter(does =>
        threads.post({
          work: { does },
          transfer: [],
          mostMs: 60,
          ended: () => {
            ends += 1
            if (ends === taken) resolve(undefined)
          },
        }),
      ).length
      await promise
      await threads.close()
      return ends === taken && threads.held.count === 0
    }),
    { numRuns: 6 },
  )
})

t.test('results are told in batches', async t => {
  const { port1, port2 } = new MessageChannel()
  const told: unknown[] = []
  port1.on('message', message => told.push(message))
  const end = serveJobs(
    port2,
    { signs: new Int32Array(2), gatherMs: 5 },
    {
      use: () => undefined,
      run: work => Promise.resolve(work),
    },
  )
  t.teardown(() => {
    end()
    port1.close()
  })
  port1.postMessage({
    jobs: [
      { id: 1, work: { a: 1 } },
      { id: 2, work: { b: 2 } },
    ],
  })
  while (told.length < 2) await once(port1, 'message')
  t.strictSame(told, [
    { ready: true },
    {
      ended: [
        { id: 1, came: { a: 1 } },
        { id: 2, came: { b: 2 } },
      ],
    },
  ])
})
