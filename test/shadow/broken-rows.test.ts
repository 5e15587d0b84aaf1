/**
 * A mapping with one thing broken in it, and two services that agree: only what the supplier would see differs, as far
 * as a pair by itself can say so.
 *
 * What cannot be told apart: a table that reads legacy and writes for it in one wrong way, so that it agrees with itself.
 * Two codes that change places, or the places of two facts of one kind, make of every pair what a cloud would make of
 * it that has the two the wrong way round; no pair says which. That they differ in all pairs alike is seen in the groups
 * by their rates, and every such table is caught by a golden fact.
 */
import t from 'tap'
import { defineMapping, type Mapping, type MappingSpec } from '../../src/mapping/index.ts'
import { RETRIEVAL } from '../../src/products/pds/retrieval.ts'
import type { JudgedBy, TwoVerdicts } from '../../src/shadow/index.ts'
import {
  expectedFailure,
  expectedReply,
  PAIRS,
  SHAPE_NAMES,
  SHAPES,
  treeOf,
} from '../support/pds-golden.ts'
import { answerAbout, cloudAnswer } from '../support/pds-golden-about.ts'
import { brokenTables } from '../support/pds-golden-broken.ts'
import { bodyOf, outcome } from '../support/pds-golden-cloud.ts'
import { judged, judgedBy } from '../support/pds-two-verdicts.ts'

const NOBODY = cloudAnswer({}, { status: 404, body: bodyOf(outcome('RESOURCE_NOT_FOUND')) })

/** What both sides answer, of those who have most to say first; at the end those of whom nothing is known. */
const ANSWERED = [
  ...SHAPE_NAMES.flatMap(shape =>
    PAIRS.map(pair => ({
      interaction: SHAPES[shape].asked,
      nhsNumber: pair.says.number,
      legacy: expectedReply(shape, pair),
      cloud: cloudAnswer(pair.cloud),
    })),
  ).toSorted((a, b) => b.cloud.body.length - a.cloud.body.length),
  ...SHAPE_NAMES.map(shape => ({
    interaction: SHAPES[shape].asked,
    nhsNumber: '9990001006',
    legacy: expectedFailure(shape),
    cloud: NOBODY,
  })),
].map(answered => ({ ...answered, message: treeOf(answered.legacy) }))

type Answered = (typeof ANSWERED)[number]

/** Everything a mapping makes of what both sides answered: where it is the same, so are both verdicts. */
function madeOf(mapping: Mapping, { interaction, nhsNumber, message, cloud }: Answered): string {
  const said = [mapping.readLegacy(message), mapping.readCloud(cloud)].map(each =>
    each.kind === 'said' ? mapping.leaves(each.information ?? {}, interaction) : each.code,
  )
  return JSON.stringify([said, mapping.answer(cloud, answerAbout(interaction, nhsNumber))])
}

const WHOLE = defineMapping(RETRIEVAL)
const MADE = ANSWERED.map(answered => madeOf(WHOLE, answered))

function defined(spec: MappingSpec): Mapping | undefined {
  try {
    return defineMapping(spec)
  } catch {
    return undefined
  }
}

/** Looked at in any case; of the others the first of which the table makes something else. */
const RICHEST = 14

/** What came of a table. */
type Came = 'refused' | 'unnoticed' | 'declined' | 'seen' | 'meant' | 'both'

const wordOf = ({ verdict, differsIn }: TwoVerdicts): Came =>
  differsIn ?? (verdict.startsWith('not_') ? 'declined' : 'unnoticed')

const WORST: readonly Came[] = ['both', 'meant', 'seen', 'declined', 'unnoticed']

function cameOf(spec: MappingSpec): Came {
  const mapping = defined(spec)
  if (mapping === undefined) return 'refused'
  const by = new Map<string, JudgedBy>()
  const words = new Set<Came>(['unnoticed'])
  for (const [i, answered] of ANSWERED.entries()) {
    if (i >= RICHEST && words.size > 1) break
    if (madeOf(mapping, answered) === MADE[i]) continue
    const { interaction } = answered
    const known = by.get(interaction) ?? judgedBy(mapping, interaction)
    by.set(interaction, known)
    words.add(wordOf(judged(mapping, answered, known)))
  }
  return WORST.find(word => words.has(word)) ?? 'unnoticed'
}

/** Of queries, and of statuses without an answer, no pair says anything. */
const isOfAnswers = ({ title }: { readonly title: string }): boolean =>
  !/^(?:query|call|failure)/.test(title)

/** How a table is broken, by its title: the first that fits. */
const KINDS: readonly (readonly [kind: string, of: RegExp])[] = [
  ['two changed places', / swapped$/],
  ['an outline', /^mim\d: /],
  ['a row is gone', /: dropped$/],
  ['a place in HL7v3, its end', /HL7 path .*its end$/],
  ['a place in HL7v3, a condition', /HL7 path .*condition \d$/],
  ['a place in HL7v3 is gone', /HL7 path .*gone$/],
  ['a place in FHIR', /FHIR path/],
  ['one code', /(?:code |merged )/],
  ['another type', /read as|a date that is none|a time as a text|any text/],
  ['something else', /./],
]

const kindOf = (title: string): string => KINDS.find(([, of]) => of.test(title))?.[0] ?? ''

/** By construction: what is written is wrong, and what is read is right or is not read at all. */
const SEEN_ONLY = [
  'an outline',
  'a row is gone',
  'a place in HL7v3, its end',
  'a place in HL7v3, a condition',
  'a place in HL7v3 is gone',
  'a place in FHIR',
  'one code',
]

t.test('what is not broken makes nothing differ', async t => {
  for (const answered of ANSWERED) {
    t.match(judged(WHOLE, answered).verdict, /^(?:identical|equivalent)$/)
  }
})

t.test('a broken row makes only what the supplier would see differ', async t => {
  const came = new Map<string, Record<Came, number>>()
  const blamed: string[] = []
  for (const { title, spec } of [...brokenTables(RETRIEVAL)].filter(isOfAnswers)) {
    const kind = kindOf(title)
    const none = { refused: 0, unnoticed: 0, declined: 0, seen: 0, meant: 0, both: 0 }
    const counts = came.get(kind) ?? none
    came.set(kind, counts)
    const word = cameOf(spec)
    counts[word] += 1
    if (word === 'both' || word === 'meant') blamed.push(title)
    if (SEEN_ONLY.includes(kind)) t.notMatch(word, /both|meant/, title)
  }
  const columns = ['seen', 'meant', 'both', 'declined', 'unnoticed', 'refused'] as const
  t.comment(['', ...columns].join('\t'))
  for (const [kind, counts] of came) {
    t.comment([...columns.map(word => counts[word]), kind].join('\t'))
  }
  const sum = (word: Came): number =>
    [...came.values()].reduce((all, counts) => all + counts[word], 0)
  const differing = sum('seen') + sum('meant') + sum('both')
  t.comment(`${sum('seen')} of ${differing} that make a pair differ differ in what is seen only`)
  t.ok(sum('seen') > 0.84 * differing, `${sum('seen')} of ${differing}`)
  t.ok(sum('seen') > 500)
  const others = blamed.filter(title => !/ swapped$|a time as a text$/.test(title))
  t.strictSame(others, [
    'QUPA_IN000008UK02 in mim7',
    'pager/value/after gone',
    'telecom/value/part gone',
    'telecom/value/the other part',
  ])
})
