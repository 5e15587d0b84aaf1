import fc from 'fast-check'
import t from 'tap'
import { NOTIFICATION_DOCUMENT } from '../../src/products/eps/notification.ts'
import { aboutMessage } from '../support/eps-pairs.ts'
import { notificationBundle } from '../support/notification-golden-fhir.ts'
import { notificationMessage } from '../support/notification-golden-hl7.ts'
import {
  BASE,
  GOLDEN_NOTIFICATIONS,
  type Parts,
  SAID,
} from '../support/notification-golden-parts.ts'

const ABOUT = aboutMessage({
  interaction: 'PORX_IN080101UK31',
  id: SAID.messageId,
  creationTime: '',
  versionCode: '',
  fromAsid: '',
  toAsid: '',
})

const ofEach = <T>(of: (parts: Parts) => T): readonly T[] =>
  [...GOLDEN_NOTIFICATIONS.values()].map(of)

const quantity = fc.oneof(
  fc.nat().map(String),
  fc.tuple(fc.nat(999), fc.nat(999)).map(([whole, part]) => `${whole}.${part}`),
)

const items = fc.array(
  fc.record({
    requested: quantity,
    supplies: fc.array(
      fc.record({
        product: fc.constantFrom('Madeupine 5mg tablets', 'Madeupine 5mg tablets (Maker A)'),
        quantity,
        dosage: fc.constantFrom('One a day', 'One & only  one', 'Two < three', ' Four '),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    became: fc.constantFrom(
      ...ofEach(parts => parts.items)
        .flat()
        .map(({ status, state, reason }) => ({ status, state, ...(reason && { reason }) })),
    ),
  }),
  { minLength: 1, maxLength: 9 },
)

const notification = fc.record({
  items: items.map(list => list.map(({ became, ...item }) => ({ ...item, ...became }))),
  status: fc.constantFrom(...ofEach(parts => parts.status)),
  none: fc.constantFrom(...ofEach(parts => parts.reason)),
  isRepeat: fc.boolean(),
  isAmendment: fc.boolean(),
  isNamed: fc.boolean(),
  telecomUse: fc.constantFrom(...ofEach(parts => parts.telecomUse)),
  pharmacyUse: fc.constantFrom(...ofEach(parts => parts.pharmacyUse)),
  addressUse: fc.constantFrom(...ofEach(parts => parts.addressUse)),
})

const whole = fc
  .constant(null)
  .chain(() =>
    notification.map(({ none, ...parts }): Parts => ({ ...parts, ...(none && { reason: none }) })),
  )

t.test('a notification there and back is the same, whatever it says', async t => {
  const count = { items: 0, supplies: 0 }
  fc.assert(
    fc.property(whole, parts => {
      const asked = NOTIFICATION_DOCUMENT.request(notificationMessage(parts), ABOUT)
      if (asked.kind === 'declined') throw new Error(asked.says)
      const legacy = NOTIFICATION_DOCUMENT.readLegacy(notificationMessage(parts))
      const written = NOTIFICATION_DOCUMENT.readCloud(asked.value.body)
      const cloud = NOTIFICATION_DOCUMENT.readCloud(notificationBundle(parts))
      if (legacy.kind !== 'told' || written.kind !== 'told' || cloud.kind !== 'told') {
        throw new Error('not told')
      }
      const [a, b, c] = [legacy, written, cloud].map(each =>
        JSON.stringify(
          NOTIFICATION_DOCUMENT.leaves(each.information).filter(
            ({ path }) => path !== 'authoredAt',
          ),
        ),
      )
      if (a !== b || b !== c) throw new Error('another notification')
      count.items += parts.items.length
      count.supplies += parts.items.flatMap(({ supplies }) => supplies).length
    }),
    { numRuns: 80 },
  )
  t.comment(JSON.stringify(count))
  t.ok(count.supplies > count.items, 'of some items there are several supplies')
})

t.test('a quantity comes back in the digits it was written in', async t => {
  fc.assert(
    fc.property(quantity, quantity, (requested, supplied) => {
      const [item] = BASE.items
      if (item === undefined) throw new Error('no item')
      const supplies = item.supplies.map(each => ({ ...each, quantity: supplied }))
      const parts = { ...BASE, items: [{ ...item, requested, supplies }] }
      const asked = NOTIFICATION_DOCUMENT.request(notificationMessage(parts), ABOUT)
      if (asked.kind === 'declined') throw new Error(asked.says)
      const numbers = [...asked.value.body.toString().matchAll(/"value":([\d.]+)[,}]/g)]
      if (
        JSON.stringify(numbers.map(([, text]) => text)) !== JSON.stringify([requested, supplied])
      ) {
        throw new Error('other digits')
      }
    }),
    { numRuns: 200 },
  )
  t.pass('all of them')
})

const MARKS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
  '\n': '&#10;',
  '\t': '&#9;',
}

const UNSPEAKABLE = /[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]/g

/** What XML cannot hold is left out: no message of legacy's has it. */
const plainOf = (text: string): string => text.toWellFormed().replace(UNSPEAKABLE, '')
const inXml = (text: string): string =>
  plainOf(text).replace(/[&<>"\r\n\t]/g, mark => MARKS[mark] ?? mark)

/** Places of a golden message that hold words. */
const PLACES: readonly (readonly [from: string, to: (text: string) => string])[] = [
  ['<value>One a day</value>', text => `<value>${text}</value>`],
  ['<name>Ada Madeupname</name>', text => `<name>${text}</name>`],
  ['<name>MADE UP PHARMACY</name>', text => `<name>${text}</name>`],
  ['displayName="Item fully dispensed"', text => `displayName="${text}"`],
  ['displayName="Madeupine 5mg tablets"', text => `displayName="${text}"`],
  ['extension="F0001"', text => `extension="${text}"`],
  ['extension="T1450"', text => `extension="${text}"`],
  ['extension="900000000001"/><name', text => `extension="${text}"/><name`],
  ['>1 Nowhere Lane<', text => `>${text}<`],
]

const words = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('__proto__', 'constructor', '","x":"', '007', '1e3', '#m1', ' a ', ']]>', '\\'),
)

t.test('words come back as they were, or the message goes to legacy', async t => {
  const count = { accepted: 0, declined: 0 }
  fc.assert(
    fc.property(fc.constantFrom(...PLACES), words, ([from, to], text) => {
      const golden = notificationMessage(BASE).toString()
      if (!golden.includes(from)) throw new Error(from)
      const message = Buffer.from(golden.replace(from, () => to(inXml(text))))
      const asked = NOTIFICATION_DOCUMENT.request(message, ABOUT)
      count[asked.kind] += 1
      if (asked.kind === 'declined') return
      // JSON.parse is what the cloud reads it with.
      const bundle = JSON.stringify(JSON.parse(asked.value.body.toString()))
      if (!bundle.includes(JSON.stringify(plainOf(text)).slice(1, -1)))
        throw new Error('other words')
    }),
    { numRuns: 300 },
  )
  t.comment(JSON.stringify(count))
  t.ok(count.accepted > 50 && count.declined > 10, 'some are taken and some are not')
})

t.test('a document of anything is told or declined, and nothing is thrown', async t => {
  const cut = (bytes: Buffer, take: (other: Buffer) => void): void => {
    const text = bytes.toString()
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(40), fc.string(), (at, length, put) => {
        take(Buffer.from(text.slice(0, at) + put + text.slice(at + length)))
      }),
      { numRuns: 300 },
    )
  }
  cut(notificationBundle(BASE), other => NOTIFICATION_DOCUMENT.readCloud(other))
  cut(notificationMessage(BASE), other => NOTIFICATION_DOCUMENT.request(other, ABOUT))
  t.pass('none of it')
})
