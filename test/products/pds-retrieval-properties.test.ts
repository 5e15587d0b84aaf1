import fc from 'fast-check'
import t from 'tap'
import type { Accepted, Declined, Information, Said, Tally } from '../../src/mapping/index.ts'
import { PDS_RETRIEVAL, RETRIEVAL } from '../../src/products/pds/retrieval.ts'
import { readXml, type XmlElement } from '../../src/xml/index.ts'
import { PAIRS, expectedReply, SHAPE_NAMES, SHAPES, treeOf } from '../support/pds-golden.ts'
import { answerAbout, cloudAnswer } from '../support/pds-golden-about.ts'
import { anyInformation, ANY_TEXT } from '../support/pds-golden-any.ts'
import { bodyOf, patient } from '../support/pds-golden-cloud.ts'

const RUNS = { numRuns: 300 }

function textOf(written: Accepted<string> | Declined): string {
  if (written.kind === 'declined') throw new Error(written.says)
  return written.value
}

function informationOf(said: Said | Declined): Information | undefined {
  if (said.kind === 'declined') throw new Error(said.says)
  return said.information
}

const asReply = (reply: string, subject: string): XmlElement =>
  readXml(
    Buffer.from(
      `<${reply} xmlns="urn:hl7-org:v3"><acknowledgement typeCode="AA"/>` +
        `<ControlActEvent><subject>${subject}</subject></ControlActEvent></${reply}>`,
    ),
  )

const readCloud = (resource: string): Said | Declined =>
  PDS_RETRIEVAL.readCloud({ status: 200, body: Buffer.from(resource) })

for (const shape of SHAPE_NAMES) {
  const read = (subject: string): Said | Declined =>
    PDS_RETRIEVAL.readLegacy(asReply(SHAPES[shape].root, subject))

  t.test(
    `whatever ${shape} can say is read as it was written, and nothing of it is lost`,
    async t => {
      fc.assert(
        fc.property(anyInformation(RETRIEVAL, shape), information => {
          const said = read(textOf(PDS_RETRIEVAL.writeLegacy(information, shape)))
          t.strictSame(informationOf(said), information)
          t.strictSame(said.kind === 'said' ? said.source?.dropped : undefined, {})
        }),
        RUNS,
      )
    },
  )
}

t.test(
  'whatever the cloud can say is read as it was written, and nothing of it is lost',
  async t => {
    fc.assert(
      fc.property(anyInformation(RETRIEVAL, 'fhir'), information => {
        const said = readCloud(textOf(PDS_RETRIEVAL.writeCloud(information)))
        t.strictSame(informationOf(said), information)
        t.strictSame(said.kind === 'said' ? said.source?.dropped : undefined, {})
      }),
      RUNS,
    )
  },
)

/** How many leaves a JSON value has, as anybody would count them: each scalar, and what is empty. */
function leavesOfJson(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1
  const within: unknown[] = Object.values(value)
  return within.length === 0 ? 1 : within.reduce<number>((sum, each) => sum + leavesOfJson(each), 0)
}

/** How many leaves an element has: each attribute, each text that says something, and what is empty. */
function leavesOfXml({ attributes, children }: XmlElement): number {
  const texts = children.filter(child => typeof child === 'string' && child.trim() !== '')
  const elements = children.filter(child => typeof child !== 'string')
  const own = attributes.length + texts.length
  if (own + elements.length === 0) return 1
  return elements.reduce((sum, each) => sum + leavesOfXml(each), own)
}

const total = (loss: Readonly<Record<string, Tally>>): number =>
  Object.values(loss)
    .flatMap(tally => Object.values(tally))
    .reduce((sum, count) => sum + count, 0)

/** Any JSON the reader takes at all: a list within a list and a property named `__proto__` it refuses. */
const ANY_JSON = fc
  .jsonValue({ maxDepth: 3 })
  .filter(value => !hasListInList(value) && !JSON.stringify(value).includes('"__proto__":'))

const hasListInList = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).some(
    each => hasListInList(each) || (Array.isArray(value) && Array.isArray(each)),
  )

t.test('every leaf of what the cloud says is counted once, whatever it says', async t => {
  const names = fc.constantFrom('constructor', 'toString', 'contact', 'link', 'x y', '')
  const any = fc.tuple(fc.constantFrom(...PAIRS), fc.dictionary(names, ANY_JSON))
  fc.assert(
    fc.property(any, ([{ cloud }, more]) => {
      const resource = { ...cloud, ...more }
      const said = PDS_RETRIEVAL.readCloud({ status: 200, body: bodyOf(resource) })
      const source = said.kind === 'said' ? said.source : undefined
      t.equal(total(source ?? {}), leavesOfJson(resource) - 1, 'all but its resourceType')
    }),
    RUNS,
  )
})

