import t from 'tap'
import { CLOUD, held, json, LEGACY, message, type Own, unexplained, xml } from './policy-answers.ts'

const DISPENSE = '2.16.840.1.113883.2.1.3.2.4.16.34'
const PRESCRIBE = '2.16.840.1.113883.2.1.3.2.4.17.22'
const SHORT_FORM = '2.16.840.1.113883.2.1.3.2.4.18.8'

/** What a release says of one prescription. */
const prescription = (id: string, change: Readonly<Record<string, string>> = {}): string =>
  `<component><ParentPrescription><id root="${id}"/><recordTarget><Patient><id root="2.16.840.1.113883.2.1.4.1" extension="${change['patient'] ?? '9990000018'}"/></Patient></recordTarget>` +
  `<pertinentInformation1><pertinentPrescription><id root="${change['long'] ?? '7A0B1C2D-3E4F-4A5B-8C6D-7E8F90A1B2C3'}"/><id root="${SHORT_FORM}" extension="${change['short'] ?? 'A1B2C3-A99999-D4E5F6'}"/>` +
  `<author><signatureText><Signature><SignatureValue>${change['signature'] ?? 'c2lnbmVk'}</SignatureValue></Signature></signatureText></author>` +
  `<pertinentInformation2><pertinentLineItem><id root="${change['line'] ?? '1D2C3B4A-0000-4000-8000-000000000001'}"/><product><manufacturedProduct><manufacturedRequestedMaterial><code code="${change['product'] ?? '39720311000001101'}" displayName="${change['display'] ?? 'a product'}"/></manufacturedRequestedMaterial></manufacturedProduct></product>` +
  `<component><lineItemQuantity><quantity value="${change['quantity'] ?? '28'}" unit="1"/></lineItemQuantity></component><pertinentInformation2><pertinentDosageInstructions><value>${change['dosage'] ?? 'one at night'}</value></pertinentDosageInstructions></pertinentInformation2></pertinentLineItem></pertinentInformation2>` +
  `</pertinentPrescription></pertinentInformation1></ParentPrescription></component>`

interface Released extends Own {
  readonly payload: string
  readonly asks: string
}

const release = (own: Released, ...prescriptions: readonly string[]) =>
  xml(
    message(
      'PORX_IN070101UK31',
      own,
      `<subject><PrescriptionReleaseResponse><id root="${own.payload}"/><effectiveTime value="${own.at}"/>${prescriptions.join('')}` +
        `<inFulfillmentOf><priorDownloadRequestRef><id root="${own.asks}"/></priorDownloadRequestRef></inFulfillmentOf></PrescriptionReleaseResponse></subject>`,
    ),
  )

const [ONE, TWO] = ['11111111-0000-4000-8000-000000000001', '22222222-0000-4000-8000-000000000002']
const LEGACY_RELEASE: Released = { ...LEGACY, payload: ONE, asks: LEGACY.asked }
const CLOUD_RELEASE: Released = { ...CLOUD, payload: TWO, asks: CLOUD.asked }
const REQUEST = [{ control: LEGACY.asked, candidate: CLOUD.asked }]

const released = (change: Readonly<Record<string, string>>, own = CLOUD_RELEASE) =>
  held(
    'eps.release',
    [
      release(LEGACY_RELEASE, prescription(ONE), prescription(TWO)),
      release(own, prescription(ONE, change), prescription(TWO)),
    ],
    REQUEST,
  )

t.test('a release: what is made anew of it is explained, and which rule said so', async t => {
  const { verdict, hits } = released({})
  t.equal(verdict, 'equivalent')
  t.strictSame(Object.keys(hits).sort(), [
    'creation-time',
    'message-id',
    'release-id',
    'release-time',
  ])
})

