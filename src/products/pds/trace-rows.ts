import type { ListRow, Row } from '../../mapping/index.ts'
import { NHS_NUMBER } from '../oids.ts'
import {
  addressKey,
  ODS,
  ORGANISATION,
  OTHER_SYSTEM,
  SCHEMES,
  TELECOM_USES,
} from './retrieval-lists.ts'
import { NHS, PERSON, ROLE } from './retrieval-paths.ts'
import { GENDERS, SENSITIVITIES } from './retrieval-rows.ts'
import { TRACE_LOSSES } from './trace-losses.ts'

const NO_ID: Row = { fhir: 'id', lossy: 'a trace names nothing by an object id' }

const held = (period: string): readonly Row[] => [
  { fact: 'from', type: 'date', hl7: `${period}/low/@value`, fhir: 'period/start' },
  { fact: 'to', type: 'date', hl7: `${period}/high/@value`, fhir: 'period/end' },
  NO_ID,
]

const WHO: readonly Row[] = [
  {
    fact: 'nhsNumber',
    type: 'nhsNumber',
    hl7: `${ROLE}/id[@root=${NHS_NUMBER}]/@extension`,
    fhir: 'id',
    required: true,
  },
  { same: 'nhsNumber', fhir: `identifier*[system=${NHS}/Id/nhs-number]/value` },
  {
    fact: 'confidentiality',
    type: 'code',
    codes: SENSITIVITIES,
    hl7: `${ROLE}/confidentialityCode/@code`,
    fhir: 'meta/security*[system=http://terminology.hl7.org/CodeSystem/v3-Confidentiality]/code',
    required: true,
  },
  {
    fact: 'gender',
    type: 'code',
    codes: GENDERS,
    hl7: `${PERSON}/administrativeGenderCode/@code`,
    fhir: 'gender',
    required: true,
  },
  {
    fact: 'birthDate',
    type: 'date',
    hl7: `${PERSON}/birthTime/@value`,
    fhir: 'birthDate',
    required: true,
  },
  {
    fact: 'deceased',
    type: 'dateTime',
    hl7: `${PERSON}/deceasedTime/@value`,
    fhir: 'deceasedDateTime',
  },
]

const NAME: ListRow = {
  list: 'name',
  hl7: `${PERSON}/name*[@use=L]`,
  fhir: 'name*[use=usual]',
  rows: [
    { fact: 'prefix', type: 'text', hl7: 'prefix/text()', fhir: 'prefix*' },
    {
      fact: 'given',
      type: 'text',
      many: { blank: 'FHIR holds no empty name' },
      hl7: 'given*/text()',
      fhir: 'given*',
    },
    { fact: 'family', type: 'text', hl7: 'family/text()', fhir: 'family', required: true },
    { fact: 'suffix', type: 'text', hl7: 'suffix/text()', fhir: 'suffix*' },
    ...held('validTime'),
  ],
}

const ADDRESS: ListRow = {
  list: 'address',
  hl7: `${ROLE}/addr*[@use=H]`,
  fhir: 'address*[use=home]',
  rows: [
    {
      fact: 'line',
      type: 'text',
      many: {
        blank: 'FHIR says the lines there are, not which of the five places is empty',
        places: 5,
      },
      hl7: 'streetAddressLine*/text()',
      fhir: 'line*',
    },
    { fact: 'postcode', type: 'text', hl7: 'postalCode/text()', fhir: 'postalCode' },
    {
      fact: 'key',
      type: 'token',
      hl7: 'addressKey/text()',
      fhir: `${addressKey('PAF')}/extension*[url=value]/valueString`,
    },
    { fhir: addressKey('UPRN'), lossy: 'only the cloud holds a property’s reference number' },
    ...held('useablePeriod'),
  ],
}

/** A pager is a use in HL7v3 and a system in FHIR, which has no such use. */
const PAGER: ListRow = {
  list: 'pager',
  hl7: `${ROLE}/telecom*[@use=PG]`,
  fhir: 'telecom*[system=pager]',
  rows: [
    { fact: 'value', type: 'text', after: 'tel:', hl7: '@value', fhir: 'value', required: true },
    ...held('useablePeriod'),
  ],
}

const TELECOM: ListRow = {
  list: 'telecom',
  hl7: `${ROLE}/telecom*`,
  fhir: 'telecom*',
  rows: [
    {
      fact: 'use',
      type: 'code',
      codes: TELECOM_USES,
      merged: [['home', 'HP', 'FHIR does not tell a primary home from a home']],
      hl7: '@use',
      fhir: 'use',
      required: true,
    },
    {
      fact: 'scheme',
      type: 'code',
      codes: SCHEMES,
      part: 'scheme',
      hl7: '@value',
      fhir: 'system',
      required: true,
    },
    { mark: 'textphone', when: ['scheme', 'textphone'], fhir: OTHER_SYSTEM },
    { fact: 'value', type: 'text', part: 'rest', hl7: '@value', fhir: 'value', required: true },
    ...held('useablePeriod'),
  ],
}

const PROVISION = 'subjectOf/patientCareProvision'

const GP: ListRow = {
  list: 'gp',
  hl7: `${PERSON}/playedOtherProviderPatient*[${PROVISION}/code/@code=1]`,
  fhir: 'generalPractitioner*',
  rows: [
    {
      fact: 'ods',
      type: 'token',
      hl7: `${PROVISION}/performer/assignedOrganization/id[@root=${ORGANISATION}]/@extension`,
      fhir: `${ODS}/value`,
      required: true,
    },
    {
      fact: 'from',
      type: 'date',
      hl7: `${PROVISION}/effectiveTime/low/@value`,
      fhir: `${ODS}/period/start`,
    },
    {
      fact: 'to',
      type: 'date',
      hl7: `${PROVISION}/effectiveTime/high/@value`,
      fhir: `${ODS}/period/end`,
    },
    NO_ID,
    { fhir: 'type', lossy: 'every general practice is an organisation' },
  ],
}

/** A person as a trace shows them: HL7v3 from `PdsTraceMatch` down, FHIR from the R4 Patient of a searchset's entry. */
export const TRACE_ROWS: readonly Row[] = [
  ...WHO,
  NAME,
  ADDRESS,
  PAGER,
  TELECOM,
  GP,
  ...TRACE_LOSSES,
]
