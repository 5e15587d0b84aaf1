import { AT, CANCELLED, cancellationEntries, type Cancelled } from './cancellation-golden.ts'
import { bundleOf } from './prescription-golden-fhir.ts'
import {
  at,
  type Entries,
  laidOver,
  NHS,
  ods,
  reference,
  type Resource,
  UK,
} from './prescription-golden-laid.ts'

const DM = `${NHS}/StructureDefinition/Extension-DM`
const period = { start: '2020-01-01' }
const coded = (display: string): Resource => ({ coding: [{ display }] })

/** Entries with something laid over some of them. */
export const laid = (entries: Entries, changes: Readonly<Record<string, unknown>>): Entries =>
  entries
    .filter(([id]) => changes[id] !== null)
    .map(([id, resource]) => [id, laidOver(resource, changes[id] ?? {}) as Resource] as const) // a resource, laid over

const over = (
  of: Cancelled,
  changes: Readonly<Record<string, unknown>>,
  beside: Entries = [],
  more: Resource = {},
): Buffer => bundleOf([...laid(cancellationEntries(of), changes), ...beside], more)

/** What was prescribed, as a medication request says it. */
export const AS_PRESCRIBED: Resource = {
  id: 'a-line',
  meta: { lastUpdated: '2026-01-02T03:04:05Z' },
  authoredOn: '2026-01-02',
  category: [coded('Somewhere')],
  courseOfTherapyType: coded('Some course'),
  dosageInstruction: [{ text: 'One', route: { text: 'x' } }],
  substitution: { allowedBoolean: false },
  note: [{ text: 'A note' }],
  dispenseRequest: {
    quantity: { value: 28 },
    performer: { identifier: ods('F0001'), display: 'Some pharmacy' },
  },
  medicationCodeableConcept: {
    coding: [
      {
        system: 'http://snomed.info/sct',
        code: '39113611000001102',
        display: 'Madeupine 5mg tablets',
      },
    ],
    text: 'Madeupine',
  },
  intent: 'original-order',
}

/** Extensions that say what was prescribed. */
export const PRESCRIBED_EXTENSIONS: readonly Resource[] = [
  { url: `${DM}-PrescriptionType`, valueCoding: { code: '0101' } },
  { url: `${DM}-PrescriptionEndorsement`, valueCodeableConcept: coded('Some endorsement') },
  { url: `${DM}-ControlledDrug`, extension: [{ url: 'schedule', valueCoding: { code: 'CD2' } }] },
  {
    url: `${UK}/StructureDefinition/Extension-UKCore-MedicationRepeatInformation`,
    extension: [{ url: 'numberOfPrescriptionsIssued', valueUnsignedInt: 1 }],
  },
]

const CHATTY_PATIENT = {
  id: 'a-patient',
  meta: { versionId: '2' },
  address: [{ id: 'a', type: 'both', period, country: 'GB' }],
  telecom: [{ id: 'b', rank: 1, period }],
  name: [{ id: 'c', text: 'Ms Cleo Dora Testperson', period, use: 'official' }],
  generalPractitioner: [{ type: 'Organization', display: 'Some practice' }],
}

const CHATTY_ROLE = {
  id: 'a-role',
  meta: { versionId: '1' },
  active: true,
  identifier: [{}, { system: `${UK}/Id/nhsbsa-spurious-code`, value: '612345' }],
  code: [
    {
      coding: [
        { display: 'Some role' },
        { system: `${UK}/CodeSystem/UKCore-SDSJobRoleName`, code: 'R8000' },
      ],
    },
  ],
  telecom: [{ rank: 1, period }],
  practitioner: { display: 'Some person' },
  organization: { display: 'Some surgery', type: 'Organization' },
}

const CHATTY_PERSON = {
  id: 'a-person',
  meta: { versionId: '1' },
  active: true,
  identifier: [{}, { system: `${UK}/Id/gmc-number`, value: '4123456' }],
  name: [{ use: 'official' }],
}

const CHATTY_ORGANISATION = {
  id: 'a-surgery',
  active: true,
  type: [{ coding: [{ code: '76' }] }],
  telecom: [{ rank: 1, period }],
  address: [{ type: 'both', period, country: 'GB' }],
  partOf: { identifier: ods('Y99'), display: 'MADE UP BOARD' },
}

/** Everything about who is who that HL7v3 has no place for. */
export const CHATTY: Readonly<Record<string, unknown>> = {
  [AT.patient]: CHATTY_PATIENT,
  [AT.role]: CHATTY_ROLE,
  [AT.person]: CHATTY_PERSON,
  [AT.organisation]: CHATTY_ORGANISATION,
}

