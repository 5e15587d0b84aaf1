/** What the record locator of version 2.8 is asked, and what its successor is asked and answers instead. */
import t from 'tap'
import type { CallAbout, CallReply, CloudRequest } from '../../src/mapping/index.ts'
import { NRL_POINTERS as MAPPING } from '../../src/products/nrl/pointers.ts'
import {
  aboutCall,
  type Called,
  callsOf,
  cameWith,
  MADE_ID,
  outcome,
  REQUEST_ID,
  RETRACTION,
  SEARCHED,
  searchset,
} from '../support/nrl-called.ts'
import { NEW, READ } from '../support/nrl-golden.ts'
import {
  BASE,
  CLOUDS_ID,
  CUSTODIAN,
  NHS_NUMBER,
  ORGANISATION,
  SPINES_ID,
} from '../support/nrl-golden-plain.ts'

const calls = callsOf(MAPPING)
const PRODUCER = '/record-locator/producer/FHIR/R4/DocumentReference'
const CONSUMER = '/record-locator/consumer/FHIR/R4/DocumentReference'
const OWN = `${CUSTODIAN}-${SPINES_ID}`
const PATIENT = `subject:identifier=${encodeURIComponent(`https://fhir.nhs.uk/Id/nhs-number|${NHS_NUMBER}`)}`
const FROM_ORGANISATION = `&custodian=${encodeURIComponent(`${ORGANISATION}RR8`)}`
const OF_TYPE = `&type.coding=${encodeURIComponent('http://snomed.info/sct|736253002')}`
const AT = { patient: { nhsNumber: NHS_NUMBER }, pointer: { pointerId: SPINES_ID } }

function asked(called: Called): { readonly about: CallAbout; readonly request: CloudRequest } {
  const about = aboutCall(called)
  const said = calls.request(about)
  if (said.kind !== 'accepted') throw new Error(said.says)
  return { about, request: said.value }
}

function replied(called: Called, ...came: Parameters<typeof cameWith>): CallReply {
  const { about, request } = asked(called)
  const said = calls.answer(cameWith(...came), { ...about, request })
  if (said.kind !== 'answer') throw new Error(JSON.stringify(said))
  return said
}

const told = (reply: CallReply): unknown => JSON.parse(reply.body.toString())

interface Row {
  readonly called: Called
  readonly method: string
  readonly path: string
  readonly keys?: object
}

const ROWS: readonly Row[] = [
  {
    called: { interaction: 'nrl-stu3-search', end: SEARCHED },
    ...{ method: 'GET', path: `${CONSUMER}?${PATIENT}` },
  },
  {
    called: {
      interaction: 'nrl-stu3-search',
      end: `${SEARCHED}${FROM_ORGANISATION}${OF_TYPE}&_format=application/fhir+json`,
    },
    method: 'GET',
    path: `${CONSUMER}?${PATIENT}&custodian:identifier=${encodeURIComponent('https://fhir.nhs.uk/Id/ods-organization-code|RR8')}&type=${encodeURIComponent('http://snomed.info/sct|736253002')}`,
  },
  {
    called: { interaction: 'nrl-stu3-search', end: `${SEARCHED}&_summary=count` },
    ...{ method: 'GET', path: `${CONSUMER}?${PATIENT}&_summary=count` },
  },
  {
    called: { interaction: 'nrl-stu3-read', end: `/${SPINES_ID}` },
    ...{ method: 'GET', path: `${CONSUMER}/${OWN}`, keys: AT.pointer },
  },
  {
    called: { interaction: 'nrl-stu3-read-by-query', end: `?_id=${SPINES_ID}` },
    ...{ method: 'GET', path: `${CONSUMER}/${OWN}`, keys: AT.pointer },
  },
  {
    called: { interaction: 'nrl-stu3-create', method: 'POST', body: NEW[0]?.stu3 ?? {} },
    ...{ method: 'POST', path: PRODUCER },
  },
  {
    called: { interaction: 'nrl-stu3-create', method: 'POST', body: NEW[1]?.stu3 ?? {} },
    ...{ method: 'POST', path: PRODUCER },
  },
  {
    called: {
      interaction: 'nrl-stu3-update',
      method: 'PATCH',
      end: `/${SPINES_ID}`,
      body: RETRACTION,
    },
    ...{ method: 'DELETE', path: `${PRODUCER}/${OWN}`, keys: AT.pointer },
  },
  {
    called: {
      ...{ interaction: 'nrl-stu3-update-by-query', method: 'PATCH' },
      ...{ end: `?_id=${SPINES_ID}`, body: RETRACTION },
    },
    ...{ method: 'DELETE', path: `${PRODUCER}/${OWN}`, keys: AT.pointer },
  },
  {
    called: { interaction: 'nrl-stu3-delete', method: 'DELETE', end: `/${SPINES_ID}` },
    ...{ method: 'DELETE', path: `${PRODUCER}/${OWN}`, keys: AT.pointer },
  },
  {
    called: { interaction: 'nrl-stu3-delete-by-query', method: 'DELETE', end: `?_id=${SPINES_ID}` },
    ...{ method: 'DELETE', path: `${PRODUCER}/${OWN}`, keys: AT.pointer },
  },
]

