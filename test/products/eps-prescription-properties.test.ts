import fc from 'fast-check'
import t from 'tap'
import { PRESCRIPTION_DOCUMENT } from '../../src/products/eps/prescription.ts'
import { aboutMessage } from '../support/eps-pairs.ts'
import { GOLDEN_PRESCRIPTIONS } from '../support/prescription-golden.ts'
import { goldenBundle } from '../support/prescription-golden-fhir.ts'
import { goldenMessage } from '../support/prescription-golden-hl7.ts'
import { BASE, SAID } from '../support/prescription-golden-parts.ts'

const ABOUT = aboutMessage({
  interaction: 'PORX_IN020101UK31',
  id: SAID.messageId,
  creationTime: '',
  versionCode: '',
  fromAsid: '',
  toAsid: '',
})

const parts = fc.constantFrom(...GOLDEN_PRESCRIPTIONS.values())

const MARKS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
  '\n': '&#10;',
  '\t': '&#9;',
}

/** What XML cannot hold is left out: no message of legacy's has it. */
const inXml = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]/g, '')
    .replace(/[&<>"\r\n\t]/g, mark => MARKS[mark] ?? mark)

/** Places of a golden message that hold words, and where a Bundle's JSON has them. */
const PLACES: readonly (readonly [from: string, to: (text: string) => string])[] = [
  ['<family>Testperson</family>', text => `<family>${text}</family>`],
  ['<given>Cleo</given>', text => `<given>${text}</given>`],
  ['>2 Nowhere Lane<', text => `>${text}<`],
  ['<value>Two</value>', text => `<value>${text}</value>`],
  ['displayName="Madeupine 5mg tablets"', text => `displayName="${text}"`],
  ['extension="F0001"', text => `extension="${text}"`],
  ['<name>MADE UP SURGERY</name>', text => `<name>${text}</name>`],
  ['tel:01632960003', text => `tel:${text}`],
]

const words = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    '__proto__',
    'constructor',
    '","x":"',
    '007',
    '1e3',
    ' a ',
    'a\r\nb',
    ']]>',
    '\\',
  ),
)

t.test('words come back as they were, or the message goes to legacy', async t => {
  const count = { accepted: 0, declined: 0 }
  fc.assert(
    fc.property(
      parts.filter(each => each.pharmacy),
      fc.constantFrom(...PLACES),
      words,
      (of, [from, to], text) => {
        const written = inXml(text)
        const message = Buffer.from(
          goldenMessage(of)
            .toString()
            .replace(from, () => to(written)),
        )
        const asked = PRESCRIPTION_DOCUMENT.request(message, ABOUT)
        count[asked.kind] += 1
        if (asked.kind === 'declined') return
        const [legacy, cloud] = [
          PRESCRIPTION_DOCUMENT.readLegacy(message),
          PRESCRIPTION_DOCUMENT.readCloud(asked.value.body),
        ]
        if (legacy.kind !== 'told' || cloud.kind !== 'told') throw new Error('not told')
        const leaves = PRESCRIPTION_DOCUMENT.leaves(legacy.information)
        if (
          JSON.stringify(leaves) !== JSON.stringify(PRESCRIPTION_DOCUMENT.leaves(cloud.information))
        ) {
          throw new Error('another prescription')
        }
        // JSON.parse is what the cloud reads it with.
        const bundle = JSON.stringify(JSON.parse(asked.value.body.toString()))
        const plain = text.toWellFormed().replace(/[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]/g, '')
        const place = JSON.stringify(plain).slice(1, -1)
        if (!bundle.includes(place)) throw new Error('other words')
      },
    ),
    { numRuns: 300 },
  )
  t.comment(JSON.stringify(count))
  t.ok(count.accepted > 50 && count.declined > 10, 'some are taken and some are not')
})

t.test('a prescription there and back is the same, whatever it says', async t => {
  const any = fc.record({
    addressUse: fc.constantFrom(...of('addressUse')),
    nameUse: fc.constantFrom(...of('nameUse')),
    gender: fc.constantFrom(...of('gender')),
    telecomUse: fc.constantFrom(...of('telecomUse')),
    practice: fc.constantFrom(...of('practice')),
    site: fc.constantFrom(...of('site')),
    pharmacy: fc.boolean(),
    treatment: fc.constantFrom(...of('treatment')),
    registration: fc.constantFrom(...of('registration')),
    paidAs: fc.constantFrom(...of('paidAs')),
    other: fc.constant(false),
    quantity: fc.oneof(
      fc.nat().map(String),
      fc.tuple(fc.nat(999), fc.nat(999)).map(([whole, part]) => `${whole}.${part}`),
    ),
    instructions: fc.boolean(),
    validFrom: fc.constant(BASE.validFrom),
  })
  fc.assert(
    fc.property(any, said => {
      const isRepeat = said.treatment === 'continuous-repeat-dispensing'
      const whole = isRepeat
        ? { ...said, validFrom: ['20260110000000', '2026-01-10'] as const }
        : said
      const asked = PRESCRIPTION_DOCUMENT.request(goldenMessage(whole), ABOUT)
      if (asked.kind === 'declined') throw new Error(asked.says)
      const legacy = PRESCRIPTION_DOCUMENT.readLegacy(goldenMessage(whole))
      const cloud = PRESCRIPTION_DOCUMENT.readCloud(goldenBundle(whole))
      if (legacy.kind !== 'told' || cloud.kind !== 'told') throw new Error('not told')
      const [a, b] = [legacy, cloud].map(each => PRESCRIPTION_DOCUMENT.leaves(each.information))
      if (JSON.stringify(a) !== JSON.stringify(b)) throw new Error('another prescription')
    }),
    { numRuns: 100 },
  )
  t.pass('all of them')
})

/** What golden prescriptions say in one place. */
function of<K extends keyof typeof BASE>(name: K): readonly (typeof BASE)[K][] {
  return [...GOLDEN_PRESCRIPTIONS.values()].map(each => each[name])
}

t.test('a Bundle of anything is told or declined, and nothing is thrown', async t => {
  const text = goldenBundle(BASE).toString()
  fc.assert(
    fc.property(fc.nat(text.length), fc.nat(40), fc.string(), (at, length, put) => {
      const bytes = Buffer.from(text.slice(0, at) + put + text.slice(at + length))
      PRESCRIPTION_DOCUMENT.readCloud(bytes)
    }),
    { numRuns: 300 },
  )
  const message = goldenMessage(BASE).toString()
  fc.assert(
    fc.property(fc.nat(message.length), fc.nat(40), fc.string(), (at, length, put) => {
      const bytes = Buffer.from(message.slice(0, at) + put + message.slice(at + length))
      PRESCRIPTION_DOCUMENT.request(bytes, ABOUT)
    }),
    { numRuns: 300 },
  )
  t.pass('none of it')
})
