import { AT } from './prescription-golden-fhir.ts'
import {
  at,
  type Entries,
  NHS,
  ods,
  type OtherBundle,
  over,
  reference,
  type Resource,
  UK,
} from './prescription-golden-laid.ts'
import { NAMED_ONLY, NAMED_ORGANISATIONS } from './prescription-golden-named.ts'
import { BASE, type Parts, SAID } from './prescription-golden-parts.ts'

const SNOMED = 'http://snomed.info/sct'

const coded = (display: string): Resource => ({ coding: [{ display }] })
const period = { start: '2020-01-01' }

const CHATTY_LINE = {
  id: 'a-line',
  meta: { lastUpdated: '2026-01-02T03:04:05Z' },
  authoredOn: '2026-01-02',
  category: [coded('Somewhere')],
  courseOfTherapyType: coded('Some course'),
  extension: [
    { valueCodeableConcept: coded('Some endorsement') },
    {},
    { valueCoding: { display: 'Some type' } },
  ],
  dispenseRequest: {
    extension: [{ valueCoding: { display: 'Some site' } }],
    performer: { display: 'Some pharmacy' },
    validityPeriod: { end: '2026-07-10T23:59:59Z' },
    numberOfRepeatsAllowed: 0,
    expectedSupplyDuration: {
      value: 28,
      unit: 'days',
      system: 'http://unitsofmeasure.org',
      code: 'd',
    },
  },
  dosageInstruction: [
    {
      timing: { code: { text: 'x' } },
      route: { text: 'x' },
      method: { text: 'x' },
      site: { text: 'x' },
      doseAndRate: [{ doseQuantity: { value: 1 } }],
      additionalInstruction: [{ text: 'x' }],
      asNeededBoolean: false,
      maxDosePerPeriod: { numerator: { value: 1 } },
      maxDosePerAdministration: { value: 1 },
      maxDosePerLifetime: { value: 1 },
    },
  ],
}

const CHATTY = {
  [AT.header]: {
    id: 'a-header',
    eventCoding: { display: 'Some event' },
    sender: { display: 'Somebody', reference: 'urn:uuid:nobody' },
    source: { name: 'Some system' },
    destination: [{ endpoint: 'https://example.org', receiver: { identifier: ods('F0001') } }],
  },
  [AT.patient]: {
    id: 'a-patient',
    meta: { versionId: '2' },
    address: [{ id: 'a', type: 'both', period, country: 'GB' }],
    telecom: [{ id: 'b', rank: 1, period }],
    name: [{ id: 'c', text: 'Ms Cleo Dora Testperson', period }],
    generalPractitioner: [{ type: 'Organization', display: 'Some practice' }],
  },
  [AT.role]: {
    id: 'a-role',
    code: [
      {
        coding: [
          { display: 'Some role' },
          { system: `${UK}/CodeSystem/UKCore-SDSJobRoleName`, code: 'R8000' },
        ],
      },
    ],
    practitioner: { display: 'Some person' },
    organization: { display: 'Some surgery' },
  },
  [AT.person]: {
    id: 'a-person',
    identifier: [{}, { system: `${NHS}/Id/sds-user-id`, value: '900000000001' }],
    name: [{ use: 'official' }],
  },
  [AT.organisation]: {
    id: 'a-surgery',
    active: true,
    identifier: [{ use: 'usual' }],
    type: [{ coding: [{ code: '76' }] }],
  },
  [AT.lines[0]]: CHATTY_LINE,
  [AT.lines[1]]: { dispenseRequest: CHATTY_LINE.dispenseRequest },
  [AT.provenance]: {
    id: 'a-provenance',
    recorded: '2026-01-02T09:00:00Z',
    target: [{ reference: 'urn:uuid:nowhere' }],
    agent: [{ who: reference(AT.patient) }],
  },
}

const UNUSED: Entries = [
  [at('01'), { resourceType: 'HealthcareService', id: 'unused', active: true }],
  [at('02'), { resourceType: 'Location', id: 'unused', status: 'active' }],
]

const TOLD: Parts = { ...BASE, instructions: true }

const CHATTY_COMMUNICATION = {
  [AT.lines[0]]: {
    extension: [{ extension: [{}, { url: 'schedule', valueCoding: { code: 'CD2' } }] }],
  },
  [AT.told]: {
    id: 'told',
    status: 'active',
    recipient: [{ type: 'Patient' }],
    requester: { type: 'Organization' },
    payload: [{ contentReference: { display: 'Some list' } }],
  },
  [AT.list]: { id: 'a-list', code: { text: 'Some list' }, subject: reference(AT.patient) },
}

