import { readFileSync } from 'node:fs'
import t from 'tap'
import { strangersIn } from '../support/catalogued.ts'
import { ficus } from '../support/ficus.ts'
import { noPrometheus } from '../support/prometheus.ts'
import { metricsIn } from '../support/promql.ts'
import { promtool } from '../support/promtool.ts'
import { ALERTS, nameOf, RECORDED, RULE_FILES } from './rules.ts'
import { BURN } from './stories-of-burn.ts'
import { FLEET } from './stories-of-fleet.ts'
import { MIGRATION } from './stories-of-migration.ts'
import { SAFETY } from './stories-of-safety.ts'

const STORIES = [...SAFETY, ...MIGRATION, ...FLEET, ...BURN]
const README = readFileSync('README.md', 'utf8')

/** Labels of what recording rules write, by its level: what stands before the first colon of its name. */
const LEVELS: Readonly<Record<string, readonly string[]>> = {
  route: ['job', 'route', 'objective'],
  route_side: ['job', 'route', 'side'],
}
const WRITTEN = new Map(
  RECORDED.map(({ record }) => [record, LEVELS[record.split(':')[0] ?? ''] ?? []]),
)

t.test('Prometheus takes every file of rules', { skip: noPrometheus }, async t => {
  const { error, says } = await promtool(['check', 'rules', ...RULE_FILES])
  t.equal(error, null, says)
})

t.test('whatever a rule asks for is there', async t => {
  for (const { expr, file } of [...ALERTS, ...RECORDED]) {
    t.strictSame(strangersIn(metricsIn(expr), WRITTEN), [], `${file}: ${expr}`)
  }
})

t.test('a rule named for a window looks back as far, and no further', async t => {
  for (const { record, expr } of RECORDED) {
    const window = /(?:rate|increase|variance)(\d+[mhd])$/.exec(record)?.[1]
    const ranges = metricsIn(expr).selected.flatMap(({ range }) => range ?? [])
    for (const range of ranges) t.equal(range, window, record)
    // What stands on recorded rules stands on those of its own window, but for what has none.
    for (const { metric } of metricsIn(expr).selected) {
      const other = /(?:rate|increase|variance)(\d+[mhd])$/.exec(metric)?.[1]
      if (other !== undefined && window !== undefined) t.equal(other, window, record)
    }
  }
})

t.test('no counter is looked at but by how it grew', async t => {
  for (const { expr } of [...ALERTS, ...RECORDED]) {
    for (const { metric, within } of metricsIn(expr).selected) {
      const isCounter = /_total$|_bucket$|_count$|_sum$/.test(metric)
      // What is born with its first count has not grown yet.
      if (isCounter && !expr.includes(`unless ${metric} offset`)) {
        t.ok(within.includes('increase') || within.includes('rate'), expr)
      }
    }
  }
})

t.test('an alert says how bad it is, of whom, and what to do', async t => {
  for (const alert of ALERTS) {
    const { labels, annotations } = alert
    const name = nameOf(alert)
    t.match(labels['severity'], /^(?:page|ticket)$/, name)
    t.strictSame(Object.keys(annotations), ['summary', 'description', 'runbook'], name)
    t.ok((annotations['description'] ?? '').length > 60, name)
    const said = Object.values(annotations).join(' ')
    const filled = [...said.matchAll(/\{\{\s*(.*?)\s*\}\}/g)].map(([, within = '']) => within)
    const story = STORIES.find(each => each.alert === name)
    for (const each of filled) {
      const label = /^\$labels\.(\w+)$/.exec(each)?.[1] ?? ''
      t.ok(Object.hasOwn(story?.labels ?? {}, label), `${name} fills in ${each}`)
    }
  }
})

/** What the README says of an alert. */
function runbook({ annotations }: (typeof ALERTS)[number]): string {
  const [file, anchor = ''] = (annotations['runbook'] ?? '').split('#')
  if (file !== 'README.md') return ''
  const sections = README.split(/^#+ /m)
  return sections.find(each => each.split('\n')[0]?.toLowerCase() === anchor) ?? ''
}

t.test('each has its runbook: how bad it is, what suppliers notice, the first command', async t => {
  const { out } = await ficus(['--help'])
  const verbs = [...out.matchAll(/^ {2}([a-z]+)(?: |$)/gm)].map(([, verb = '']) => verb)
  for (const alert of ALERTS) {
    const says = runbook(alert).replaceAll('\n', ' ')
    const [about = '', acts = ''] = says.split(/First |looked up by /)
    t.match(about, new RegExp(`\\b${alert.labels['severity']}\\b`), alert.alert)
    t.match(says, /supplier|request/i, alert.alert)
    const command = /`npx ficus (\w+)/.exec(acts)?.[1] ?? ''
    t.ok(verbs.includes(command), `${alert.alert}: ficus ${command}`)
  }
})

t.test('every command of a runbook is one that can be typed', async t => {
  const section = /^## Alerts$([^]*?)^## /m.exec(README)?.[1] ?? ''
  const lines = [...section.matchAll(/`npx ficus ([^`]+)`/g)].map(([, line = '']) => line)
  t.ok(lines.length > 25)
  for (const line of new Set(lines)) {
    const words = line.replace(/ <.*/, '').match(/'[^']*'|\S+/g) ?? []
    const args = words.map(word => (word === '…' ? 'why' : word.replaceAll("'", '')))
    // Nobody answers there: what is typed well ends with 4, or with 2 where a file is not there.
    const { code, err } = await ficus([...args, ...adminOf(args)], {}, t.testdirName)
    t.ok(
      code === 4 || /there is no such file|cannot be read \(ENOENT\)/.test(err),
      `${line}: ${err}`,
    )
  }
})

const adminOf = ([verb]: readonly string[]): readonly string[] =>
  verb === 'check' || verb === 'export' ? [] : ['--admin', '127.0.0.1:1']
