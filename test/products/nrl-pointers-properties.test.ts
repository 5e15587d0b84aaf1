/** Whatever a pointer says, it says the same on the other side and back. */
import fc from 'fast-check'
import t from 'tap'
import { NRL_POINTERS as MAPPING } from '../../src/products/nrl/pointers.ts'
import { aboutCall, callsOf, cameWith, SEARCHED, searchset } from '../support/nrl-called.ts'
import { READ } from '../support/nrl-golden.ts'
import { CUSTODIAN, type Pointer } from '../support/nrl-golden-plain.ts'

const calls = callsOf(MAPPING)
const [PLAIN = {}, FULL = {}] = READ.map(({ r4 }) => r4)

const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter(text => {
  // What XML 1.0 cannot hold no notation of a pointer says; what is blank says nothing.
  return /\S/.test(text) && !/[\u0000-\u001f\u007f-\u009f\ufffe\uffff]/.test(text)
})
const ids = fc.stringMatching(/^[A-Za-z0-9.-]{1,40}$/)
const zones = fc.constantFrom('Z', '+00:00', '+01:00', '-05:30', '+14:00')
const times = fc
  .tuple(fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }), zones)
  .map(([at, zone]) => `${at.toISOString().slice(0, 19)}${zone}`)

const pointers: fc.Arbitrary<Pointer> = fc
  .record({
    of: fc.constantFrom(PLAIN, FULL),
    id: ids,
    date: times,
    start: times,
    creation: fc.oneof(times, fc.constantFrom('2016', '2016-03', '2016-03-08')),
    title: words,
    description: words,
    value: words,
    size: fc.nat(2 ** 31),
    code: words,
  })
  .map(({ of, id, date, start, creation, title, description, value, size, code }) => {
    const [first, ...others] = of['content'] as readonly Pointer[] // each of the two has some
    const attachment = { ...(first?.['attachment'] as Pointer), creation, title, size }
    return {
      ...of,
      ...{ id: `${CUSTODIAN}-${id}`, date, description },
      masterIdentifier: { system: 'urn:ietf:rfc:3986', value },
      type: { coding: [{ system: 'http://snomed.info/sct', code, display: title }] },
      content: [{ ...first, attachment }, ...others],
      context: { ...(of['context'] as Pointer), period: { start } }, // each of the two has one
    }
  })

t.test('a pointer that is told in either notation says what it said', t => {
  const says = fc.property(pointers, fc.constantFrom('xml', 'json'), (r4, notation) => {
    const accept = `application/fhir+${notation}`
    const about = aboutCall({ interaction: 'nrl-stu3-search', end: SEARCHED, accept })
    const asked = calls.request(about)
    if (asked.kind !== 'accepted') return false
    const told = calls.answer(cameWith(200, searchset(r4)), { ...about, request: asked.value })
    if (told.kind !== 'answer') return false
    const legacy = calls.readLegacy(told, about)
    const cloud = MAPPING.readCloud(cameWith(200, searchset(r4)))
    if (legacy.kind !== 'said' || cloud.kind !== 'said') return false
    const again = MAPPING.writeCloud(legacy.information ?? {})
    t.strictSame(legacy.information, cloud.information)
    t.strictSame(again.kind === 'accepted' && JSON.parse(again.value), r4)
    return true
  })
  t.doesNotThrow(() => {
    fc.assert(says, { numRuns: 150 })
  })
  t.end()
})
