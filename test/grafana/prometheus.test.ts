/** The Prometheus that tests start is a real one: it scrapes, it knows rules, it takes samples of long ago. */
import t from 'tap'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { noPrometheus, startPrometheus } from '../support/prometheus.ts'
import { startUpstream } from '../support/upstream.ts'

t.test(
  'it scrapes what it is told to, and gives the samples back',
  { skip: noPrometheus },
  async t => {
    const text = '# TYPE asked counter\nasked_total{side="legacy"} 7\n# EOF\n'
    const target = await startUpstream(t, (_, response) => {
      response.setHeader(
        'content-type',
        'application/openmetrics-text; version=1.0.0; charset=utf-8',
      )
      response.end(text)
    })
    const rules = join(t.testdir({}), 'rules.yml')
    const rule = { record: 'side:asked:total', expr: 'sum by (side) (asked_total)' }
    const alert = { alert: 'Asked', expr: 'asked_total > 6' }
    writeFileSync(rules, JSON.stringify({ groups: [{ name: 'own', rules: [rule, alert] }] }))
    const prometheus = await startPrometheus(t, {
      scrapes: [{ job: 'own', targets: [target] }],
      everyMs: 200,
      rules: [rules],
    })
    const at = await prometheus.scrapedSince(Date.now())
    const [sample] = await prometheus.query('asked_total', at + 0.001)
    t.match(sample, { value: 7, labels: { job: 'own', side: 'legacy', instance: target.host } })
    await prometheus.scrapedSince(Date.now() + 400)
    t.match(await prometheus.rules(), [
      { name: 'side:asked:total', type: 'recording', health: 'ok' },
      { name: 'Asked', type: 'alerting', health: 'ok' },
    ])
    t.match(await prometheus.alerts(), [{ state: 'firing', labels: { alertname: 'Asked' } }])
    t.match(await prometheus.query('side:asked:total', Date.now() / 1_000), [{ value: 7 }])
    await t.rejects(prometheus.query('sum(', at), { message: /parse error/ })
  },
)

t.test('it has samples of long ago from the start', { skip: noPrometheus }, async t => {
  const at = 1_700_000_000
  const lines = [0, 60, 120].map(second => `asked_total ${second / 6} ${at + second}`)
  const backfilled = ['# TYPE asked counter', ...lines, '# EOF', ''].join('\n')
  const prometheus = await startPrometheus(t, { backfilled })
  t.match(await prometheus.query('increase(asked_total[2m])', at + 120), [{ value: 20 }])
  t.match(await prometheus.queryRange('asked_total', { from: at, to: at + 120, step: 60 }), [
    {
      points: [
        [at, 0],
        [at + 60, 10],
        [at + 120, 20],
      ],
    },
  ])
})
