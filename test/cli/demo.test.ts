import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import type { Summary } from '../../src/cli/demo-summary.ts'

const START = fileURLToPath(new URL('../../src/start.js', import.meta.url))

// Each run starts an instance and sends for some seconds.
t.setTimeout(110_000)

interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/**
 * Starts the command as a person would, from an empty folder, with settings around that are meant for another
 * instance; `onLine` may end it.
 */
async function demo(
  t: Test,
  args: readonly string[],
  onLine: (line: string, end: (signal: NodeJS.Signals) => void) => void = () => undefined,
): Promise<Ran> {
  const child = spawn(
    process.execPath,
    [START, 'demo', '--seconds', '3', '--rate', '150', ...args],
    {
      cwd: t.testdir({}),
      env: { ...process.env, FICUS_LISTEN: 'not an address', FICUS_LOG_LEVEL: 'silent' },
    },
  )
  t.teardown(() => child.kill('SIGTERM'))
  let [out, err] = ['', '']
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  createInterface({ input: child.stdout }).on('line', line => {
    out += `${line}\n`
    onLine(line, signal => child.kill(signal))
  })
  const [code] = (await once(child, 'close')) as [number | null] // what the event carries
  return { code, out, err }
}

const summaryOf = ({ out }: Ran): Summary => JSON.parse(out) as Summary // what --json prints

t.test('a route moves to the cloud and back under traffic, and no supplier notices', async t => {
  const ran = await demo(t, ['--json'])
  const summary = summaryOf(ran)
  t.strictSame([ran.code, ran.err], [0, ''])
  t.match(summary, {
    ok: true,
    reasons: [],
    fault: 'none',
    crossed: 0,
    otherPatient: 0,
    sentTwice: 0,
  })
  t.match(summary, { stopped: 0, fallbacks: 0, failures: {} })

  const { ok, negative, fault, failed } = summary.outcomes
  t.equal(failed, 0)
  t.ok(ok > 50 && negative > 0 && fault > 0, JSON.stringify(summary.outcomes))
  t.equal(ok + negative + fault + failed, summary.requests)

  const { before, flipped, back } = summary.asked
  t.ok(before.legacy > 0 && before.cloud === 0, 'legacy alone was asked before')
  t.ok(flipped.cloud > 0 && flipped.legacy === 0, 'the cloud alone was asked once flipped')
  t.ok(back.legacy > 0 && back.cloud === 0, 'legacy alone was asked once flipped back')
  const { toCloud, back: toLegacy } = summary.flipMs
  t.ok(toCloud !== null && toCloud > 0 && toCloud < 10_000, `seen after ${toCloud} ms`)
  t.ok(toLegacy !== null && toLegacy >= 0 && toLegacy < 10_000, `left after ${toLegacy} ms`)

  const sent = summary.rows.filter(row => row.requests > 0)
  t.ok(sent.length > 8, `${sent.length} rows had traffic`)
  for (const { interaction, route, cloud } of sent) {
    t.equal(cloud > 0, route === 'pds-retrieval', `${interaction} at the cloud ${cloud} times`)
  }
})

t.test('answers that name another request are stopped, and legacy is asked instead', async t => {
  const file = { routes: '' }
  const ran = await demo(t, ['--fault', 'crossed'], (line, end) => {
    file.routes ||= /npx ficus check (\S+)/.exec(line)?.[1] ?? ''
    if (line.startsWith('Ctrl-C')) end('SIGINT')
  })
  t.equal(ran.code, 0)
  t.equal(ran.err, '')
  t.match(ran.out, /requests in [\d.]+ s, 0 failed\./)
  t.match(ran.out, '0 answers named another request, 0 were about another patient.')
  const stopped = /(\d+) answers that named another request were stopped/.exec(ran.out)?.[1]
  t.ok(Number(stopped) > 0, 'some were stopped')
  t.match(ran.out, `${stopped} requests the cloud failed were asked of legacy instead`)

  const [told = ''] = ran.out.split('Still running')
  const widest = Math.max(...told.split('\n').map(line => line.length))
  t.ok(widest <= 80, `the widest line has ${widest} characters`)
  t.notMatch(ran.out, '\x1b', 'a pipe gets no control codes')
  t.notMatch(ran.out, /\b99\d{8}\b/, 'no number that could be taken for a patient’s')
  t.ok(file.routes, 'it says what to try')
  t.notOk(existsSync(file.routes), 'and leaves nothing behind')
})

t.test(
  'a record of another patient under the right ids reaches suppliers, and is found',
  async t => {
    const ran = await demo(t, ['--json', '--fault', 'other-patient'])
    const { ok, reasons, otherPatient, outcomes } = summaryOf(ran)
    t.strictSame([ran.code, ok], [1, false])
    t.ok(otherPatient > 0)
    t.equal(outcomes.failed, otherPatient)
    t.strictSame(reasons, [`${otherPatient} answers were about another patient`])
    t.equal(ran.err, `ficus: ${reasons.join()}\n`)
  },
)

t.test('where nothing reaches the cloud, suppliers are served and the demo fails', async t => {
  const ran = await demo(t, ['--json', '--fault', 'down'])
  const { outcomes, asked, fallbacks, flipMs } = summaryOf(ran)
  t.equal(ran.code, 1)
  t.equal(ran.err, 'ficus: no request reached the cloud after the flip\n')
  t.equal(outcomes.failed, 0)
  t.equal(asked.flipped.cloud, 0)
  t.ok(asked.flipped.legacy > 0 && fallbacks > 0)
  t.strictSame(flipMs, { toCloud: null, back: null })
})

t.test(
  'stopped before its end, it ends what it started and says that it shows nothing',
  async t => {
    const ran = await demo(t, [], (line, end) => {
      if (line.includes('every route is at legacy')) end('SIGTERM')
    })
    t.equal(ran.code, 1)
    t.equal(ran.err, 'ficus: the demo was stopped before its end, so nothing is shown by it\n')
    const port = /127\.0\.0\.1:\d+/.exec(ran.out)?.[0] ?? ''
    await t.rejects(fetch(`http://${port}/`), 'the instance is gone')
  },
)

t.test('a wrong option is a mistake of usage', async t => {
  const ran = await demo(t, ['--fault', 'everything'])
  t.equal(ran.code, 2)
  t.match(ran.err, 'crossed, other-patient, down')
})
