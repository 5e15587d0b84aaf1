import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parse } from 'yaml'

/** Where the rules stand; the very files are exported. */
export const RULES = resolve('grafana/rules')

/** A rule that wakes somebody. */
export interface Alert {
  readonly file: string
  readonly alert: string
  readonly expr: string
  readonly for?: string
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
}

/** A rule that writes down what others stand on. */
export interface Recorded {
  readonly file: string
  readonly record: string
  readonly expr: string
  readonly labels?: Readonly<Record<string, string>>
}

interface RuleFile {
  readonly groups: readonly {
    readonly rules: readonly (Omit<Alert, 'file'> | Omit<Recorded, 'file'>)[]
  }[]
}

/** The paths of every file of rules. */
export const RULE_FILES: readonly string[] = readdirSync(RULES)
  .toSorted()
  .map(name => join(RULES, name))

// promtool holds the files against Prometheus's own types.
const ALL = RULE_FILES.flatMap(file =>
  (parse(readFileSync(file, 'utf8')) as RuleFile).groups.flatMap(({ rules }) =>
    rules.map(rule => ({ ...rule, file })),
  ),
)

export const ALERTS: readonly Alert[] = ALL.filter(rule => 'alert' in rule)
export const RECORDED: readonly Recorded[] = ALL.filter(rule => 'record' in rule)

/** What an alert is told apart by: its name, how bad it is, and over how long where it is over several. */
export const nameOf = ({ alert, labels }: Pick<Alert, 'alert' | 'labels'>): string =>
  [alert, labels['severity'], labels['window']].filter(Boolean).join(' ')
