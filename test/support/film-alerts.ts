import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parse } from 'yaml'
import type { Reel } from './film-reel.ts'
import { metricsIn } from './promql.ts'
import { runUnit } from './promtool.ts'

const FOLDER = 'grafana/rules'

/** The rule files that are shipped. */
export const RULE_FILES: readonly string[] = readdirSync(FOLDER)
  .filter(name => name.endsWith('.yml'))
  .map(name => join(FOLDER, name))

interface RuleFile {
  readonly groups: readonly { readonly rules: readonly { readonly expr: string }[] }[]
}

/** Every metric a shipped rule reads. */
function readByRules(): ReadonlySet<string> {
  const rules = RULE_FILES.flatMap(path =>
    (parse(readFileSync(path, 'utf8')) as RuleFile).groups.flatMap(group => group.rules),
  )
  return new Set(rules.flatMap(({ expr }) => metricsIn(expr).selected.map(({ metric }) => metric)))
}

/** One alert that fires: its name, its severity and, of those that look at several, its window. */
export type Firing = string

const EVERY = 'max by (alertname, severity, window) (ALERTS{alertstate="firing"})'
const SAMPLE = /\{([^}]*)\}/g
const FAILED = /time: (\S+),\n\s+exp: nil\n\s+got: (.*)/g

/**
 * Gives which alerts of the shipped rules fire in each minute of a film, the rules being evaluated by Prometheus's own
 * engine once a minute. Throws what promtool says where it cannot read them.
 */
export async function firingIn(reel: Reel): Promise<readonly (readonly Firing[])[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ficus-film-'))
  try {
    // It says what it found where that is not what was expected: so nothing is.
    const { error, says } = await runUnit(join(folder, 'film.yml'), askingOf(reel))
    const minutes = Array.from({ length: reel.frames }, (): string[] => [])
    for (const [, time = '', got = ''] of says.matchAll(FAILED)) {
      minutes[minuteOf(time)]?.push(...[...got.matchAll(SAMPLE)].map(([, one = '']) => wordOf(one)))
    }
    if (error !== null && !minutes.some(all => all.length > 0)) throw new Error(says)
    return minutes
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function askingOf(reel: Reel): Parameters<typeof runUnit>[1] {
  const up = { series: 'up{job="ficus",instance="ficus-1:9400"}', values: `1x${reel.frames - 1}` }
  const asked = Array.from({ length: reel.frames }, (_, minute) => ({
    expr: EVERY,
    eval_time: `${minute}m`,
    exp_samples: [],
  }))
  return {
    ruleFiles: RULE_FILES.map(path => resolve(path)),
    step: 1,
    tests: [
      {
        interval: '1m',
        input_series: [...reel.inputs(readByRules()), up],
        promql_expr_test: asked,
      },
    ],
  }
}

/** A Go duration of whole minutes: `1h30m`, `5m`, `2h`, `0s`. */
function minuteOf(time: string): number {
  const [, hours = '0', minutes = '0'] = /^(?:(\d+)h)?(?:(\d+)m)?(?:0s)?$/.exec(time) ?? []
  return Number(hours) * 60 + Number(minutes)
}

function wordOf(labels: string): Firing {
  const of = (name: string): string => new RegExp(`${name}="([^"]*)"`).exec(labels)?.[1] ?? ''
  return [of('alertname'), of('severity'), of('window')].filter(Boolean).join(' ')
}
