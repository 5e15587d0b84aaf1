/**
 * The README's tables of metrics and labels, made from the catalogue. `node test/support/metric-table.ts --write` writes
 * them into it.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { CATALOGUE, type Family, LABELS, type LabelValues } from '../../src/telemetry/index.ts'

const README = 'README.md'

/** Between which comments of the README each table stands. */
const MARKS = { metrics: metricTable, labels: labelTable } as const

// Aligned, every row of a table would be as wide as its longest, and another whenever that one is.
const AS_IT_IS = '<!-- prettier-ignore -->'

/** How the tables are written anew. */
export const HOW = 'node test/support/metric-table.ts --write'

/** Gives a text with the tables as the catalogue has them. Throws where it has no place for one. */
export function withMetricTables(text: string): string {
  let written = text
  for (const [name, table] of Object.entries(MARKS)) {
    const place = new RegExp(`(<!-- ${name} -->\\n)[^]*?(<!-- /${name} -->)`)
    if (!place.test(written)) throw new Error(`the README has no place for its table of ${name}`)
    written = written.replace(place, (_, before: string, after: string) => {
      return `${before}\n${AS_IT_IS}\n${table()}\n\n${after}`
    })
  }
  return written
}

const code = (word: string): string => `\`${word}\``

const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n')

function metricTable(): string {
  const rows = Object.values<Family>(CATALOGUE).map(family => [
    code(family.name),
    family.type,
    family.labels.map(code).join(' '),
    [family.help, ...boundsOf(family)].join(' '),
  ])
  return tableOf(['metric', 'kind', 'labels', 'what'], rows)
}

const boundsOf = ({ bounds, hasExemplars }: Family): readonly string[] => [
  ...(bounds.length > 0 ? [`Bounds ${bounds.join(', ')}.`] : []),
  ...(hasExemplars ? ['Names traces.'] : []),
]

function labelTable(): string {
  const rows = Object.entries<LabelValues>(LABELS).map(([label, values]) => [
    code(label),
    typeof values === 'string' ? values : values.map(code).join(' '),
  ])
  return tableOf(['label', 'says'], rows)
}

const isMain = import.meta.url === pathToFileURL(process.argv[1] ?? '').href
if (isMain && process.argv.includes('--write')) {
  writeFileSync(README, withMetricTables(readFileSync(README, 'utf8')))
}
