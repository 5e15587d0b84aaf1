/** Pointers of the record locator, as STU3 and R4 say them, both ways and in both notations. */
import t, { type Test } from 'tap'
import { readFhirXml, writeFhirXml } from '../../src/fhir/index.ts'
import { plainJson, readJsonText } from '../../src/json/index.ts'
import type { CallReply } from '../../src/mapping/index.ts'
import { NRL_POINTERS as MAPPING } from '../../src/products/nrl/pointers.ts'
import {
  aboutCall,
  callsOf,
  cameWith,
  MADE_ID,
  SEARCHED,
  searchset,
} from '../support/nrl-called.ts'
import { NEW, type Pair, PAIRS, READ } from '../support/nrl-golden.ts'
import { READ_OTHERWISE, SAID_OTHERWISE } from '../support/nrl-golden-otherwise.ts'
import { BASE, type Pointer, SPINES_ID } from '../support/nrl-golden-plain.ts'

const calls = callsOf(MAPPING)

const json = (body: Buffer | undefined): unknown => JSON.parse((body ?? '').toString())

/** The same resource in XML, by the definitions of STU3. */
function inXml(resource: Pointer): Buffer {
  const read = readJsonText(JSON.stringify(resource))
  if (read.is !== 'object') throw new Error('a resource is an object')
  return writeFhirXml(read, 'STU3')
}

function sent(t: Test, { title, stu3, r4 }: Pair): void {
  const called = { interaction: 'nrl-stu3-create', method: 'POST', body: stu3 }
  const asked = calls.request(aboutCall(called))
  if (asked.kind !== 'accepted') {
    t.fail(`${title}: ${asked.says}`)
    return
  }
  t.strictSame(json(asked.value.body), r4, title)
}

t.test('a new pointer of STU3 is sent as R4 says it', t => {
  for (const pair of [...NEW, ...SAID_OTHERWISE]) sent(t, pair)
  t.end()
})

t.test('a new pointer says the same in XML', t => {
  for (const { title, stu3, r4 } of NEW) {
    const { call, ...about } = aboutCall({ interaction: 'nrl-stu3-create', method: 'POST' })
    const headers = [...call.headers, 'Content-Type', 'application/fhir+xml; charset=UTF-8']
    const asked = calls.request({ ...about, call: { ...call, headers, body: inXml(stu3) } })
    t.strictSame(asked.kind === 'accepted' && json(asked.value.body), r4, title)
  }
  t.end()
})

/** What a supplier is told that searched for a patient's pointers. */
function told(r4: Pointer, accept: string): CallReply | undefined {
  const about = aboutCall({ interaction: 'nrl-stu3-search', end: SEARCHED, accept })
  const asked = calls.request(about)
  if (asked.kind !== 'accepted') return undefined
  const said = calls.answer(cameWith(200, searchset(r4)), { ...about, request: asked.value })
  return said.kind === 'answer' ? said : undefined
}

const bundleOf = (stu3: Pointer): Pointer => ({
  resourceType: 'Bundle',
  id: MADE_ID,
  type: 'searchset',
  total: 1,
  link: [{ relation: 'self', url: `${BASE}${SEARCHED}` }],
  entry: [{ fullUrl: `${BASE}/${SPINES_ID}`, resource: stu3, search: { mode: 'match' } }],
})

t.test('a pointer of R4 is told as STU3 says it', t => {
  for (const { title, stu3, r4 } of [...READ, ...READ_OTHERWISE]) {
    const reply = told(r4, 'application/fhir+json')
    t.match(reply?.headers, ['Content-Type', 'application/fhir+json; charset=UTF-8'])
    t.strictSame(json(reply?.body), bundleOf(stu3), title)
  }
  t.end()
})

t.test('it is told the same in XML, which is what is told where nothing is asked for', t => {
  for (const { title, stu3, r4 } of READ) {
    for (const accept of ['application/fhir+xml', '']) {
      const reply = told(r4, accept)
      t.match(reply?.headers, ['Content-Type', 'application/fhir+xml; charset=UTF-8'])
      const read = plainJson(readFhirXml(reply?.body ?? Buffer.alloc(0), 'STU3'))
      t.strictSame(read, bundleOf(stu3), title)
    }
  }
  t.end()
})

t.test('what both say of one pointer is one information', t => {
  const about = aboutCall({ interaction: 'nrl-stu3-search', end: SEARCHED })
  for (const { title, stu3, r4 } of READ) {
    const body = Buffer.from(JSON.stringify(searchset(stu3)))
    const headers = ['Content-Type', 'application/fhir+json']
    const legacy = calls.readLegacy({ status: 200, headers, body }, about)
    const cloud = MAPPING.readCloud(cameWith(200, searchset(r4)))
    if (legacy.kind !== 'said' || cloud.kind !== 'said') {
      t.fail(title)
      continue
    }
    t.strictSame(legacy.information, cloud.information, title)
    t.strictSame([legacy.unread, cloud.unread], [[], []], title)
    const { legacy: left, cloud: right } = MAPPING.bothMean(legacy, cloud, about.interaction)
    t.strictSame(left, right, title)
    t.ok(left.length > 10, title)
  }
  t.end()
})

t.test('what is written of what was read is what was read', t => {
  for (const { title, stu3, r4 } of READ) {
    const cloud = MAPPING.readCloud(cameWith(200, r4))
    if (cloud.kind !== 'said' || cloud.information === undefined) {
      t.fail(title)
      continue
    }
    const again = MAPPING.writeCloud(cloud.information)
    t.strictSame(again.kind === 'accepted' && JSON.parse(again.value), r4, title)
    const legacy = MAPPING.writeLegacy(cloud.information, '')
    t.strictSame(legacy.kind === 'accepted' && JSON.parse(legacy.value), stu3, title)
  }
  t.end()
})

t.test('a pointer without an id is a new one, whoever reads it', t => {
  const about = aboutCall({ interaction: 'nrl-stu3-create', method: 'POST' })
  const headers = ['Content-Type', 'application/fhir+json']
  for (const { title, stu3, r4 } of NEW) {
    const body = Buffer.from(JSON.stringify(stu3))
    const legacy = calls.readLegacy({ status: 200, headers, body }, about)
    const cloud = MAPPING.readCloud(cameWith(200, r4))
    if (legacy.kind !== 'said' || cloud.kind !== 'said') {
      t.fail(title)
      continue
    }
    const sent = MAPPING.writeCloud(legacy.information ?? {})
    t.strictSame(sent.kind === 'accepted' && JSON.parse(sent.value), r4, title)
    const told = MAPPING.writeLegacy(cloud.information ?? {}, '')
    t.strictSame(told.kind === 'accepted' && JSON.parse(told.value), stu3, title)
  }
  t.end()
})

t.test('both editions are held against each other by hand', t => {
  t.comment(
    `${PAIRS.length} pairs, ${SAID_OTHERWISE.length + READ_OTHERWISE.length} ways to say them`,
  )
  t.ok(PAIRS.length > 30)
  t.end()
})
