import { answerOf, type Answered, DONE, responseEntries } from './cancellation-answers.ts'
import { AT, CANCELLED } from './cancellation-golden.ts'
import { AS_PRESCRIBED, CHATTY, laid, PRESCRIBED_EXTENSIONS } from './cancellation-golden-others.ts'
import {
  at,
  type Entries,
  NHS,
  ods,
  reference,
  type Resource,
  UK,
} from './prescription-golden-laid.ts'

/** An answer of somebody else's making, and the one it is all the same. */
export interface OtherAnswer {
  readonly bundle: Buffer
  readonly answered: Answered
  /** What it says otherwise: this number instead of that one. */
  readonly but?: readonly [from: string, to: string]
}

const DM = `${NHS}/StructureDefinition/Extension-DM`
const DISPENSED: Answered = { ...DONE, code: '0004', status: 'completed', isDispensing: true }
const OTHER: Answered = { ...DONE, of: { ...CANCELLED, by: 'other' } }

const over = (
  answered: Answered,
  changes: Readonly<Record<string, unknown>>,
  beside: Entries = [],
  more: Resource = {},
): OtherAnswer => ({
  answered,
  bundle: answerOf([...laid(responseEntries(answered), changes), ...beside], more),
})

const HEADER = {
  id: 'a-header',
  meta: { versionId: '1' },
  extension: [{ url: 'x', valueIdentifier: { value: 'y' } }],
  eventCoding: { display: 'Some event' },
  reason: { coding: [{ code: 'cancel' }] },
  destination: [{ endpoint: 'https://example.org', receiver: { identifier: ods('Y00001') } }],
  sender: { identifier: ods('X26'), display: 'Somebody' },
  source: { name: 'Some system', endpoint: 'https://example.org' },
}

const UNUSED: Entries = [
  [at('04'), { resourceType: 'HealthcareService', id: 'unused' }],
  [at('05'), { resourceType: 'Location', id: 'unused' }],
  [at('06'), { resourceType: 'Medication', code: { text: 'Madeupine' } }],
]

const PROFESSIONAL = `${UK}/Id/professional-code`

const SERVICE: Entries = [
  [
    at('07'),
    {
      resourceType: 'HealthcareService',
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

const named: Resource = {
  reference: null,
  type: 'Organization',
  identifier: ods('Y00001'),
  display: 'MADE UP SURGERY',
}

const PLACE: Entries = [
  [
    at('09'),
    {
      resourceType: 'Location',
      address: {
        use: 'work',
        type: 'both',
        period: { start: '2020-01-01' },
        country: 'GB',
        line: ['1 Nowhere Lane', 'Madeupton'],
        postalCode: 'ZZ99 3WZ',
      },
    },
  ],
]

/** Each is one of the golden answers, said in another way. */
export const OTHER_ANSWERS: ReadonlyMap<string, OtherAnswer> = new Map([
  [
    'the whole request again',
    over(
      DONE,
      {
        ...CHATTY,
        [AT.header]: HEADER,
        [AT.line]: {
          ...AS_PRESCRIBED,
          extension: [{}, { valueReference: { display: 'x' } }, ...PRESCRIBED_EXTENSIONS],
          statusReason: { coding: [{ code: '0001', display: 'Some reason' }] },
        },
      },
      UNUSED,
      { id: 'a-bundle', meta: { versionId: '1' } },
    ),
  ],
  [
    'a medicine that is a resource',
    over(
      DONE,
      {
        [AT.line]: {
          medicationCodeableConcept: null,
          medicationReference: { ...reference(at('06')), display: 'Madeupine' },
        },
      },
      UNUSED,
    ),
  ],
  [
    'its history by another name',
    { answered: DONE, bundle: answerOf(responseEntries(DONE, 'PrescriptionTaskStatusReason')) },
  ],
  ['no time of its own', over(DONE, {}, [], { timestamp: undefined })],
  [
    'no time of its own, and its history by another name',
    {
      answered: DONE,
      bundle: answerOf(responseEntries(DONE, 'PrescriptionTaskStatusReason'), {
        timestamp: undefined,
      }),
    },
  ],
  [
    'nobody named as who asked',
    over(DONE, {
      [AT.line]: {
        extension: [
          {},
          { url: `${DM}-PrescriptionType`, valueReference: null, valueCoding: { code: '0101' } },
        ],
      },
    }),
  ],
  ['no long id', over(DONE, { [AT.line]: { groupIdentifier: { extension: null } } })],
  [
    'another request it says it answers',
    over(DONE, {
      [AT.header]: { response: { identifier: '5f0a4b44-0000-4f0b-9a1f-7c11b3d6c1e0' } },
    }),
  ],
  [
    'users in the list of any register',
    over(OTHER, {
      [AT.person]: { identifier: [{ system: PROFESSIONAL }] },
      [AT.otherPerson]: { identifier: [{ system: PROFESSIONAL }] },
    }),
  ],
  [
    'somebody as they are displayed',
    over(OTHER, { [AT.otherRole]: { practitioner: { display: 'Somebody, displayed' } } }),
  ],
  [
    'a user who is in a register',
    over(DONE, { [AT.person]: { identifier: [{}, { system: PROFESSIONAL, value: '4123456' }] } }),
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
    'a job role of the other code system',
    over(DONE, {
      [AT.role]: { code: [{ coding: [{ system: `${UK}/CodeSystem/UKCore-SDSJobRoleName` }] }] },
    }),
  ],
  [
    'a service',
    over(
      DONE,
      {
        [AT.role]: { healthcareService: [reference(at('07'))] },
        [AT.organisation]: { identifier: [ods('Y98')], name: 'ANOTHER' },
      },
      SERVICE,
    ),
  ],
  [
    'a service that is only named',
    {
      ...over(
        DONE,
        {
          [AT.role]: {
            healthcareService: [named],
            organization: null,
            location: [reference(at('09'))],
          },
          [AT.organisation]: null,
        },
        PLACE,
      ),
      // An organisation that is only named has the telephone of who acts for it.
      but: ['01632960002', '01632960001'],
    },
  ],
  [
    'a telephone of the person',
    over(DONE, {
      [AT.role]: { telecom: null },
      [AT.person]: { telecom: [{ system: 'phone', use: 'work', value: '01632960001' }] },
    }),
  ],
  [
    'an address in its parts',
    over(DISPENSED, {
      [AT.patient]: { address: [{ line: null, city: '2 Nowhere Lane', state: 'Madeupton' }] },
      [AT.organisation]: {
        address: [{ line: null, district: '1 Nowhere Lane', state: 'Madeupton' }],
      },
    }),
  ],
])
