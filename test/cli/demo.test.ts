import { existsSync } from 'node:fs'
import t from 'tap'
import { STEPS } from '../../src/cli/demo-steps.ts'
import type { Summary } from '../../src/cli/demo-summary.ts'
import { type Ran, runDemo } from '../support/demo.ts'

// A whole run takes some forty seconds on two cores that have nothing else to do.
t.setTimeout(240_000)

const summaryOf = ({ out }: Ran): Summary => JSON.parse(out) as Summary // what --json prints

t.test('a route moves to the cloud under traffic, and no supplier notices', async t => {
  const ran = await runDemo(t, ['--json', '--seconds', '12'])
  const summary = summaryOf(ran)
  t.strictSame([ran.code, ran.err, summary.reasons], [0, '', []])
  t.match(summary, { ok: true, broken: null, fault: 'none', failures: {}, differing: {} })
  t.match(summary, { crossed: 0, otherPatient: 0, sentTwice: 0, strangers: 0 })

  const { ok, negative, fault, failed } = summary.outcomes
  t.equal(failed, 0)
  t.ok(ok > 300 && negative > 0 && fault > 0, JSON.stringify(summary.outcomes))
  t.equal(ok + negative + fault + failed, summary.requests)
  t.ok(summary.held > 200, `${summary.held} answers were held against legacy’s own`)
  t.ok(Object.keys(summary.losses).length > 4, Object.keys(summary.losses).join())

  t.strictSame(
    summary.steps.map(({ name }) => name),
    STEPS.map(({ name }) => name),
  )
  t.strictSame(
    summary.steps.map(({ place }) => place),
    [
      ...['legacy', 'shadow', 'shadow', 'shadow'],
      ...['canary 5 %', 'canary 25 %', 'canary 50 %', 'canary 100 %'],
      ...['reverse-shadow', 'cloud', 'cloud · halted', 'cloud'],
    ],
  )
  const refused = summary.steps.flatMap(({ typed }) => typed.filter(({ exitCode }) => exitCode > 0))
  t.strictSame(
    refused.map(({ exitCode }) => exitCode),
    [3],
    'one promotion was refused by its gate',
  )
  t.match(summary.found, [{ path: 'address/postcode', kind: 'value' }])
  const [before, after] = summary.epochs
  t.ok(before && before.bad > 0, JSON.stringify(before))
  t.ok(after && after.bad === 0 && after.compared > 220, JSON.stringify(after))
  t.ok(summary.seconds < 90, `${summary.seconds} s`)
  for (const { interaction, route, cloud } of summary.rows.filter(row => row.requests > 0)) {
    t.equal(cloud > 0, route === 'pds-retrieval', `${interaction} at the cloud ${cloud} times`)
  }
})

t.test('a cloud that mixes answers up never serves anybody, and the demo says why', async t => {
  const file = { routes: '' }
  const args = ['--fault', 'crossed', '--seconds', '6']
  const ran = await runDemo(t, args, {
    onLine: (line, end) => {
      file.routes ||= /npx ficus check (\S+)/.exec(line)?.[1] ?? ''
      if (line.startsWith('Ctrl-C')) end('SIGINT')
    },
  })
  t.equal(ran.code, 1)
  t.match(ran.err, /^ficus: the corrected cloud’s gate is closed: \d+ critical/)
  t.match(ran.out, /requests, 0 failed, 0 differing beyond the listed losses\./)
  t.match(ran.out, '≠ meant address/postcode: value, in')
  t.match(ran.out, `$ ficus promote pds-retrieval --reason 'is it good enough?'`)

  const [told = ''] = ran.out.split('Still running')
  const widest = Math.max(...told.split('\n').map(line => line.length))
  t.ok(widest <= 80, `the widest line has ${widest} characters`)
  t.notMatch(ran.out, '\x1b', 'a pipe gets no control codes')
  t.notMatch(ran.out, /\b99\d{8}\b/, 'no number that could be taken for a patient’s')
  t.ok(file.routes, 'it says what to try')
  t.notOk(existsSync(file.routes), 'and leaves nothing behind')
})

t.test(
  'stopped before its end, it ends what it started and says that it shows nothing',
  async t => {
    const ran = await runDemo(t, ['--seconds', '6'], {
      onLine: (line, end) => {
        if (line.includes('every route is at legacy')) end('SIGTERM')
      },
    })
    t.equal(ran.code, 1)
    t.equal(ran.err, 'ficus: the demo was stopped before its end, so nothing is shown by it\n')
    const port = /127\.0\.0\.1:\d+/.exec(ran.out)?.[0] ?? ''
    await t.rejects(fetch(`http://${port}/`), 'the instance is gone')
  },
)

t.test('a wrong option is a mistake of usage', async t => {
  const ran = await runDemo(t, ['--fault', 'everything'])
  t.equal(ran.code, 2)
  t.match(ran.err, 'crossed, other-patient, down')
})
