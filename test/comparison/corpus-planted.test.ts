import t from 'tap'
import type { Comparison, Policy } from '../../src/comparison/index.ts'
import { createTokens, nameToken } from '../../src/comparison/tokens.ts'
import { corpusFolder } from '../support/corpus.ts'
import { createDraw, type Draw } from '../support/corpus-cuts.ts'
import { compare, differing, json, KEY, xml } from './compared.ts'
import { publishedJson, publishedXml } from './corpus.ts'
import {
  type Change,
  type Changeable,
  changeableFrom,
  changeableJson,
  type Place,
} from './documents.ts'
import { shippedPolicy } from './shipped-policies.ts'

const tokens = createTokens(KEY)
const pathOf = (names: readonly string[]): string =>
  names.map(name => nameToken(tokens, name)).join('/')

const altered = (character: string): string =>
  /\d/.test(character) ? String((Number(character) + 1) % 10) : character === 'x' ? 'y' : 'x'

/** Ways to change a value, each so that nobody could call it another writing of the same. */
const CHANGES: readonly ((draw: Draw) => Change)[] = [
  draw => value => {
    const at = draw(Math.max(value.length, 1))
    return value.slice(0, at) + altered(value.charAt(at)) + value.slice(at + 1)
  },
  () => value => `planted ${value.length}`,
  () => value => `${value}7`,
  () => () => undefined,
]

/** What an answer says became of its request: a change there is told as an outcome, before bodies. */
const TELLS_OUTCOME =
  /acknowledgement\/@typeCode$|acknowledgementDetail|justifyingDetectedIssueEvent|\/Fault\/|ErrorList|OperationOutcome\/(?:issue\/|resourceType$)|^errorCode$|^detail\/code$/

