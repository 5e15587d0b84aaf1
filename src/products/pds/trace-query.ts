import { element, type MappingSpec, type RefusedPlace, type Search } from '../../mapping/index.ts'
import { GENDERS } from './retrieval-rows.ts'
import { V3 } from './retrieval-shapes.ts'

const text = element('semanticsText', {})

const NAME = 'person.name/value[@use=L]'

const REFUSED: readonly (readonly [place: string, because: string])[] = [
  ['person.id', 'it asks by a number, which a search does not take'],
  ['person.birthTime/value/low', 'a range of days is asked for, and no answer proves a range'],
  ['person.birthTime/value/high', 'a range of days is asked for, and no answer proves a range'],
  ['person.birthTime/value/center', 'a range of days is asked for, and no answer proves a range'],
  ['person.deceasedTime', 'a simple trace does not ask by a day of death'],
  ['primaryCare.id', 'a simple trace does not ask by a general practice'],
  ['searchParameter', 'it asks for an algorithm, by sound or by letters, that is legacy’s own'],
  ['person.name/value/prefix', 'the cloud’s search takes no title'],
  ['person.name/value/suffix', 'the cloud’s search takes no suffix'],
  ['person.address/value/streetAddressLine', 'the cloud’s search takes no lines of an address'],
]

/** Where its query stands in what may not be asked of the cloud. */
const refuses = REFUSED.map(([hl7, because]): RefusedPlace => ({ hl7, because }))

/** NHS MIM 6.3.01, PdsSimpleTraceQuery; FHIR's column names the parameter of the search. */
export const TRACE_QUERY: MappingSpec['query'] = {
  outline: element(
    'query',
    {},
    element('historicDataIndicator', {}, element('value', { codeSystem: `${V3}.17.36` }), text),
    element(
      'person.administrativeGenderCode',
      {},
      element('value', { codeSystem: `${V3}.16.25` }),
      text,
    ),
    element('person.birthTime', {}, element('value', {}), text),
    element(
      'person.name',
      {},
      element('value', {}, element('given', {}), element('family', {})),
      text,
    ),
    element('person.address', {}, element('value', {}, element('postalCode', {})), text),
  ),
  rows: [
    {
      fact: 'history',
      type: 'code',
      codes: [['current', '0', undefined]],
      declines: {
        '1': 'history is asked for, and what was once so is not in the answer to be agreed with',
      },
      hl7: 'historicDataIndicator/value/@code',
    },
    { fact: 'family', type: 'text', hl7: `${NAME}/family/text()`, fhir: 'family', required: true },
    {
      fact: 'given',
      type: 'text',
      many: { blank: 'an empty name asks for nothing' },
      hl7: `${NAME}/given*/text()`,
      fhir: 'given*',
    },
    {
      fact: 'gender',
      type: 'code',
      codes: GENDERS,
      hl7: 'person.administrativeGenderCode/value/@code',
      fhir: 'gender',
      required: true,
    },
    {
      fact: 'birthDate',
      type: 'date',
      hl7: 'person.birthTime/value/@value',
      fhir: 'birthdate',
      required: true,
    },
    {
      fact: 'postcode',
      type: 'text',
      hl7: 'person.address/value/postalCode/text()',
      fhir: 'address-postalcode',
    },
    {
      hl7: [
        'historicDataIndicator/semanticsText',
        'person.administrativeGenderCode/semanticsText',
        'person.birthTime/semanticsText',
        'person.name/semanticsText',
        'person.address/semanticsText',
      ],
      lossy: 'it names the parameter its element already names',
    },
  ],
  refuses,
}

// `*` stands for any letters, and FHIR divides at the others (HL7 FHIR R4, Search, escaping).
const LETTERS = /^[^*,|$\\]{1,35}$/
const NO_LETTER = 'a search reads a character of it as more than a letter, or takes no name so long'

/** The search of NHSDigital/personal-demographics-service-api: an application is given one match or none. */
export const TRACE_SEARCH: Search = {
  always: [['_max-results', '1']],
  values: [
    { fact: 'family', fits: LETTERS, because: NO_LETTER },
    { fact: 'given', fits: LETTERS, because: NO_LETTER },
    { fact: 'postcode', fits: LETTERS, because: NO_LETTER },
    {
      fact: 'birthDate',
      fits: /^\d{4}-\d\d-\d\d$/,
      because: 'of a birth no whole day is known, and a search for less finds a range',
      before: 'eq',
    },
  ],
}