t.test('a release: what was prescribed to whom is critical, whatever it is', async t => {
  const ROWS: readonly (readonly [change: Readonly<Record<string, string>>, end: string])[] = [
    [{ patient: '9990000026' }, 'value id/@extension'],
    [{ long: TWO }, 'value id/@root'],
    [{ short: 'A1B2C3-A99999-D4E5F7' }, 'value id/@extension'],
    [{ line: TWO }, 'value id/@root'],
    [{ product: '39720311000001102' }, 'value code/@code'],
    [{ quantity: '280' }, 'value quantity/@value'],
    [{ dosage: 'two at night' }, 'value value/text()'],
    [{ signature: 'c2lnbmVkPw==' }, 'value SignatureValue/text()'],
    // It repeats its code, and it is signed.
    [{ display: 'another' }, 'value code/@displayName'],
    // One and the same, in other letters than were signed.
    [{ line: '1d2c3b4a-0000-4000-8000-000000000001' }, 'value id/@root'],
    [{ quantity: '28.0' }, 'value quantity/@value'],
  ]
  for (const [change, end] of ROWS) {
    const comparison = released(change)
    t.strictSame(unexplained(comparison), [end], JSON.stringify(change))
    const found = comparison.differences.find(({ rule }) => rule === undefined)
    t.equal(found?.severity, 'critical', JSON.stringify(change))
  }
})

t.test('a release: a prescription less, and an answer to another request', async t => {
  const pair = [
    release(LEGACY_RELEASE, prescription(ONE), prescription(TWO)),
    release(CLOUD_RELEASE, prescription(TWO)),
  ] as const
  t.strictSame(unexplained(held('eps.release', pair, REQUEST)), [
    'missing PrescriptionReleaseResponse/component',
  ])
  t.strictSame(unexplained(released({}, { ...CLOUD_RELEASE, asks: ONE })), [
    'id-inconsistent id/@root',
  ])
})

const reason = (code: string, system: string): string =>
  `<reason><justifyingDetectedIssueEvent><code code="${code}" codeSystem="${system}"><qualifier code="ER"/></code></justifyingDetectedIssueEvent></reason>`

const refused = (type: string, ...reasons: readonly string[]) =>
  xml(message('MCCI_IN010000UK13', { ...LEGACY, type }, reasons.join('')))

const outcome = (code: string, status: number, severity = 'error') =>
  json(
    {
      resourceType: 'OperationOutcome',
      issue: [
        {
          severity,
          code: 'processing',
          details: {
            coding: [{ system: 'https://fhir.nhs.uk/CodeSystem/EPS-IssueCode', code }],
          },
        },
      ],
    },
    status,
  )

t.test('one number means two things, by the list it stands in', async t => {
  const means = [{ path: 'said', value: 'the same', type: 'text' }]
  const ROWS: readonly (readonly [string, string, string, boolean])[] = [
    ['0001', PRESCRIBE, 'PATIENT_DECEASED', true],
    ['0001', DISPENSE, 'PRESCRIPTION_CANCELLED', true],
    ['0001', PRESCRIBE, 'PRESCRIPTION_CANCELLED', false],
    ['0001', DISPENSE, 'PATIENT_DECEASED', false],
    ['0002', DISPENSE, 'PRESCRIPTION_EXPIRED', true],
    ['0002', PRESCRIBE, 'PRESCRIPTION_EXPIRED', false],
    ['0004', DISPENSE, 'PRESCRIPTION_WITH_ANOTHER_DISPENSER', true],
    ['0005', DISPENSE, 'PRESCRIPTION_DISPENSED', true],
    ['0005', PRESCRIBE, 'PRESCRIPTION_NOT_FOUND', true],
  ]
  for (const [code, system, issue, isSame] of ROWS) {
    for (const policy of ['eps.release', 'eps.acknowledgement']) {
      const control = { ...refused('AE', reason(code, system)), means }
      const candidate = { ...outcome(issue, 400), means }
      const { verdict } = held(policy, [control, candidate])
      t.equal(verdict, isSame ? 'identical' : 'different', `${policy} ${code} ${issue}`)
    }
  }
})

