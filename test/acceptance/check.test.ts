import t from 'tap'
import {
  type AcceptanceRule,
  createAcceptance,
  lengthOf,
  type OpenMessage,
  openMessage,
  travelsBy,
} from '../../src/acceptance/index.ts'
import { ACCEPTANCE } from '../../src/products/index.ts'
import { readXml } from '../../src/xml/index.ts'
import { envelopeFor, GOOD, sent } from './good-messages.ts'
import { headersFor } from './lint.ts'

const rule = (of: Partial<AcceptanceRule>): AcceptanceRule => ({
  ...{ id: 'any', says: 'Something holds', in: 'message', at: 'a', mend: 'Mend it', from: 'us' },
  refusal: { family: 'Tms' },
  ...of,
})

const message = (inside: string, travels: OpenMessage['travels'] = 'none'): OpenMessage => ({
  ...{ kind: 'message', travels, envelope: undefined, interaction: 'root' },
  message: readXml(Buffer.from(`<root xmlns="urn:hl7-org:v3">${inside}</root>`)),
})

const placesOf = (of: Partial<AcceptanceRule>, inside: string): readonly string[] =>
  createAcceptance([rule(of)])
    .hold(message(inside), [], undefined)
    .findings.map(({ place, found }) => (found === undefined ? place : `${place} ×${found}`))

t.test('a place is told with a number where there are several', async t => {
  const two = '<a><b c="1"/><b c="2"/></a><a><b c="1"/></a>'
  const filled: Partial<AcceptanceRule> = {
    ...{ within: 'a', at: 'b/@c', times: [0, 9] },
    is: { of: 'one', values: ['1'] },
  }
  t.strictSame(placesOf(filled, two), ['message/a[1]/b[2]/@c'])
  t.strictSame(placesOf({ within: 'a', at: 'b' }, two), ['message/a[1]/b ×2'])
  t.strictSame(
    placesOf({ within: 'a', at: 'b' }, '<a/>'),
    ['message/a/b ×0'],
    'not where it is alone',
  )
  t.strictSame(placesOf({ at: 'a' }, ''), ['message/a ×0'])
})

t.test('what is to be the same is, once, and behind what it is to be behind', async t => {
  const same = (at: string, after?: string): Partial<AcceptanceRule> => ({
    at: 'a/text()',
    is: { of: 'same', in: 'message', at, ...(after !== undefined && { after }) },
  })
  t.strictSame(placesOf(same('b/text()'), '<a>x</a><b>x</b>'), [])
  t.strictSame(placesOf(same('b/text()'), '<a>x</a><b>y</b>'), ['message/a/text()'])
  t.strictSame(placesOf(same('b/text()'), '<a>x</a>'), ['message/a/text()'], 'the other is missing')
  t.strictSame(
    placesOf(same('b/text()'), '<a>x</a><b>x</b><b>x</b>'),
    ['message/a/text()'],
    'the other stands twice',
  )
  t.strictSame(placesOf(same('b/text()'), '<a/>'), [], 'that nothing is said is another rule’s')
  t.strictSame(placesOf(same('name()', '/'), '<a>any:one/root</a>'), [])
  t.strictSame(placesOf(same('name()', '/'), '<a>root</a>'), ['message/a/text()'], 'no slash')
})

t.test('characters are counted, blanks and all', async t => {
  const four = { at: 'a/text()', is: lengthOf(4) }
  t.strictSame(placesOf(four, '<a>abcd</a>'), [])
  t.strictSame(placesOf(four, '<a>abc \u{1F600}</a>'), ['message/a/text()'])
  t.strictSame(placesOf(four, '<a>abc\u{1F600}</a>'), [], 'one of two code units is one')
  t.strictSame(placesOf(four, '<a> abcd</a>'), ['message/a/text()'])
})

t.test('the pattern of a message without an envelope is that of what it asks for', async t => {
  const [alone, soap, ebxml] = [message(''), message('', 'soap'), message('', 'ebxml')]
  t.strictSame(travelsBy(alone, 'soap'), ['soap'])
  t.strictSame(travelsBy(alone, 'ebxml-express'), ['ebxml', 'ebxml-express'])
  t.strictSame(travelsBy(alone, undefined), [])
  t.strictSame(travelsBy(soap, 'ebxml-reliable'), ['soap'], 'its envelope says')
  t.strictSame(travelsBy(ebxml, 'soap'), ['ebxml'])
  t.strictSame(travelsBy(ebxml, 'ebxml-reliable'), ['ebxml', 'ebxml-reliable'])
})

t.test('what the message service refuses comes in the language of the envelope', async t => {
  const held = createAcceptance([rule({}), rule({ id: 'other', refusal: { family: '1742' } })])
  for (const [travels, language] of [
    ['soap', 'SOAP fault'],
    ['ebxml', 'ebXML MessageError'],
    ['none', 'SOAP fault or ebXML MessageError'],
  ] as const) {
    t.strictSame(
      held.hold(message('', travels), [], undefined).findings.map(each => each.language),
      [language, 'application acknowledgement'],
    )
  }
})

t.test('a payload that is no HL7v3 message is none', async t => {
  const good = GOOD.find(({ name }) => name === 'alert')
  if (good === undefined) throw new Error('there is an alert')
  const body = sent(good.travels, envelopeFor(good), '<anything xmlns="urn:nobody"/>')
  const opened = openMessage(body, headersFor(good.travels))
  t.match(opened, { kind: 'message', interaction: 'COMT_IN000001UK01' })
  t.equal(opened.kind === 'message' && opened.message, undefined)
})

t.test('no rule goes missing unnoticed', async t => {
  const counts = new Map<string, number>()
  for (const { product, travels, in: where } of ACCEPTANCE) {
    const of = product ?? (where === 'message' ? 'wrapper' : (travels?.[0] ?? 'envelope'))
    counts.set(of, (counts.get(of) ?? 0) + 1)
  }
  t.strictSame(Object.fromEntries(counts), {
    soap: 10,
    ebxml: 13,
    'ebxml-reliable': 9,
    'ebxml-express': 2,
    wrapper: 14,
    pds: 25,
    eps: 156,
    scr: 60,
  })
})
