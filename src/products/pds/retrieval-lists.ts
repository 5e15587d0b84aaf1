import type { CodeRow, ListRow, Row } from '../../mapping/index.ts'
import { core, NHS, PERSON, UKCORE } from './retrieval-paths.ts'
import { V3 } from './retrieval-shapes.ts'

const OBJECT_ID = `[@root=${V3}.18.1]/@extension`
/** The root of an organisation's code. */
export const ORGANISATION = '2.16.840.1.113883.2.1.4.3'

/** Leads to an organisation's identifier. */
export const ODS = `identifier[system=${NHS}/Id/ods-organization-code]`

/** Who recorded an entry, and from when it was so in the system. */
const RECORDED: Row = {
  hl7: ['subjectOf1', 'subjectOf2'],
  lossy: 'the cloud says neither who recorded an entry nor when',
}

/** The parts that addresses, telecoms and names are, in either shape. */
const parts = (template: string): Readonly<Record<'mim6' | 'mim7', string>> => ({
  mim6: `${PERSON}/COCT_MT000${template}UK02.PartOfWhole*`,
  mim7: `${PERSON}/COCT_MT000${template}UK03.PartOfWhole*`,
})

const held = (element: string, period: string): readonly Row[] => [
  { fact: 'from', type: 'date', hl7: `${element}/${period}/low/@value`, fhir: 'period/start' },
  { fact: 'to', type: 'date', hl7: `${element}/${period}/high/@value`, fhir: 'period/end' },
  { fact: 'id', type: 'token', hl7: `${element}/id${OBJECT_ID}`, fhir: 'id' },
]

/** NHSDigital/personal-demographics-service-api, HumanName: temp is an alias, nickname what one prefers. */
const NAME_USES: readonly CodeRow[] = [
  ['usual', 'L', 'usual'],
  ['alias', 'A', 'temp'],
  ['preferred', 'PREFERRED', 'nickname'],
  ['former', 'PREVIOUS', 'old'],
  ['maiden', 'PREVIOUS-MAIDEN', 'maiden'],
]

const NAMES: ListRow = {
  list: 'name',
  key: 'id',
  hl7: parts('203'),
  fhir: 'name*',
  rows: [
    {
      fact: 'use',
      type: 'code',
      codes: NAME_USES,
      merged: [['former', 'PREVIOUS-BIRTH', 'FHIR has one code for former names but maiden']],
      hl7: 'partPerson/name/@use',
      fhir: 'use',
      required: true,
    },
    { fact: 'prefix', type: 'text', hl7: 'partPerson/name/prefix/text()', fhir: 'prefix*' },
    {
      fact: 'given',
      type: 'text',
      many: { blank: 'FHIR holds no empty name' },
      hl7: 'partPerson/name/given*/text()',
      fhir: 'given*',
    },
    { fact: 'family', type: 'text', hl7: 'partPerson/name/family/text()', fhir: 'family' },
    { fact: 'suffix', type: 'text', hl7: 'partPerson/name/suffix/text()', fhir: 'suffix*' },
    ...held('partPerson/name', 'validTime'),
    RECORDED,
  ],
}

const ADDRESS_USES: readonly CodeRow[] = [
  ['home', 'H', 'home'],
  ['temporary', 'TMP', 'temp'],
  ['correspondence', 'PST', 'billing'],
]

/** Leads into a key of an address, by its type. */
export const addressKey = (type: string): string =>
  `extension*[url=${core('AddressKey')}]` +
  `[extension*[url=type]/valueCoding[system=${UKCORE}/CodeSystem/UKCore-AddressKeyType]/code=${type}]`

const ADDRESSES: ListRow = {
  list: 'address',
  key: 'id',
  hl7: parts('201'),
  fhir: 'address*',
  rows: [
    {
      fact: 'use',
      type: 'code',
      codes: ADDRESS_USES,
      hl7: 'addr/@use',
      fhir: 'use',
      required: true,
    },
    {
      fact: 'line',
      type: 'text',
      many: {
        blank: 'FHIR says the lines there are, not which of the five places is empty',
        places: 5,
      },
      hl7: 'addr/streetAddressLine*/text()',
      fhir: 'line*',
    },
    { fact: 'postcode', type: 'text', hl7: 'addr/postalCode/text()', fhir: 'postalCode' },
    {
      fact: 'key',
      type: 'token',
      hl7: 'addr/addressKey/text()',
      fhir: `${addressKey('PAF')}/extension*[url=value]/valueString`,
    },
    { fhir: addressKey('UPRN'), lossy: 'only the cloud holds a property’s reference number' },
    {
      fact: 'description',
      type: 'text',
      hl7: { mim7: 'addr/desc/text()' },
      fhir: 'text',
      lossy: 'the UK03 reply has no place for it',
    },
    ...held('addr', 'useablePeriod'),
    RECORDED,
  ],
}

/** What a telecom is for. */
export const TELECOM_USES: readonly CodeRow[] = [
  ['home', 'H', 'home'],
  ['holiday', 'HV', 'temp'],
  ['mobile', 'MC', 'mobile'],
  ['work', 'WP', 'work'],
]

