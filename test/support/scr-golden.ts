/** What PSIS, the access control in front of it and their façade say, written by hand; nobody in it was ever born. */

export const SCR_NUMBER = '9990000018'
export const OTHER_SCR_NUMBER = '9990000026'
export const SUMMARY_ID = 'E9E8A879-B585-4A2B-9724-478BA4A97AA5'
export const EARLIER_ID = 'BF4180FD-C403-4EF7-A4AB-E07303AF5477'
export const MESSAGE_ID = 'F1D2C3B4-0000-4000-8000-000000000003'

const V3 = '2.16.840.1.113883.2.1.3.2.4'
const PSIS = 'urn:npfit:psisqr'
const CRS = 'http://national.carerecords.nhs.uk/schema/crs/'

const parameter = (name: string, value: string, text = name): string =>
  `<${name}>${value}<semanticsText>${text}</semanticsText></${name}>`

/** A query for a patient's summaries: what stands in it, and what else. */
export const listQuery = (
  { override = '0', number = SCR_NUMBER, more = '' } = {},
  interaction = 'QUPC_IN180000UK04',
): string =>
  `<${interaction} xmlns="urn:hl7-org:v3"><id root="${MESSAGE_ID}"/><ControlActEvent><query>` +
  parameter('dissentOverride', `<value code="${override}" codeSystem="${V3}.17.60"/>`) +
  parameter('nHSNumber', `<value root="2.16.840.1.113883.2.1.4.1" extension="${number}"/>`) +
  `${more}</query></ControlActEvent></${interaction}>`

/** Two summaries, the newer one first, and who may store and view them. */
export interface Listed {
  readonly number?: string
  readonly ids?: readonly string[]
  readonly view?: string | undefined
  readonly store?: string
  readonly status?: string
}

const eventOf = (id: string, status: string): string =>
  `<q:event><q:eventID root="${id}"/><q:payloadID root="${V3}.12" extension="REPC_MT150007UK05"/>` +
  `<q:persistenceDate value="20261105070316"/><q:eventStatus codeSystem="${V3}.17.59" code="${status}" displayName="Normal"/>` +
  `<q:eventType codeSystem="${V3}.15" code="196981000000101" displayName="General Practice Summary"/>` +
  `<q:author><author typeCode="AUT"><time value="20261105070000"/></author></q:author></q:event>`

const assertion = (number: string, code: string, permission: string): string =>
  `<accessControlAssertion><permission>${permission}</permission><resource><type>SCR</type><Id>${number}</Id></resource>` +
  `<function><context>Consent</context><code>${code}</code></function>` +
  `<accessor><type>Everyone</type><accessorId><name>Everyone</name></accessorId></accessor></accessControlAssertion>`

const message = (interaction: string, type: string, content: string): string =>
  `<${interaction} xmlns="urn:hl7-org:v3"><id root="${EARLIER_ID}"/><interactionId root="${V3}.12" extension="${interaction}"/>` +
  `<acknowledgement typeCode="${type}"><messageRef><id root="${MESSAGE_ID}"/></messageRef></acknowledgement>` +
  `<ControlActEvent>${content}</ControlActEvent></${interaction}>`

/** What PSIS lists, as its own prefix says it or another. */
export function listReply(listed: Listed = {}, interaction = 'QUPC_IN200000UK04'): string {
  const {
    number = SCR_NUMBER,
    ids = [SUMMARY_ID, EARLIER_ID],
    status = '1',
    store = 'Yes',
  } = listed
  const view = 'view' in listed ? listed.view : 'Yes'
  const permissions =
    assertion(number, 'Store', store) + (view === undefined ? '' : assertion(number, 'View', view))
  return message(
    interaction,
    'AA',
    `<subject><q:queryResponseEventList xmlns:q="${PSIS}"><q:recordTarget><q:patient>` +
      `<q:id root="2.16.840.1.113883.2.1.4.1" extension="${number}"/></q:patient></q:recordTarget>` +
      `${ids.map(id => eventOf(id, status)).join('')}<permissions>` +
      `<resourceContext root="2.16.840.1.113883.2.1.4.1" extension="${number}"/>${permissions}</permissions>` +
      `</q:queryResponseEventList></subject>`,
  )
}

/** A reason of PSIS's: its code, what it says, and how grave it is. */
export type PsisReason = readonly [code: string, says: string, qualifier?: string]

/** What is answered where nothing is listed, or nothing was set. */
export const refusal = (
  reasons: readonly PsisReason[],
  interaction = 'QUQI_IN010000UK14',
): string =>
  message(
    interaction,
    'AE',
    reasons
      .map(
        ([code, says, qualifier = 'ER']) =>
          `<reason typeCode="RSON"><justifyingDetectedIssueEvent><code code="${code}" codeSystem="${V3}.17.33" displayName="${says}"><qualifier code="${qualifier}"/></code></justifyingDetectedIssueEvent></reason>`,
      )
      .join(''),
  )

/** What says that it was done. */
export const acknowledged = (type = 'AA'): string => message('MCCI_IN010000UK13', type, '')

/** The same as the façade tells it: the reasons as a text. */
export const toldOn = (reasons: readonly PsisReason[], code = 'value'): Buffer =>
  outcome(reasons.map(([own, says]) => `Code: ${own}, Display: ${says}`).join(';'), code)

/** An outcome of the façade that says something in words. */
export const outcome = (text: string, code = 'value'): Buffer =>
  Buffer.from(
    JSON.stringify({
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'error', code, details: { text } }],
    }),
  )

const SNOMED = {
  system: 'http://snomed.info/sct',
  code: '196981000000101',
  display: ' General Practice Summary',
}

