import t from 'tap'
import { ACCEPTANCE } from '../../src/products/index.ts'
import { envelopeFor, GOOD, sent } from './good-messages.ts'
import { found } from './lint.ts'
import { SENTENCES } from './sentences.ts'

t.test(
  'every sentence of what Spine asks is at least one rule, found when it is broken',
  async t => {
    for (const { says, good: name, in: document, broken, rules } of SENTENCES) {
      const good = GOOD.find(each => each.name === name)
      if (good === undefined) throw new Error(`there is no ${name}`)
      const [envelope, message] = [envelopeFor(good), good.message]
      const before = document === 'envelope' ? envelope : message
      const after = broken(before)
      t.not(after, before, `${name}: ${says}: is broken here`)
      const body =
        document === 'envelope'
          ? sent(good.travels, after, message)
          : sent(good.travels, envelope, after)
      const names = found(good, body).findings.map(({ rule }) => rule)
      t.strictSame([...new Set(names)].sort(), [...rules].sort(), `${name}: ${says}`)
    }
    t.ok(SENTENCES.length > 70, `${SENTENCES.length} sentences`)
  },
)

t.test('each sentence and its rules', async t => {
  const known = new Set(ACCEPTANCE.map(({ id }) => id))
  for (const { says, good, rules } of SENTENCES) {
    t.comment(`${good}: ${says} → ${rules.join(', ')}`)
    t.ok(rules.length > 0 && rules.every(id => known.has(id)))
  }
})

t.test('a rule is told as a person reads it', async t => {
  for (const { id, says, mend, from, refusal } of ACCEPTANCE) {
    t.match(id, /^[a-z]+(?:-[a-z0-9]+)*$/, id)
    t.match(says, /^[A-Z].*[^.]$/, `${id} says`)
    t.match(mend, /^[A-Z].*[^.]$/, `${id} mend`)
    t.match(from, /^nhsdigitalmait\/SPINE_schema, spine2_xslt\/\S+\.xsl$/, `${id} from`)
    if (refusal.code) t.match(refusal.code.from, /^(?:NHSDigital|nhsdigitalmait)\/\S+, /, id)
  }
})

t.test('no code is told that no public source has', async t => {
  const codes = new Set(
    ACCEPTANCE.flatMap(({ refusal: { family, code } }) => (code ? [`${family} ${code.code}`] : [])),
  )
  t.strictSame([...codes].sort(), ['1634 5000', '1722 0003', '1733 35160', '1742 AT009'])
})
