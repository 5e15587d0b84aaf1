/** What is asked of the record locator that legacy alone answers, and which of the cloud's answers nobody is given. */
import t from 'tap'
import { type CallAbout, defineCallMapping } from '../../src/mapping/index.ts'
import { NRL_POINTERS as MAPPING, NRL_POINTERS_SPEC } from '../../src/products/nrl/pointers.ts'
import {
  aboutCall,
  type Called,
  callsOf,
  cameWith,
  outcome,
  REQUEST_ID,
  SEARCHED,
  searchset,
} from '../support/nrl-called.ts'
import { BODIES, CHANGES, CLAIMS, type Row, TARGETS } from '../support/nrl-declined.ts'
import { textly, UNTOLD } from '../support/nrl-untold.ts'
import { NEW, READ } from '../support/nrl-golden.ts'
import {
  CLOUDS_ID,
  CUSTODIAN,
  NHS_NUMBER,
  ORGANISATION,
  OTHER_NUMBER,
  type Pointer,
} from '../support/nrl-golden-plain.ts'

const calls = callsOf(MAPPING)

/** A call without its lines of one name. */
function withoutLine(about: CallAbout, name: string | undefined): CallAbout {
  const { headers } = about.call
  const kept = headers.filter((_, i) => headers[i - (i % 2)]?.toLowerCase() !== name)
  return { ...about, call: { ...about.call, headers: kept } }
}

t.test('what one request cannot do, or nobody can read, is declined, and why', t => {
  const rows: readonly Row[] = [...TARGETS, ...CLAIMS, ...BODIES, ...CHANGES]
  for (const [title, code, called, without] of rows) {
    const said = calls.request(withoutLine(aboutCall(called), without))
    t.match(said, { kind: 'declined', code }, title)
    // A reason is told, counted and kept: nothing of the message may be in it.
    if (said.kind === 'declined') t.notMatch(said.says, /CANARY|\d{6}/, title)
  }
  t.comment(`${rows.length} calls declined`)
  t.end()
})

t.test('a body that says no notation, or another than it is in, is declined', t => {
  const { call, ...about } = aboutCall({ interaction: 'nrl-stu3-create', method: 'POST' })
  const body = Buffer.from(JSON.stringify(NEW[0]?.stu3))
  const types = [
    [],
    ['Content-Type', 'text/plain'],
    ['Content-Type', 'application/fhir+xml'],
    ['Content-Type', 'application/fhir+json', 'Content-Type', 'application/fhir+xml'],
  ]
  for (const lines of types) {
    const headers = [...call.headers, ...lines]
    const said = calls.request({ ...about, call: { ...call, headers, body } })
    t.match(said, { kind: 'declined', code: 'shape' }, lines.join(' '))
  }
  const hostile = ['{"a":1,"a":2}', '{', '<!DOCTYPE a><DocumentReference/>', '\u0000']
  for (const text of hostile) {
    for (const type of ['application/fhir+json', 'application/fhir+xml']) {
      const headers = [...call.headers, 'Content-Type', type]
      const said = calls.request({ ...about, call: { ...call, headers, body: Buffer.from(text) } })
      t.match(said, { kind: 'declined', code: 'shape' }, text)
    }
  }
  t.end()
})

t.test(
  'a table that says something else than it was told is found out before anything is sent',
  t => {
    const called = { interaction: 'nrl-stu3-create', method: 'POST', body: NEW[0]?.stu3 ?? {} }
    const { asked } = NRL_POINTERS_SPEC
    const toFhir: typeof asked.toFhir = said => asked.toFhir({ ...said, author: 'RR8' })
    const mapping = defineCallMapping({ ...NRL_POINTERS_SPEC, asked: { ...asked, toFhir } })
    const said = callsOf(mapping).request(aboutCall(called))
    t.match(said, { kind: 'declined', code: 'unfaithful' })
    t.end()
  },
)