/** What the façade lists: the newest summary, with ids it makes up. */
export function listBundle({
  number = SCR_NUMBER,
  id = SUMMARY_ID,
  view = 'Yes',
  system = 'https://fhir.nhs.uk/CodeSystem/SCR-ACSPermission',
  status = 'current',
} = {}): Buffer {
  const [own, patient] = [
    '6d334ca8-0000-4000-8000-000000000001',
    '9b9a16ed-0000-4000-8000-000000000002',
  ]
  const base = 'https://scr.example.test/summary-care-record/FHIR/R4'
  const reference = {
    ...{ resourceType: 'DocumentReference', id: own, status, type: { coding: [SNOMED] } },
    masterIdentifier: { system: 'https://fhir.nhs.uk/Id/nhsSCRUUID', value: id },
    subject: { reference: `Patient/${patient}` },
    securityLabel: [{ coding: [{ system, code: view }] }],
    content: [{ attachment: { url: `${base}/Bundle?composition.identifier=${id}` } }],
    context: { event: [{ coding: [SNOMED] }] },
  }
  const who = [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: number }]
  const entry = [
    { fullUrl: `${base}/DocumentReference/${own}`, resource: reference, search: { mode: 'match' } },
    { fullUrl: patient, resource: { resourceType: 'Patient', id: patient, identifier: who } },
  ]
  return Buffer.from(JSON.stringify({ resourceType: 'Bundle', type: 'searchset', total: 1, entry }))
}

/** A search of the façade that finds nothing. */
export const NONE_LISTED = Buffer.from('{"resourceType":"Bundle","type":"searchset","total":0}')

/** A permission as it is set, and what else is said of it. */
export interface SetPermission {
  readonly number?: string
  readonly record?: string
  readonly permission?: string
  readonly code?: string
  readonly more?: string
  readonly userData?: string
}

const setAssertion = ({
  record,
  permission,
  code,
  userData,
}: Required<Omit<SetPermission, 'number' | 'more'>>): string =>
  `<c:accessControlAssertion><c:permission>${permission}</c:permission><c:userData>${userData}</c:userData>` +
  `<c:resource><c:type>SCR</c:type><c:Id>${record}</c:Id></c:resource>` +
  `<c:function><c:context>Consent</c:context><c:code>${code}</c:code></c:function>` +
  `<c:accessor><c:type>Everyone</c:type><c:accessorId><c:name>Everyone</c:name></c:accessorId></c:accessor></c:accessControlAssertion>`

/** A message that sets what a patient lets be viewed. */
export function permissionMessage(set: SetPermission = {}): string {
  const { number = SCR_NUMBER, permission = 'Yes', code = 'View', more = '', userData = '' } = set
  const { record = number } = set
  return (
    `<SET_RESOURCE_PERMISSIONS_INUK01 xmlns="urn:hl7-org:v3" xmlns:c="${CRS}" type="Message"><id root="${MESSAGE_ID}"/>` +
    `<ControlActEvent><c:setResourcePermissionsRequest xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="${CRS} ..\\schema\\setResourcePermissionsRequest_0_4.xsd"><c:permissions>` +
    `<c:resourceContext root="2.16.840.1.113883.2.1.4.1" extension="${number}"/>` +
    `${setAssertion({ record, permission, code, userData })}${more}</c:permissions></c:setResourcePermissionsRequest>` +
    `</ControlActEvent></SET_RESOURCE_PERMISSIONS_INUK01>`
  )
}

/** Another assertion beside the one that is set. */
export const anotherAssertion = (code: string): string =>
  setAssertion({ record: SCR_NUMBER, permission: 'Yes', code, userData: '' })

/** What the façade is sent for a permission. */
export const permissionBody = (code: string): unknown => ({
  resourceType: 'Parameters',
  parameter: [
    {
      name: 'setPermissions',
      part: [
        { name: 'nhsNumber', valueString: SCR_NUMBER },
        {
          name: 'permissionCode',
          valueCoding: { system: 'https://fhir.nhs.uk/CodeSystem/SCR-ACSPermission', code },
        },
      ],
    },
  ],
})

const agent = (system: string, value: string, more: object = {}): object => ({
  who: { identifier: { system: `https://fhir.nhs.uk/Id/${system}`, value } },
  ...more,
  requestor: false,
})

/** An alert that somebody looked at a summary. */
export const alert = (): Record<string, unknown> => ({
  ...{ resourceType: 'AuditEvent', id: 'alert-1', recorded: '2026-11-13T00:00:00+00:00' },
  extension: [
    {
      url: 'https://fhir.nhs.uk/StructureDefinition/Extension-SCR-NotificationMessage',
      valueString: 'Alert: an invented record was looked at',
    },
  ],
  type: {
    ...{ system: 'https://fhir.nhs.uk/CodeSystem/SCR-AlertType', code: '1' },
    display: 'Create LR (Self Claimed)',
  },
  subtype: [
    {
      ...{ system: 'https://fhir.nhs.uk/CodeSystem/SCR-AlertReason', code: '1' },
      display: 'Access made in the public interest',
    },
  ],
  agent: [
    agent('nhs-number', SCR_NUMBER),
    agent('ods-organization-code', 'Y00001'),
    agent('sds-user-id', '990000000651', { role: [{ text: 'General Practitioner' }] }),
  ],
  source: {
    observer: {
      identifier: { system: 'https://fhir.nhs.uk/Id/nhsSpineASID', value: '200000000001' },
    },
  },
  entity: [{ what: { identifier: { value: SUMMARY_ID } } }],
})