/** Any elements, as text: of names rows have, of names nobody has, and of names every object has. */
const ANY_XML: fc.Arbitrary<string> = fc.letrec<{ element: string }>(tie => ({
  element: fc
    .tuple(
      fc.constantFrom('name', 'subjectOf2', 'constructor', 'notificationTime', 'x-y'),
      fc.option(fc.stringMatching(/^[a-z ]{0,3}$/), { nil: undefined }),
      fc.array(fc.oneof({ depthSize: 'small' }, fc.constantFrom('', ' ', 'said'), tie('element')), {
        maxLength: 3,
      }),
    )
    .map(([name, value, content]) => {
      const attribute = value === undefined ? '' : ` value="${value}"`
      return `<${name}${attribute}>${content.join('')}</${name}>`
    }),
})).element

t.test('every leaf of what legacy says is counted once, whatever it says', async t => {
  const any = fc.tuple(
    fc.constantFrom(...SHAPE_NAMES),
    fc.constantFrom(...PAIRS),
    fc.array(ANY_XML, { maxLength: 3 }),
  )
  fc.assert(
    fc.property(any, ([shape, pair, more]) => {
      const message = expectedReply(shape, pair).replace(
        '</patientPerson>',
        `${more.join('')}</patientPerson>`,
      )
      const tree = treeOf(message)
      const said = PDS_RETRIEVAL.readLegacy(tree)
      if (said.kind === 'declined') return
      t.equal(total(said.source ?? {}), leavesOfXml(subjectIn(tree)))
    }),
    RUNS,
  )
})

function subjectIn(message: XmlElement): XmlElement {
  const found = [...within(message)].find(({ name }) => name === 'PDSResponse')
  if (found === undefined) throw new Error('no subject')
  return found
}

function* within(element: XmlElement): Generator<XmlElement> {
  yield element
  for (const child of element.children) if (typeof child !== 'string') yield* within(child)
}

t.test('every leaf of a reply is counted once, by where it came from', async t => {
  for (const shape of SHAPE_NAMES) {
    for (const pair of PAIRS) {
      const about = answerAbout(SHAPES[shape].asked, pair.says.number)
      const answer = PDS_RETRIEVAL.answer(cloudAnswer(pair.cloud), about)
      if (answer.kind !== 'answer') throw new Error(answer.kind)
      const subject = subjectIn(treeOf(answer.payload))
      t.equal(total(answer.loss?.target ?? {}), leavesOfXml(subject), `${shape}: ${pair.title}`)
    }
  }
})

t.test('what goes from the cloud to legacy and back means the same', async t => {
  const any = fc.tuple(fc.constantFrom(...SHAPE_NAMES), anyInformation(RETRIEVAL, 'fhir'))
  fc.assert(
    fc.property(any, ([shape, information]) => {
      const written = PDS_RETRIEVAL.writeLegacy(information, shape)
      // An end of a period has no time in FHIR and in legacy may: the other way round all can be said.
      const said = PDS_RETRIEVAL.readLegacy(asReply(SHAPES[shape].root, textOf(written)))
      const leaves = (of: Information = {}) => PDS_RETRIEVAL.leaves(of, SHAPES[shape].asked)
      t.strictSame(leaves(informationOf(said)), leaves(information))
    }),
    RUNS,
  )
})

t.test('no text of the cloud comes out as markup', async t => {
  fc.assert(
    fc.property(fc.array(ANY_TEXT, { minLength: 6, maxLength: 6 }), texts => {
      const [family, prefix, given, line, phone, times] = texts
      const resource = patient('9990001006', '1', {
        name: [{ id: 'n1', use: 'usual', family, prefix: [prefix], given: [given] }],
        address: [{ id: 'a1', use: 'home', line: [line], postalCode: times }],
        telecom: [{ id: 't1', use: 'home', system: 'phone', value: phone }],
      })
      const about = answerAbout('QUPA_IN000008UK05', '9990001006')
      const answer = PDS_RETRIEVAL.answer(cloudAnswer(resource), about)
      if (answer.kind !== 'answer') throw new Error(answer.kind)
      const found = [...within(treeOf(answer.payload))]
      const own = (name: string): string =>
        found
          .find(each => each.name === name)
          ?.children.filter(child => typeof child === 'string')
          .join('') ?? ''
      t.strictSame(['family', 'prefix', 'given', 'streetAddressLine', 'postalCode'].map(own), [
        family,
        prefix,
        given,
        line,
        times,
      ])
      const telecom = found.find(({ name }) => name === 'telecom')
      t.equal(telecom?.attributes.find(({ name }) => name === 'value')?.value, `tel:${phone ?? ''}`)
    }),
    RUNS,
  )
})

t.test('a character XML cannot hold is declined', async t => {
  for (const character of ['\u0000', '\u0008', '\u001F', '\uFFFE', '\uFFFF']) {
    const resource = patient('9990001006', '1', {
      name: [{ id: 'n1', use: 'usual', family: `A${character}B` }],
    })
    const about = answerAbout('QUPA_IN000008UK02', '9990001006')
    t.match(PDS_RETRIEVAL.answer(cloudAnswer(resource), about), {
      kind: 'declined',
      code: 'characters',
    })
  }
})