t.test('a call under an id the service does not take is declined', t => {
  t.match(
    calls.request({
      ...aboutCall({ interaction: 'nrl-stu3-search', end: SEARCHED }),
      messageId: '7',
    }),
    {
      ...{ kind: 'declined', code: 'ids' },
    },
  )
  t.end()
})

function answer(called: Called, ...came: Parameters<typeof cameWith>) {
  const about = aboutCall(called)
  const asked = calls.request(about)
  if (asked.kind !== 'accepted') throw new Error(asked.says)
  return calls.answer(cameWith(...came), { ...about, request: asked.value })
}

const SEARCH: Called = { interaction: 'nrl-stu3-search', end: SEARCHED }
const [PLAIN = {}] = READ.map(({ r4 }) => r4)

t.test('an answer STU3 cannot say, or no reader may guess at, is given to nobody', t => {
  for (const [title, code, body] of UNTOLD) {
    const said = answer(SEARCH, 200, body)
    t.match(said, { kind: 'declined', code }, title)
    if (said.kind === 'declined') t.notMatch(said.says, /CANARY|\d{6}/, title)
  }
  t.comment(`${UNTOLD.length} answers declined`)
  t.end()
})

t.test('an answer that does not echo its request is crossed', t => {
  const about = aboutCall(SEARCH)
  const asked = calls.request(about)
  if (asked.kind !== 'accepted') throw new Error(asked.says)
  const { body } = cameWith(200, searchset(PLAIN))
  for (const headers of [
    [],
    ['X-Request-ID', '6d0c6f1e-2b7a-4f2f-9f53-0f5a0c8a5b02'],
    ['X-Request-ID', REQUEST_ID, 'x-request-id', '6d0c6f1e-2b7a-4f2f-9f53-0f5a0c8a5b02'],
  ]) {
    const said = calls.answer({ status: 200, headers, body }, { ...about, request: asked.value })
    t.strictSame(said, { kind: 'crossed', by: 'request' })
  }
  t.end()
})

const ofOther = textly(PLAIN, `"value":"${NHS_NUMBER}"`, `"value":"${OTHER_NUMBER}"`)
const CROSSED: readonly (readonly [
  title: string,
  called: Called,
  status: number,
  body: Pointer,
  lines?: readonly string[],
])[] = [
  ['another patient’s pointer', SEARCH, 200, searchset(ofOther)],
  [
    'another patient’s pointer behind the patient’s own',
    SEARCH,
    200,
    searchset(PLAIN, { ...ofOther, id: `${CUSTODIAN}-${CLOUDS_ID}` }),
  ],
  [
    'a pointer of another organisation than was asked for',
    { ...SEARCH, end: `${SEARCHED}&custodian=${encodeURIComponent(`${ORGANISATION}RGD`)}` },
    200,
    searchset(PLAIN),
  ],
  [
    'a pointer of another type than was asked for',
    { ...SEARCH, end: `${SEARCHED}&type.coding=${encodeURIComponent('http://snomed.info/sct|1')}` },
    200,
    searchset(PLAIN),
  ],
  ['another pointer', { interaction: 'nrl-stu3-read', end: `/${CLOUDS_ID}` }, 200, PLAIN],
  [
    'a count of another patient’s',
    { ...SEARCH, end: `${SEARCHED}&_summary=count` },
    200,
    {
      ...{ resourceType: 'Bundle', type: 'searchset', total: 3 },
      link: [{ relation: 'self', url: `https://cloud/?subject:identifier=a%7C${OTHER_NUMBER}` }],
    },
  ],
  [
    'a new pointer under another’s code',
    { interaction: 'nrl-stu3-create', method: 'POST', body: NEW[0]?.stu3 ?? {} },
    201,
    outcome('information', 'RESOURCE_CREATED'),
    ['Location', `/DocumentReference/RGD-${CLOUDS_ID}`],
  ],
]

t.test('an answer about something else than was asked for is crossed', t => {
  for (const [title, called, status, body, lines] of CROSSED) {
    t.strictSame(answer(called, status, body, lines), { kind: 'crossed', by: 'subject' }, title)
  }
  t.end()
})
