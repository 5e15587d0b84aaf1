import type { CodeRow, FactRow, ListRow, Row } from '../../mapping/index.ts'
import { NHS_NUMBER } from '../oids.ts'
import { addressKey, ODS, ORGANISATION, SCHEMES, TELECOM_USES } from './retrieval-lists.ts'
import { coded, core, DEATH, extended, NHS, PERSON, ROLE, UKCORE } from './retrieval-paths.ts'
import { GENDERS } from './retrieval-rows.ts'
import { V3 } from './retrieval-shapes.ts'

/** RFC 6902 §4: what is altered must be there. */
const MODES: readonly CodeRow[] = [
  ['added', 'added', 'add'],
  ['altered', 'altered', 'replace'],
  ['removed', 'removed', 'remove'],
]

const MODE: FactRow = {
  fact: 'mode',
  type: 'code',
  codes: MODES,
  hl7: '@updateMode',
  fhir: 'op',
  required: true,
}

/** Why an entry that stands already is not changed by one call. */
export const BY_PLACE =
  'the cloud changes an entry by its place in a list, which is known only once the record has been read'

/** What is added stands in no place yet. */
const addedOnly = (because: string): FactRow => ({
  ...MODE,
  codes: MODES.filter(([word]) => word === 'added'),
  declines: { altered: because, removed: because },
})

const ADDED = addedOnly(BY_PLACE)
const TOLD_ONCE = addedOnly(
  'a death is told once with how it became known, and not taken back here',
)

/** What a record always has; here and below the rules are those personal-demographics-service-api publishes of PATCH. */
const KEPT: FactRow = {
  ...MODE,
  codes: MODES.filter(([word]) => word !== 'removed'),
  declines: { removed: 'the cloud lets nobody take it away' },
}

/** A code list without some of HL7v3's codes. */
const without = (codes: readonly CodeRow[], declined: Readonly<Record<string, string>>) => ({
  codes: codes.filter(([, hl7 = '']) => !Object.hasOwn(declined, hl7)),
  declines: declined,
})

const ADDED_ID: Row = {
  hl7: 'id',
  lossy: 'what is added is given its id by the record that takes it',
}

/** One of the facts a record has once. */
const fact = (
  list: string,
  [element, pointer]: readonly [element: string, pointer: string],
  value: FactRow,
  mode = MODE,
): ListRow => ({
  list,
  hl7: `${PERSON}/${element}*`,
  fhir: `patches*[path=${pointer}]`,
  rows: [mode, { fhir: 'value', ...value }],
})

const held = (element: string, value = 'value'): readonly Row[] => [
  { fact: 'from', type: 'date', hl7: `${element}/low/@value`, fhir: `${value}/period/start` },
  { fact: 'to', type: 'date', hl7: `${element}/high/@value`, fhir: `${value}/period/end` },
]

const ONCE: readonly ListRow[] = [
  fact(
    'gender',
    ['administrativeGenderCode', '/gender'],
    {
      ...{ fact: 'code', type: 'code', hl7: '@code' },
      ...without(GENDERS, { 9: 'the cloud has records of that gender and lets nobody set it' }),
    },
    KEPT,
  ),
  fact(
    'birthDate',
    ['birthTime', '/birthDate'],
    { fact: 'day', type: 'date', hl7: '@value', fhir: [{ at: 'value', is: /^\d{4}-\d\d-\d\d$/ }] },
    KEPT,
  ),
  fact('birthOrder', ['multipleBirthOrderNumber', '/multipleBirthInteger'], {
    ...{ fact: 'number', type: 'integer', json: 'number', hl7: '@value' },
    fhir: [{ at: 'value', is: /^[1-9]$/ }],
  }),
  fact(
    'deceased',
    ['deceasedTime', '/deceasedDateTime'],
    { fact: 'time', type: 'dateTime', hl7: '@value' },
    TOLD_ONCE,
  ),
]

