/** One leaf of the cloud's record changed: what both sides mean differs, and the supplier would see it. */
import t from 'tap'
import type { CodeRow, Row } from '../../src/mapping/index.ts'
import { PDS_RETRIEVAL, RETRIEVAL } from '../../src/products/pds/retrieval.ts'
import { expectedReply, PAIRS, SHAPE_NAMES, SHAPES } from '../support/pds-golden.ts'
import { answerAbout, cloudAnswer } from '../support/pds-golden-about.ts'
import type { Json } from '../support/pds-golden-cloud.ts'
import type { Pair } from '../support/pds-golden-pairs.ts'
import type { ShapeName } from '../support/pds-golden-reply.ts'
import { judged, judgedBy } from '../support/pds-two-verdicts.ts'

type Way = readonly (string | number)[]

/** Every leaf of a resource with the way to it. */
function* leavesOf(value: unknown, way: Way = []): Generator<readonly [way: Way, leaf: unknown]> {
  if (typeof value !== 'object' || value === null) yield [way, value]
  else if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) yield* leavesOf(item, [...way, i])
  } else for (const [name, each] of Object.entries(value)) yield* leavesOf(each, [...way, name])
}

/** The same with another leaf at the end of a way. */
function changed(value: unknown, [step, ...rest]: Way, leaf: unknown): unknown {
  if (step === undefined) return leaf
  if (Array.isArray(value)) {
    return value.map((item: unknown, i) => (i === step ? changed(item, rest, leaf) : item))
  }
  const within = value as Json // a way leads through objects and lists only
  return { ...within, [step]: changed(within[step], rest, leaf) }
}

const codesIn = (row: Row): readonly CodeRow[] =>
  'list' in row ? row.rows.flatMap(codesIn) : 'codes' in row ? (row.codes ?? []) : []

const CODES = [
  ...new Set(RETRIEVAL.answer.rows.flatMap(codesIn).flatMap(([, , fhir]) => fhir ?? [])),
]

const nextDay = (text: string): string =>
  text.replace(/^(\d{3})(\d)/, (_, a: string, b: string) => `${a}${(Number(b) + 1) % 10}`)

/** What a leaf could have been instead, for one of them to be a value of its row. */
function* instead(leaf: unknown): Generator {
  if (typeof leaf === 'boolean') yield !leaf
  if (typeof leaf === 'number') yield leaf + 1
  if (typeof leaf !== 'string') return
  if (/^\d{4}/.test(leaf) && leaf.length !== 10) yield nextDay(leaf)
  if (/^\d{4}-/.test(leaf)) yield nextDay(leaf)
  if (/^\d+$/.test(leaf)) yield String(Number(leaf) + 1)
  yield* CODES.filter(code => code !== leaf)
  yield `${leaf}x`
}

const isAnswered = (pair: Pair, shape: ShapeName, cloud: Json): boolean =>
  PDS_RETRIEVAL.answer(cloudAnswer(cloud), answerAbout(SHAPES[shape].asked, pair.says.number))
    .kind === 'answer'

/** The record with this leaf changed into another the mapping can say; undefined where it declines all. */
function otherRecord(pair: Pair, shape: ShapeName, [way, leaf]: readonly [Way, unknown]) {
  for (const other of instead(leaf)) {
    const cloud = changed(pair.cloud, way, other) as Json // a resource as it was, but for a leaf
    if (isAnswered(pair, shape, cloud)) return cloud
  }
  return undefined
}

const named = (way: Way): string => way.filter(step => typeof step === 'string').join('/')

/** What the cloud says and neither verdict looks at, and why. */
const NOWHERE: readonly (readonly [path: RegExp, why: string])[] = [
  [/\/display$/, 'a display repeats its code'],
  [/\/version$/, 'legacy says no version of a code system'],
  [/valueDateTime$/, 'when a death was recorded stands nowhere in the reply'],
  [/^generalPractitioner\/type$/, 'every general practice is an organisation'],
  [
    /^address\/extension\/extension\/(?:url|valueString|valueCoding\/code)$/,
    'a property’s reference number',
  ],
]

/** What the reply in MIM 6 has no place for. */
const NOT_IN_MIM6 =
  /^extension\/(?:valueAddress|extension\/value(?:Period|CodeableConcept))|^address\/text$/

for (const shape of SHAPE_NAMES) {
  t.test(`every change of a leaf that is kept makes both verdicts differ: ${shape}`, async t => {
    const { asked } = SHAPES[shape]
    const by = judgedBy(PDS_RETRIEVAL, asked)
    const counts = { both: 0, nowhere: 0, declined: 0 }
    for (const pair of PAIRS) {
      const legacy = expectedReply(shape, pair)
      for (const found of leavesOf(pair.cloud)) {
        const cloud = otherRecord(pair, shape, found)
        const retrieved = { interaction: asked, nhsNumber: pair.says.number, legacy }
        const two = cloud && judged(PDS_RETRIEVAL, { ...retrieved, cloud }, by)
        const path = named(found[0])
        if (two === undefined) counts.declined += 1
        else if (two.differsIn === 'both') counts.both += 1
        else {
          counts.nowhere += 1
          const isKnown =
            NOWHERE.some(([at]) => at.test(path)) || (shape === 'mim6' && NOT_IN_MIM6.test(path))
          t.ok(isKnown, `${pair.title}: ${path} differs in ${two.differsIn ?? 'none'}`)
          t.equal(two.differsIn, undefined, 'never in one of the two alone')
        }
      }
    }
    const { both, nowhere, declined } = counts
    t.comment(`${shape}: ${both} in both, ${nowhere} nowhere, ${declined} declined`)
    t.ok(both > 300, `${both} in both`)
  })
}

/** Facts of legacy's that stand by themselves, so that a record can be without one. */
const ALONE = [
  'gender',
  'birth',
  'death',
  'birthOrder',
  'times',
  'format',
  'names',
  'telecoms',
] as const

t.test(
  'what only the cloud says differs in both, also where legacy says what no row reads',
  async t => {
    const { asked } = SHAPES.mim6
    const by = judgedBy(PDS_RETRIEVAL, asked)
    let count = 0
    for (const pair of PAIRS) {
      for (const fact of ALONE.filter(each => pair.says[each] !== undefined)) {
        const legacy = expectedReply('mim6', { ...pair, says: { ...pair.says, [fact]: undefined } })
        const retrieved = { interaction: asked, nhsNumber: pair.says.number, cloud: pair.cloud }
        const odd = legacy.replace('</patientPerson>', '<unheardOf value="of nobody"/>$&')
        for (const own of [legacy, odd]) {
          const two = judged(PDS_RETRIEVAL, { ...retrieved, legacy: own }, by)
          t.equal(two.differsIn, 'both', `${pair.title} without ${fact}`)
          count += 1
        }
      }
    }
    t.ok(count > 50, `${count}`)
  },
)
