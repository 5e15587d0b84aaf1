import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { PROMTOOL } from './prometheus.ts'

/** What promtool said of a file of unit tests; no error where all of them held. */
export interface Said {
  readonly error: Error | null
  readonly says: string
}

/** One file of promtool's unit tests, before it is written. */
export interface Unit {
  /** Paths. */
  readonly ruleFiles: readonly string[]
  /** Minutes between two evaluations. */
  readonly step: number
  /** As promtool's documentation has them. */
  readonly tests: readonly object[]
}

/** Groups that others stand on are evaluated before them, as if all were evaluated at once. */
const ORDER = [
  'ficus-objectives',
  'ficus-objectives-6h',
  'ficus-objectives-3d',
  'ficus-not-found',
  'ficus-burn',
  'ficus-safety',
  'ficus-migration',
  'ficus-fleet',
]

/** Writes a file of unit tests and runs them. */
export function runUnit(file: string, { ruleFiles, step, tests }: Unit): Promise<Said> {
  const unit = {
    rule_files: ruleFiles,
    evaluation_interval: `${step}m`,
    group_eval_order: ORDER,
    tests,
  }
  // Every JSON document is a YAML one.
  writeFileSync(file, JSON.stringify(unit))
  return promtool(['test', 'rules', file])
}

/** Runs promtool. */
export const promtool = (args: readonly string[]): Promise<Said> =>
  new Promise(resolve => {
    execFile(PROMTOOL, args, { maxBuffer: 16_777_216 }, (error, stdout, stderr) =>
      resolve({ error, says: stdout + stderr }),
    )
  })
