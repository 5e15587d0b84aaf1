/** What the record locator's services say went wrong, code by code, and what version 2.8 says for each. */
import t from 'tap'
import { writeFhirXml } from '../../src/fhir/index.ts'
import { readJsonText } from '../../src/json/index.ts'
import { NRL_POINTERS as MAPPING } from '../../src/products/nrl/pointers.ts'
import {
  aboutCall,
  type Called,
  callsOf,
  cameWith,
  MADE_ID,
  outcome,
  RETRACTION,
  SEARCHED,
} from '../support/nrl-called.ts'
import { NEW } from '../support/nrl-golden.ts'
import { SPINES_ID } from '../support/nrl-golden-plain.ts'

const calls = callsOf(MAPPING)

const OLD = 'https://fhir.nhs.uk/STU3/CodeSystem/Spine-ErrorOrWarningCode-1'
const SYSTEMS = [
  'https://fhir.nhs.uk/CodeSystem/Spine-ErrorOrWarningCode',
  'https://fhir.nhs.uk/ValueSet/Spine-ErrorOrWarningCode-1',
]

const SEARCH: Called = { interaction: 'nrl-stu3-search', end: SEARCHED }
const READ: Called = { interaction: 'nrl-stu3-read', end: `/${SPINES_ID}` }
const CREATE: Called = {
  ...{ interaction: 'nrl-stu3-create', method: 'POST' },
  body: NEW[0]?.stu3 ?? {},
}
const DELETE: Called = { interaction: 'nrl-stu3-delete', method: 'DELETE', end: `/${SPINES_ID}` }
const UPDATE: Called = {
  ...{ interaction: 'nrl-stu3-update', method: 'PATCH', end: `/${SPINES_ID}` },
  body: RETRACTION,
}

function answer(called: Called, ...came: Parameters<typeof cameWith>) {
  const about = aboutCall(called)
  const asked = calls.request(about)
  if (asked.kind !== 'accepted') throw new Error(asked.says)
  return calls.answer(cameWith(...came), { ...about, request: asked.value })
}

type Row = readonly [
  statuses: readonly number[],
  code: string,
  as: readonly [status: number, type: string, code: string, display: string],
  outcome: string,
]

const INVALID = [400, 'invalid', 'INVALID_RESOURCE', 'Invalid validation of resource'] as const
const DUPLICATE = 'Create would lead to creation of a duplicate resource'
const DENIED = 'Access has been denied to process this request'

/** The service's codes (NHSDigital/nrl-producer-api, nrl-consumer-api, NRLF), and those of nhsconnect/FHIR-NRLS-API. */
const ROWS: readonly Row[] = [
  [[400], 'BAD_REQUEST', [400, 'invalid', 'BAD_REQUEST', 'Bad request'], 'rejected'],
  [
    [400],
    'MESSAGE_NOT_WELL_FORMED',
    [400, 'value', 'INVALID_REQUEST_MESSAGE', 'Invalid Request Message'],
    'rejected',
  ],
  [
    [400],
    'INVALID_PARAMETER',
    [400, 'invalid', 'INVALID_PARAMETER', 'Invalid parameter'],
    'rejected',
  ],
  [[400, 422], 'INVALID_RESOURCE', INVALID, 'rejected'],
  [[400, 422], 'VALIDATION_ERROR', INVALID, 'rejected'],
  [[422], 'UNPROCESSABLE_ENTITY', INVALID, 'rejected'],
  [[400, 422], 'INVALID_CODE_SYSTEM', INVALID, 'rejected'],
  [[400, 422], 'INVALID_CODE_VALUE', INVALID, 'rejected'],
  [[400, 422], 'INVALID_IDENTIFIER_SYSTEM', INVALID, 'rejected'],
  [[400, 422], 'INVALID_IDENTIFIER_VALUE', INVALID, 'rejected'],
  [
    [400, 422],
    'INVALID_NHS_NUMBER',
    [400, 'invalid', 'INVALID_NHS_NUMBER', 'Invalid NHS number'],
    'rejected',
  ],
  [
    [400, 409, 422],
    'DUPLICATE_REJECTED',
    [400, 'duplicate', 'DUPLICATE_REJECTED', DUPLICATE],
    'duplicate',
  ],
  [[403], 'ACCESS_DENIED', [403, 'forbidden', 'ACCESS_DENIED', DENIED], 'rejected'],
  [[403], 'ACCESS DENIED', [403, 'forbidden', 'ACCESS_DENIED', DENIED], 'rejected'],
  [[403], 'ACCESS_DENIED_LEVEL', [403, 'forbidden', 'ACCESS_DENIED', DENIED], 'rejected'],
  [[403], 'AUTHOR_CREDENTIALS_ERROR', [403, 'forbidden', 'ACCESS_DENIED', DENIED], 'rejected'],
  [
    [404],
    'RESOURCE_NOT_FOUND',
    [404, 'not-found', 'NO_RECORD_FOUND', 'No record found'],
    'not_found',
  ],
  [[404], 'NO_RECORD_FOUND', [404, 'not-found', 'NO_RECORD_FOUND', 'No record found'], 'not_found'],
]

