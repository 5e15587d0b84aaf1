import fc from 'fast-check'
import t from 'tap'
import type { Rule } from '../../src/comparison/index.ts'
import { compare, compareJson, compareXml, differing, policyOf, xml } from './compared.ts'

const id = (path: string): Rule => ({ id: `id ${path}`, path, why: 'a test', does: 'id' })
const unordered = (path: string): Rule => ({ id: `any ${path}`, path, why: 'a', does: 'unordered' })

const ONE = '5A562114-4B7A-4C4C-9E4B-5B3F0E6C0001'
const TWO = 'C0B1D2A3-0F1E-4D2C-8B3A-495867760002'
const THREE = '0FEDCBA9-8765-4321-8FED-CBA987650003'
const FOUR = '11112222-3333-4444-8555-666677770004'

const SOAP = policyOf(
  id('Envelope/Header/MessageID/text()'),
  id('Envelope/Header/RelatesTo/text()'),
  id('Envelope/Body/*/id/@root'),
  id('Envelope/Body/*/acknowledgement/messageRef/id/@root'),
)

const message = (own: string, asked: string, parts: { own?: string; asked?: string } = {}) =>
  `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header>` +
  `<w:MessageID xmlns:w="urn:w">uuid:${own}</w:MessageID><w:RelatesTo xmlns:w="urn:w">uuid:${asked}</w:RelatesTo>` +
  `</e:Header><e:Body><m xmlns="urn:hl7-org:v3"><id root="${parts.own ?? own}"/><acknowledgement typeCode="AA">` +
  `<messageRef><id root="${parts.asked ?? asked}"/></messageRef></acknowledgement></m></e:Body></e:Envelope>`

t.test('ids made anew are identical where they are one renaming', async t => {
  t.equal(compareXml(message(ONE, TWO), message(THREE, FOUR), SOAP).verdict, 'identical')
  t.equal(compareXml(message(ONE, TWO), message(THREE, FOUR)).verdict, 'different', 'without rules')
})

t.test('an id that is not the same one in every place is inconsistent', async t => {
  const own = compareXml(message(ONE, TWO), message(THREE, FOUR, { own: TWO }), SOAP)
  t.strictSame(differing(own), ['id-inconsistent Envelope/Body/m/id/@root'])
  const both = compareXml(message(ONE, TWO), message(THREE, THREE), SOAP)
  t.ok(differing(both).every(line => line.startsWith('id-inconsistent')))
  t.ok(differing(both).length > 0, 'two ids that became one')
})

t.test('the case of a UUID is no other id, a scheme left out is another value', async t => {
  const small = compareXml(message(ONE, TWO), message(ONE.toLowerCase(), TWO), SOAP)
  t.equal(small.verdict, 'identical')
  const bare = message(ONE, TWO).replace(`uuid:${ONE}`, ONE)
  t.strictSame(differing(compareXml(message(ONE, TWO), bare, SOAP)), [
    'value Envelope/Header/MessageID/text()',
  ])
})

t.test('an answer must name the request it was asked by, each its own', async t => {
  const hold = (control: string, candidate: string, request: [string, string]) =>
    compare(
      {
        control: xml(control),
        candidate: xml(candidate),
        request: [{ control: request[0], candidate: request[1] }],
      },
      SOAP,
    )
  t.equal(hold(message(ONE, TWO), message(THREE, TWO), [TWO, TWO]).verdict, 'identical')
  t.equal(hold(message(ONE, TWO), message(THREE, FOUR), [TWO, FOUR]).verdict, 'identical')
  const crossed = hold(message(ONE, TWO), message(THREE, FOUR), [TWO, TWO])
  t.strictSame(differing(crossed), [
    'id-inconsistent Envelope/Body/m/acknowledgement/messageRef/id/@root',
    'id-inconsistent Envelope/Header/RelatesTo/text()',
  ])
  const same = message(ONE, TWO)
  t.equal(hold(same, same, [TWO, FOUR]).verdict, 'different', 'the same bytes to another request')
})

t.test('a reference names a type and an id, whatever server it is on', async t => {
  const policy = policyOf(id('id'), id('reference'))
  const hold = (control: string, candidate: string) =>
    differing(
      compareJson(
        { id: ONE, reference: control },
        { id: TWO.toLowerCase(), reference: candidate },
        policy,
      ),
    )
  const legacy = `https://legacy.example.test/R4/Patient/${ONE}`
  t.strictSame(hold(legacy, `http://cloud.example.test/Patient/${TWO}`), [])
  t.strictSame(hold(`Patient/${ONE}`, `Patient/${TWO}`), [])
  t.strictSame(hold(legacy, `http://cloud.example.test/Group/${TWO}`), ['value reference'])
  t.strictSame(hold(legacy, `http://cloud.example.test/Patient/${THREE}`), [
    'id-inconsistent reference',
  ])
})