const idOf = (value: string): string =>
  value
    .toLowerCase()
    .replace(/^<?(?:cid:|urn:uuid:|uuid:|urn:oid:)?|>$/g, '')
    .replace(/^.*\//, '')

/** What names a resource's type is a step of every path below it. */
const ownNames = ({ names }: Place): readonly string[] =>
  names.at(-1) === 'resourceType' ? names.slice(0, -1) : names

/** Of an id that is no longer one renaming either place may be told. */
const sameIds = ({ places }: Changeable, { value }: Place): ReadonlySet<string> =>
  new Set(
    places.filter(other => idOf(other.value) === idOf(value)).map(({ names }) => pathOf(names)),
  )

/** Whether a change is told at another place too, but for what hangs on a type or on an id. */
function isToldTwice({ differences }: Comparison, { names }: Place): boolean {
  const HANG = new Set(['domain-outcome', 'id-inconsistent'])
  const own = differences.filter(({ rule, kind }) => rule === undefined && !HANG.has(kind))
  return names.at(-1) !== 'resourceType' && new Set(own.map(({ path }) => path)).size > 1
}

type Found = 'found' | 'by a rule' | 'elsewhere' | 'missed'

function foundIn(said: Comparison, document: Changeable, place: Place): Found {
  const unexplained = said.differences.filter(({ rule }) => rule === undefined)
  if (unexplained.length === 0) return Object.keys(said.hits).length > 0 ? 'by a rule' : 'missed'
  const own = pathOf(ownNames(place))
  if (unexplained.some(({ path }) => path === own)) return 'found'
  const tellsOutcome = TELLS_OUTCOME.test(place.names.join('/'))
  const right = sameIds(document, place)
  const isRight = unexplained.some(
    ({ path, kind }) =>
      (kind === 'id-inconsistent' && right.has(path)) ||
      (kind === 'domain-outcome' && tellsOutcome),
  )
  return isRight ? 'found' : 'elsewhere'
}

/** A message and how it is held against another. */
interface Held {
  readonly document: Changeable
  readonly policy: Policy
}

/** Plants a change and says whether the comparison finds it, under the policy the product ships. */
function plant(
  { document, policy }: Held,
  place: Place,
  draw: Draw,
): { found: Found; said: Comparison } {
  const change = (CHANGES[draw(CHANGES.length)] ?? CHANGES[1])?.(draw) ?? (() => undefined)
  const of = document.is === 'xml' ? xml : json
  const candidate = of(document.changed(place, change).written(draw))
  const said = compare({ control: of(document.bytes), candidate }, policy)
  return { found: foundIn(said, document, place), said }
}

/** Half of all bytes are in the few largest messages. */
const LARGE = 48 * 1024
const SEEDS = 20

const documentsIn = (folder: string): Held[] =>
  [...publishedXml(folder).map(changeableFrom), ...publishedJson(folder).map(changeableJson)].map(
    document => ({ document, policy: shippedPolicy(document) }),
  )

const percent = (share: number, of: number): string => `${((100 * share) / of).toFixed(2)} %`

t.test(
  'a change at any value of a published message is found, or the rule that explains it is named',
  t => {
    const folder = corpusFolder(t)
    if (folder === undefined) return
    const misses: string[] = []
    const twice: string[] = []
    const byProduct = new Map<string, Record<Found, number>>()
    for (const [n, held] of documentsIn(folder).entries()) {
      const { document } = held
      const draw = createDraw(11 + n)
      const counts = byProduct.get(document.product) ?? {
        found: 0,
        'by a rule': 0,
        elsewhere: 0,
        missed: 0,
      }
      byProduct.set(document.product, counts)
      for (let seed = 0; seed < SEEDS; seed += 1) {
        const place = document.places[draw(document.places.length)]
        if (place === undefined) continue
        const { found, said } = plant(held, place, draw)
        counts[found] += 1
        if (isToldTwice(said, place))
          twice.push(
            `${document.path}: ${place.names.join('/')}; ${differing(said).slice(0, 3).join(', ')}`,
          )
        if (found !== 'found' && found !== 'by a rule') {
          misses.push(
            `${found} ${document.path}: ${place.names.join('/')}; said ${said.verdict} ${said.differences
              .slice(0, 3)
              .map(({ kind, path }) => `${kind} ${path}`)
              .join(', ')}`,
          )
        }
      }
    }
    let [planted, right] = [0, 0]
    for (const [product, counts] of byProduct) {
      const all = counts.found + counts['by a rule'] + counts.elsewhere + counts.missed
      planted += all
      right += counts.found + counts['by a rule']
      t.comment(
        `${product}: ${all} changes, ${percent(counts['by a rule'], all)} by a rule, ${counts.elsewhere} told elsewhere, ${counts.missed} missed`,
      )
    }
    t.comment(`${planted} changes, ${percent(right, planted)} found where they were planted`)
    for (const miss of misses) t.comment(miss)
    t.ok(right / planted >= 0.999, `${misses.length} misses`)
    t.strictSame(twice, [], 'one change is told at one place')
    t.ok(planted > 13_000)
    t.end()
  },
)

const NHS_NUMBER = '2.16.840.1.113883.2.1.4.1'
const SHORT_FORM = '2.16.840.1.113883.2.1.3.2.4.18.8'
const IDENTIFIED = [
  NHS_NUMBER,
  SHORT_FORM,
  'https://fhir.nhs.uk/Id/nhs-number',
  'https://fhir.nhs.uk/Id/prescription-order-number',
]

/** What must never be ignored, as this test knows it, by where it stands. */
const NEVER: readonly (readonly [what: string, path: RegExp])[] = [
  ['NHS number', /\/(?:patientRole|Patient)\/id\/@extension$|patientNhsNumber\/text\(\)$/],
  [
    'prescription id',
    /pertinentPrescription\/id\/@(?:root|extension)$|groupIdentifier\/value$|pertinentPrescriptionID\/value\/@extension$|epsRecord\/prescriptionID\/text\(\)$|prescriptions\/prescriptionID$/,
  ],
  [
    'product code',
    /manufactured(?:Requested|Supplied)Material\/code\/@code$|medicationCodeableConcept\/coding\/code$|productLineItem\d\/text\(\)$/,
  ],
  ['quantity', /\/quantity\/(?:@value|value)$|quantityLineItem\d\/text\(\)$/],
  [
    'dosage text',
    /pertinentDosageInstructions\/value\/text\(\)$|dosageInstruction\/text$|dosageLineItem\d\/text\(\)$/,
  ],
  [
    'status',
    /pertinent(?:Item|Prescription)Status\/value\/@code$|statusCode\/@code$|(?:^|\/)status$|prescriptionStatus\/text\(\)$|statusLineItem\d\/text\(\)$/,
  ],
  ['permission', /\/permission\/text\(\)$|securityLabel\/coding\/code$/],
  [
    'error code',
    /justifyingDetectedIssueEvent\/code\/@code(?:System)?$|acknowledgementDetail\/code\/@code(?:System)?$|OperationOutcome\/issue\/(?:code|details\/coding\/(?:code|system))$|errorCode(?:\/text\(\))?$/,
  ],
]

/** An extension or a value is such a field by the root or the system beside it. */
function isIdentified({ names, way }: Place, places: readonly Place[]): boolean {
  const last = names.at(-1)
  if (last !== '@extension' && last !== 'value') return false
  const within = way.slice(0, last === 'value' ? -1 : -2).join()
  const beside = last === 'value' ? 'system' : '@root'
  return places.some(
    other =>
      other.names.at(-1) === beside &&
      other.way.slice(0, last === 'value' ? -1 : -2).join() === within &&
      IDENTIFIED.includes(other.value),
  )
}

const whatIs = (place: Place, places: readonly Place[]): string | undefined =>
  isIdentified(place, places)
    ? 'identifier'
    : NEVER.find(([, path]) => path.test(place.names.join('/')))?.[0]

t.test(
  'a change at a field never to be ignored is critical, in every message and under every policy',
  t => {
    const folder = corpusFolder(t)
    if (folder === undefined) return
    const misses: string[] = []
    const counts: Record<string, number> = {}
    for (const [n, held] of documentsIn(folder).entries()) {
      const { document } = held
      const draw = createDraw(1_000 + n)
      const fields = document.places.flatMap(place => {
        const what = whatIs(place, document.places)
        return what === undefined ? [] : [{ place, what }]
      })
      const most = document.bytes.length > LARGE ? 1 : 4
      for (let seed = 0; seed < Math.min(most, fields.length); seed += 1) {
        const field = fields[draw(fields.length)]
        if (field === undefined) continue
        const { place, what } = field
        counts[what] = (counts[what] ?? 0) + 1
        const { found, said } = plant(held, place, draw)
        const isCritical = said.differences.some(
          ({ rule, severity }) => rule === undefined && severity === 'critical',
        )
        if (found !== 'found' || !isCritical) {
          misses.push(`${found} ${what} ${document.path}: ${place.names.join('/')}`)
        }
      }
    }
    t.comment(JSON.stringify(counts))
    t.strictSame(misses, [])
    t.strictSame(Object.keys(counts).sort(), [...NEVER.map(([what]) => what), 'identifier'].sort())
    t.end()
  },
)