t.test('an acknowledgement: done, refused and not taken are three things', async t => {
  const ROWS: readonly (readonly [string, string])[] = [
    ['AA', 'AE'],
    ['AE', 'AR'],
    ['AR', 'AA'],
  ]
  for (const [one, other] of ROWS) {
    const { verdict, differences } = held('eps.acknowledgement', [refused(one), refused(other)])
    t.equal(verdict, 'different')
    t.match(differences[0], { path: 'outcome', severity: 'critical' })
  }
  const pair = [refused('AE', reason('0001', DISPENSE)), refused('AE', reason('0001', PRESCRIBE))]
  const [one, other] = pair
  if (one === undefined || other === undefined) return
  t.match(held('eps.acknowledgement', [one, other]).differences[0], { path: 'outcome/issue' })
})

/** A clinical view, as far as it has anything made anew or never to be ignored. */
const view = (own: Own, change: Readonly<Record<string, string>> = {}) =>
  xml(
    message(
      'PORX_IN000006UK98',
      own,
      `<subject><PrescriptionJsonQueryResponse><id root="${own.id}"/><effectiveTime value="${own.at}"/><epsRecord><releaseRequestMsgRef>${own.at}_${own.id}</releaseRequestMsgRef>` +
        `<prescriptionStatus>${change['status'] ?? '0006'}</prescriptionStatus>` +
        ['2', '3']
          .map(
            number =>
              `<filteredHistory><SCN>${change['first'] ?? ''}${number}</SCN><internalId>${own.at}_${number}</internalId><timestamp>${change['time'] ?? '20261122115900'}</timestamp><toStatus>000${change[number] ?? number}</toStatus></filteredHistory>`,
          )
          .join('') +
        `<prescriptionID>A1B2C3-A99999-D4E5F6</prescriptionID><patientNhsNumber>${change['patient'] ?? '9990000018'}</patientNhsNumber>` +
        `<parentPrescription><productLineItem1>a product</productLineItem1><quantityLineItem1>${change['quantity'] ?? '28'}</quantityLineItem1><dosageLineItem1>${change['dosage'] ?? 'one at night'}</dosageLineItem1></parentPrescription>` +
        `</epsRecord></PrescriptionJsonQueryResponse></subject>`,
    ),
  )

t.test('a clinical view: Spine’s own keys and numbers say nothing, its history does', async t => {
  const same = held(
    'eps.clinical-view',
    [view(LEGACY), view(CLOUD, { first: '1', time: '202611221159' })],
    REQUEST,
  )
  t.strictSame(unexplained(same), [])
  t.equal(same.verdict, 'equivalent')
  t.match(same.hits, { 'document-keys': 3, 'history-numbers': 2, 'cut-times': 2 })
  const ROWS: readonly (readonly [Readonly<Record<string, string>>, readonly string[]])[] = [
    [{ status: '0001' }, ['value prescriptionStatus/text()']],
    [{ patient: '9990000026' }, ['value patientNhsNumber/text()']],
    [{ quantity: '' }, ['missing quantityLineItem1/text()']],
    [{ dosage: 'two at night' }, ['value dosageLineItem1/text()']],
    [{ 2: '3', 3: '2' }, ['order epsRecord/filteredHistory']],
    [{ time: '20261122115901' }, ['value timestamp/text()', 'value timestamp/text()']],
  ]
  for (const [change, expected] of ROWS) {
    const comparison = held('eps.clinical-view', [view(LEGACY), view(CLOUD, change)], REQUEST)
    t.strictSame(unexplained(comparison), expected, JSON.stringify(change))
  }
})

t.test('a search: prescriptions stand in any order and are known by their ids', async t => {
  const found = (messageID: string, ...statuses: readonly string[]) =>
    json({
      Response: {
        prescriptions: statuses.map(status => {
          const [id = '', own = ''] = status.split(':')
          return {
            prescriptionID: `A1B2C3-A99999-00000${id}`,
            messageID: `${messageID}${id}`,
            patientID: '9990000018',
            issueDetail: [{ prescriptionStatus: own }],
          }
        }),
      },
    })
  const hold = (...statuses: readonly string[]) =>
    unexplained(held('eps.search', [found('a', '1:0001', '2:0002'), found('b', ...statuses)]))
  t.strictSame(hold('2:0002', '1:0001'), [])
  t.strictSame(hold('2:0002', '1:0003'), ['value issueDetail/prescriptionStatus'])
  t.strictSame(hold('2:0002'), ['missing Response/prescriptions'])
})
