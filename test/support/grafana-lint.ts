import * as units from '@grafana/grafana-foundation-sdk/units'
import { type DashboardFile, type FilePanel, type FileVariable, shown } from './grafana-file.ts'

const UNITS: ReadonlySet<unknown> = new Set(Object.values(units))
const SOURCE = '${datasource}'

/**
 * Says what the public documentation of Grafana's dashboard-linter asks of a dashboard, of its variables and of its panels
 * and is not so; what it asks of queries is looked at with them.
 */
export const linted = (file: DashboardFile): readonly string[] =>
  [
    ...(file.editable ? ['it can be edited'] : []),
    ...lintedVariables(file.templating.list),
    ...shown(file).flatMap(lintedPanel),
  ].map(fault => `${file.uid}: ${fault}`)

function lintedVariables(list: readonly FileVariable[]): string[] {
  const [source] = list
  const isSource =
    source?.name === 'datasource' && source.type === 'datasource' && source.query === 'prometheus'
  const all = ['job', 'instance'].flatMap(name => {
    const variable = list.find(variable => variable.name === name)
    if (variable === undefined) return [`there is no variable ${name}`]
    const isAll = variable.multi && variable.includeAll && variable.allValue === '.+'
    return isAll ? [] : [`${name} is not any number, at first all`]
  })
  const queried = list.filter(({ type }) => type === 'query')
  const faults = queried.flatMap(({ name, label, refresh, datasource }) => [
    // 2 is: whenever the time that is shown changes.
    ...(refresh === 2 ? [] : [`${name} is not read again`]),
    ...(datasource?.uid === SOURCE ? [] : [`${name} asks another source`]),
    ...(label === undefined || label === '' ? [`${name} has no label`] : []),
  ])
  return [...(isSource ? [] : ['no data source can be chosen first']), ...all, ...faults]
}

function lintedPanel(panel: FilePanel): string[] {
  const { title, description = '', targets = [], fieldConfig, datasource } = panel
  const { unit, noValue } = fieldConfig?.defaults ?? {}
  const faults: string[] = []
  if (title === '') faults.push('it has no title')
  if (description.length < 20 || !description.endsWith('.')) faults.push('nothing says what to see')
  if (!UNITS.has(unit)) faults.push(`${unit} is no unit`)
  for (const { properties } of fieldConfig?.overrides ?? []) {
    for (const { id, value } of properties) {
      if (id === 'unit' && !UNITS.has(value)) faults.push(`${String(value)} is no unit`)
    }
  }
  if (noValue === undefined || noValue === '') faults.push('it is blank where there is nothing')
  if (targets.length === 0) faults.push('it asks nothing')
  const sources = [datasource, ...targets.map(target => target.datasource)]
  if (sources.some(source => source?.uid !== SOURCE)) faults.push('it asks another source')
  return faults.map(fault => `${title}: ${fault}`)
}
