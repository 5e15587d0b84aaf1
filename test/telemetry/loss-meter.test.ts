import t from 'tap'
import { createLossMeter, createMetrics } from '../../src/telemetry/index.ts'

const NONE = { used: {}, fixed: {}, lossy: {}, blank: {}, dropped: {} }
const WRITTEN = { said: {}, defaulted: {}, invented: {} }

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .filter(line => line.startsWith('ficus_translated_leaves_total{'))
    .map(line => line.slice('ficus_translated_leaves_total'.length))
    .toSorted()

t.test('what was let go or made is counted by its path, what was kept by how much', async t => {
  const metrics = createMetrics()
  const count = createLossMeter(metrics)
  const loss = {
    source: { ...NONE, used: { 'id/@root': 1, 'name/given': 2 }, lossy: { 'meta/lastUpdated': 1 } },
    target: { ...WRITTEN, said: { 'id/@root': 3 }, defaulted: { 'addr/text()': 1 } },
  }
  count({ route: 'eps', direction: 'request', ...loss })
  count({ route: 'eps', direction: 'request', ...loss })
  count({
    route: 'eps',
    direction: 'answer',
    source: NONE,
    target: { ...WRITTEN, invented: { 'code/@code': 4 } },
  })
  t.strictSame(linesOf(await metrics.render()), [
    '{route="eps",direction="answer",class="invented",path="code/@code"} 4',
    '{route="eps",direction="request",class="defaulted",path="addr/text()"} 2',
    '{route="eps",direction="request",class="lossy",path="meta/lastUpdated"} 2',
    '{route="eps",direction="request",class="said",path=""} 6',
    '{route="eps",direction="request",class="used",path=""} 6',
  ])
})

t.test('paths somebody else chose come to no more series than there is room for', async t => {
  const metrics = createMetrics()
  const count = createLossMeter(metrics)
  for (let n = 0; n < 1_000; n++) {
    count({
      route: 'eps',
      direction: 'answer',
      source: { ...NONE, lossy: { [`extension/x${n}`]: 1 } },
      target: WRITTEN,
    })
  }
  const lines = linesOf(await metrics.render())
  t.equal(lines.length, 257)
  t.ok(lines.includes('{route="eps",direction="answer",class="lossy",path="other"} 744'))
})