const EVERY = ROWS.flatMap(([statuses, ...rest]) =>
  statuses.flatMap(status => SYSTEMS.map(system => ({ status, system, row: rest }))),
)

const toldAs = ([, type, code, display]: Row[2]): object => ({
  resourceType: 'OperationOutcome',
  id: MADE_ID,
  meta: { profile: ['https://fhir.nhs.uk/STU3/StructureDefinition/Spine-OperationOutcome-1'] },
  issue: [
    {
      ...{ severity: 'error', code: type },
      details: { coding: [{ system: OLD, code, display }] },
      diagnostics: display,
    },
  ],
})

t.test('every error of the service is the one version 2.8 has for it', t => {
  for (const { status, system, row } of EVERY) {
    const [code, as, word] = row
    for (const called of [CREATE, DELETE, UPDATE]) {
      const said = answer(called, status, outcome('error', code, system))
      t.match(said, { kind: 'answer', status: as[0], outcome: word, loss: undefined }, code)
      if (said.kind === 'answer') t.strictSame(JSON.parse(said.body.toString()), toldAs(as), code)
    }
  }
  t.comment(`${EVERY.length} outcomes, each to three calls`)
  t.end()
})

t.test('a read that is refused to whoever asks for it is asked of legacy', t => {
  for (const code of ['ACCESS_DENIED', 'ACCESS_DENIED_LEVEL', 'AUTHOR_CREDENTIALS_ERROR']) {
    for (const called of [SEARCH, READ]) {
      const said = answer(called, 403, outcome('error', code))
      t.match(said, { kind: 'failure', error: 'bad-answer' }, code)
    }
  }
  t.end()
})

t.test('that the cloud has no such pointer under the asker’s own code proves nothing', t => {
  for (const code of ['NO_RECORD_FOUND', 'RESOURCE_NOT_FOUND']) {
    const said = answer(READ, 404, outcome('error', code))
    t.match(said, { kind: 'declined', code: 'withheld' })
  }
  t.end()
})

t.test('what the table does not have is never made into another', t => {
  const rows: readonly (readonly [status: number, body: unknown])[] = [
    [400, outcome('error', 'SOMETHING_ELSE')],
    [400, outcome('error', 'BAD_REQUEST', 'https://elsewhere')],
    [404, outcome('error', 'BAD_REQUEST')],
    [404, outcome('error', 'ACCESS_DENIED')],
    [403, { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'forbidden' }] }],
    [400, { message: 'no outcome' }],
    [404, {}],
    [200, outcome('error', 'NO_RECORD_FOUND')],
    [200, outcome('information', 'RESOURCE_UPDATED')],
    [200, outcome('warning', 'RESOURCE_DELETED')],
    [201, outcome('information', 'RESOURCE_DELETED')],
    [204, {}],
    [302, {}],
  ]
  for (const [status, body] of rows) {
    for (const called of [SEARCH, READ, CREATE, DELETE, UPDATE]) {
      const said = answer(called, status, body)
      t.match(said, { kind: 'failure', error: 'bad-answer' }, `${status} ${called.interaction}`)
    }
  }
  t.end()
})

