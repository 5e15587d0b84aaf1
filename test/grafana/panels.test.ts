/**
 * Each panel of each dashboard, asked of a real Prometheus that scraped a migration, shows what happened: as suppliers,
 * the systems behind the proxy and whoever asked for changes tell it.
 */
import t from 'tap'
import { recordMigration } from '../support/migration-recorded.ts'
import { counted } from '../support/migration-counted.ts'
import { checkPanel } from '../support/migration-judge.ts'
import { readDashboards } from '../support/migration-panels.ts'
import { SHOWN } from '../support/migration-shown.ts'
import { noPrometheus } from '../support/prometheus.ts'

t.setTimeout(230_000)

t.test('what was counted and what is shown is what happened', { skip: noPrometheus }, async t => {
  const recorded = await recordMigration(t)
  const { truth, prometheus, window, stand } = recorded

  t.test('every counter grew by what was counted outside', async t => {
    for (const [metric, labels, count] of counted(truth)) {
      const series = `${metric}{${labels},instance="${stand.admin.host}"}`
      const promql = `sum(increase(${series}[${window.to - window.from}ms]))`
      const [sample] = await prometheus.query(promql, window.to / 1_000)
      t.equal(Math.round((sample?.value ?? 0) * 1_000) / 1_000, count, `${metric}{${labels}}`)
    }
  })

  for (const dashboard of readDashboards()) {
    t.test(`each panel of ${dashboard.title} shows what happened`, async t => {
      for (const panel of dashboard.panels) {
        const found = await checkPanel(recorded, panel, SHOWN[dashboard.uid]?.[panel.title])
        t.strictSame(found, [], panel.title)
      }
    })
  }
})
