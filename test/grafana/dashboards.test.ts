import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { DASHBOARDS, textOf } from '../../grafana/builder/index.ts'
import { CATALOGUE } from '../../src/telemetry/index.ts'
import { FILES, shown, withDurations } from '../support/grafana-file.ts'
import { brokenLinks, misplaced } from '../support/grafana-layout.ts'
import { linted } from '../support/grafana-lint.ts'
import { faultsInQueries, lintedQueries, queriesOf } from '../support/grafana-queries.ts'
import { strangeColumns } from '../support/grafana-tables.ts'
import { metricsIn } from '../support/promql.ts'

t.test('what is committed is what the builder writes, byte for byte', async t => {
  t.equal(DASHBOARDS.length, 6)
  for (const dashboard of DASHBOARDS) {
    t.ok(readFileSync(dashboard.file, 'utf8') === (await textOf(dashboard)), dashboard.file)
  }
  const written = DASHBOARDS.map(({ file }) => file.replace('grafana/dashboards/', ''))
  t.strictSame(
    readdirSync('grafana/dashboards').sort(),
    written.sort(),
    'and nothing else is there',
  )
})

t.test('the builder tells of every panel and query what its file holds', async t => {
  for (const { uid, panels } of DASHBOARDS) {
    const file = FILES.find(file => file.uid === uid)!
    t.strictSame(
      panels.map(({ id, title, gridPos, targets }) => [
        id,
        title,
        gridPos,
        targets.map(({ expr }) => expr),
      ]),
      shown(file).map(({ id, title, gridPos, targets = [] }) => [
        id,
        title,
        gridPos,
        targets.map(({ expr }) => expr),
      ]),
    )
  }
})

t.test('dashboards are kept as Grafana’s own linter asks', async t => {
  t.strictSame(FILES.flatMap(linted), [])
  t.strictSame(FILES.flatMap(lintedQueries), [])
})

t.test('every query parses and asks only for what there is', async t => {
  t.ok(FILES.flatMap(queriesOf).length > 150, 'a rule that looked at nothing would pass')
  t.strictSame(FILES.flatMap(faultsInQueries), [])
})

t.test('every column of a table is filled by a query, and nothing else stands there', async t => {
  t.strictSame(FILES.flatMap(strangeColumns), [])
})

t.test('no panel lies over another or leaves the grid', async t => {
  t.strictSame(FILES.flatMap(misplaced), [])
})

t.test('every link leads to a dashboard that takes what it is handed', async t => {
  for (const file of FILES) {
    t.equal(file.links.length, FILES.length - 1, `${file.uid} leads to all others`)
    t.strictSame(brokenLinks(file, FILES), [])
  }
})

t.test('uids are what bookmarks and runbooks hold on to', async t => {
  t.strictSame(FILES.map(({ uid }) => uid).sort(), [
    'ficus-fleet',
    'ficus-overview',
    'ficus-route',
    'ficus-shadow',
    'ficus-slo',
    'ficus-translation',
  ])
  for (const { refresh, tags } of FILES) t.strictSame([refresh, tags], ['30s', ['ficus']])
})

/** Metrics that stand on no dashboard, and why. */
const ELSEWHERE: Readonly<Record<string, string>> = {}

t.test('every metric of the catalogue stands on a dashboard, or says why not', async t => {
  const asked = new Set(
    FILES.flatMap(queriesOf)
      .flatMap(({ expr }) => metricsIn(withDurations(expr)).selected)
      .map(({ metric }) => metric.replace(/_(?:bucket|sum|count)$/, '')),
  )
  const families = Object.values(CATALOGUE).map(({ name }) => name)
  t.strictSame(
    families.filter(name => !asked.has(name) && ELSEWHERE[name] === undefined),
    [],
  )
  t.strictSame(
    Object.keys(ELSEWHERE).filter(name => asked.has(name)),
    [],
    'no reason is stale',
  )
})
