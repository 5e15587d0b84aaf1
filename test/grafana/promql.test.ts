import t from 'tap'
import { metricsIn } from '../support/promql.ts'

t.test('a query is read as what it selects and by what it groups', async t => {
  const read = metricsIn(
    'sum by (route) (rate(a_total{side="cloud", code!~"5..|\\"x\\""}[5m])) / on (route) group_left (why) b > 0.1',
  )
  t.strictSame(read.selected, [
    {
      metric: 'a_total',
      matchers: [
        { label: 'side', op: '=', value: 'cloud' },
        { label: 'code', op: '!~', value: '5..|"x"' },
      ],
      range: '5m',
      within: ['rate', 'sum'],
    },
    { metric: 'b', matchers: [], range: undefined, within: [] },
  ])
  t.strictSame(read.grouped, [
    { clause: 'by', labels: ['route'], metrics: ['a_total'] },
    { clause: 'on', labels: ['route'], metrics: ['a_total', 'b'] },
    { clause: 'group', labels: ['why'], metrics: ['a_total', 'b'] },
  ])
})

t.test('groupings may stand on either side of what they group', async t => {
  t.strictSame(metricsIn('sum(a) without (le, side)').grouped, [
    { clause: 'without', labels: ['le', 'side'], metrics: ['a'] },
  ])
})

t.test('what is no PromQL is not read', async t => {
  for (const expr of ['sum(a', 'rate(a[$range])', 'a{b=c}', '', 'a b']) {
    t.throws(() => metricsIn(expr), /no PromQL/, expr)
  }
})
