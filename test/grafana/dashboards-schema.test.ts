import t from 'tap'
import { FILES } from '../support/grafana-file.ts'
import { createSchemaCheck } from '../support/grafana-schema.ts'

const check = createSchemaCheck()

/** A dashboard as nobody has typed it: whatever a hand could make of its file. */
type Loose = Record<string, never> & {
  panels: (Loose & { targets: Loose[]; options: Loose; fieldConfig: { defaults: Loose } })[]
}
const loose = (): Loose => structuredClone(FILES[0]) as unknown as Loose
const set = (into: object, key: string, value: unknown): void => {
  Object.assign(into, { [key]: value })
}

t.test('every dashboard is as Grafana’s own types have it', async t => {
  for (const file of FILES) t.strictSame(check(file), [], file.uid)
})

const BROKEN: Readonly<Record<string, (file: Loose) => void>> = {
  'a key nobody reads': file => set(file, 'refersh', '30s'),
  'a text where a number belongs': file => set(file, 'schemaVersion', '42'),
  'a variable of no kind': file => set(file['templating']!['list'][0], 'type', 'querry'),
  'a query without a letter': file => delete file.panels[1]!.targets[0]!['refId'],
  'a query without an expression': file => delete file.panels[1]!.targets[0]!['expr'],
  'a format of no query': file => set(file.panels[1]!.targets[0]!, 'format', 'tabel'),
  'a place without a width': file => delete file.panels[1]!['gridPos']!['w'],
  'a threshold without a colour': file => {
    set(file.panels[1]!.fieldConfig.defaults, 'thresholds', {
      mode: 'absolute',
      steps: [{ value: 1 }],
    })
  },
  'an option its kind does not have': file => set(file.panels[1]!.options, 'graphMood', 'none'),
  'a kind that is not ours': file => set(file.panels[1]!, 'type', 'piechart'),
  'a line style its kind does not have': file => {
    const lines = file.panels.find(panel => (panel['type'] as unknown) === 'timeseries')!
    set(lines.fieldConfig.defaults, 'custom', { lineWidt: 1 })
  },
  'a heading without a fold': file => delete file.panels[0]!['collapsed'],
}

t.test('what is not as Grafana has it is found', async t => {
  for (const [what, breaks] of Object.entries(BROKEN)) {
    const file = loose()
    breaks(file)
    t.not(check(file).length, 0, what)
  }
})
