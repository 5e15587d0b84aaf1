import t from 'tap'
import { configOf, startProxy } from '../support/proxy.ts'
import { metricsIn, type Selected } from '../support/promql.ts'
import { ALERTS } from './rules.ts'

const SECRET = `whsec_${Buffer.alloc(24, 1).toString('base64')}`
const CONFIG = configOf(
  {
    environment: { name: 'int' },
    upstreams: {
      spine: { url: 'http://127.0.0.1:1' },
      cloud: { url: 'http://127.0.0.1:2', version: '1' },
    },
    cohorts: { patients: { key: 'nhsNumber', records: 'shared' } },
    routes: [
      {
        name: 'retrieval',
        match: { interaction: ['QUPA_IN000008UK02'] },
        legacy: 'spine',
        cloud: 'cloud',
        cohort: 'patients',
        startsAt: 'shadow',
        shadow: { as: '200000000999' },
      },
      { name: 'default', legacy: 'spine' },
    ],
    notify: [{ name: 'desk', url: 'http://127.0.0.1:3', on: ['*'], secret: 'env:SECRET' }],
  },
  { SECRET },
)

/** Of whom it is counted: one series at least for each. Nothing is copied of the default, so nothing differs. */
const OF: Readonly<Record<string, readonly string[]>> = {
  ficus_bindings_total: ['upstream="spine"', 'upstream="cloud"'],
  ficus_errors_total: ['route="retrieval"', 'route="default"'],
  ficus_critical_differences_total: ['route="retrieval"'],
}

/** Every counter whose first increase somebody is to be told of. */
const COUNTED = ALERTS.filter(
  // A share does not hang on one, and what looks for what was not there sees what is born with its first count.
  ({ expr }) => !expr.includes('/ (') && !/unless .* offset/.test(expr),
).flatMap(({ alert, expr }) =>
  metricsIn(expr)
    .selected.filter(({ within }) => within.includes('increase'))
    .map(selected => ({ alert, selected })),
)

/** The regular expressions of the lines that show it at 0, one for each thing it is counted of. */
function linesOf({ metric, matchers }: Selected): readonly RegExp[] {
  const told = matchers.flatMap(({ label, value }) =>
    value.split('|').map(word => `${label}="${word}"`),
  )
  const words = told.length === 0 ? [''] : told
  const each = OF[metric] ?? ['']
  return words.flatMap(word =>
    each.map(one => new RegExp(`^${metric}(?=[^\\n]*${word})(?=[^\\n]*${one})[^\\n]* 0$`, 'm')),
  )
}

t.test('whatever an alert waits for the first time of is shown at 0 before', async t => {
  const { admin } = await startProxy(t, CONFIG)
  const shown = await (await fetch(new URL('/metrics', admin))).text()
  t.ok(COUNTED.length >= 9)
  for (const { alert, selected } of COUNTED) {
    for (const line of linesOf(selected)) t.match(shown, line, `${alert}: ${line.source}`)
  }
})