const MEDICATION: Entries = [
  [
    at('03'),
    {
      resourceType: 'Medication',
      code: {
        coding: [{ system: SNOMED, code: '39113611000001102', display: 'Madeupine 5mg tablets' }],
      },
    },
  ],
]

const REFERENCED = { medicationCodeableConcept: null, medicationReference: reference(at('03')) }

const BOARD: Entries = [
  [at('04'), { resourceType: 'Organization', identifier: [ods('Y99')], name: 'MADE UP BOARD' }],
]

const LICENSED_BY_RESOURCE = {
  [AT.organisation]: { partOf: { identifier: null, display: null, ...reference(at('04')) } },
}

const SERVICE: Entries = [
  [
    at('05'),
    {
      resourceType: 'HealthcareService',
      id: 'a-service',
      active: true,
      identifier: [ods('Y00001')],
      name: 'MADE UP SURGERY',
      telecom: [{ system: 'phone', use: 'work', value: '01632 960002' }],
      location: [reference(at('06'))],
      providedBy: { identifier: ods('Y99') },
    },
  ],
  [
    at('06'),
    {
      resourceType: 'Location',
      id: 'a-place',
      status: 'active',
      mode: 'instance',
      name: 'Somewhere',
      identifier: [{ value: '1' }],
      address: { use: 'work', line: ['1 Nowhere Lane'], city: 'Madeupton', postalCode: 'ZZ99 3WZ' },
    },
  ],
]

const BY_SERVICE = {
  [AT.role]: { healthcareService: [reference(at('05'))] },
  [AT.organisation]: { identifier: [ods('Y98')], name: 'ANOTHER' },
}

/** Everything that is not the first place of its kind, by a title. */
export const OTHER_BUNDLES: ReadonlyMap<string, OtherBundle> = new Map([
  ...NAMED_ONLY,
  ...NAMED_ORGANISATIONS,
  [
    'everything HL7v3 has no place for',
    over(BASE, CHATTY, UNUSED, {
      more: {
        id: SAID.messageId,
        meta: { lastUpdated: '2026-01-02T03:04:05Z' },
        timestamp: '2026-01-02T03:04:05Z',
      },
    }),
  ],
  ['a communication with all about it', over(TOLD, CHATTY_COMMUNICATION)],
  ['an official name', over(BASE, { [AT.patient]: { name: [{ use: 'official' }] } })],
  [
    'a medicine that is a resource',
    over(BASE, { [AT.lines[0]]: REFERENCED, [AT.lines[1]]: REFERENCED }, MEDICATION),
  ],
  [
    'a job role of the other code system',
    over(BASE, {
      [AT.role]: { code: [{ coding: [{ system: `${UK}/CodeSystem/UKCore-SDSJobRoleName` }] }] },
    }),
  ],
  ['a licence that is a resource', over(BASE, LICENSED_BY_RESOURCE, BOARD)],
  ['a service', over(BASE, BY_SERVICE, SERVICE)],
  [
    'an address in its parts',
    over(BASE, {
      [AT.patient]: { address: [{ line: null, city: '2 Nowhere Lane', state: 'Madeupton' }] },
      [AT.organisation]: {
        address: [{ line: null, district: '1 Nowhere Lane', state: 'Madeupton' }],
      },
    }),
  ],
  [
    'a telephone of the person',
    over(BASE, {
      [AT.role]: { telecom: null },
      [AT.person]: { telecom: [{ system: 'phone', use: 'work', value: '01632960001' }] },
    }),
  ],
  [
    'a dosage in two texts',
    over(BASE, {
      [AT.lines[1]]: { dosageInstruction: [{ text: 'Two', sequence: 1 }] },
      [AT.lines[0]]: { dosageInstruction: [{ sequence: 1 }] },
    }),
  ],
  [
    'acute and continuous',
    over(BASE, {
      [AT.lines[1]]: {
        courseOfTherapyType: { coding: [{ code: 'continuous' }] },
        intent: 'original-order',
      },
    }),
  ],
  [
    'a number with its letter',
    over(BASE, { [AT.person]: { identifier: [{ value: 'C4123456' }] } }),
  ],
])
