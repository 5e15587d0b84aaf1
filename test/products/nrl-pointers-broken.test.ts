import { isDeepStrictEqual } from 'node:util'
import t from 'tap'
import { type CallsSpec, defineCallMapping, type Mapping } from '../../src/mapping/index.ts'
import { NRL_POINTERS_SPEC } from '../../src/products/nrl/pointers.ts'
import { aboutCall, callsOf, cameWith, SEARCHED, searchset } from '../support/nrl-called.ts'
import { BODIES } from '../support/nrl-declined.ts'
import { NEW, READ, withAsid } from '../support/nrl-golden.ts'
import { READ_OTHERWISE, SAID_OTHERWISE } from '../support/nrl-golden-otherwise.ts'
import type { Pointer } from '../support/nrl-golden-plain.ts'
import { UNTOLD } from '../support/nrl-untold.ts'
import { brokenDocuments } from '../support/prescription-golden-broken.ts'

/** What a table must come to: the first of the two is what it comes to. */
type Fact = (mapping: Mapping) => readonly [came: unknown, meant: unknown]

const sent = (mapping: Mapping, stu3: Pointer): unknown => {
  const called = { interaction: 'nrl-stu3-create', method: 'POST', body: stu3 }
  const asked = callsOf(mapping).request(aboutCall(called))
  if (asked.kind === 'declined') return asked.code
  return JSON.parse((asked.value.body ?? '').toString())
}

function told(mapping: Mapping, bundle: Pointer): unknown {
  const about = aboutCall({ interaction: 'nrl-stu3-search', end: SEARCHED })
  const asked = callsOf(mapping).request(about)
  if (asked.kind === 'declined') return asked.code
  const said = callsOf(mapping).answer(cameWith(200, bundle), {
    ...about,
    request: asked.value,
  })
  if (said.kind !== 'answer') return 'code' in said ? said.code : said.kind
  const { entry } = JSON.parse(said.body.toString()) as { entry?: { resource: unknown }[] } // as searchsets are
  return entry?.[0]?.resource
}

/** Legacy's own pointer, read and written again as legacy would. */
function again(mapping: Mapping, stu3: Pointer): unknown {
  const body = Buffer.from(JSON.stringify(searchset(stu3)))
  const headers = ['Content-Type', 'application/fhir+json']
  const about = aboutCall({ interaction: 'nrl-stu3-search', end: SEARCHED })
  const said = callsOf(mapping).readLegacy({ status: 200, headers, body }, about)
  if (said.kind !== 'said') return said.code
  const written = mapping.writeLegacy(said.information ?? {}, '')
  return [written.kind === 'accepted' && JSON.parse(written.value), said.unread]
}

const [PLAIN = {}] = READ.map(({ stu3 }) => stu3)
const SETTING = { system: 'http://snomed.info/sct', code: '310167005', display: 'Urology service' }

const REPLACES_BY_NAME = {
  ...PLAIN,
  relatesTo: [
    {
      code: 'replaces',
      target: { identifier: { system: 'urn:ietf:rfc:3986', value: 'urn:oid:1.3.6.1.4.1' } },
    },
  ],
}

/** What only legacy says of a pointer, and how it is written again. */
const LEGACYS_OWN: readonly (readonly [stu3: Pointer, as: Pointer])[] = [
  ...READ.map(({ stu3 }) => [stu3, stu3] as const),
  ...['superseded', 'entered-in-error'].map(status => {
    const own = { ...PLAIN, status }
    return [own, own] as const
  }),
  [
    {
      ...PLAIN,
      context: { practiceSetting: { practiceSettingCoding: [SETTING], practiceSettingText: 'x' } },
    },
    { ...PLAIN, context: { practiceSetting: { coding: [SETTING], text: 'x' } } },
  ],
  [withAsid(PLAIN), PLAIN],
  [REPLACES_BY_NAME, REPLACES_BY_NAME],
]

/** A pointer of the cloud's that is shown to nobody, read and written again. */
const unshown = (mapping: Mapping, r4: Pointer): unknown => {
  const said = mapping.readCloud(cameWith(200, r4))
  if (said.kind !== 'said') return said.code
  const written = mapping.writeCloud(said.information ?? {})
  return written.kind === 'accepted' && JSON.parse(written.value)
}

const FACTS: readonly Fact[] = [
  ...[...NEW, ...SAID_OTHERWISE].map(({ stu3, r4 }): Fact => mapping => [sent(mapping, stu3), r4]),
  ...[...READ, ...READ_OTHERWISE].map(({ stu3, r4 }): Fact => mapping => [
    told(mapping, searchset(r4)),
    stu3,
  ]),
  ...LEGACYS_OWN.map(([stu3, as]): Fact => mapping => [again(mapping, stu3), [as, []]]),
  ...['superseded', 'entered-in-error'].map((status): Fact => {
    const own = { ...READ[0]?.r4, status }
    return mapping => [unshown(mapping, own), own]
  }),
  mapping => [again(mapping, { ...PLAIN, id: 'a b' }), 'value'],
  ...UNTOLD.map(([, code, body]): Fact => mapping => [told(mapping, body), code]),
  ...BODIES.map(([, code, { body = {} }]): Fact => mapping => [sent(mapping, body), code]),
]

/** Tables that stand beside each other are mostly told by the same fact: the last one is asked first. */
const inOrder = [...FACTS]

function cameOf(spec: CallsSpec): 'refused' | 'caught' | 'survived' {
  let mapping
  try {
    mapping = defineCallMapping(spec)
  } catch {
    return 'refused'
  }
  const own = mapping
  const at = inOrder.findIndex(fact => !isDeepStrictEqual(...fact(own)))
  if (at === -1) return 'survived'
  inOrder.unshift(...inOrder.splice(at, 1))
  return 'caught'
}

/** Broken and still the same: what an address holds is nothing but an id, and both sides' ids have one form. */
const ALIKE = ['asked "id" "target/identifier/value": a text', 'answered "cloudId" "id": a text']

t.test('every row of a pointer broken once is refused or caught by a golden fact', t => {
  t.equal(cameOf(NRL_POINTERS_SPEC), 'survived', 'what is not broken is not caught')
  const came = { refused: [] as string[], caught: [] as string[], survived: [] as string[] }
  for (const { title, spec } of brokenDocuments(NRL_POINTERS_SPEC.asked)) {
    came[cameOf({ ...NRL_POINTERS_SPEC, asked: spec })].push(`asked ${title}`)
  }
  for (const { title, spec } of brokenDocuments(NRL_POINTERS_SPEC.answered)) {
    came[cameOf({ ...NRL_POINTERS_SPEC, answered: spec })].push(`answered ${title}`)
  }
  const { refused, caught, survived } = came
  const broken = refused.length + caught.length + survived.length
  t.comment(`${broken} broken tables: ${refused.length} refused, ${caught.length} caught`)
  t.strictSame(survived, ALIKE)
  t.end()
})