const DEATH_STATUS: ListRow = {
  list: 'deathStatus',
  hl7: `${ROLE}/subjectOf2/deathNotification*`,
  fhir: `patches*[path=/extension/-][value/url=${DEATH}]`,
  rows: [
    TOLD_ONCE,
    {
      fact: 'code',
      type: 'code',
      codes: [['informal', '1', '1']],
      declines: { 2: 'the cloud lets only some systems tell formally of a death' },
      hl7: 'value/@code',
      fhir: `value/${extended('deathNotificationStatus', coded(`${UKCORE}/CodeSystem/UKCore-DeathNotificationStatus`))}`,
    },
  ],
}

const NAME: ListRow = {
  list: 'name',
  hl7: `${PERSON}/name*`,
  fhir: 'patches*[path=/name/-]',
  rows: [
    ADDED,
    {
      fact: 'use',
      type: 'code',
      codes: [
        ['alias', 'A', 'temp'],
        ['preferred', 'PREFERRED', 'nickname'],
        ['former', 'PREVIOUS', 'old'],
        ['maiden', 'PREVIOUS-MAIDEN', 'maiden'],
      ],
      declines: { L: 'a record has a usual name, and the cloud takes no second' },
      hl7: '@use',
      fhir: 'value/use',
      required: true,
    },
    { fact: 'prefix', type: 'text', hl7: 'prefix/text()', fhir: 'value/prefix*' },
    {
      fact: 'given',
      type: 'text',
      many: { blank: 'FHIR holds no empty name' },
      hl7: 'given*/text()',
      fhir: 'value/given*',
    },
    { fact: 'family', type: 'text', hl7: 'family/text()', fhir: 'value/family' },
    { fact: 'suffix', type: 'text', hl7: 'suffix/text()', fhir: 'value/suffix*' },
    ...held('validTime'),
    ADDED_ID,
  ],
}

const ADDRESS: ListRow = {
  list: 'address',
  hl7: `${ROLE}/addr*`,
  fhir: 'patches*[path=/address/-]',
  rows: [
    ADDED,
    {
      fact: 'use',
      type: 'code',
      codes: [['correspondence', 'PST', 'billing']],
      declines: {
        H: 'a record has a home, and the cloud takes no second',
        TMP: 'the cloud asks of what kind a temporary address is, which is not said here',
      },
      hl7: '@use',
      fhir: 'value/use',
      required: true,
    },
    {
      fact: 'line',
      type: 'text',
      many: {
        blank: 'FHIR says the lines there are, not which of the five places is empty',
      },
      hl7: 'streetAddressLine*/text()',
      fhir: 'value/line*',
    },
    { fact: 'postcode', type: 'text', hl7: 'postalCode/text()', fhir: 'value/postalCode' },
    {
      fact: 'key',
      type: 'token',
      hl7: 'addressKey/text()',
      fhir: `value/${addressKey('PAF')}/extension*[url=value]/valueString`,
    },
    // The cloud takes none that begins or ends at no time.
    ...held('useablePeriod').map(row => ({ ...row, required: true }) as const),
    ADDED_ID,
  ],
}

const TELECOM: ListRow = {
  list: 'telecom',
  hl7: `${ROLE}/telecom*`,
  fhir: 'patches*[path=/telecom/-]',
  rows: [
    ADDED,
    {
      fact: 'use',
      type: 'code',
      codes: TELECOM_USES,
      hl7: '@use',
      fhir: 'value/use',
      required: true,
    },
    {
      fact: 'scheme',
      type: 'code',
      // A textphone is two codes in FHIR, a primary home and a pager none: they are legacy's to write.
      codes: SCHEMES.filter(([word]) => word !== 'textphone'),
      part: 'scheme',
      hl7: '@value',
      fhir: 'value/system',
      required: true,
    },
    {
      fact: 'value',
      type: 'text',
      part: 'rest',
      hl7: '@value',
      fhir: 'value/value',
    },
    ...held('useablePeriod'),
    ADDED_ID,
  ],
}

const OBJECT_ID = `${V3}.18.1`
const CARE = `${PERSON}/playedOtherProviderPatient/subjectOf/patientCareProvision`

