import t from 'tap'
import { createFlipMeter, createMetrics, FLIP_VERBS } from '../../src/telemetry/index.ts'

/** What is counted, `route verb count` each. */
async function counted(metrics: { render(): Promise<string> }): Promise<readonly string[]> {
  const found = (await metrics.render()).matchAll(
    /^ficus_flips_total\{route="(.*)",verb="(.*)"\} (\d+)$/gm,
  )
  return [...found].map(([, route, verb, count]) => `${route} ${verb} ${count}`)
}

t.test('every verb that moves a route is there at 0 before there is any change', async t => {
  const metrics = createMetrics()
  const flips = createFlipMeter(metrics)
  flips.begin(['pds'])
  flips.begin(['pds'])
  t.same((await counted(metrics)).toSorted(), [
    ...FLIP_VERBS.map(verb => `none ${verb} 0`).toSorted(),
    ...['halt', 'promote', 'resume', 'rollback', 'undo'].map(verb => `pds ${verb} 0`),
  ])
})

t.test(
  'a change counts once for each route it moved, and once under none where it moved none',
  async t => {
    const metrics = createMetrics()
    const flips = createFlipMeter(metrics)
    flips.count('halt', ['pds', 'scr'])
    flips.count('halt', ['pds'])
    flips.count('override', [])
    flips.begin(['pds'])
    const some = (await counted(metrics)).filter(line => !line.endsWith(' 0'))
    t.same(some.toSorted(), ['none override 1', 'pds halt 2', 'scr halt 1'])
  },
)