t.test('every call of version 2.8 is asked of the service that takes its place', t => {
  for (const { called, method, path, keys } of ROWS) {
    const { request } = asked(called)
    t.match(request, { method, path, requestId: REQUEST_ID }, `${called.interaction} ${path}`)
    t.strictSame(
      request.subject,
      keys === undefined ? { kind: 'nhsNumber', value: NHS_NUMBER } : { kind: 'entity', keys },
    )
  }
  t.end()
})

t.test('the service is told who asks, and never the supplier’s token', t => {
  for (const { called } of ROWS) {
    const { request } = asked(called)
    const type = 'application/fhir+json;version=1'
    t.strictSame(request.headers, [
      ...['Accept', type, 'X-Request-ID', REQUEST_ID, 'X-Correlation-ID', REQUEST_ID],
      ...['NHSD-End-User-Organisation-ODS', CUSTODIAN],
      ...(called.interaction === 'nrl-stu3-create' ? ['Content-Type', type] : []),
    ])
  }
  t.end()
})

t.test('what became of every leaf of a new pointer is counted', t => {
  for (const { stu3 } of NEW.slice(0, 2)) {
    const { request } = asked({ interaction: 'nrl-stu3-create', method: 'POST', body: stu3 })
    const { source, target } = request.loss ?? {}
    t.strictSame(source?.dropped, {})
    t.ok(Object.keys(source?.used ?? {}).length > 10)
    t.ok(Object.keys(target?.said ?? {}).length > 10)
  }
  t.end()
})

const pointers = READ.slice(0, 2)

t.test('a search is answered with all that was found, in its order', t => {
  const called = { interaction: 'nrl-stu3-search', end: SEARCHED }
  const other = { ...pointers[0]?.r4, id: `${CUSTODIAN}-${CLOUDS_ID}` }
  const body = searchset(pointers[1]?.r4 ?? {}, other)
  const said = told(replied(called, 200, body)) as { entry: { fullUrl: string }[]; total: number }
  t.equal(said.total, 2)
  t.strictSame(
    said.entry.map(({ fullUrl }) => fullUrl),
    [`${BASE}/${SPINES_ID}`, `${BASE}/${CLOUDS_ID}`],
  )
  t.end()
})

t.test('a search that finds nothing is answered with a total of nought', t => {
  for (const body of [searchset(), { resourceType: 'Bundle', type: 'searchset', total: 0 }]) {
    const reply = replied({ interaction: 'nrl-stu3-search', end: SEARCHED }, 200, body)
    t.match(reply, { status: 200, outcome: 'ok', loss: undefined })
    t.strictSame(told(reply), {
      ...{ resourceType: 'Bundle', id: MADE_ID, type: 'searchset', total: 0 },
      link: [{ relation: 'self', url: `${BASE}${SEARCHED}` }],
    })
  }
  t.end()
})

t.test('a count is answered with the number alone', t => {
  const end = `${SEARCHED}&_summary=count`
  const body = {
    ...{ resourceType: 'Bundle', type: 'searchset', total: 3 },
    link: [{ relation: 'self', url: `https://cloud${CONSUMER}?${PATIENT}&_summary=count` }],
  }
  t.strictSame(told(replied({ interaction: 'nrl-stu3-search', end }, 200, body)), {
    ...{ resourceType: 'Bundle', id: MADE_ID, type: 'searchset', total: 3 },
    link: [{ relation: 'self', url: `${BASE}${end}` }],
  })
  t.end()
})

