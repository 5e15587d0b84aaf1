import { always, element, type Outline } from '../../mapping/index.ts'
import { coded, OBSERVATION, PARENT_PRESCRIPTION, PERTINENT, V3 } from './prescription-shape.ts'

/** What Spine puts into a prescription it releases has a type, which nobody else writes. */
const RELATION = { type: 'ActRelationship' }
const ADDED = { ...RELATION, ...PERTINENT }

const code = (slot: string): Outline => always('code', { code: slot, codeSystem: `${V3}.17.30` })

const status = (slot: string, separable: Outline, observation: Outline): Outline =>
  element(slot, ADDED, separable, observation)

const PRESCRIPTION_STATUS = status(
  'pertinentInformation10',
  always('seperatableInd', { updateMode: 'added', value: 'false' }),
  element(
    'pertinentPrescriptionStatus',
    { type: 'Observation', ...OBSERVATION },
    code('PS'),
    coded('16.35'),
  ),
)

const ITEM_STATUS = status(
  'pertinentInformation4',
  always('seperatableInd', { value: 'false' }),
  element(
    'pertinentItemStatus',
    { type: 'Observation', ...OBSERVATION },
    code('IS'),
    coded('17.23'),
  ),
)

const exemption = (slot: string, name: string, [of, displayName]: readonly string[]): Outline =>
  element(
    slot,
    ADDED,
    always('seperatableInd', { value: 'true' }),
    element(
      name,
      OBSERVATION,
      always('code', {
        code: of ?? '',
        codeSystem: `${V3}.16.33`,
        displayName: displayName ?? '',
      }),
      element('value', {}),
    ),
  )

const UNDER_SIXTEEN = exemption('pertinentInformation9', 'pertinentLowPermanentExemptionInfo', [
  '0002',
  'is under 16 years of age',
])
const FROM_SIXTY = exemption('pertinentInformation11', 'pertinentHighPermanentExemptionInfo', [
  '0004',
  'is 60 years of age or over',
])

const PREVIOUS_ISSUE = element(
  'predecessor',
  { ...RELATION, typeCode: 'PREV' },
  always('seperatableInd', { value: 'false' }),
  element(
    'priorPreviousIssueDate',
    { type: 'Observation', ...OBSERVATION },
    code('PRDT'),
    element('value', {}),
  ),
)

/** An outline in which one element, by its names from there down, is another. */
function changed(
  outline: Outline,
  [name, ...rest]: readonly string[],
  change: (at: Outline) => Outline,
): Outline {
  if (name === undefined) return change(outline)
  const children = outline.children.map(child =>
    child.name === name ? changed(child, rest, change) : child,
  )
  return { ...outline, children }
}

/** An outline with more in front of one of its elements. */
const before =
  (name: string, ...more: readonly Outline[]) =>
  (at: Outline): Outline => ({
    ...at,
    children: at.children.flatMap(child => (child.name === name ? [...more, child] : [child])),
  })

const RX = ['pertinentInformation1', 'pertinentPrescription']
const TYPE = always('typeId', { extension: 'PORX_MT122003UK32', root: `${V3}.18.7` })

/** Where what a release adds to a prescription stands in it. */
const ADDITIONS: readonly (readonly [path: readonly string[], change: (at: Outline) => Outline])[] =
  [
    [['typeId'], () => TYPE],
    [RX, before('pertinentInformation1', PRESCRIPTION_STATUS, UNDER_SIXTEEN)],
    [
      [...RX, 'pertinentInformation2', 'pertinentLineItem'],
      before('pertinentInformation1', ITEM_STATUS),
    ],
    [RX, before('pertinentInformation8', FROM_SIXTY)],
    [RX, at => ({ ...at, children: [...at.children, PREVIOUS_ISSUE] })],
  ]

/** A prescription as it is released (PORX_MT122003UK32; nhsdigitalmait/SPINE_schema, spine2_xslt), in the order Spine writes it in. */
export const RELEASED_PRESCRIPTION: Outline = ADDITIONS.reduce(
  (outline, [path, change]) => changed(outline, path, change),
  PARENT_PRESCRIPTION,
)

/** The answer to a release (NHS MIM 4.2.00), in the order of the published one. */
export const RELEASE_RESPONSE: Outline = element(
  'PrescriptionReleaseResponse',
  { classCode: 'INFO', moodCode: 'EVN', type: 'ControlAct' },
  element('id', {}),
  element('effectiveTime', {}),
  element(
    'component',
    { ...RELATION, typeCode: 'COMP', contextConductionInd: 'false' },
    always('seperatableInd', { value: 'false' }),
    always('templateId', { root: `${V3}.17.120`, extension: 'PORX_MT122003UK32' }),
    RELEASED_PRESCRIPTION,
  ),
  element('pertinentInformation', {}),
  element(
    'inFulfillmentOf',
    { ...RELATION, typeCode: 'FLFS', inversionInd: 'false', negationInd: 'false' },
    always('seperatableInd', { value: 'true' }),
    element(
      'priorDownloadRequestRef',
      { type: 'ControlAct', classCode: 'INFO', moodCode: 'RQO' },
      element('id', {}),
    ),
  ),
)
