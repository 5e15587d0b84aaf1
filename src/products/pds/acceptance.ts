import {
  type AcceptanceRule,
  defineRules,
  FILLED,
  lengthOf,
  oneOf,
  type RuleRow,
  THERE,
} from '../../acceptance/index.ts'
import { askedBy, idsOf } from '../asked-of.ts'
import { NHS_NUMBER } from '../oids.ts'
import { PDS_INTERACTIONS } from './interactions.ts'

const XSLT = 'nhsdigitalmait/SPINE_schema, spine2_xslt'
const QUERY = 'ControlActEvent/query'
const HISTORIC = '2.16.840.1.113883.2.1.3.2.4.17.36'
const ALGORITHM = '2.16.840.1.113883.2.1.3.2.4.17.39'
const GENDERS = oneOf('0', '1', '2', '9')

const shared = { family: '1742', product: 'pds' } as const

const SYNCHRONOUS = idsOf(
  PDS_INTERACTIONS,
  'Simple trace',
  'Retrieval',
  'Cross-check trace',
  'Simple trace (MIM 4.2)',
  'Retrieval (MIM 4.2)',
  'Cross-check trace (MIM 4.2)',
)

const QUERIES = defineRules(
  { ...shared, from: `${XSLT}/p1r2_*Validation.xsl`, interactions: SYNCHRONOUS },
  askedBy('pds-query', 'query'),
)

const RETRIEVAL = defineRules(
  {
    ...shared,
    from: `${XSLT}/p1r2_RetrievalQueryValidation.xsl`,
    interactions: idsOf(PDS_INTERACTIONS, 'Retrieval'),
  },
  [
    {
      id: 'pds-retrieval-history',
      says: 'A retrieval says whether it wants what was: 0 or 1',
      at: `${QUERY}/historicDataIndicator/value/@code`,
      is: oneOf('0', '1'),
      error: 'INVALID_HISTORIC_DATA_INDICATOR',
      mend: 'Write one historicDataIndicator whose value has the code 0 or 1',
    },
    {
      id: 'pds-retrieval-number',
      says: 'A retrieval names one person by their NHS number',
      at: `${QUERY}/person.id/value/@extension`,
      is: THERE,
      error: 'NHS_NUMBER_UNSPECIFIED',
      mend: 'Write one person.id with the NHS number in the extension of its value',
    },
    {
      id: 'pds-retrieval-number-length',
      says: 'The NHS number has ten characters',
      within: `${QUERY}/person.id/value`,
      at: '@extension',
      is: lengthOf(10),
      error: 'INVALID_NHS_NUMBER',
      mend: 'Write the ten digits without blanks or hyphens',
    },
  ],
)

const SIMPLE_TRACE = defineRules(
  {
    ...shared,
    from: `${XSLT}/p1r2_SimpleTraceValidation.xsl`,
    interactions: idsOf(PDS_INTERACTIONS, 'Simple trace'),
  },
  [
    {
      id: 'pds-trace-birth',
      says: 'A simple trace names one date of birth',
      at: `${QUERY}/person.birthTime/value/@value`,
      is: THERE,
      error: 'MISSING_MANDATORY_SEARCH_FIELD',
      mend: 'Write one person.birthTime with the date in the value of its value',
    },
    {
      id: 'pds-trace-family',
      says: 'A simple trace names one family name',
      at: `${QUERY}/person.name/value/family`,
      error: 'MISSING_MANDATORY_SEARCH_FIELD',
      mend: 'Write one person.name with one family',
    },
    {
      id: 'pds-trace-gender',
      says: 'A simple trace names a gender: 0, 1, 2 or 9',
      at: `${QUERY}/person.administrativeGenderCode/value/@code`,
      is: GENDERS,
      error: 'MISSING_MANDATORY_SEARCH_FIELD',
      mend: 'Write one person.administrativeGenderCode with 0, 1, 2 or 9',
    },
  ],
)

/** A date is one, or two ends; whatever is asked of a birth is asked of a death. */
const datesOf = (id: string, what: string, element: string): readonly RuleRow[] => [
  {
    id: `pds-advanced-${id}-ends`,
    says: `A date of ${what} has two ends at most`,
    at: `${QUERY}/${element}/value/*`,
    times: [0, 2],
    error: 'ILLEGAL_DATE_FORMAT',
    mend: 'Write one date as center, or two as low and high',
  },
  {
    id: `pds-advanced-${id}`,
    says: `An advanced trace names one date of ${what} at most`,
    at: `${QUERY}/${element}/value`,
    times: [0, 1],
    error: 'ILLEGAL_DATE_FORMAT',
    mend: 'Write one value, with center, or with low and high',
  },
]

