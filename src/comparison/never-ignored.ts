import { covers, matches, parsePattern, type PathPattern } from './path-pattern.ts'

/** A field in which a difference can hurt a patient, or hide that one was refused. */
export interface ProtectedPath {
  readonly what: string
  /** `**` only at its beginning. */
  readonly path: string
}

const each = (what: string, paths: readonly string[]): ProtectedPath[] =>
  paths.map(path => ({ what, path }))

/**
 * The fields no rule may make less of, in HL7v3, in FHIR R4, in Spine's own error lists and in MESH's errors
 * (element and property names from the NHS message implementation manuals and the public FHIR profiles).
 */
export const NEVER_IGNORED: readonly ProtectedPath[] = [
  ...each('NHS number', [
    '**/patientRole/id/@extension',
    '**/Patient/id/@extension',
    '**/person.id/value/@extension',
    '**/oldVersion/id/@extension',
    '**/Patient/id',
    '**/nhsNumber',
  ]),
  ...each('prescription id', [
    '**/pertinentPrescription/id/@root',
    '**/pertinentPrescription/id/@extension',
    '**/pertinentPrescriptionID/value/@extension',
    '**/priorOriginalPrescriptionRef/id/@root',
    '**/groupIdentifier/value',
    '**/groupIdentifier/extension/valueIdentifier/value',
    '**/prescriptionId',
    '**/prescriptionLongId',
  ]),
  ...each('product code', [
    '**/manufacturedRequestedMaterial/code/@code',
    '**/manufacturedSuppliedMaterial/code/@code',
    '**/medicationCodeableConcept/coding/code',
    '**/Medication/code/coding/code',
  ]),
  ...each('quantity', [
    '**/quantity/@value',
    '**/quantity/@unit',
    '**/quantity/translation/@value',
    '**/quantity/translation/@code',
    '**/quantity/value',
    '**/quantity/code',
    '**/quantity/unit',
  ]),
  ...each('dosage text', [
    '**/pertinentDosageInstructions/value/text()',
    '**/dosageInstruction/text',
    '**/dosageInstruction/patientInstruction',
  ]),
  ...each('status', [
    '**/pertinentItemStatus/value/@code',
    '**/pertinentPrescriptionStatus/value/@code',
    '**/acknowledgement/@typeCode',
    '**/queryResponseCode/@code',
    '**/statusCode/@code',
    '**/eventStatus/@code',
    '**/eventStatus/text()',
    '**/status',
    '**/status/text()',
    '**/status/@code',
    '**/status/@value',
    '**/businessStatus/coding/code',
  ]),
  ...each('permission', [
    '**/permission/text()',
    '**/permission/@code',
    '**/permission/@value',
    '**/securityLabel/coding/code',
    '**/meta/security/code',
  ]),
  ...each('error code', [
    '**/justifyingDetectedIssueEvent/code/@code',
    '**/justifyingDetectedIssueEvent/code/@codeSystem',
    '**/justifyingDetectedIssueEvent/code/qualifier/@code',
    '**/acknowledgementDetail/@typeCode',
    '**/acknowledgementDetail/code/@code',
    '**/acknowledgementDetail/code/@codeSystem',
    '**/pertinentRejectionReason/value/@code',
    '**/pertinentRejectionReason/value/@codeSystem',
    '**/errorList/error/errorCode/text()',
    '**/errorList/error/codeContext/text()',
    '**/ErrorList/Error/@errorCode',
    '**/ErrorList/Error/@codeContext',
    '**/OperationOutcome/issue/code',
    '**/OperationOutcome/issue/severity',
    '**/OperationOutcome/issue/details/coding/code',
    '**/OperationOutcome/issue/details/coding/system',
    '**/errorCode',
    '**/detail/code',
  ]),
]

/** A field that is one of them by what stands beside it, wherever it is. */
export interface ProtectedBySibling {
  readonly what: string
  readonly sibling: string
  readonly is: string
  readonly leaf: string
}

/** The roots and systems of the ids no rule may make less of. */
export const NEVER_IGNORED_BESIDE: readonly ProtectedBySibling[] = [
  {
    what: 'NHS number',
    sibling: '@root',
    is: '2.16.840.1.113883.2.1.4.1',
    leaf: '@extension',
  },
  {
    what: 'prescription id',
    sibling: '@root',
    is: '2.16.840.1.113883.2.1.3.2.4.18.8',
    leaf: '@extension',
  },
  {
    what: 'NHS number',
    sibling: 'system',
    is: 'https://fhir.nhs.uk/Id/nhs-number',
    leaf: 'value',
  },
  {
    what: 'prescription id',
    sibling: 'system',
    is: 'https://fhir.nhs.uk/Id/prescription-order-number',
    leaf: 'value',
  },
]

/** A name no message has, so that only a star stands for it. */
const ANY = '\u25a1'

/** Where such fields stand in messages: what leads to the part their path names. */
const FRAMES: readonly (readonly string[])[] = [
  ...Array.from({ length: 9 }, (_, more) => Array.from({ length: more + 1 }, () => ANY)),
  ['Envelope', 'Body', ANY, ANY, 'ControlActEvent', 'subject', ANY, 'subject'],
  ['Envelope', 'Body', ANY, 'ControlActEvent', 'reason'],
  ['Envelope', 'Header', ANY],
  [ANY, 'ControlActEvent', 'subject', ANY, 'pertinentInformation1', ANY],
  ['multipart', 'part', ANY, 'ControlActEvent', 'subject', ANY],
  ['Bundle', 'entry', 'resource'],
  ['Parameters', 'parameter', 'resource', 'Bundle', 'entry', 'resource'],
]

/** A field of a document's root: a resource's, by its type, or one a mapping names. */
const isOfRoot = ([first = '', second]: readonly string[]): boolean =>
  second === undefined || /^[A-Z]/.test(first)

function framed(path: string): readonly string[][] {
  const own = parsePattern(path).filter(segment => segment !== '**')
  if (!path.startsWith('**')) return [own]
  return [...(isOfRoot(own) ? [own] : []), ...FRAMES.map(frame => [...frame, ...own])]
}

/**
 * Names what a pattern would cover of the fields never to be ignored, as far as that can be told before there is
 * a message. What it cannot tell is seen to where messages are compared: no rule is asked about such a field.
 *
 * @param isSubtree - whether the rule speaks of all that is below its path
 */
export function protectedUnder(
  pattern: PathPattern,
  isSubtree: boolean,
  also: readonly ProtectedPath[],
): string | undefined {
  const fits = isSubtree ? covers : matches
  return [...NEVER_IGNORED, ...also].find(({ path }) =>
    framed(path).some(witness => fits(pattern, witness)),
  )?.what
}
