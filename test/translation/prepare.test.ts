import t from 'tap'
import { type Assigned, bytesAtHand, FicusError, type Route } from '../../src/exchange/index.ts'
import { createRandom, createRequest, patientsOf } from '../../src/simulator/index.ts'
import { createTranslation } from '../../src/translation/index.ts'
import { CLOUD, LEGACY, PATIENTS, route } from '../routing/given.ts'
import { ebxmlPrescription } from '../support/messages.ts'
import {
  assigned,
  MESSAGE_ID,
  NHS_NUMBER,
  OTHER_NUMBER,
  PAYLOAD_ID,
  prepared,
  retrieval,
  soapLines,
  SUPPLIER_LINES,
  TRANSLATED,
} from './given.ts'

const translatedBy = (more: Partial<Route>): Route =>
  route('pds-retrieval', 'default', { ...TRANSLATED, ...more })

const UNTOUCHED: Readonly<Record<string, Partial<Assigned>>> = {
  'whose route translates nothing': { route: route('plain', 'default') },
  'that legacy serves': { side: 'legacy', upstream: LEGACY },
}

for (const [which, more] of Object.entries(UNTOUCHED)) {
  t.test(`a request ${which} goes on as the very object it was`, t => {
    const request = assigned(retrieval(), SUPPLIER_LINES, more)
    t.equal(prepared(request), request)
    t.end()
  })
}

t.test(
  'what a mapping takes is asked in the cloud’s words, and in nothing of the supplier’s',
  t => {
    const request = assigned(retrieval())
    const { translated, ...same } = prepared(request)
    t.strictSame(
      same,
      { ...request },
      'what is told of it, and what legacy would be asked, is as it came',
    )
    t.strictSame(translated?.request, {
      ...request,
      method: 'GET',
      target: `/Patient/${NHS_NUMBER}`,
      headers: [
        ...['Accept', 'application/fhir+json', 'X-Request-ID', MESSAGE_ID.toLowerCase()],
        ...['X-Correlation-ID', PAYLOAD_ID],
      ],
      language: 'fhir',
      length: 0,
      body: { kind: 'none' },
    })
    t.equal(translated?.maxAnswerBytes, TRANSLATED.maxBodyBytes)
    t.end()
  },
)

for (const interaction of [
  'QUPA_IN000008UK02',
  'QUPA_IN000008UK05',
  'QUPA_IN000008SM13',
] as const) {
  t.test(`${interaction} is taken in every style suppliers write it in`, t => {
    const random = createRandom(5)
    const [patient] = patientsOf('plain')
    if (patient === undefined) throw new Error('there is no plain patient')
    for (let i = 0; i < 100; i += 1) {
      const ids = { messageId: MESSAGE_ID, payloadId: PAYLOAD_ID, now: 0, random }
      const request = createRequest(interaction, patient, ids)
      const asked = prepared(assigned(request.body, request.headers.flat()))
      t.equal(asked.translated?.request.target, `/Patient/${patient.nhsNumber}`)
    }
    t.end()
  })
}

const trace = 'QUPA_IN000005UK01'
const MUST = 'e:mustUnderstand="1"'