t.test(
  'a pointer that is read by its number is answered alone, one asked for by a query in a searchset',
  t => {
    for (const { stu3, r4 } of pointers) {
      const alone = replied({ interaction: 'nrl-stu3-read', end: `/${SPINES_ID}` }, 200, r4)
      t.strictSame(told(alone), stu3)
      t.ok(Object.keys(alone.loss?.source.used ?? {}).length > 10)
      const end = `?_id=${SPINES_ID}`
      const listed = told(replied({ interaction: 'nrl-stu3-read-by-query', end }, 200, r4))
      t.match(listed, { type: 'searchset', total: 1, entry: [{ resource: stu3 }] })
    }
    t.end()
  },
)

const done = (code: string, display: string, diagnostics: string): object => ({
  resourceType: 'OperationOutcome',
  id: MADE_ID,
  meta: { profile: ['https://fhir.nhs.uk/STU3/StructureDefinition/Spine-OperationOutcome-1'] },
  issue: [
    {
      severity: 'information',
      code: 'informational',
      details: {
        coding: [
          {
            system: 'https://fhir.nhs.uk/STU3/CodeSystem/Spine-ErrorOrWarningCode-1',
            ...{ code, display },
          },
        ],
        text: REQUEST_ID,
      },
      diagnostics,
    },
  ],
})

const SUCCESSES = 'https://fhir.nhs.uk/CodeSystem/NRLF-SuccessCode'
const CREATED = done(
  'RESOURCE_CREATED',
  'New resource created',
  'Successfully created resource DocumentReference',
)

t.test('a new pointer is named by what stands behind its custodian’s code', t => {
  const called = { interaction: 'nrl-stu3-create', method: 'POST', body: NEW[1]?.stu3 ?? {} }
  for (const code of ['RESOURCE_CREATED', 'RESOURCE_SUPERSEDED']) {
    for (const before of ['/producer/FHIR/R4/DocumentReference/', `https://cloud${PRODUCER}/`]) {
      const lines = ['Location', `${before}${CUSTODIAN}-${CLOUDS_ID}`]
      const said = outcome('information', code, 'https://fhir.nhs.uk/ValueSet/NRL-ResponseCode')
      const reply = replied(called, 201, said, lines)
      t.strictSame(reply.headers.slice(2), ['Location', `${BASE}/${CLOUDS_ID}`])
      t.equal(reply.status, 201)
      t.strictSame(told(reply), CREATED)
      t.ok(Object.keys(reply.loss?.source.used ?? {}).length > 10)
    }
  }
  t.end()
})

t.test(
  'a pointer that was retracted or deleted is said to be, under the name it was asked by',
  t => {
    const address = `${BASE}/${SPINES_ID}`
    const rows = {
      PATCH: done(
        'RESOURCE_UPDATED',
        'Resource has been updated',
        `Successfully updated resource DocumentReference: ${address}`,
      ),
      DELETE: done(
        'RESOURCE_DELETED',
        'Resource removed',
        `Successfully removed resource DocumentReference: ${address}`,
      ),
    }
    for (const { called } of ROWS) {
      const { method } = called
      if (method !== 'PATCH' && method !== 'DELETE') continue
      for (const code of ['RESOURCE_DELETED', 'RESOURCE_REMOVED']) {
        const reply = replied(called, 200, outcome('information', code, SUCCESSES))
        t.match(reply, { status: 200, outcome: 'ok' })
        t.strictSame(told(reply), rows[method], called.interaction)
      }
    }
    t.end()
  },
)

t.test('whom an answer is about is said by each of its pointers', t => {
  const body = (of: object): Buffer => Buffer.from(JSON.stringify(of))
  const [one, two] = pointers
  t.strictSame(MAPPING.subjectOf(body(searchset(one?.r4 ?? {}, two?.r4 ?? {}))), [
    NHS_NUMBER,
    NHS_NUMBER,
  ])
  t.strictSame(MAPPING.subjectOf(body(one?.r4 ?? {})), [NHS_NUMBER])
  t.strictSame(MAPPING.subjectOf(Buffer.from('{')), [])
  t.end()
})
