/** Golden records: what legacy says in its own words, and the cloud in its own, is seen and meant alike. */
import t from 'tap'
import type { Difference } from '../../src/comparison/index.ts'
import { policyFor } from '../../src/products/index.ts'
import { PDS_RETRIEVAL } from '../../src/products/pds/retrieval.ts'
import { judgeTranslated, seenPolicy, type TwoVerdicts } from '../../src/shadow/index.ts'
import { expectedFailure, expectedReply, PAIRS, SHAPES, treeOf } from '../support/pds-golden.ts'
import { cloudAnswer } from '../support/pds-golden-about.ts'
import { bodyOf, type Json, outcome } from '../support/pds-golden-cloud.ts'
import { LEGACY } from '../support/pds-golden-legacy.ts'
import type { Legacy } from '../support/pds-golden-legacy-record.ts'
import type { ShapeName } from '../support/pds-golden-reply.ts'
import { judged, judgedBy, pairOf } from '../support/pds-two-verdicts.ts'

const EQUAL = /^(?:identical|equivalent)$/

const unexplained = ({ differences }: TwoVerdicts): string[] =>
  differences
    .filter(({ rule }) => rule === undefined)
    .map(({ in: where, kind, path }) => `${where} ${kind} ${path.replace(/^.*patientRole\//, '')}`)

const ASKED: Readonly<Record<string, ShapeName>> = {
  ...{ QUPA_IN000008UK02: 'mim6', QUPA_IN000008UK05: 'mim7', QUPA_IN000008SM13: 'mim7' },
}

for (const [interaction, shape] of Object.entries(ASKED)) {
  t.test(`every golden record is seen and meant alike: ${interaction}`, async t => {
    for (const pair of PAIRS) {
      const two = judged(PDS_RETRIEVAL, {
        ...{ interaction, nhsNumber: pair.says.number, cloud: pair.cloud },
        legacy: expectedReply(shape, pair),
      })
      t.strictSame(unexplained(two), [], pair.title)
      t.match([two.seen.verdict, two.meant.verdict], [EQUAL, EQUAL], pair.title)
    }
  })

  t.test(`of nobody both say that there is no record: ${interaction}`, async t => {
    const cloud = cloudAnswer({}, { status: 404, body: bodyOf(outcome('RESOURCE_NOT_FOUND')) })
    const legacy = expectedFailure(shape)
    const asked = { interaction, nhsNumber: '9990001006' }
    const two = judged(PDS_RETRIEVAL, { ...asked, legacy, cloud })
    t.match([two.verdict, unexplained(two)], [EQUAL, []])
    const one = PAIRS[0]
    if (one === undefined) throw new Error('there is no golden record')
    const found = { interaction, nhsNumber: one.says.number, legacy, cloud: one.cloud }
    t.match(judged(PDS_RETRIEVAL, found), { verdict: 'different', differsIn: 'both' })
  })
}

/** What the cloud would say of a record of which legacy says more. */
function cloudOf(legacy: Legacy): Json | undefined {
  const said = PDS_RETRIEVAL.readLegacy(treeOf(legacy.message))
  if (said.kind !== 'said' || said.information === undefined) return undefined
  const written = PDS_RETRIEVAL.writeCloud(said.information)
  return written.kind === 'accepted' ? (JSON.parse(written.value) as Json) : undefined
}

const DISPLAY = 'Successful retrieval - Information returned limited by sensitivity conditions'

const LIMITED =
  '<reason typeCode="RSON"><justifyingDetectedIssueEvent classCode="ALRT" moodCode="EVN">' +
  `<code code="9" codeSystem="2.16.840.1.113883.2.1.3.2.4.17.42" displayName="${DISPLAY}">` +
  '<qualifier code="WG"/></code></justifyingDetectedIssueEvent></reason>'

/** Beside a restricted record legacy says that it gave less than there is, and in which words. */
function saidWhole(legacy: Legacy): Legacy {
  const { title, message } = legacy
  const withReason = message.replace('<subject typeCode="SUBJ">', `${LIMITED}$&`)
  if (title === 'a stop noted') return { ...legacy, message: withReason }
  return {
    ...legacy,
    message: message.replace('displayName="limited"', `displayName="${DISPLAY}"`),
  }
}

const judgedLegacy = (legacy: Legacy, cloud: Json): TwoVerdicts =>
  judged(PDS_RETRIEVAL, {
    interaction: SHAPES[legacy.shape].asked,
    nhsNumber: legacy.means['nhsNumber'] ?? '',
    legacy: legacy.message,
    cloud,
  })

/** A superseded number stands in it, and of that no rule is asked. */
const isOfSuperseded = ({ title }: Legacy): boolean => title === 'a number that was superseded'

/** One of two ways to say a thing is read and not written: what a supplier reads is the other. */
const isOfOtherWay = ({ title }: Legacy): boolean => title === 'a country of birth as a text'