/** What is declined, by the word it is counted under. */
const DECLINED: readonly (readonly [what: string, code: string, request: () => Assigned])[] = [
  ['that asks for history', 'asked', () => assigned(retrieval({ history: '1' }))],
  [
    'that asks for part of the record',
    'value',
    () => assigned(retrieval({ item: 'person.primaryCareAllData' })),
  ],
  [
    'that asks for something nobody knows',
    'unread',
    () => assigned(retrieval({ query: '<h:odd code="1"/>' })),
  ],
  [
    'whose mapping is not there',
    'mapping',
    () =>
      assigned(retrieval(), SUPPLIER_LINES, { route: translatedBy({ translate: 'pds.nothing' }) }),
  ],
  [
    'of an interaction its mapping has no row for',
    'interaction',
    () =>
      assigned(retrieval({ interaction: trace }), soapLines(trace), {
        keys: { nhsNumber: NHS_NUMBER },
      }),
  ],
  [
    'in ebXML',
    'language',
    () =>
      assigned(ebxmlPrescription().body, [
        'Content-Type',
        'multipart/related; boundary="--=_MIME-Boundary"',
        'SOAPAction',
        'urn:nhs:names:services:mm/PORX_IN020101UK31',
      ]),
  ],
  ['in FHIR', 'language', () => assigned('{}', ['Content-Type', 'application/fhir+json'])],
  ['whose id is no UUID', 'ids', () => assigned(retrieval({ messageId: 'uuid:1' }))],
  [
    'whose id is written as Spine takes none',
    'ids',
    () => assigned(retrieval({ messageId: `urn:uuid:${MESSAGE_ID}` })),
  ],
  [
    'whose id has a blank in it',
    'ids',
    () => assigned(retrieval({ messageId: `uuid: ${MESSAGE_ID}` })),
  ],
  ['whose message has no id', 'ids', () => assigned(retrieval({ payloadId: '' }))],
  ['whose sender is not named', 'ids', () => assigned(retrieval(), SUPPLIER_LINES, { from: {} })],
  ['whose action names no service', 'envelope', () => assigned(retrieval({ service: '' }))],
  [
    'of which not all is here',
    'envelope',
    () => assigned(retrieval(), SUPPLIER_LINES, { body: { kind: 'none' } }),
  ],
  [
    'that a second reader cannot read',
    'envelope',
    () =>
      assigned(retrieval(), SUPPLIER_LINES, { body: { kind: 'whole', bytes: Buffer.from('<a>') } }),
  ],
  [
    'that a second reader finds no message in',
    'envelope',
    () =>
      assigned(retrieval(), SUPPLIER_LINES, {
        body: { kind: 'whole', bytes: Buffer.from('<a/>') },
      }),
  ],
  [
    'whose header must be understood',
    'header',
    () => assigned(retrieval({ header: `<x:y xmlns:x="urn:x" ${MUST}/>` })),
  ],
  [
    'that another reader found another patient in',
    'disagrees',
    () => assigned(retrieval(), SUPPLIER_LINES, { keys: { nhsNumber: OTHER_NUMBER } }),
  ],
  [
    'in which the first reader found no patient',
    'disagrees',
    () => assigned(retrieval(), SUPPLIER_LINES, { keys: {} }),
  ],
]

for (const [what, code, request] of DECLINED) {
  t.test(`a request ${what} is declined as ${code} and goes to legacy as it came`, t => {
    const before = request()
    const after = prepared(before)
    const says = after.declined?.says ?? ''
    t.strictSame(after, {
      ...before,
      side: 'legacy',
      upstream: LEGACY,
      because: 'declined',
      mirror: { not: 'declined' },
      fallback: undefined,
      declined: { code, says },
    })
    t.match(says, /\w \w/, 'a sentence')
    t.equal(bytesAtHand(after.body), bytesAtHand(before.body))
    t.end()
  })
}

t.test('what a header says of addressing may have to be understood: it is', t => {
  const header = `<a:ReplyTo ${MUST}><a:Address>urn:supplier</a:Address></a:ReplyTo>`
  t.ok(prepared(assigned(retrieval({ header }))).translated)
  const may = `<x:y xmlns:x="urn:x" e:mustUnderstand="0"/>`
  t.ok(prepared(assigned(retrieval({ header: may }))).translated, 'and what need not be is left')
  t.end()
})

/** Where legacy may not hold what is asked for. */
const APART: Readonly<Record<string, Partial<Assigned>>> = {
  'pinned to the cloud': { because: 'pin' },
  'kept apart': { route: translatedBy({ cohort: { ...PATIENTS, records: 'apart', pin: true } }) },
}

for (const [where, more] of Object.entries(APART)) {
  t.test(`a declined request for what is ${where} is asked of nobody, and may be sent again`, t => {
    const request = assigned(retrieval({ history: '1' }), SUPPLIER_LINES, {
      ...more,
      fallback: undefined,
    })
    let thrown: unknown
    try {
      prepared(request)
    } catch (error) {
      thrown = error
    }
    t.ok(thrown instanceof FicusError)
    t.match(thrown, {
      code: 'not-sent',
      detail: 'route pds-retrieval: declined (asked), and legacy may not hold it',
    })
    const kept = assigned(retrieval(), SUPPLIER_LINES, { ...more, fallback: undefined })
    t.match(
      prepared(kept),
      { side: 'cloud', upstream: CLOUD, fallback: undefined, translated: {} },
      'what is taken is asked of the cloud',
    )
    t.end()
  })
}

t.test('what would come to be with a declined request comes to be at legacy', t => {
  const request = assigned(retrieval({ history: '1' }), SUPPLIER_LINES, {
    ...APART['kept apart'],
    creates: 'prescriptionId',
  })
  t.match(prepared(request), { side: 'legacy', because: 'declined' })
  t.end()
})

t.test('a mistake in a mapping is told as one, and not as a request it declines', t => {
  const broken = createTranslation({
    mappings: [
      {
        name: 'pds.retrieval',
        request: () => {
          throw new TypeError('a row is broken')
        },
      } as never,
    ],
    now: () => 0,
    newId: () => '',
  })
  t.throws(() => broken.prepare(assigned(retrieval())), { name: 'TypeError' })
  t.end()
})