/** Who provides care, by an organisation's code. */
const organisation = (identifier: string): Row => ({
  fact: 'ods',
  type: 'token',
  hl7: `performer/assignedOrganization/id[@root=${ORGANISATION}]/@extension`,
  fhir: `value/${identifier}/value`,
})

/** The cloud takes nothing of when a practice ends, or of when a nomination holds. */
const [SINCE] = held('effectiveTime', `value/${ODS}`)

const PRACTICE_ADDED: ListRow = {
  list: 'gp',
  hl7: `${CARE}*[code/@code=1][@updateMode=added]`,
  fhir: 'patches*[op=add][path=/generalPractitioner/-][value/type=Organization]',
  rows: [organisation(ODS), ...(SINCE === undefined ? [] : [SINCE]), ADDED_ID],
}

/** Where the one practice a record has stands: of all lists this alone is not searched for its place. */
const PRACTICE = '/generalPractitioner/0'
const PRACTICE_ALTERED: readonly Row[] = [
  {
    fact: 'gpId',
    type: 'token',
    hl7: `${CARE}[code/@code=1][@updateMode=altered]/id[@root=${OBJECT_ID}]/@extension`,
    fhir: `patches*[op=test][path=${PRACTICE}/id]/value`,
  },
  {
    list: 'gpAltered',
    hl7: `${CARE}*[code/@code=1][@updateMode=altered]`,
    fhir: `patches*[op=replace][path=${PRACTICE}][value/type=Organization]`,
    rows: [
      {
        fact: 'id',
        type: 'token',
        hl7: `id[@root=${OBJECT_ID}]/@extension`,
        fhir: 'value/id',
        required: true,
      },
      organisation(ODS),
      ...(SINCE === undefined ? [] : [SINCE]),
    ],
  },
]

/** Whom a patient has nominated, which HL7v3 tells apart by a code and FHIR by where they stand. */
const nominated = (list: string, code: string, name: string): ListRow => ({
  list,
  hl7: `${CARE}*[code/@code=${code}]`,
  fhir: `patches*[path=/extension/-][value/url=${core(name)}]`,
  rows: [ADDED, organisation(`valueReference/${ODS}`), ADDED_ID],
})

/** A change of a record: HL7v3 from `PdsUpdateRequest` down, FHIR the body of a PATCH (RFC 6902) in `patches`. */
export const UPDATE_ROWS: readonly Row[] = [
  {
    fact: 'nhsNumber',
    type: 'nhsNumber',
    hl7: `${ROLE}/id[@root=${NHS_NUMBER}]/@extension`,
    fhir: 'patches*[op=test][path=/id]/value',
    required: true,
  },
  {
    fact: 'serialChangeNumber',
    type: 'integer',
    hl7: 'pertinentInformation/pertinentSerialChangeNumber/value/@value',
    fhir: 'patches*[op=test][path=/meta/versionId]/value',
    required: true,
  },
  ...ONCE,
  DEATH_STATUS,
  NAME,
  ADDRESS,
  TELECOM,
  PRACTICE_ADDED,
  ...PRACTICE_ALTERED,
  nominated('pharmacy', 'P1', 'NominatedPharmacy'),
  nominated('appliance', 'P2', 'MedicalApplianceSupplier'),
  nominated('dispenser', 'P3', 'PreferredDispenserOrganization'),
]

/** What the reply to a change says. */
export const UPDATED_ROWS: readonly Row[] = [
  {
    fact: 'nhsNumber',
    type: 'nhsNumber',
    fhir: 'id',
    required: true,
    lossy: 'the reply to a change names nobody: its request did',
  },
  { same: 'nhsNumber', fhir: `identifier*[system=${NHS}/Id/nhs-number]/value` },
  {
    fact: 'serialChangeNumber',
    type: 'integer',
    hl7: 'pertinentInformation/pertinentSerialChangeNumber/value/@value',
    fhir: 'meta/versionId',
    required: true,
  },
  { fhir: '**', lossy: 'the reply to a change says the version alone' },
]
