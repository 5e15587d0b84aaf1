/** What can hurt somebody is critical by every policy, and no rule can be written that makes less of it. */
import t from 'tap'
import {
  type Answered,
  createCompare,
  definePolicy,
  NEVER_IGNORED,
  type Policy,
  type ProtectedPath,
  type Rule,
} from '../../src/comparison/index.ts'
import { POLICIES, policyFor } from '../../src/products/index.ts'
import { answerAt } from './at-path.ts'

const compare = createCompare({ key: Buffer.alloc(32, 5), now: () => Date.parse('2026-11-22') })
const ALL: readonly Policy[] = [policyFor(undefined), ...POLICIES]

/** What may lead to a field: it stands in a message, in an envelope, in a bundle, or alone. */
const XML_FRAMES = [
  ['Root', 'subject'],
  ['Envelope', 'Body', 'reply', 'MESSAGE_IN000001UK01', 'ControlActEvent', 'subject'],
]
const JSON_FRAMES = [['subject'], ['entry', 'resource']]

/** The answers in which a field has a value, one for each place it may stand at. */
function answersWith({ path }: ProtectedPath, value: string): readonly Answered[] {
  if (!path.startsWith('**')) return [answerAt(path, value)]
  const own = path.replace(/^\*\*\//, '')
  const frames = /(?:^|\/)(?:@[\w:]+|text\(\))$/.test(own) ? XML_FRAMES : JSON_FRAMES
  return frames.map(frame => answerAt([...frame, own].join('/'), value))
}

const valuesOf = ({ isNumber }: ProtectedPath): readonly [string, string] =>
  isNumber === true ? ['Patient/9990000018', 'Patient/9990000026'] : ['28', '281']

for (const policy of ALL) {
  t.test(`${policy.name}: a change of what is never ignored is critical`, async t => {
    const fields = [...NEVER_IGNORED, ...policy.protects]
    let [places, critical] = [0, 0]
    for (const field of fields) {
      const [own, other] = valuesOf(field)
      const candidates = answersWith(field, other)
      for (const [i, control] of answersWith(field, own).entries()) {
        const candidate = candidates[i] ?? control
        const { verdict, differences } = compare({ control, candidate }, policy)
        places += 1
        const isTold = differences.some(
          ({ severity, rule }) => severity === 'critical' && rule === undefined,
        )
        if (verdict === 'different' && isTold) critical += 1
        else t.fail(`${field.what} at ${field.path}`)
      }
    }
    t.comment(`${critical} of ${places} places of ${fields.length} fields`)
    t.equal(critical, places)
    t.ok(places > 100)
  })
}

const LINE = '**/pertinentLineItem'
const OUTCOME = ['code', 'details/coding/code', 'details/coding/system'].map(
  path => `**/OperationOutcome/issue/${path}`,
)
const REASON = ['@code', '@codeSystem'].map(
  attribute => `**/reason/justifyingDetectedIssueEvent/code/${attribute}`,
)
const REJECTED = ['@code', '@codeSystem'].map(
  attribute => `**/acknowledgement/acknowledgementDetail/code/${attribute}`,
)
const HL7_OUTCOME = [...REASON, ...REJECTED, '**/acknowledgement/@typeCode']

const MESH_LINES = [
  ...['mex-from', 'mex-to', 'mex-workflowid', 'mex-chunk-range', 'mex-total-chunks'],
  ...['mex-statuscode', 'mex-statussuccess', 'mex-messagetype', 'mex-content-checksum'],
]
  .map(line => `http/${line}`)
  .concat('body')

/**
 * Typed by hand, from what the messages of a product hold: NHS number, prescription ids, product, quantity, dosage,
 * status, permission, codes of errors with their lists, and whatever else of it says who gets what.
 */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  'eps.release': [
    ...['id/@root', 'id/@extension'].map(id => `**/pertinentPrescription/${id}`),
    ...['**/recordTarget/Patient/id/@extension', '**/component/ParentPrescription/id/@root'],
    `${LINE}/product/manufacturedProduct/manufacturedRequestedMaterial/code/@code`,
    ...['@value', '@unit', 'translation/@value', 'translation/@code'].map(
      path => `${LINE}/component/lineItemQuantity/quantity/${path}`,
    ),
    `${LINE}/pertinentInformation2/pertinentDosageInstructions/value/text()`,
    `${LINE}/pertinentInformation1/pertinentAdditionalInstructions/value/text()`,
    `${LINE}/pertinentInformation4/pertinentItemStatus/value/@code`,
    ...['@code', '@codeSystem'].map(path => `**/pertinentRejectionReason/value/${path}`),
    ...['medicationCodeableConcept/coding/code', 'dosageInstruction/text', 'status'].map(
      path => `**/MedicationRequest/${path}`,
    ),
    ...['groupIdentifier/value', 'dispenseRequest/quantity/value'].map(
      path => `**/MedicationRequest/${path}`,
    ),
    ...[...HL7_OUTCOME, ...OUTCOME],
  ],
  'eps.clinical-view': [
    ...['patientNhsNumber', 'prescriptionID', 'prescriptionStatus', 'dispenseNotificationID'],
    ...['productLineItem1', 'quantityLineItem2', 'dosageLineItem3', 'statusLineItem4'],
    ...['narrativeLineItem1', 'componentsLineItem1', 'instanceStatus', 'fromStatus', 'toStatus'],
  ]
    .map(name => `**/${name}/text()`)
    .concat(HL7_OUTCOME, OUTCOME),
  'eps.search': [
    ...['patientID', 'prescriptionID', 'issueDetail/prescriptionStatus', 'statusCode'].map(
      path => `**/${path}`,
    ),
    ...[...HL7_OUTCOME, ...OUTCOME],
  ],
  'eps.acknowledgement': [
    ...['@code'].map(
      path => `**/CancellationResponse/pertinentInformation3/pertinentResponse/value/${path}`,
    ),
    ...[...HL7_OUTCOME, ...OUTCOME],
  ],
  'scr.list': [
    ...['**/eventID/@root', '**/accessControlAssertion/permission/text()'],
    ...['**/eventStatus/@code', '**/masterIdentifier/value', '**/securityLabel/coding/code'],
    '**/accessControlAssertion/function/code/text()',
    ...[...HL7_OUTCOME, ...OUTCOME],
  ],
  'scr.summary': [
    ...['**/eventID/@root', '**/eventStatus/@code', '**/statusCode/@code'],
    ...[
      '**/hl7Data/GPSummary/id/@root',
      '**/Composition/identifier/value',
      '**/Composition/status',
    ],
    ...['**/GPSummary/replacementOf/priorMessageRef/id/@root'],
    ...['relatesTo/targetIdentifier/value', 'section/code/coding/code'].map(
      path => `**/Composition/${path}`,
    ),
    ...[...HL7_OUTCOME, ...OUTCOME],
  ],
  ...Object.fromEntries(
    ['scr.upload', 'scr.permission', 'scr.alert'].map(name => [
      name,
      [
        ...['permission/text()', 'function/code/text()', 'resource/Id/text()'].map(
          path => `**/accessControlAssertion/${path}`,
        ),
        ...['**/resourceContext/@extension', '**/GPSummary/id/@root'],
        ...[...HL7_OUTCOME, ...OUTCOME],
      ],
    ]),
  ),
  'nrl.pointers': [
    ...['status', 'type/coding/code', 'custodian/reference', 'custodian/identifier/value'],
    ...['author/reference', 'content/attachment/url', 'content/format/code', 'relatesTo/code'],
    ...['relatesTo/target/identifier/value', 'context/related/identifier/value'],
  ]
    .flatMap(path => [`**/DocumentReference/${path}`, `**/DocumentReference/${path}/@value`])
    .concat(['Bundle/total', 'Bundle/total/@value'], OUTCOME),
  'mesh.messages': [
    ...MESH_LINES,
    ...['recipient', 'sender', 'status', 'status_code', 'statusCode', 'checksum', 'fileSize'],
    ...['results/address', 'results/mailbox_id', 'errorCode', 'detail/code'],
  ],
  'mesh.contents': [...MESH_LINES, 'errorCode', 'detail/code'],
  'ssp.records': [
    ...['**/Patient/identifier/value', '**/Slot/status', '**/Appointment/status'],
    ...['**/MedicationRequest/status', '**/MedicationStatement/status'],
    ...['**/dosageInstruction/text', '**/Medication/code/coding/code', '**/quantity/value'],
    ...OUTCOME,
  ],
}

