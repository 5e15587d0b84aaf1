/**
 * What HL7 defines, a line a type: its elements in their order, each with its name, an asterisk where it may repeat,
 * and its type. One whose name ends in `[x]` has one of several types, which its name says where it is written. What
 * every type of a kind has (`id`, `extension`, `meta` …) is not repeated, but belongs to the kind.
 */
export interface Tables {
  /** Types that have `id` and `extension`. */
  readonly element: Table
  /** Those that have `modifierExtension` too. */
  readonly backbone: Table
  readonly resource: Table
  /** Resources that have a narrative, contained resources and extensions. */
  readonly domain: Table
}

type Table = Readonly<Record<string, string>>

/** Of types that are alike in STU3 and R4. */
export const ALIKE = {
  Address:
    'use code, type code, text string, line* string, city string, district string, state string, ' +
    'postalCode string, country string, period Period',
  CodeableConcept: 'coding* Coding, text string',
  Coding: 'system uri, version string, code code, display string, userSelected boolean',
  ContactPoint: 'system code, value string, use code, rank positiveInt, period Period',
  HumanName:
    'use code, text string, family string, given* string, prefix* string, suffix* string, period Period',
  Identifier:
    'use code, type CodeableConcept, system uri, value string, period Period, assigner Reference',
  Narrative: 'status code, div xhtml',
  Period: 'start dateTime, end dateTime',
  Quantity: 'value decimal, comparator code, unit string, system uri, code code',
  Range: 'low Quantity, high Quantity',
  Ratio: 'numerator Quantity, denominator Quantity',
  SampledData:
    'origin Quantity, period decimal, factor decimal, lowerLimit decimal, upperLimit decimal, ' +
    'dimensions positiveInt, data string',
} as const satisfies Table

/** Quantities of a narrower meaning, with the elements of any. */
export const QUANTITIES = {
  Age: ALIKE.Quantity,
  Count: ALIKE.Quantity,
  Distance: ALIKE.Quantity,
  Duration: ALIKE.Quantity,
} as const satisfies Table

/** Of parts of resources that are alike in STU3 and R4. */
export const ALIKE_PARTS = {
  'Bundle.link': 'relation string, url uri',
  'Bundle.entry':
    'link* Bundle.link, fullUrl uri, resource Resource, search Bundle.entry.search, ' +
    'request Bundle.entry.request, response Bundle.entry.response',
  'Bundle.entry.search': 'mode code, score decimal',
  'Bundle.entry.request':
    'method code, url uri, ifNoneMatch string, ifModifiedSince instant, ifMatch string, ifNoneExist string',
  'Bundle.entry.response':
    'status string, location uri, etag string, lastModified instant, outcome Resource',
  'DocumentReference.relatesTo': 'code code, target Reference',
  'DocumentReference.content': 'attachment Attachment, format Coding',
  'OperationOutcome.issue':
    'severity code, code code, details CodeableConcept, diagnostics string, location* string, ' +
    'expression* string',
} as const satisfies Table