t.test('a service that does not work is a failure, and which', t => {
  const rows = [
    [401, 'bad-answer'],
    [408, 'no-answer'],
    [429, 'not-sent'],
    [500, 'no-answer'],
    [502, 'no-answer'],
    [503, 'not-sent'],
    [504, 'no-answer'],
    [599, 'no-answer'],
  ] as const
  for (const [status, error] of rows) {
    t.match(answer(CREATE, status, {}), { kind: 'failure', error }, String(status))
  }
  t.end()
})

t.test('a new pointer that nobody says the name of is no success', t => {
  const made = outcome('information', 'RESOURCE_CREATED')
  t.match(answer(CREATE, 201, made), { kind: 'failure', error: 'bad-answer' })
  const twice = ['Location', '/a/RR8-1', 'Location', '/a/RR8-2']
  t.match(answer(CREATE, 201, made, twice), { kind: 'failure', error: 'bad-answer' })
  t.match(answer(CREATE, 201, made, ['Location', '/a/RR8 1']), { error: 'bad-answer' })
  t.match(answer(CREATE, 200, made, ['Location', '/a/RR8-1']), { error: 'bad-answer' })
  t.end()
})

const legacyRow = (code: string, severity = 'error'): object => outcome(severity, code, OLD)

t.test('an error means the same on both sides', t => {
  const about = aboutCall(SEARCH)
  for (const { status, system, row } of EVERY) {
    const [code, as, word] = row
    const cloud = MAPPING.readCloud(cameWith(status, outcome('error', code, system)))
    t.match(cloud, { kind: 'said', outcome: word, information: undefined }, code)
    const resource = toldAs(as)
    const read = readJsonText(JSON.stringify(resource))
    if (read.is !== 'object') throw new Error('a resource is an object')
    const bodies = {
      'application/fhir+json': Buffer.from(JSON.stringify(resource)),
      'application/fhir+xml': writeFhirXml(read, 'STU3'),
    }
    for (const [type, body] of Object.entries(bodies)) {
      const said = calls.readLegacy({ status: as[0], headers: ['Content-Type', type], body }, about)
      t.match(said, { kind: 'said', outcome: word, reasons: [{ code: as[2], codeSystem: OLD }] })
    }
  }
  t.end()
})

t.test('what legacy says that no row has a word for is an error of its own', t => {
  const about = aboutCall(SEARCH)
  const headers = ['Content-Type', 'application/fhir+json; charset=UTF-8']
  const said = (status: number, body: object) =>
    calls.readLegacy({ status, headers, body: Buffer.from(JSON.stringify(body)) }, about)
  t.match(said(400, legacyRow('SOMETHING_ELSE')), { kind: 'said', outcome: 'app_error' })
  t.match(said(400, legacyRow('ORGANISATION_NOT_FOUND')), { kind: 'said', outcome: 'rejected' })
  t.match(said(400, legacyRow('MISSING_OR_INVALID_HEADER')), { outcome: 'rejected' })
  t.match(said(410, legacyRow('RESOURCE_DELETED')), { kind: 'said', outcome: 'not_found' })
  t.match(said(201, legacyRow('RESOURCE_CREATED', 'information')), { kind: 'said', outcome: 'ok' })
  t.match(said(500, {}), { kind: 'declined', code: 'shape' })
  t.match(calls.readLegacy({ status: 200, headers: [], body: Buffer.from('{}') }, about), {
    kind: 'declined',
  })
  t.end()
})
