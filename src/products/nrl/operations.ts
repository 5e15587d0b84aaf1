import type { CallOperation, ParameterRow, PlainBody } from '../../mapping/index.ts'
import { NHS_NUMBER, ODS, ORGANISATION, PATIENT, SNOMED } from './names.ts'
import { CREATED, DELETED, UPDATED } from './outcomes.ts'

const PRODUCER = '/record-locator/producer/FHIR/R4/DocumentReference'
const CONSUMER = '/record-locator/consumer/FHIR/R4/DocumentReference'
const OWN = '{organisation}-{id}'

const READ = 'patient/DocumentReference.read'
const WRITE = 'patient/DocumentReference.write'

/** The pointer's number, at the end of the path or in the query. */
const ID: ParameterRow = { name: '', fact: 'id', type: 'id' }
const ID_ASKED: ParameterRow = { ...ID, name: '_id' }

const SUBJECT: ParameterRow = {
  name: 'subject',
  fact: 'nhsNumber',
  type: 'nhsNumber',
  after: PATIENT,
}

const SEARCHED: readonly ParameterRow[] = [
  SUBJECT,
  { name: 'custodian', fact: 'custodian', type: 'id', after: ORGANISATION },
  { name: 'type.coding', fact: 'typeCode', type: 'id', after: `${SNOMED}|` },
]

const SEARCH: NonNullable<CallOperation['asks']['search']> = [
  ['subject:identifier', `${NHS_NUMBER}|{nhsNumber}`],
  ['custodian:identifier', `${ODS}|{custodian}`],
  ['type', `${SNOMED}|{typeCode}`],
]

const BY_IDENTIFIER =
  'the cloud knows a pointer by its id alone, and to look it up first would be a second request'

const OPERATION = 'parameter*[name=operation]/part*'

/** The one change version 2.8 knows (HL7 FHIR, FHIRPath Patch): whatever else it says, legacy answers. */
const RETRACTED: PlainBody = {
  resource: 'Parameters',
  says: [
    [[`${OPERATION}[name=type]/valueCode`, `${OPERATION}[name=type]/valueString`], 'replace'],
    [`${OPERATION}[name=path]/valueString`, 'DocumentReference.status'],
    [
      [`${OPERATION}[name=value]/valueString`, `${OPERATION}[name=value]/valueCode`],
      'entered-in-error',
    ],
  ],
}

/** Whoever asks for a pointer of another's does not say whose, and under its own code the cloud has none. */
const NOT_PROVEN = {
  not_found: 'the cloud names a pointer by its custodian too, whom the call does not say',
} as const

const SAME = { id: 'id', custodian: 'organisation' } as const

const read = (interaction: string, parameter: ParameterRow): CallOperation => ({
  interaction,
  parameters: [parameter],
  scope: READ,
  asks: { method: 'GET', path: `${CONSUMER}/${OWN}` },
  agrees: SAME,
  becomes: { kind: 'one', in: parameter.name === '' ? 'resource' : 'searchset' },
  unproven: NOT_PROVEN,
})

/**
 * A pointer whose status says that it was an error is shown to nobody in version 2.8. The service of today has current
 * pointers alone and says itself that who changed a status to take a pointer away now deletes it
 * (NHSDigital/nrl-producer-api).
 */
const taken = (
  interaction: string,
  parameters: readonly ParameterRow[],
  more: Pick<CallOperation, 'becomes' | 'body' | 'refuses'>,
): CallOperation => ({
  interaction,
  parameters,
  scope: WRITE,
  asks: { method: 'DELETE', path: `${PRODUCER}/${OWN}` },
  agrees: {},
  ...more,
})

const DELETE = { becomes: { kind: 'done', says: DELETED } } as const
const RETRACT = { becomes: { kind: 'done', says: UPDATED }, body: RETRACTED } as const
const UNKNOWN = { refuses: { identifier: BY_IDENTIFIER } } as const

/** What version 2.8 is asked, and what the service of today is asked instead. */
export const OPERATIONS: readonly CallOperation[] = [
  {
    interaction: 'nrl-stu3-search',
    always: { _summary: 'count' },
    parameters: SEARCHED,
    scope: READ,
    asks: {
      method: 'GET',
      path: CONSUMER,
      search: [...SEARCH, ['_summary', 'count']],
    },
    agrees: {},
    becomes: { kind: 'count' },
  },
  {
    interaction: 'nrl-stu3-search',
    parameters: SEARCHED,
    scope: READ,
    asks: { method: 'GET', path: CONSUMER, search: SEARCH },
    agrees: { nhsNumber: 'nhsNumber', custodian: 'custodian', 'type/coding/code': 'typeCode' },
    becomes: { kind: 'all' },
  },
  read('nrl-stu3-read', ID),
  read('nrl-stu3-read-by-query', ID_ASKED),
  {
    interaction: 'nrl-stu3-create',
    parameters: [],
    scope: WRITE,
    body: 'resource',
    asks: { method: 'POST', path: PRODUCER },
    agrees: {},
    becomes: { kind: 'made', says: CREATED },
  },
  taken('nrl-stu3-update', [ID], RETRACT),
  taken('nrl-stu3-update-by-query', [ID_ASKED], RETRACT),
  taken('nrl-stu3-update-by-patient', [SUBJECT], { ...RETRACT, ...UNKNOWN }),
  taken('nrl-stu3-delete', [ID], DELETE),
  taken('nrl-stu3-delete-by-query', [ID_ASKED], DELETE),
  taken('nrl-stu3-delete-by-patient', [SUBJECT], { ...DELETE, ...UNKNOWN }),
]