for (const [name, paths] of Object.entries(FIELDS)) {
  t.test(`${name}: what its messages hold of it is critical`, async t => {
    const policy = ALL.find(each => each.name === name)
    if (policy === undefined) throw new Error(`there is no policy ${name}`)
    for (const path of paths) {
      const field = { what: 'a field', path }
      const others = answersWith(field, '281')
      for (const [i, control] of answersWith(field, '28').entries()) {
        const { differences } = compare({ control, candidate: others[i] ?? control }, policy)
        const first = differences.find(({ severity }) => severity === 'critical')
        t.match(first, { severity: 'critical', rule: undefined }, path)
      }
    }
  })
}

/** Ways to make less of a difference. */
const lenient = (path: string): readonly Rule[] => {
  const shared = { id: 'lenient', path, why: 'a test that must fail' }
  return [
    { ...shared, does: 'ignore' },
    { ...shared, does: 'id' },
    { ...shared, does: 'timestamp' },
    { ...shared, does: 'cosmetic' },
    { ...shared, does: 'empty-is-absent' },
    { ...shared, does: 'optional' },
    { ...shared, does: 'codes', same: [['28', '281']] },
  ]
}

t.test('no rule can be written for it, of whatever sort', async t => {
  let written = 0
  const refused = (policy: Policy, { path, isNumber }: ProtectedPath): void => {
    for (const rule of lenient(path)) {
      // Where it is no NHS number it is an id that a service makes anew.
      if (isNumber === true && rule.does === 'id') continue
      written += 1
      t.throws(
        () => definePolicy({ ...policy, rules: [...policy.rules, rule] }),
        /never to be ignored/,
        `${policy.name}: ${rule.does} ${path}`,
      )
    }
  }
  for (const field of NEVER_IGNORED) refused(policyFor(undefined), field)
  for (const policy of ALL) for (const field of policy.protects) refused(policy, field)
  t.comment(`${written} rules refused`)
  t.ok(written > 1_000)
})
