import t from 'tap'
import { PRESCRIPTION_DOCUMENT } from '../../src/products/eps/prescription.ts'
import { aboutMessage } from '../support/eps-pairs.ts'
import { BASE, type Parts, SAID } from '../support/prescription-golden-parts.ts'
import { goldenMessage, wrapped } from '../support/prescription-golden-hl7.ts'

const ABOUT = aboutMessage({
  interaction: 'PORX_IN020101UK31',
  id: SAID.messageId,
  creationTime: '',
  versionCode: '',
  fromAsid: '',
  toAsid: '',
})

/** What is said of a message in which one thing is another. */
function said(parts: Parts, from: string | RegExp, to: string): string {
  const text = goldenMessage(parts).toString()
  const changed = text.replace(from, to)
  if (changed === text) throw new Error(`nothing to change: ${String(from)}`)
  const asked = PRESCRIPTION_DOCUMENT.request(Buffer.from(changed), ABOUT)
  return asked.kind === 'declined' ? asked.code : 'accepted'
}

const REPEAT: Parts = {
  ...BASE,
  treatment: 'continuous-repeat-dispensing',
  validFrom: ['20260110000000', '2026-01-10'],
}
const INSTRUCTED: Parts = { ...BASE, instructions: true }

/** One thing that is another, what becomes of the message, and why. */
const CHANGED: readonly (readonly [
  why: string,
  parts: Parts,
  from: string | RegExp,
  to: string,
  code: string,
])[] = [
  ['an element nobody knows', BASE, '<addr use="H">', '<addr use="H"><city>X</city>', 'unread'],
  [
    'an attribute nobody knows',
    BASE,
    '<Patient classCode="PAT">',
    '<Patient classCode="PAT" x="1">',
    'unread',
  ],
  [
    'an attribute that is always another',
    BASE,
    'inversionInd="false"',
    'inversionInd="true"',
    'unread',
  ],
  ['a token that was issued', BASE, '<value value="false"/>', '<value value="true"/>', 'unread'],
  ['an id in lower case', BASE, SAID.prescriptionId.toUpperCase(), SAID.prescriptionId, 'value'],
  ['an NHS number whose check digit is wrong', BASE, SAID.nhsNumber, '9990010006', 'value'],
  ['a day there is not', BASE, '19700203', '19700231', 'value'],
  [
    'a time that is known to the minute',
    BASE,
    'time value="20260102030405"',
    'time value="202601020304"',
    'value',
  ],
  ['a quantity that is no number of JSON', BASE, /value="28"/g, 'value="028"', 'value'],
  [
    'a quantity with more digits than a number keeps',
    BASE,
    /value="28"/g,
    'value="1234567890123456"',
    'value',
  ],
  [
    'two quantities',
    BASE,
    'displayName="tablet" value="28"',
    'displayName="tablet" value="29"',
    'disagrees',
  ],
  [
    'a list of line items that names another',
    BASE,
    /(<actRef[^>]*><id root=")1A/,
    '$12A',
    'disagrees',
  ],
  [
    'a list of line items in another order',
    BASE,
    new RegExp(
      '(<component typeCode="COMP"><actRef.*?</component>)(<component typeCode="COMP"><actRef.*?</component>)',
    ),
    '$2$1',
    'disagrees',
  ],
  [
    'a wrapper with another id',
    BASE,
    `<id root="${SAID.messageId.toUpperCase()}"/><creationTime`,
    '<id root="3F0B9A1F-7C11-4B44-9B7B-B3D6C1E05F0B"/><creationTime',
    'disagrees',
  ],
  [
    'a wrapper from another system',
    BASE,
    /(<AgentSystemSDS.*?extension=")200000000001/,
    '$1200000000009',
    'disagrees',
  ],
  [
    'an interaction that is another',
    BASE,
    'extension="PORX_IN020101UK31"',
    'extension="PORX_IN020101UK32"',
    'value',
  ],
  [
    'no line item',
    BASE,
    /<pertinentInformation2 contextConductionInd.*<\/pertinentInformation2>(?=<pertinentInformation8)/,
    '',
    'missing',
  ],
  [
    'a name in another order',
    BASE,
    '<given>Cleo</given><given>Dora</given><family>Testperson</family>',
    '<family>Testperson</family><given>Cleo</given><given>Dora</given>',
    'unfaithful',
  ],
  [
    'a number of a register with a letter before it',
    BASE,
    /extension="4123456"/g,
    'extension="C4123456"',
    'unfaithful',
  ],
  [
    'a line left blank',
    BASE,
    '<streetAddressLine>2 Nowhere Lane',
    '<streetAddressLine/><streetAddressLine>2 Nowhere Lane',
    'unfaithful',
  ],
  [
    'an organisation without its licence',
    BASE,
    /<healthCareProviderLicense.*?<\/healthCareProviderLicense>/g,
    '',
    'unfaithful',
  ],
  ['a message without its signature', BASE, SAID.signature, '', 'missing'],
  [
    'a signature that is not applicable',
    BASE,
    `<signatureText>${SAID.signature}</signatureText>`,
    '<signatureText nullFlavor="NA"/>',
    'missing',
  ],
  [
    'a second issue',
    { ...BASE, treatment: 'continuous' },
    /<low value="1"\/>/g,
    '<low value="2"/>',
    'value',
  ],
  [
    'a continuous prescription of six issues',
    { ...BASE, treatment: 'continuous' },
    /<high value="1"\/>/g,
    '<high value="6"/>',
    'value',
  ],
  [
    'line items of another number of issues',
    REPEAT,
    /<high value="6"\/>(?=<\/repeatNumber><product)/,
    '<high value="5"/>',
    'disagrees',
  ],
  [
    'an acute prescription with issues',
    REPEAT,
    '<value code="0003"',
    '<value code="0001"',
    'unread',
  ],
  [
    'a supply from another day',
    REPEAT,
    '<low value="20260110"/>',
    '<low value="20260111"/>',
    'unfaithful',
  ],
  [
    'instructions in another order',
    INSTRUCTED,
    /(&lt;medication&gt;.*?&lt;\/medication&gt;)(&lt;patientInfo&gt;.*?&lt;\/patientInfo&gt;)/,
    '$2$1',
    'unfaithful',
  ],
  ['a prefix', BASE, /<(\/?)recordTarget/g, '<$1hl7:recordTarget', 'shape'],
]

t.test('a message that does not come back as it was goes to legacy', async t => {
  t.equal(said(BASE, 'value="19700203"', 'value="19700204"'), 'accepted', 'another birthday')
  for (const [why, parts, from, to, code] of CHANGED) t.equal(said(parts, from, to), code, why)
})

t.test('what is not this mapping’s is declined', async t => {
  const message = goldenMessage(BASE)
  const other = { ...ABOUT, interaction: 'PORX_IN030101UK32' }
  t.match(PRESCRIPTION_DOCUMENT.request(message, other), { kind: 'declined', code: 'interaction' })
  const sm = { ...ABOUT, interaction: 'PORX_IN020101SM31' }
  t.match(PRESCRIPTION_DOCUMENT.request(message, sm), { kind: 'declined', code: 'interaction' })
  const ids = { ...ABOUT, payloadId: 'B3D6C1E0-5F0A-4B44-9B7B-3F0B9A1F7C11' }
  t.match(PRESCRIPTION_DOCUMENT.request(message, ids), { kind: 'declined', code: 'ids' })
  const empty = Buffer.from(wrapped(''))
  t.match(PRESCRIPTION_DOCUMENT.request(empty, ABOUT), { kind: 'declined', code: 'shape' })
  for (const bytes of ['', '<a', '{}', '<a/>']) {
    t.match(PRESCRIPTION_DOCUMENT.request(Buffer.from(bytes), ABOUT), { kind: 'declined' }, bytes)
  }
})

t.test('a message is asked of the cloud in the same bytes whenever it is sent', async t => {
  const [first, again] = [1, 2].map(() => PRESCRIPTION_DOCUMENT.request(goldenMessage(BASE), ABOUT))
  if (first?.kind !== 'accepted' || again?.kind !== 'accepted') throw new Error('declined')
  t.ok(first.value.body.equals(again.value.body))
  const { method, path, headers, subject, requestId } = first.value
  t.strictSame(
    { method, path, subject, requestId },
    {
      method: 'POST',
      path: '/$process-message',
      subject: {
        kind: 'entity',
        keys: {
          nhsNumber: SAID.nhsNumber,
          prescriptionId: SAID.shortId,
          prescriptionLongId: SAID.prescriptionId,
        },
      },
      requestId: SAID.messageId,
    },
  )
  t.strictSame(headers.slice(4), [
    'X-Request-ID',
    SAID.messageId,
    'X-Correlation-ID',
    ABOUT.messageId.toLowerCase(),
  ])
  const used = Object.values(first.value.loss.source.used).reduce((sum, each) => sum + each, 0)
  t.ok(used > 80, `${used} leaves are used`)
  t.strictSame(first.value.loss.source.dropped, {})
})
