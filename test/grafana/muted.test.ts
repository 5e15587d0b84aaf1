/** What is worked on mutes what is about copies alone: no alert of what suppliers get is ever kept still by it. */
import { join } from 'node:path'
import t from 'tap'
import { noPrometheus } from '../support/prometheus.ts'
import { runUnit } from '../support/promtool.ts'
import { ALERTS, nameOf, RULES } from './rules.ts'
import { BURN } from './stories-of-burn.ts'
import { FLEET } from './stories-of-fleet.ts'
import { MIGRATION } from './stories-of-migration.ts'
import { SAFETY } from './stories-of-safety.ts'
import { type AlertStory, of, type Series, standing } from './story.ts'

/** The only ones that keep still: both are about copies, and wake nobody. */
const MUTED = ['FicusNotComparedShareHigh ticket', 'FicusShadowDrops ticket']

/** Both sides of every route of a story are worked on all the time, and frozen too. */
function workedOn({ trouble, labels }: AlertStory): Series {
  const routes = new Set([
    labels['route'] ?? 'pds',
    ...Object.keys(trouble).flatMap(name => /route="([^"]+)"/.exec(name)?.[1] ?? []),
  ])
  const upstreams = new Set([
    ...['spine', 'pds-fhir'],
    ...Object.keys(trouble).flatMap(name => /upstream="([^"]+)"/.exec(name)?.[1] ?? []),
  ])
  const on = standing([900, 1])
  const sides = [...routes].flatMap(route =>
    [...upstreams].map(upstream => [
      of('route_upstream_info', `route="${route}",side="cloud",upstream="${upstream}"`),
      on,
    ]),
  )
  return Object.fromEntries([
    ...sides,
    ...[...routes].map(route => [of('freeze_active', `route="${route}"`), on]),
    ...[...upstreams].map(name => [of('upstream_maintenance', `upstream="${name}"`), on]),
  ]) as Series // pairs of texts
}

const SETS: readonly (readonly [files: readonly string[], stories: readonly AlertStory[]])[] = [
  [['safety.yml'], SAFETY],
  [['migration.yml'], MIGRATION],
  [['fleet.yml'], FLEET],
  [['objectives.yml', 'burn.yml'], BURN],
]

const firesAt = (story: AlertStory) => {
  const [name, severity, window = ''] = story.alert.split(' ')
  const isMuted = MUTED.includes(story.alert)
  const all = Object.entries({ alertname: name, alertstate: 'firing', severity, ...story.labels })
  const labels = `ALERTS{${all.map(([label, value]) => `${label}="${value ?? ''}"`).join(',')}}`
  return {
    expr: `ALERTS{alertname="${name ?? ''}",severity="${severity ?? ''}",window="${window}",alertstate="firing"}`,
    eval_time: `${story.fires}m`,
    exp_samples: isMuted ? [] : [{ labels, value: 1 }],
  }
}

t.test('no rule but those two so much as looks at what is worked on', async t => {
  const looking = ALERTS.filter(({ expr }) => /_maintenance|freeze_active/.test(expr)).map(nameOf)
  t.strictSame([...new Set(looking)].toSorted(), MUTED)
  t.notOk(MUTED.some(name => name.endsWith(' page')))
})

t.test(
  'with everything worked on each of the others fires as ever',
  { skip: noPrometheus },
  async t => {
    const folder = t.testdir({})
    for (const [files, stories] of SETS) {
      for (const step of new Set(stories.map(each => each.step ?? 1))) {
        const tests = stories
          .filter(each => (each.step ?? 1) === step)
          .map(story => ({
            interval: `${step}m`,
            input_series: Object.entries({ ...workedOn(story), ...story.trouble }).map(
              ([series, values]) => ({ series, values }),
            ),
            promql_expr_test: [firesAt(story)],
          }))
        const name = `${files.at(-1) ?? ''} by ${step} min`
        const ruleFiles = files.map(file => join(RULES, file))
        const { error, says } = await runUnit(join(folder, `${name}.yml`), {
          ruleFiles,
          step,
          tests,
        })
        t.equal(error, null, error === null ? name : says)
      }
    }
  },
)
