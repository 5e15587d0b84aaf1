import t from 'tap'
import { createGateMeter, createMetrics } from '../../src/telemetry/index.ts'

const GATE = { verdict: 'undecided', compared: 12, bad: 1, needed: Infinity, ratio: 0.25 } as const

const linesOf = async (metrics: { render(): Promise<string> }): Promise<readonly string[]> =>
  (await metrics.render())
    .split('\n')
    .filter(line => /^ficus_(?:gate|evidence)_.*\{/.test(line))
    .map(line => line.slice('ficus_'.length))

t.test('of a gate nobody has asked nothing is shown, and then what it said last', async t => {
  const metrics = createMetrics()
  const gates = createGateMeter(metrics)
  t.same(await linesOf(metrics), [])
  gates.show('pds', GATE)
  t.same(await linesOf(metrics), [
    'gate_state{route="pds",state="open"} 0',
    'gate_state{route="pds",state="closed"} 0',
    'gate_state{route="pds",state="undecided"} 1',
    'evidence_comparisons{route="pds"} 12',
    'evidence_differing_comparisons{route="pds"} 1',
    'evidence_needed_comparisons{route="pds"} +Inf',
    'evidence_ratio{route="pds"} 0.25',
  ])
  gates.show('pds', { verdict: 'open', compared: 4_000, bad: 0, needed: 0, ratio: 1.5 })
  t.same(await linesOf(metrics), [
    'gate_state{route="pds",state="open"} 1',
    'gate_state{route="pds",state="closed"} 0',
    'gate_state{route="pds",state="undecided"} 0',
    'evidence_comparisons{route="pds"} 4000',
    'evidence_differing_comparisons{route="pds"} 0',
    'evidence_needed_comparisons{route="pds"} 0',
    'evidence_ratio{route="pds"} 1.5',
  ])
})

t.test('the gate of a route that has none any more is taken off, and no other', async t => {
  const metrics = createMetrics()
  const gates = createGateMeter(metrics)
  for (const route of ['pds', 'scr']) gates.show(route, GATE)
  gates.keep(['scr'])
  const lines = await linesOf(metrics)
  t.equal(lines.length, 7)
  t.ok(lines.every(line => line.includes('route="scr"')))
})
