import t from 'tap'
import type { RouteState, State } from '../../src/exchange/index.ts'
import { createMetrics, createRouteMeter } from '../../src/telemetry/index.ts'

const at = (more: Partial<RouteState> = {}): RouteState => ({
  stage: 'legacy',
  percent: 0,
  halt: 'none',
  ...more,
})

const state = (revision: number, routes: Record<string, RouteState>): State => ({
  revision,
  routes: new Map(Object.entries(routes)),
  overrides: new Map(),
})

/** A meter, with the hand of its clock and what it shows of a family. */
function shown() {
  const metrics = createMetrics()
  const clock = { now: 1_700_000_000_000 }
  const show = createRouteMeter(metrics, () => clock.now)
  const linesOf = async (family: string): Promise<readonly string[]> => {
    const lines = (await metrics.render()).split('\n')
    return lines
      .filter(line => line.startsWith(`ficus_${family}{`))
      .map(line => line.slice(family.length + 'ficus_'.length))
  }
  return { metrics, clock, show, linesOf }
}

const routes = (...names: string[]): readonly { readonly name: string }[] =>
  names.map(name => ({ name }))

t.test('a route is at one stage, with its percentage, under no halt or one', async t => {
  const { show, linesOf } = shown()
  show(routes('pds'), state(1, { pds: at({ stage: 'canary', percent: 12.5 }) }))
  t.same(
    (await linesOf('route_stage_info')).filter(line => line.endsWith(' 1')),
    ['{route="pds",stage="canary"} 1'],
  )
  t.equal((await linesOf('route_stage_info')).length, 5, 'the other stages are 0')
  t.same(await linesOf('route_percent'), ['{route="pds"} 12.5'])
  t.same(await linesOf('route_halted'), [
    '{route="pds",halt="halt"} 0',
    '{route="pds",halt="hard"} 0',
  ])
  show(routes('pds'), state(2, { pds: at({ stage: 'canary', percent: 12.5, halt: 'hard' }) }))
  t.same(await linesOf('route_halted'), [
    '{route="pds",halt="halt"} 0',
    '{route="pds",halt="hard"} 1',
  ])
  t.same(await linesOf('route_percent'), ['{route="pds"} 0'], 'legacy serves everyone')
})

const WHOLE = [
  ['legacy', 0],
  ['shadow', 0],
  ['reverse-shadow', 100],
  ['cloud', 100],
] as const

t.test('the cloud serves nobody or everybody at every stage but a canary', async t => {
  for (const [stage, percent] of WHOLE) {
    const { show, linesOf } = shown()
    show(routes('pds'), state(1, { pds: at({ stage, percent: 50 }) }))
    t.same(await linesOf('route_percent'), [`{route="pds"} ${percent}`], stage)
  }
})

t.test('when a route changed is said of what was seen to change, and of nothing else', async t => {
  const { show, clock, linesOf } = shown()
  show(routes('pds', 'scr'), state(1, { pds: at(), scr: at() }))
  const never = ['{route="pds"} 0', '{route="scr"} 0']
  t.same(await linesOf('route_changed_timestamp_seconds'), never, 'a start changes nothing')
  clock.now += 60_000
  show(routes('pds', 'scr'), state(2, { pds: at(), scr: at() }))
  t.same(await linesOf('route_changed_timestamp_seconds'), never, 'nor does another revision')
  for (const changed of [at({ stage: 'shadow' }), at(), at({ halt: 'halt' }), at()]) {
    clock.now += 60_000
    show(routes('pds', 'scr'), state(3, { pds: changed, scr: at() }))
    t.same(await linesOf('route_changed_timestamp_seconds'), [
      `{route="pds"} ${clock.now / 1_000}`,
      '{route="scr"} 0',
    ])
  }
})

t.test(
  'of a route that is gone from the file nothing is shown, and it comes back as new',
  async t => {
    const { show, metrics, clock } = shown()
    show(routes('pds', 'gone'), state(1, { pds: at(), gone: at({ stage: 'cloud' }) }))
    show(routes('pds'), state(2, { pds: at() }))
    t.notMatch(await metrics.render(), 'route="gone"')
    t.match(await metrics.render(), 'ficus_route_stage_info{route="pds",stage="legacy"} 1\n')
    clock.now += 1_000
    show(routes('pds', 'gone'), state(3, { pds: at(), gone: at() }))
    const text = await metrics.render()
    t.match(text, 'ficus_route_stage_info{route="gone",stage="legacy"} 1\n')
    t.match(text, 'ficus_route_stage_info{route="gone",stage="cloud"} 0\n')
    t.match(text, 'ficus_route_changed_timestamp_seconds{route="gone"} 0\n')
  },
)
