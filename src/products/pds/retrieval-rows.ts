import type { CodeRow, MergedRow, Row } from '../../mapping/index.ts'
import { NHS_NUMBER } from '../oids.ts'
import { LISTS } from './retrieval-lists.ts'
import { CLOUD_ONLY, LEGACY_ONLY } from './retrieval-losses.ts'
import {
  coded,
  core,
  DEATH,
  extended,
  METHOD,
  NHS,
  PERSON,
  REMOVED,
  ROLE,
  UKCORE,
} from './retrieval-paths.ts'

const SPOKEN = core('NHSCommunication')
const CONTACT = core('ContactPreference')
const BIRTHPLACE = 'http://hl7.org/fhir/StructureDefinition/patient-birthPlace'
const REMOVAL = `${NHS}/StructureDefinition/Extension-PDS-RemovalFromRegistration`

const BIRTH_ADDRESS = `${PERSON}/COCT_MT000208UK01.BirthPlace/addr`
const MIM6_HAS_NONE = 'the UK03 reply has no place for it'

/** NHS Data Dictionary, PERSON GENDER CODE. */
export const GENDERS: readonly CodeRow[] = [
  ['male', '1', 'male'],
  ['female', '2', 'female'],
  ['unknown', '0', 'unknown'],
  ['other', '9', 'other'],
]

/** NHS MIM 6.3.01, InformationSensitivity. */
export const SENSITIVITIES: readonly CodeRow[] = [
  ['unrestricted', undefined, 'U'],
  ['restricted', 'S', 'R'],
]

const STOP_NOTED: MergedRow = [
  'restricted',
  'Y',
  'a stop noted restricts as sensitive does, and FHIR has one code for both',
]

const DEATHS: readonly CodeRow[] = [
  ['informal', '1', '1'],
  ['formal', '2', '2'],
]

const INTERPRETERS: readonly CodeRow[] = [
  ['needed', '1', 'true'],
  ['notNeeded', '0', 'false'],
]

/** NHS MIM 6.3.01, PreferredContactMethod; UK Core took its codes over. */
const METHODS: readonly CodeRow[] = [
  ['letter', '1', '1'],
  ['visit', '2', '2'],
  ['telephone', '3', '3'],
  ['email', '4', '4'],
  ['textphone', '5', '5'],
  ['proxy', '6', '6'],
  ['signLanguage', '7', '7'],
  ['noTelephone', '8', '8'],
]

const FORMATS: readonly CodeRow[] = [
  ['largePrint', '11', '11'],
  ['braille', '12', '12'],
  ['audio', '13', '13'],
]

const IDENTITY: readonly Row[] = [
  {
    fact: 'nhsNumber',
    type: 'nhsNumber',
    hl7: `${ROLE}/id[@root=${NHS_NUMBER}]/@extension`,
    fhir: 'id',
    required: true,
  },
  { same: 'nhsNumber', fhir: `identifier*[system=${NHS}/Id/nhs-number]/value` },
  {
    fact: 'serialChangeNumber',
    type: 'integer',
    hl7: 'pertinentInformation/pertinentSerialChangeNumber/value/@value',
    fhir: 'meta/versionId',
    required: true,
  },
  {
    fact: 'confidentiality',
    type: 'code',
    codes: SENSITIVITIES,
    merged: [STOP_NOTED],
    hl7: `${ROLE}/confidentialityCode/@code`,
    fhir: 'meta/security*[system=http://terminology.hl7.org/CodeSystem/v3-Confidentiality]/code',
    required: true,
  },
]

