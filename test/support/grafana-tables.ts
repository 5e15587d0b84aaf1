import { type DashboardFile, type FilePanel, shown, withDurations } from './grafana-file.ts'
import { labelsGivenBy } from './grafana-labels.ts'
import { labelsOf } from './grafana-metrics.ts'

/** Says which columns of the tables of a dashboard nothing fills, and what is said of columns that are not there. */
export const strangeColumns = (file: DashboardFile): readonly string[] =>
  shown(file)
    .filter(({ type }) => type === 'table')
    .flatMap(panel => strangeIn(panel).map(fault => `${file.uid}, ${panel.title}: ${fault}`))

/** What is asked of the fields of a table, as Grafana's own transformations have it. */
interface Arranged {
  readonly renameByName?: Readonly<Record<string, string>>
  readonly excludeByName?: Readonly<Record<string, boolean>>
  readonly indexByName?: Readonly<Record<string, number>>
  readonly sort?: readonly { readonly field: string }[]
  readonly filters?: readonly { readonly fieldName: string }[]
}

function strangeIn({ targets = [], transformations = [], fieldConfig }: FilePanel): string[] {
  const fields = new Set(['Time'])
  for (const { expr, refId } of targets) {
    for (const label of labelsGivenBy(withDurations(expr), labelsOf)) fields.add(label)
    fields.add(targets.length === 1 ? 'Value' : `Value #${refId}`)
  }
  const all = transformations.map(({ options }) => options as Arranged)
  const renamed = all.flatMap(({ renameByName = {} }) => Object.entries(renameByName))
  const titles = new Set(renamed.map(([, title]) => title))
  const hidden = all.flatMap(({ excludeByName = {} }) => Object.keys(excludeByName))
  const named = [
    ...all.flatMap(({ indexByName = {} }) => Object.keys(indexByName)),
    ...all.flatMap(({ filters = [] }) => filters.map(({ fieldName }) => fieldName)),
    ...renamed.map(([name]) => name),
    ...hidden,
  ]
  const told = [
    ...all.flatMap(({ sort = [] }) => sort.map(({ field }) => field)),
    ...(fieldConfig?.overrides ?? []).map(({ matcher }) => matcher.options),
  ]
  const placed = new Set([...renamed.map(([name]) => name), ...hidden])
  return [
    ...named.filter(name => !fields.has(name)).map(name => `nothing fills ${name}`),
    ...told.filter(title => !titles.has(title)).map(title => `there is no column ${title}`),
    ...[...fields].filter(name => !placed.has(name)).map(name => `${name} stands there unnamed`),
  ]
}