t.test('a rule by which ids are one renaming is named where it said so', async t => {
  t.strictSame(compareXml(message(ONE, TWO), message(THREE, TWO), SOAP).hits, {
    'id Envelope/Header/MessageID/text()': 1,
    'id Envelope/Body/*/id/@root': 1,
  })
  t.strictSame(compareXml(message(ONE, TWO), message(ONE, TWO), SOAP).hits, {})
})

const GRAPH = policyOf(unordered('entry'), id('entry/id'), id('entry/refs'), id('focus'))

/** Entries with ids that refer to each other. */
const arbitraryGraph = fc
  .array(fc.record({ text: fc.constantFrom('a', 'b', 'c'), ref: fc.nat() }), {
    minLength: 1,
    maxLength: 5,
  })
  .map(nodes => ({
    entry: nodes.map(({ text, ref }, i) => ({
      id: `id-${i}`,
      text: `${text}${i}`,
      refs: [`id-${ref % nodes.length}`],
    })),
    focus: 'id-0',
  }))

t.test('entries in any order, under any other ids, are identical', async t => {
  const isIdentical = fc.property(arbitraryGraph, fc.nat(), ({ entry, focus }, turn) => {
    const renamed = (one: string): string => `other-${one}`
    const entries = entry.map(one => ({ ...one, id: renamed(one.id), refs: one.refs.map(renamed) }))
    const at = turn % entries.length
    const candidate = {
      entry: [...entries.slice(at), ...entries.slice(0, at)],
      focus: renamed(focus),
    }
    return compareJson({ entry, focus }, candidate, GRAPH).verdict === 'identical'
  })
  t.doesNotThrow(() => fc.assert(isIdentical, { numRuns: 300 }))
})

t.test('one id renamed otherwise than all others is always found', async t => {
  let wrong = 0
  const isFound = fc.property(arbitraryGraph, fc.nat(), ({ entry, focus }, which) => {
    const places = entry.length * 2 + 1
    let place = 0
    const renamed = (one: string): string =>
      place++ === which % places ? 'somebody-else' : `other-${one}`
    const candidate = {
      entry: entry.map(one => ({ ...one, id: renamed(one.id), refs: one.refs.map(renamed) })),
      focus: renamed(focus),
    }
    const ids = [...entry.flatMap(({ id: own, refs }) => [own, ...refs]), focus]
    const renamedId = ids[which % places]
    // An id that stands in one place only may be any other.
    if (ids.filter(own => own === renamedId).length < 2) return true
    wrong += 1
    const found = differing(compareJson({ entry, focus }, candidate, GRAPH))
    return found.length > 0 && found.every(line => line.startsWith('id-inconsistent '))
  })
  t.doesNotThrow(() => fc.assert(isFound, { numRuns: 300 }))
  t.ok(wrong > 100, `${wrong} ids`)
})

t.test('entries alike but for their ids are told apart by what refers to them', async t => {
  const policy = policyOf(unordered('entry'), id('entry/id'), id('last'), id('first'))
  const control = {
    entry: [{ id: 'a' }, { id: 'b' }, { id: 'c' }],
    first: 'a',
    last: 'c',
  }
  const candidate = {
    entry: [{ id: 'z' }, { id: 'x' }, { id: 'y' }],
    first: 'x',
    last: 'z',
  }
  t.equal(compareJson(control, candidate, policy).verdict, 'identical')
  const other = { ...candidate, last: 'w' }
  t.equal(compareJson(control, other, policy).verdict, 'different')
})

t.test(
  'members without order that are the same on both sides may still be each other’s',
  async t => {
    const policy = policyOf(unordered('r/e'), id('r/e/@id'), id('r/f/@ref'))
    const graph = (ref: string) => `<r><f ref="${ref}"/><e id="a"/><e id="b"/></r>`
    t.equal(compareXml(graph('a'), graph('b'), policy).verdict, 'identical')
    t.equal(compareXml(graph('a'), graph('c'), policy).verdict, 'different')
  },
)

t.test('a field no rule is asked about is no id, so that it binds nothing', async t => {
  const policy = policyOf(id('r/id/@extension'), id('r/f/@ref'))
  const said = (ref: string): string =>
    `<r><id root="2.16.840.1.113883.2.1.4.1" extension="9990000018"/><f ref="${ref}"/></r>`
  t.equal(compareXml(said('9990000018'), said('b'), policy).verdict, 'identical')
  const others = (ref: string): string => `<r><id root="1.2.3" extension="a"/><f ref="${ref}"/></r>`
  t.equal(compareXml(others('a'), others('b'), policy).verdict, 'different')
})
