import t from 'tap'
import { COLOURS, LOOKS } from '../../grafana/builder/index.ts'
import { leastApart } from '../support/colour-vision.ts'
import { faultsInColours } from '../support/grafana-colours.ts'
import { type DashboardFile, FILES } from '../support/grafana-file.ts'

t.test(
  'legacy and cloud have one colour each on every dashboard, and nothing else has it',
  async t => {
    t.strictSame(FILES.flatMap(faultsInColours), [])
  },
)

t.test('a side in another colour is found, and its colour on something else', async t => {
  const changed = (from: string, to: string): DashboardFile[] =>
    JSON.parse(JSON.stringify(FILES).replaceAll(from, to)) as DashboardFile[] // of the same shape
  t.not(changed(COLOURS.cloud, '#3274DA').flatMap(faultsInColours).length, 0)
  t.not(changed(COLOURS.good, COLOURS.cloud).flatMap(faultsInColours).length, 0)
  t.not(changed('^legacy', '^legasy').flatMap(faultsInColours).length, 0)
})

t.test('whoever sees less of colours tells the sides and the verdicts apart', async t => {
  const all = Object.entries(COLOURS)
  for (const [at, [name, colour]] of all.entries()) {
    for (const [other, beside] of all.slice(at + 1)) {
      t.ok(leastApart(colour, beside) > 20, `${name} beside ${other}`)
    }
  }
  t.ok(leastApart('#FF0000', '#8A6A00') < 20, 'red and brown are told apart by hardly anybody')
})

t.test('what is told apart by a look has a colour for every word there is', async t => {
  const words = (looks: keyof typeof LOOKS): string[] =>
    LOOKS[looks].map(({ called }) => /\^([\w-]+)/.exec(called)?.[1] ?? '')
  const { LABELS } = await import('../../src/telemetry/index.ts')
  t.strictSame(words('outcomes').sort(), [...LABELS.outcome].sort())
  t.strictSame(words('verdicts').sort(), [...LABELS.verdict].sort())
  t.strictSame(words('severities').sort(), [...LABELS.severity].sort())
  t.strictSame(words('stages').sort(), [...LABELS.stage].sort())
  t.strictSame(words('sides').sort(), [...LABELS.side].sort())
})