/** What a telecom is, which HL7v3 says before the colon. */
export const SCHEMES: readonly CodeRow[] = [
  ['phone', 'tel', 'phone'],
  ['email', 'mailto', 'email'],
  ['fax', 'fax', 'fax'],
  ['textphone', 'textphone', 'other'],
]

const TELECOM_PARTS = parts('202')

/** A pager is a use in HL7v3 and a system in FHIR, which has no such use. */
const PAGERS: ListRow = {
  list: 'pager',
  key: 'id',
  hl7: {
    mim6: `${TELECOM_PARTS.mim6}[telecom/@use=PG]`,
    mim7: `${TELECOM_PARTS.mim7}[telecom/@use=PG]`,
  },
  fhir: 'telecom*[system=pager]',
  rows: [
    {
      fact: 'value',
      type: 'text',
      after: 'tel:',
      hl7: 'telecom/@value',
      fhir: 'value',
      required: true,
    },
    ...held('telecom', 'useablePeriod'),
    RECORDED,
  ],
}

/** Leads to what a telecom is that FHIR has no system for. */
export const OTHER_SYSTEM =
  `extension*[url=${core('OtherContactSystem')}]` +
  `/valueCoding[system=${UKCORE}/CodeSystem/UKCore-OtherContactSystem]/code`

const TELECOMS: ListRow = {
  list: 'telecom',
  key: 'id',
  hl7: TELECOM_PARTS,
  fhir: 'telecom*',
  rows: [
    {
      fact: 'use',
      type: 'code',
      codes: TELECOM_USES,
      merged: [['home', 'HP', 'FHIR does not tell a primary home from a home']],
      hl7: 'telecom/@use',
      fhir: 'use',
      required: true,
    },
    {
      fact: 'scheme',
      type: 'code',
      codes: SCHEMES,
      part: 'scheme',
      hl7: 'telecom/@value',
      fhir: 'system',
      required: true,
    },
    { mark: 'textphone', when: ['scheme', 'textphone'], fhir: OTHER_SYSTEM },
    {
      fact: 'value',
      type: 'text',
      part: 'rest',
      hl7: 'telecom/@value',
      fhir: 'value',
      required: true,
    },
    ...held('telecom', 'useablePeriod'),
    RECORDED,
  ],
}

const PROVISIONS = { mim6: 'patientCareProvisionEvent', mim7: 'patientCareProvision' } as const

/** Those who provide care, which HL7v3 tells apart by a code and FHIR by where they stand. */
function providers(code: string): Readonly<Record<'mim6' | 'mim7', string>> {
  const at = (provision: string): string =>
    `${PERSON}/playedOtherProviderPatient*[subjectOf/${provision}/code/@code=${code}]`
  return { mim6: at(PROVISIONS.mim6), mim7: at(PROVISIONS.mim7) }
}

const below = (path: string): Readonly<Record<'mim6' | 'mim7', string>> => ({
  mim6: `subjectOf/${PROVISIONS.mim6}/${path}`,
  mim7: `subjectOf/${PROVISIONS.mim7}/${path}`,
})

const organisation = (identifier: string): readonly Row[] => [
  {
    fact: 'ods',
    type: 'token',
    hl7: below(`performer/assignedEntity/id[@root=${ORGANISATION}]/@extension`),
    fhir: `${identifier}/value`,
    required: true,
  },
  {
    fact: 'from',
    type: 'date',
    hl7: below('effectiveTime/low/@value'),
    fhir: `${identifier}/period/start`,
  },
  {
    fact: 'to',
    type: 'date',
    hl7: below('effectiveTime/high/@value'),
    fhir: `${identifier}/period/end`,
  },
  {
    hl7: {
      mim6: ['subjectOf1', 'subjectOf2'].map(each => `subjectOf/${PROVISIONS.mim6}/${each}`),
      mim7: ['subjectOf', 'subjectOf1', 'subjectOf2', 'pertinentInformation'].map(
        each => `subjectOf/${PROVISIONS.mim7}/${each}`,
      ),
    },
    lossy: 'the cloud says neither who recorded a provider nor when, nor what they are paid for',
  },
]

const GP: ListRow = {
  list: 'gp',
  key: 'id',
  hl7: providers('1'),
  fhir: 'generalPractitioner*',
  rows: [
    ...organisation(ODS),
    { fact: 'id', type: 'token', hl7: below(`id${OBJECT_ID}`), fhir: 'id' },
    { fhir: 'type', lossy: 'every general practice is an organisation' },
  ],
}

const nominated = (list: string, code: string, extension: string): ListRow => ({
  list,
  key: 'ods',
  hl7: providers(code),
  fhir: `extension*[url=${core(extension)}]`,
  rows: [
    ...organisation(`valueReference/${ODS}`),
    { hl7: below('id'), lossy: 'a nomination has no id of its own in the cloud' },
  ],
})

/** What a record has several of, each known by its object id. */
export const LISTS: readonly ListRow[] = [
  GP,
  nominated('pharmacy', 'P1', 'NominatedPharmacy'),
  nominated('appliance', 'P2', 'MedicalApplianceSupplier'),
  nominated('dispenser', 'P3', 'PreferredDispenserOrganization'),
  ADDRESSES,
  PAGERS,
  TELECOMS,
  NAMES,
]