const CHATTY_HEADER = {
  id: 'a-header',
  eventCoding: { display: 'Some event' },
  reason: { coding: [{ display: 'Cancel' }] },
  sender: { display: 'Somebody', reference: 'urn:uuid:nobody' },
  source: { name: 'Some system' },
  destination: [{ endpoint: 'https://example.org', receiver: { identifier: ods('F0001') } }],
}

/** Resources a prescription brought along. */
const BROUGHT: Entries = [
  [at('01'), { resourceType: 'Provenance', recorded: '2026-01-02T03:04:05Z' }],
  [at('02'), { resourceType: 'CommunicationRequest', status: 'unknown' }],
  [at('03'), { resourceType: 'List', status: 'current' }],
  [at('04'), { resourceType: 'HealthcareService', id: 'unused' }],
  [at('05'), { resourceType: 'Location', id: 'unused' }],
  [at('06'), { resourceType: 'Medication', code: { text: 'Madeupine' } }],
]

const SERVICE: Entries = [
  [
    at('07'),
    {
      resourceType: 'HealthcareService',
      id: 'a-service',
      identifier: [ods('Y00001')],
      name: 'MADE UP SURGERY',
      telecom: [{ system: 'phone', use: 'work', value: '01632 960002' }],
      location: [reference(at('08'))],
    },
  ],
  [
    at('08'),
    {
      resourceType: 'Location',
      address: { use: 'work', line: ['1 Nowhere Lane'], city: 'Madeupton', postalCode: 'ZZ99 3WZ' },
    },
  ],
]

const PLACE: Entries = [
  [
    at('09'),
    {
      resourceType: 'Location',
      address: {
        use: 'work',
        type: 'both',
        period,
        country: 'GB',
        line: ['1 Nowhere Lane', 'Madeupton'],
        postalCode: 'ZZ99 3WZ',
      },
    },
  ],
]

const named = (code: string, display: string): Resource => ({
  reference: null,
  type: 'Organization',
  identifier: ods(code),
  display,
})

const OTHER: Cancelled = { ...CANCELLED, by: 'other' }

/** Bundles of somebody else's making that are cancellations all the same, by a title. */
export const OTHER_CANCELLATIONS: ReadonlyMap<string, Buffer> = new Map([
  [
    'everything HL7v3 has no place for',
    over(
      CANCELLED,
      {
        ...CHATTY,
        [AT.header]: CHATTY_HEADER,
        [AT.line]: { ...AS_PRESCRIBED, extension: PRESCRIBED_EXTENSIONS },
      },
      BROUGHT,
      { id: 'a-bundle', meta: { versionId: '1' }, timestamp: '2026-01-02T03:04:05Z' },
    ),
  ],
  [
    'a medicine that is a resource, and who prescribed it as they are displayed',
    over(
      OTHER,
      {
        [AT.line]: {
          medicationCodeableConcept: null,
          medicationReference: reference(at('06')),
          extension: [{ valueReference: { display: 'Somebody Else' } }],
        },
      },
      BROUGHT,
    ),
  ],
  [
    'a job role of the other code system',
    over(CANCELLED, {
      [AT.role]: { code: [{ coding: [{ system: `${UK}/CodeSystem/UKCore-SDSJobRoleName` }] }] },
    }),
  ],
  [
    'a service',
    over(
      CANCELLED,
      {
        [AT.role]: { healthcareService: [reference(at('07'))] },
        [AT.organisation]: { identifier: [ods('Y98')], name: 'ANOTHER' },
      },
      SERVICE,
    ),
  ],
  [
    'an organisation that is only named',
    over(
      CANCELLED,
      {
        [AT.role]: {
          organization: named('Y00001', 'MADE UP SURGERY'),
          location: [reference(at('09'))],
        },
        [AT.organisation]: null,
      },
      PLACE,
    ),
  ],
  [
    'a service that is only named',
    over(CANCELLED, {
      [AT.role]: {
        healthcareService: [named('Y00001', 'MADE UP SURGERY')],
        organization: null,
      },
      [AT.organisation]: null,
    }),
  ],
  [
    'somebody who is only named',
    over(OTHER, {
      [AT.otherRole]: {
        practitioner: {
          reference: null,
          identifier: { system: `${NHS}/Id/sds-user-id`, value: '900000000002' },
          display: 'Somebody Else',
        },
      },
      [AT.otherPerson]: null,
    }),
  ],
  [
    'an address in its parts',
    over(CANCELLED, {
      [AT.patient]: { address: [{ line: null, city: '2 Nowhere Lane', state: 'Madeupton' }] },
      [AT.organisation]: {
        address: [{ line: null, district: '1 Nowhere Lane', state: 'Madeupton' }],
      },
    }),
  ],
  [
    'a telephone of the person',
    over(CANCELLED, {
      [AT.role]: { telecom: null },
      [AT.person]: { telecom: [{ system: 'phone', use: 'work', value: '01632960001' }] },
    }),
  ],
])
