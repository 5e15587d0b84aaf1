import t from 'tap'
import { ACCEPTANCE } from '../../src/products/index.ts'
import { damagesOf } from './damage.ts'
import { FOLLOWS } from './follows.ts'
import { GOOD } from './good-messages.ts'
import { found } from './lint.ts'

const isAsked = (rule: (typeof ACCEPTANCE)[number], good: (typeof GOOD)[number]): boolean => {
  const { travels, interaction } = good
  const patterns = travels === 'soap' ? ['soap'] : ['ebxml', travels]
  return (
    (rule.travels?.some(each => patterns.includes(each)) ?? true) &&
    (rule.interactions?.includes(interaction) ?? true)
  )
}

/** How many ways there are to break a rule in the messages it is asked of, at most two of them. */
const tried = new Map<string, number>()

t.test('a rule that is broken is found, and nothing else but what follows from it', async t => {
  const followed = new Map<string, Set<string>>()
  for (const rule of ACCEPTANCE) {
    const damages = GOOD.filter(good => isAsked(rule, good))
      .map(good => ({ good, damages: damagesOf(rule, good) }))
      .filter(({ damages }) => damages.length > 0)
      .slice(0, 2)
    tried.set(rule.id, damages.flatMap(each => each.damages).length)
    for (const { good, damages: each } of damages) {
      for (const { how, body } of each) {
        const findings = found(good, body).findings.map(finding => finding.rule)
        const others = findings.filter(id => id !== rule.id)
        const expected = FOLLOWS[rule.id] ?? []
        for (const id of others) followed.set(rule.id, (followed.get(rule.id) ?? new Set()).add(id))
        const unexpected = others.filter(id => !expected.includes(id))
        if (findings.includes(rule.id) && unexpected.length === 0) continue
        t.fail(`${rule.id} ${how} in a ${good.name}: found ${findings.join(', ') || 'nothing'}`)
      }
    }
  }
  const listed = Object.entries(FOLLOWS).flatMap(([id, others]) =>
    others.filter(other => followed.get(id)?.has(other) !== true).map(other => `${id}: ${other}`),
  )
  t.strictSame(listed, [], 'what is listed as following does follow')
  const all = [...tried.values()].reduce((a, b) => a + b, 0)
  t.ok(all > 700, `${all} messages, each broken in one way`)
})

t.test('every rule was broken', async t => {
  t.strictSame(
    [...tried].filter(([, count]) => count === 0).map(([id]) => id),
    [],
  )
})
