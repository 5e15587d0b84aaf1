import type { XmlElement } from '../xml/index.ts'
import { covers, matches, parsePattern, type PathPattern } from './path-pattern.ts'

/** A field in which a difference can hurt a patient, or hide that one was refused. */
export interface ProtectedPath {
  readonly what: string
  /** `**` only at its beginning. */
  readonly path: string
  /**
   * Says that it is such a field only where its value is written as an NHS number: elsewhere it holds a service's own
   * id of a resource, which is made anew.
   */
  readonly isNumber?: true
}

/** Ten digits by themselves, or behind what a reference or a search puts before them. */
const NUMBER = /(?:^|[/|:=])\d{3} ?\d{3} ?\d{4}$/

/** Says whether a value is written as an NHS number is, with or without what refers to it. */
export const isNumberWritten = (value: string): boolean => NUMBER.test(value)

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
    '**/nhsNumber',
  ]),
  ...['Patient/id', 'subject/reference', 'patient/reference', 'beneficiary/reference'].map(
    (path): ProtectedPath => ({ what: 'NHS number', path: `**/${path}`, isNumber: true }),
  ),
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

const NO_LABELS: readonly string[] = []

/** Names the attributes of an element that are such fields by another attribute. */
export function protectedBeside({ attributes }: XmlElement): readonly string[] {
  for (const { ns, name, value } of attributes) {
    // Of attributes only an id's root says it of another.
    if (name !== 'root' || ns !== '') continue
    const beside = NEVER_IGNORED_BESIDE.filter(
      ({ sibling, is }) => sibling === '@root' && is === value,
    )
    if (beside.length > 0) return beside.map(({ leaf }) => leaf)
  }
  return NO_LABELS
}

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

const WITNESSES = new Map<string, readonly string[][]>()

/** Every policy is held against the same fields, so that where they may stand is found once. */
function framed(path: string): readonly string[][] {
  const known = WITNESSES.get(path) ?? witnessesOf(path)
  WITNESSES.set(path, known)
  return known
}

function witnessesOf(path: string): readonly string[][] {
  const own = parsePattern(path).filter(segment => segment !== '**')
  if (!path.startsWith('**')) return [own]
  return [...(isOfRoot(own) ? [own] : []), ...FRAMES.map(frame => [...frame, ...own])]
}

/** How far a rule reaches. */
export interface Reach {
  /** Whether it speaks of all that is below its path. */
  readonly isSubtree: boolean
  /** Whether it speaks of ids made anew: of what may be one or an NHS number it speaks only where it is one. */
  readonly isOfIds: boolean
}

const fieldUnder = (
  pattern: PathPattern,
  { isSubtree, isOfIds }: Reach,
  fields: readonly ProtectedPath[],
): string | undefined => {
  const fits = isSubtree ? covers : matches
  return fields
    .filter(({ isNumber }) => !(isOfIds && isNumber))
    .find(({ path }) => framed(path).some(witness => fits(pattern, witness)))?.what
}

const EVERYWHERE = new Map<string, string | undefined>()

/** What holds for every policy is found once for each pattern, for products share most of their rules. */
function fieldEverywhere(pattern: PathPattern, reach: Reach): string | undefined {
  const key = `${pattern.join('/')} ${reach.isSubtree} ${reach.isOfIds}`
  if (!EVERYWHERE.has(key)) EVERYWHERE.set(key, fieldUnder(pattern, reach, NEVER_IGNORED))
  return EVERYWHERE.get(key)
}

/**
 * Names what a pattern would cover of the fields never to be ignored, as far as that can be told before there is
 * a message. What it cannot tell is seen to where messages are compared: no rule is asked about such a field.
 */
export const protectedUnder = (
  pattern: PathPattern,
  reach: Reach,
  also: readonly ProtectedPath[],
): string | undefined => fieldEverywhere(pattern, reach) ?? fieldUnder(pattern, reach, also)