const ADVANCED_TRACE = defineRules(
  {
    ...shared,
    from: `${XSLT}/p1r2_AdvancedTraceValidation.xsl`,
    interactions: idsOf(PDS_INTERACTIONS, 'Advanced trace'),
  },
  [
    {
      id: 'pds-advanced-history',
      says: 'An advanced trace says once whether it wants what was',
      at: `${QUERY}/historicDataIndicator/value[@codeSystem=${HISTORIC}]`,
      error: 'MISSING_MANDATORY_SEARCH_FIELD_AT',
      mend: 'Write one historicDataIndicator, its code system said',
    },
    {
      id: 'pds-advanced-history-code',
      says: 'Whether it wants what was is 0 or 1',
      within: `${QUERY}/historicDataIndicator/value[@codeSystem=${HISTORIC}]`,
      at: '@code',
      is: oneOf('0', '1'),
      error: 'INVALID_HISTORY_INDICATOR',
      mend: 'Write the code 0 or 1',
    },
    {
      id: 'pds-advanced-name',
      says: 'An advanced trace names somebody',
      at: `${QUERY}/person.name/value/*`,
      times: [1, Infinity],
      error: 'MISSING_MANDATORY_SEARCH_FIELD_AT',
      mend: 'Write a person.name with a family or a given name',
    },
    {
      id: 'pds-advanced-names',
      says: 'An advanced trace names one person at most',
      at: `${QUERY}/person.name/value`,
      times: [0, 1],
      error: 'DUPLICATE_SEARCH_FIELDS_PROVIDED',
      mend: 'Write one person.name',
    },
    {
      id: 'pds-advanced-family',
      says: 'An advanced trace names one family name at most',
      within: `${QUERY}/person.name/value`,
      at: 'family',
      times: [0, 1],
      error: 'DUPLICATE_SEARCH_FIELDS_PROVIDED',
      mend: 'Write one family',
    },
    {
      id: 'pds-advanced-algorithm',
      says: 'An advanced trace names one way of searching',
      at: `${QUERY}/searchParameter/value[@codeSystem=${ALGORITHM}]`,
      refusal: {
        family: '1742',
        error: 'MISSING_SEARCH_TYPE',
        code: { code: 'AT009', from: 'nhsdigitalmait/SPINE_MTH, its PDS rulesets' },
      },
      mend: 'Write one searchParameter, its code system said',
    },
    {
      id: 'pds-advanced-algorithm-code',
      says: 'The way of searching is 1, alphanumeric, or 2, algorithmic',
      within: `${QUERY}/searchParameter`,
      at: `value[@codeSystem=${ALGORITHM}]/@code`,
      times: [0, Infinity],
      is: oneOf('1', '2'),
      error: 'INVALID_SEARCH_TYPE',
      mend: 'Write the code 1 or 2',
    },
    {
      id: 'pds-advanced-genders',
      says: 'An advanced trace names one gender at most',
      at: `${QUERY}/person.administrativeGenderCode/value`,
      times: [0, 1],
      error: 'DUPLICATE_SEARCH_FIELDS_PROVIDED',
      mend: 'Write one person.administrativeGenderCode',
    },
    {
      id: 'pds-advanced-gender',
      says: 'A gender is 0, 1, 2 or 9',
      within: `${QUERY}/person.administrativeGenderCode/value`,
      at: '@code',
      is: GENDERS,
      error: 'INVALID_SEARCH_DATA',
      mend: 'Write the code 0, 1, 2 or 9',
    },
    {
      id: 'pds-advanced-numbers',
      says: 'An advanced trace names one NHS number at most',
      at: `${QUERY}/person.id/value`,
      times: [0, 1],
      error: 'INVALID_SEARCH_DATA',
      mend: 'Write one person.id',
    },
    {
      id: 'pds-advanced-ignore-history',
      says: 'Whether it searches what was is 0 or 1',
      within: `${QUERY}/ignoreHistoryIndicator`,
      at: 'value/@code',
      is: oneOf('0', '1'),
      error: 'INVALID_IGNORE_HISTORY_INDICATOR',
      mend: 'Write the code 0 or 1',
    },
    ...datesOf('birth', 'birth', 'person.birthTime'),
    ...datesOf('death', 'death', 'person.deceasedTime'),
  ],
)

const CROSS_CHECK = defineRules(
  {
    ...shared,
    from: `${XSLT}/p1r2_*Validation.xsl`,
    interactions: idsOf(PDS_INTERACTIONS, 'Cross-check trace'),
  },
  [
    {
      id: 'pds-cross-check-birth',
      says: 'A cross-check names one date of birth',
      at: `${QUERY}/person.birthTime/value/@value`,
      is: FILLED,
      mend: 'Write one person.birthTime with the date in the value of its value',
    },
    {
      id: 'pds-cross-check-number',
      says: 'A cross-check names one person by an NHS number of the new style',
      at: `${QUERY}/person.id/value[@root=${NHS_NUMBER}]/@extension`,
      is: FILLED,
      mend: `Write one person.id whose value has the root ${NHS_NUMBER}`,
    },
  ],
)

/** Lists what Spine asks of a request about a person's demographics. */
export const PDS_ACCEPTANCE: readonly AcceptanceRule[] = [
  ...QUERIES,
  ...RETRIEVAL,
  ...SIMPLE_TRACE,
  ...ADVANCED_TRACE,
  ...CROSS_CHECK,
]
