import t from 'tap'
import { CANCELLATION_DOCUMENT } from '../../src/products/eps/cancellation-document.ts'
import {
  CANCELLED,
  CANCELS,
  cancellationBundle,
  cancellationMessage,
} from '../support/cancellation-golden.ts'
import { aboutMessage } from '../support/eps-pairs.ts'
import { SAID } from '../support/prescription-golden-parts.ts'

const ABOUT = aboutMessage({
  interaction: CANCELS,
  id: SAID.messageId,
  creationTime: '',
  versionCode: '',
  fromAsid: '',
  toAsid: '',
})

const changed = (text: Buffer, from: string | RegExp, to: string): Buffer => {
  const other = text.toString().replace(from, to)
  if (other === text.toString()) throw new Error(`nothing to change: ${String(from)}`)
  return Buffer.from(other)
}

const REASON =
  /<pertinentInformation contextConductionInd.*<\/pertinentInformation>(?=<pertinentInformation3)/

/** One thing of a message that is another, what becomes of it, and why. */
const CHANGED: readonly (readonly [
  why: string,
  from: string | RegExp,
  to: string,
  code: string,
])[] = [
  ['a second reason', REASON, '$&$&', 'several'],
  ['no reason', REASON, '', 'missing'],
  ['a second line item', /<pertinentInformation1 .*<\/pertinentInformation1>/, '$&$&', 'several'],
  ['no line item', /<pertinentInformation1 .*<\/pertinentInformation1>/, '', 'missing'],
  ['no prescription', /<pertinentInformation3 .*<\/pertinentInformation3>/, '', 'missing'],
  [
    'a prescription known by its long id alone',
    /<value extension="[^"]*" root="[^"]*18\.8"\/>/,
    `<value root="${SAID.prescriptionId.toUpperCase()}"/>`,
    'missing',
  ],
  ['a line item in lower case', SAID.lines[0].toUpperCase(), SAID.lines[0], 'value'],
  ['an NHS number whose check digit is wrong', SAID.nhsNumber, '9990010006', 'value'],
  [
    'who cancels by the number of a register',
    /1\.2\.826\.0\.1285\.0\.2\.0\.65" extension="900000000001"\/><name>/,
    '1.2.826.0.1285.0.2.1.54" extension="4123456"/><name>',
    'missing',
  ],
  [
    'nobody who is responsible',
    /<responsibleParty typeCode="RESP"><A.*?<\/responsibleParty>(?=<pert)/,
    '',
    'unfaithful',
  ],
  [
    'a licence',
    '</addr></representedOrganization>',
    '</addr><healthCareProviderLicense classCode="PROV"><Organization><name>X</name></Organization></healthCareProviderLicense></representedOrganization>',
    'unread',
  ],
  ['an element nobody knows', '<patientPerson ', '<x/><patientPerson ', 'unfaithful'],
  [
    'an attribute nobody knows',
    '<Patient classCode="PAT">',
    '<Patient classCode="PAT" x="1">',
    'unread',
  ],
  ['an attribute that is always another', 'negationInd="false"', 'negationInd="true"', 'unread'],
  [
    'a time there is not',
    '<effectiveTime value="20260102030406"/>',
    '<effectiveTime value="20260231030406"/>',
    'value',
  ],
  [
    'a reason of another list',
    'codeSystem="2.16.840.1.113883.2.1.3.2.4.16.27"',
    'codeSystem="2.16.840.1.113883.2.1.3.2.4.16.28"',
    'unread',
  ],
  [
    'a name in another order',
    '<given>Cleo</given><given>Dora</given><family>Testperson</family>',
    '<family>Testperson</family><given>Cleo</given><given>Dora</given>',
    'unfaithful',
  ],
]

t.test('a cancellation that does not come back as it was goes to legacy', async t => {
  const asked = (message: Buffer): string => {
    const came = CANCELLATION_DOCUMENT.request(message, ABOUT)
    return came.kind === 'declined' ? came.code : 'accepted'
  }
  const message = cancellationMessage(CANCELLED)
  t.equal(asked(changed(message, 'value="19700203"', 'value="19700204"')), 'accepted')
  t.equal(asked(changed(message, 'code="0001" codeSystem', 'code="0009" codeSystem')), 'accepted')
  for (const [why, from, to, code] of CHANGED) t.equal(asked(changed(message, from, to)), code, why)
})

/** One thing of a Bundle that is another: it is no cancellation we know how to say. */
const OTHER: readonly (readonly [why: string, from: string | RegExp, to: string, code: string])[] =
  [
    ['an order', 'prescription-order-update', 'prescription-order', 'value'],
    ['no event', '"code":"prescription-order-update"', '"code2":"x"', 'missing'],
    ['a replacement', '"code":"cancel"', '"code":"replace"', 'value'],
    ['a line item that is not cancelled', '"status":"cancelled"', '"status":"active"', 'value'],
    ['no reason', /,?"statusReason":\{.*?\]\}/, '', 'missing'],
    ['who cancels by no user’s number', 'sds-user-id', 'sds-other-id', 'missing'],
    ['no name of the patient', '"name":[{"use":"usual"', '"names":[{"use":"usual"', 'missing'],
  ]

t.test('a Bundle that is no cancellation of one line item is not read as one', async t => {
  const bundle = cancellationBundle(CANCELLED)
  const read = (text: Buffer): string => {
    const told = CANCELLATION_DOCUMENT.readCloud(text)
    return told.kind === 'declined' ? told.code : 'told'
  }
  t.equal(read(bundle), 'told')
  for (const [why, from, to, code] of OTHER) t.equal(read(changed(bundle, from, to)), code, why)
  const line =
    /\{"fullUrl":"urn:uuid:[^"]*8","resource":\{"resourceType":"MedicationRequest".*?\}\},(?=\{"fullUrl")/
  const two = changed(bundle, line, '$&$&')
    .toString()
    .replace(/0008","resource"/, '0009","resource"')
  t.equal(read(Buffer.from(two)), 'several', 'two line items')
})

t.test('what is not this mapping’s is declined', async t => {
  const message = cancellationMessage(CANCELLED)
  for (const interaction of ['PORX_IN020101SM31', 'PORX_IN030101UK32']) {
    const other = { ...ABOUT, interaction }
    t.match(CANCELLATION_DOCUMENT.request(message, other), { code: 'interaction' }, interaction)
  }
  const ids = { ...ABOUT, payloadId: 'B3D6C1E0-5F0A-4B44-9B7B-3F0B9A1F7C11' }
  t.match(CANCELLATION_DOCUMENT.request(message, ids), { kind: 'declined', code: 'ids' })
  for (const bytes of ['', '<a', '{}', '<a/>']) {
    t.match(CANCELLATION_DOCUMENT.request(Buffer.from(bytes), ABOUT), { kind: 'declined' }, bytes)
  }
})