t.test(
  'what legacy alone says and a row lets go is no difference, and the row is named',
  async t => {
    const rules = new Map<string, string>(
      Object.keys(ASKED).flatMap(asked =>
        PDS_RETRIEVAL.losses(asked).map(({ id, why }) => [id, why] as const),
      ),
    )
    const named = new Set<string>()
    let count = 0
    for (const legacy of LEGACY.map(saidWhole)) {
      const cloud = cloudOf(legacy)
      if (cloud === undefined || legacy.dropped.length > 0) continue
      if (isOfSuperseded(legacy) || isOfOtherWay(legacy)) continue
      const two = judgedLegacy(legacy, cloud)
      t.strictSame(unexplained(two), [], `${legacy.shape}: ${legacy.title}`)
      t.match([two.seen.verdict, two.meant.verdict], [EQUAL, 'identical'], legacy.title)
      const own = two.differences.flatMap(({ rule = '' }) => (rules.has(rule) ? [rule] : []))
      t.equal(own.length > 0, legacy.lossy.length > 0, `${legacy.title}: ${own.join()}`)
      for (const rule of own) named.add(rule)
      count += 1
    }
    t.ok(count > 40, `${count} replies`)
    t.ok([...named].every(rule => rules.get(rule) !== ''))
    const unnamed = [...rules.keys()].filter(rule => !named.has(rule))
    t.strictSame(unnamed, ['loss patientRole/replacementOf'], 'every other loss was needed')
  },
)

t.test('what no row lets go is no loss: the supplier would see the difference', async t => {
  const [more] = LEGACY.filter(({ dropped }) => dropped.length > 0)
  const cloud = more && cloudOf(more)
  if (more === undefined || cloud === undefined) throw new Error('no reply says more')
  const two = judgedLegacy(more, cloud)
  t.match(two, { verdict: 'different', differsIn: 'seen', meant: { verdict: 'identical' } })
  t.strictSame(unexplained(two).sort(), [
    'seen missing patientPerson/unheardOf',
    'seen value patientPerson/languageCommunication/preferenceInd/@value',
  ])
})

t.test('so is a second way to say a thing, which the mapping reads and does not write', async t => {
  for (const legacy of LEGACY.filter(isOfOtherWay)) {
    const two = judgedLegacy(legacy, cloudOf(legacy) ?? {})
    t.match(two, { verdict: 'different', differsIn: 'seen', meant: { verdict: 'identical' } })
  }
})

t.test('no row makes less of a number: that one was superseded would be missed', async t => {
  for (const legacy of LEGACY.filter(isOfSuperseded)) {
    const two = judgedLegacy(legacy, cloudOf(legacy) ?? {})
    t.match(two, { verdict: 'different', differsIn: 'seen', meant: { verdict: 'identical' } })
    const severities = two.differences.filter(({ rule }) => rule === undefined)
    t.ok(severities.some(({ severity }) => severity === 'critical'))
  }
})

t.test(
  'a stop noted is seen as a mark of sensitivity, and any other code is a difference',
  async t => {
    const [noted] = LEGACY.filter(({ title }) => title === 'a stop noted')
    const cloud = noted && cloudOf(noted)
    if (noted === undefined || cloud === undefined) throw new Error('no stop is noted')
    const whole = saidWhole(noted)
    const { differences } = judgedLegacy(whole, cloud)
    const at = ({ path }: Difference): boolean => path.endsWith('confidentialityCode/@code')
    t.match(differences.filter(at), [{ in: 'seen', rule: 'loss confidentialityCode/@code' }])
    const open = { ...whole, message: whole.message.replace(/<confidentialityCode[^>]*>/, '') }
    t.match(judgedLegacy(open, cloud), { verdict: 'different', differsIn: 'both' })
  },
)

t.test('an entry is still compared where its row lets something else of it go', async t => {
  const [recorded] = LEGACY.filter(({ title }) => title.startsWith('who recorded a name'))
  const cloud = recorded && cloudOf(recorded)
  if (recorded === undefined || cloud === undefined) throw new Error('nobody recorded it')
  const other = { ...recorded, message: recorded.message.replace('>4 Fig Way<', '>5 Fig Way<') }
  t.match(judgedLegacy(other, cloud), { verdict: 'different', differsIn: 'both' })
})

t.test('a cloud’s answer in a content coding is none the supplier would be given', async t => {
  const [pair] = PAIRS
  if (pair === undefined) throw new Error('there is no golden record')
  const by = judgedBy(PDS_RETRIEVAL, 'QUPA_IN000008UK02')
  const retrieved = {
    ...{ interaction: 'QUPA_IN000008UK02', nhsNumber: pair.says.number, cloud: pair.cloud },
    legacy: expectedReply('mim6', pair),
  }
  const coded = judgeTranslated({ ...pairOf(PDS_RETRIEVAL, retrieved), isCoded: true }, by)
  t.match(coded, { verdict: 'different', differsIn: 'seen', meant: { verdict: 'identical' } })
})

t.test('the losses of a mapping come before the policy’s own rules, and are its rows’', async t => {
  const policy = policyFor('QUPA_IN000008UK05')
  const seen = seenPolicy(policy, PDS_RETRIEVAL, 'QUPA_IN000008UK05')
  const losses = PDS_RETRIEVAL.losses('QUPA_IN000008UK05')
  t.strictSame(
    seen.rules.slice(0, losses.length).map(({ id, why }) => [id, why]),
    losses.map(({ id, why }) => [id, why]),
  )
  t.not(seen.version, policy.version)
  t.equal(seenPolicy(policy, PDS_RETRIEVAL, 'QUPA_IN000006UK02'), policy, 'of what it does not map')
})