const LIFE: readonly Row[] = [
  {
    fact: 'gender',
    type: 'code',
    codes: GENDERS,
    hl7: {
      mim6: `${PERSON}/administrativeGenderCode/@code`,
      mim7: `${PERSON}/COCT_MT000209UK01.PartAdminGenderCode/partPerson/administrativeGenderCode/@code`,
    },
    fhir: 'gender',
  },
  {
    fact: 'birthDate',
    type: 'date',
    hl7: {
      mim6: `${PERSON}/birthTime/@value`,
      mim7: `${PERSON}/COCT_MT000210UK01.PartBirthTime/partPerson/birthTime/@value`,
    },
    fhir: 'birthDate',
  },
  {
    fact: 'birthOrder',
    type: 'integer',
    json: 'number',
    hl7: `${PERSON}/multipleBirthOrderNumber/@value`,
    fhir: 'multipleBirthInteger',
  },
  {
    fact: 'birthCity',
    type: 'text',
    hl7: { mim7: `${BIRTH_ADDRESS}/city/text()` },
    fhir: extended(BIRTHPLACE, 'valueAddress/city'),
    lossy: MIM6_HAS_NONE,
  },
  {
    fact: 'birthCounty',
    type: 'text',
    hl7: { mim7: `${BIRTH_ADDRESS}/county/text()` },
    fhir: extended(BIRTHPLACE, 'valueAddress/district'),
    lossy: MIM6_HAS_NONE,
  },
  {
    fact: 'birthCountry',
    type: 'token',
    hl7: { mim7: [`${BIRTH_ADDRESS}/country/code/@code`, `${BIRTH_ADDRESS}/country/text()`] },
    fhir: extended(BIRTHPLACE, 'valueAddress/country'),
    lossy: MIM6_HAS_NONE,
  },
  {
    fact: 'deceased',
    type: 'dateTime',
    hl7: {
      mim6: `${PERSON}/deceasedTime/@value`,
      mim7: `${PERSON}/COCT_MT000211UK01.PartDeceasedTime/partPerson/deceasedTime/@value`,
    },
    fhir: 'deceasedDateTime',
  },
  {
    fact: 'deathStatus',
    type: 'code',
    codes: DEATHS,
    hl7: `${ROLE}/subjectOf2/deathNotification/value/@code`,
    fhir: extended(
      DEATH,
      extended(
        'deathNotificationStatus',
        coded(`${UKCORE}/CodeSystem/UKCore-DeathNotificationStatus`),
      ),
    ),
  },
]

const WISHES: readonly Row[] = [
  {
    fact: 'language',
    type: 'token',
    hl7: `${PERSON}/languageCommunication/languageCode/@code`,
    fhir: extended(
      SPOKEN,
      extended('language', coded(`${UKCORE}/CodeSystem/UKCore-HumanLanguage`)),
    ),
  },
  {
    fact: 'interpreter',
    type: 'code',
    codes: INTERPRETERS,
    json: 'boolean',
    needs: 'language',
    hl7: `${PERSON}/languageCommunication/proficiencyLevelCode/@code`,
    fhir: extended(SPOKEN, extended('interpreterRequired', 'valueBoolean')),
  },
  {
    fact: 'contactMethod',
    type: 'code',
    codes: METHODS,
    hl7: `${METHOD}/value/@code`,
    fhir: extended(
      CONTACT,
      extended(
        'PreferredContactMethod',
        coded(`${UKCORE}/CodeSystem/UKCore-PreferredContactMethod`),
      ),
    ),
  },
  {
    fact: 'contactTimes',
    type: 'text',
    needs: 'contactMethod',
    hl7: `${METHOD}/pertinentInformation/pertinentPreferredContactTimes/value/text()`,
    fhir: extended(CONTACT, extended('PreferredContactTimes', 'valueString')),
  },
  {
    fact: 'writtenFormat',
    type: 'code',
    codes: FORMATS,
    hl7: `${ROLE}/subjectOf5/preferredWrittenCommunicationFormat/value/@code`,
    fhir: extended(
      CONTACT,
      extended(
        'PreferredWrittenCommunicationFormat',
        coded(`${UKCORE}/CodeSystem/UKCore-PreferredWrittenCommunicationFormat`),
      ),
    ),
  },
  {
    fact: 'removalReason',
    type: 'token',
    hl7: { mim7: `${REMOVED}/reasonCode/@code` },
    fhir: extended(
      REMOVAL,
      extended('removalFromRegistrationCode', coded(`${NHS}/CodeSystem/PDS-RemovalReasonExitCode`)),
    ),
    lossy: MIM6_HAS_NONE,
  },
  {
    fact: 'removedFrom',
    type: 'dateTime',
    needs: 'removalReason',
    hl7: { mim7: `${REMOVED}/effectiveTime/low/@value` },
    fhir: extended(REMOVAL, extended('effectiveTime', 'valuePeriod/start')),
    lossy: MIM6_HAS_NONE,
  },
  {
    fact: 'removedTo',
    type: 'dateTime',
    needs: 'removalReason',
    hl7: { mim7: `${REMOVED}/effectiveTime/high/@value` },
    fhir: extended(REMOVAL, extended('effectiveTime', 'valuePeriod/end')),
    lossy: MIM6_HAS_NONE,
  },
]

/** A patient's record: HL7v3 from `PDSResponse` down, FHIR from the R4 Patient. */
export const RETRIEVAL_ROWS: readonly Row[] = [
  ...IDENTITY,
  ...LIFE,
  ...WISHES,
  ...LISTS,
  ...LEGACY_ONLY,
  ...CLOUD_ONLY,
]
