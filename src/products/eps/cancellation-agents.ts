import { readOnly, type Row } from '../../mapping/index.ts'
import { ACTS_FOR, CALLED, PLACES, ROLE } from './prescription-agents.ts'
import { lossy, NHS, NOT_IN_HL7, OWN_ID, telecoms, UK } from './prescription-demographics.ts'
import { USER } from './cancellation-shape.ts'
import { PROFESSIONAL } from './prescription-shape.ts'

const PRACTITIONER = 'practitioner/Practitioner'
const USER_ID = `${NHS}/Id/sds-user-id`

/** Who cancels is a user of Spine's, whatever register they are in. */
const WHO: Row = {
  fact: 'userId',
  type: 'token',
  hl7: `agentPerson/id[@root=${USER}]/@extension`,
  fhir: [
    `${PRACTITIONER}/identifier*[system=${USER_ID}]/value`,
    readOnly(`practitioner/identifier[system=${USER_ID}]/value`),
  ],
}

const TELECOMS = telecoms({ hl7: 'telecom*', fhir: ['telecom*', `${PRACTITIONER}/telecom*`] })

const BESIDE: readonly Row[] = [
  ...lossy(
    'who cancels is said by one number',
    `${PRACTITIONER}/identifier*`,
    'practitioner/display',
    'identifier*',
  ),
  ...lossy('a cancellation names no licence', 'organization/Organization/partOf'),
  ...lossy(NOT_IN_HL7, 'active', `${PRACTITIONER}/active`),
  ...lossy(OWN_ID, `${PRACTITIONER}/id`, `${PRACTITIONER}/meta`, 'meta'),
]

/** Who may be named or not: an organisation alone can be responsible. */
export const RESPONSIBLE: readonly Row[] = [
  ...ROLE,
  TELECOMS,
  WHO,
  ...CALLED,
  ACTS_FOR,
  ...PLACES,
  ...BESIDE,
]

/** Who cancels: a user, by name and role. */
export const CANCELLER: readonly Row[] = [
  ...ROLE,
  TELECOMS,
  { ...WHO, required: true },
  ...CALLED,
  ACTS_FOR,
  ...PLACES,
  ...BESIDE,
]

/** The registers a number may be of; HL7v3 does not say of which. */
const REGISTERS = [
  'gmc-number',
  'gphc-number',
  'nmc-number',
  'gmp-number',
  'hcpc-number',
  'professional-code',
]

const REGISTRATION: Row = {
  fact: 'registration',
  type: 'registration',
  hl7: `agentPerson/id[@root=${PROFESSIONAL}]/@extension`,
  fhir: REGISTERS.map(name => `${PRACTITIONER}/identifier*[system=${UK}/Id/${name}]/value`),
}

/** Somebody as an answer names them: by the number of whichever list it has. */
export const ANSWERED: readonly Row[] = [
  ...ROLE,
  TELECOMS,
  WHO,
  REGISTRATION,
  ...CALLED,
  ACTS_FOR,
  ...PLACES,
  ...BESIDE,
]
