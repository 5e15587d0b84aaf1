import { join } from 'node:path'
import t from 'tap'
import { noPrometheus } from '../support/prometheus.ts'
import { runUnit } from '../support/promtool.ts'
import { ALERTS, nameOf, RULES } from './rules.ts'
import { BURN } from './stories-of-burn.ts'
import { FLEET } from './stories-of-fleet.ts'
import { MIGRATION } from './stories-of-migration.ts'
import { SAFETY } from './stories-of-safety.ts'
import type { AlertStory, Series } from './story.ts'

/** Minutes between two samples, and between two evaluations. */
const stepOf = ({ step = 1 }: AlertStory): number => step

/** Stories by the files their rules stand in. */
const SETS: readonly (readonly [files: readonly string[], stories: readonly AlertStory[]])[] = [
  [['safety.yml'], SAFETY],
  [['migration.yml'], MIGRATION],
  [['fleet.yml'], FLEET],
  [['objectives.yml', 'burn.yml'], BURN],
]
const STORIES = SETS.flatMap(([, stories]) => stories)

const inputOf = (series: Series) =>
  Object.entries(series).map(([name, values]) => ({ series: name, values }))

const selectorOf = ({ alert }: AlertStory): string => {
  const [name, severity, window = ''] = alert.split(' ')
  return `ALERTS{alertname="${name}",severity="${severity}",window="${window}",alertstate="firing"}`
}

/** What Prometheus writes down of an alert that fires. */
function firing({ alert, labels }: AlertStory) {
  const [alertname = '', severity = ''] = alert.split(' ')
  const all = Object.entries({ alertname, alertstate: 'firing', severity, ...labels })
  return {
    labels: `ALERTS{${all.map(([name, value]) => `${name}="${value}"`).join(',')}}`,
    value: 1,
  }
}

const expected = (story: AlertStory, minute: number, samples: readonly object[]) => ({
  expr: selectorOf(story),
  eval_time: `${minute}m`,
  exp_samples: samples,
})

function troubleOf(story: AlertStory) {
  return {
    interval: `${stepOf(story)}m`,
    input_series: inputOf(story.trouble),
    promql_expr_test: [
      expected(story, story.quiet, []),
      expected(story, story.fires, [firing(story)]),
      expected(story, story.over, []),
    ],
  }
}

const shortOf = (story: AlertStory) =>
  story.short.map(series => ({
    interval: `${stepOf(story)}m`,
    input_series: inputOf({ ...story.trouble, ...series }),
    promql_expr_test: [
      // At every moment until then, not only at those at which the trouble would have been told.
      { ...expected(story, story.over, []), expr: `last_over_time(${selectorOf(story)}[10d])` },
    ],
  }))

t.test('every alert has its story', async t => {
  const told = new Set(STORIES.map(({ alert }) => alert))
  const there = new Set(ALERTS.map(nameOf))
  t.ok(there.size > 30)
  t.strictSame([...there.difference(told)], [])
  t.strictSame([...told.difference(there)], [])
})

/** Every file of unit tests, each for one file of rules and one length of a step. */
const UNITS = SETS.flatMap(([files, stories]) =>
  [...new Set(stories.map(stepOf))].map(step => ({
    name: `${files.at(-1) ?? ''} by steps of ${step} min`,
    ruleFiles: files.map(file => join(RULES, file)),
    step,
    tests: stories
      .filter(story => stepOf(story) === step)
      .flatMap(story => [troubleOf(story), ...shortOf(story)]),
  })),
)

t.test(
  'each fires when it is to, not just short of it, and not when it is over',
  { skip: noPrometheus },
  async t => {
    const folder = t.testdir({})
    const came = UNITS.map(async ({ name, ...unit }) => {
      const { error, says } = await runUnit(join(folder, `${name}.yml`), unit)
      t.equal(error, null, error === null ? name : says)
    })
    await Promise.all(came)
  },
)
