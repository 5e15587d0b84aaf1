import type { CodeRow, Row } from '../../mapping/index.ts'
import { NHS_NUMBER } from '../oids.ts'
import {
  addresses,
  lossy,
  names,
  NHS,
  NOT_IN_HL7,
  ODS_CODE,
  OWN_ID,
  telecoms,
} from './prescription-demographics.ts'
import { ODS } from './prescription-shape.ts'

const PROVIDER =
  'patientPerson/playedProviderPatient/subjectOf/patientCareProvision/responsibleParty/healthCareProvider'

/** NHS Data Dictionary, PERSON GENDER; FHIR R4 AdministrativeGender. */
const GENDERS: readonly CodeRow[] = [
  ['male', '1', 'male'],
  ['female', '2', 'female'],
  ['other', '9', 'other'],
  ['unknown', '0', 'unknown'],
]

/** Whom a prescription is for. */
export const PATIENT: readonly Row[] = [
  {
    fact: 'nhsNumber',
    type: 'nhsNumber',
    hl7: `id[@root=${NHS_NUMBER}]/@extension`,
    fhir: `identifier*[system=${NHS}/Id/nhs-number]/value`,
    required: true,
  },
  addresses({ hl7: 'addr*', fhir: ['address*'] }),
  telecoms({ hl7: 'telecom*', fhir: ['telecom*'] }),
  names({ hl7: 'patientPerson/name*', fhir: 'name*' }),
  {
    fact: 'gender',
    type: 'code',
    codes: GENDERS,
    hl7: 'patientPerson/administrativeGenderCode/@code',
    fhir: 'gender',
    required: true,
  },
  {
    fact: 'birthDate',
    type: 'day',
    hl7: 'patientPerson/birthTime/@value',
    fhir: 'birthDate',
    required: true,
  },
  {
    fact: 'practice',
    type: 'token',
    hl7: `${PROVIDER}/id[@root=${ODS}]/@extension`,
    fhir: `generalPractitioner*/identifier[system=${ODS_CODE}]/value`,
  },
  {
    fact: 'practiceUnknown',
    type: 'code',
    codes: [['unknown', 'UNK', undefined]],
    hl7: `${PROVIDER}/id/@nullFlavor`,
    by: 'practice',
  },
  ...lossy(OWN_ID, 'id', 'meta', 'address*/id', 'name*/id', 'telecom*/id'),
  ...lossy(NOT_IN_HL7, 'generalPractitioner*/type', 'generalPractitioner*/display'),
]
