import { always, element, type Outline } from '../../mapping/index.ts'
import { NHS_NUMBER, SHORT_FORM } from '../oids.ts'
import {
  ADMINISTRATION,
  AGENT_PERSON,
  coded,
  DISPENSING,
  NOT_APPLICABLE,
  observation,
  ORGANISATION,
  PERTINENT,
  REPEATS,
  separable,
  SNOMED,
  snomed,
  template,
  unspecified,
  V3,
} from './prescription-shape.ts'

const QUANTITY = element('quantity', { unit: '1' }, element('translation', { codeSystem: SNOMED }))
const MATERIAL = element('code', { codeSystem: SNOMED })
const FULFILS = { inversionInd: 'false', negationInd: 'false', typeCode: 'FLFS' }

const NOT_DISPENSED = observation(
  ['pertinentInformation2', 'pertinentNonDispensingReason', 'NDR'],
  coded('16.31'),
)

/** What of a prescription is fulfilled, by its id. */
const fulfils = (name: string): Outline =>
  element(
    'inFulfillmentOf',
    FULFILS,
    separable('true'),
    template('sourceOf1'),
    element(name, { classCode: 'SBADM', moodCode: 'RQO' }, element('id', {})),
  )

const SUPPLIED = element(
  'component',
  { typeCode: 'COMP' },
  separable('false'),
  element(
    'suppliedLineItemQuantity',
    { classCode: 'SPLY', moodCode: 'EVN' },
    DISPENSING,
    QUANTITY,
    element(
      'product',
      { contextControlCode: 'OP', typeCode: 'PRD' },
      element(
        'suppliedManufacturedProduct',
        { classCode: 'MANU' },
        element(
          'manufacturedSuppliedMaterial',
          { classCode: 'MMAT', determinerCode: 'INSTANCE' },
          MATERIAL,
        ),
      ),
    ),
    observation(
      ['pertinentInformation1', 'pertinentSupplyInstructions', 'SI'],
      element('value', {}),
    ),
  ),
)

const ASKED_FOR = element(
  'consumable',
  { contextControlCode: 'OP', typeCode: 'CSM' },
  element(
    'requestedManufacturedProduct',
    { classCode: 'MANU' },
    element(
      'manufacturedRequestedMaterial',
      { classCode: 'MMAT', determinerCode: 'KIND' },
      MATERIAL,
    ),
  ),
)

const LINE_ITEM = element(
  'pertinentSuppliedLineItem',
  { classCode: 'SBADM', moodCode: 'PRMS' },
  element('id', {}),
  ADMINISTRATION,
  NOT_APPLICABLE,
  REPEATS,
  ASKED_FOR,
  SUPPLIED,
  element(
    'component1',
    { typeCode: 'COMP' },
    separable('false'),
    element(
      'supplyRequest',
      { classCode: 'SPLY', moodCode: 'RQO' },
      element('code', { codeSystem: SNOMED }),
      QUANTITY,
    ),
  ),
  NOT_DISPENSED,
  observation(['pertinentInformation3', 'pertinentItemStatus', 'IS'], coded('17.23')),
  fulfils('priorOriginalItemRef'),
)

const HEADER = element(
  'pertinentSupplyHeader',
  { classCode: 'SBADM', moodCode: 'EVN' },
  element('id', {}),
  always('code', { code: '225426007', codeSystem: SNOMED }),
  NOT_APPLICABLE,
  REPEATS,
  element(
    'author',
    { contextControlCode: 'OP', typeCode: 'AUT' },
    element('time', {}),
    always('signatureText', { nullFlavor: 'NA' }),
    AGENT_PERSON,
  ),
  element(
    'pertinentInformation1',
    { ...PERTINENT, inversionInd: 'false', negationInd: 'false' },
    separable('false'),
    template('sourceOf2'),
    LINE_ITEM,
  ),
  NOT_DISPENSED,
  observation(['pertinentInformation3', 'pertinentPrescriptionStatus', 'PS'], coded('16.35')),
  observation(
    ['pertinentInformation4', 'pertinentPrescriptionID', 'PID'],
    element('value', { root: SHORT_FORM }),
  ),
  fulfils('priorOriginalPrescriptionRef'),
)

const REIMBURSES = element(
  'primaryInformationRecipient',
  { contextControlCode: 'ON', typeCode: 'PRCP' },
  element(
    'AgentOrg',
    { classCode: 'AGNT' },
    element('agentOrganization', ORGANISATION, element('id', {}), unspecified),
  ),
)

const LINE_ITEMS = element(
  'pertinentInformation2',
  { typeCode: 'PERT' },
  template('pertinentInformation1'),
  element(
    'pertinentCareRecordElementCategory',
    { classCode: 'CATEGORY', moodCode: 'EVN' },
    snomed('185361000000102', 'Medication - care record element (record artifact)'),
    element(
      'component',
      { typeCode: 'COMP' },
      element('actRef', { classCode: 'SBADM', moodCode: 'PRMS' }, element('id', {})),
    ),
  ),
)

/** A dispense notification (NHS MIM 4.2.00, PORX_MT024001UK31), in the order its schema has. */
export const DISPENSE_NOTIFICATION: Outline = element(
  'DispenseNotification',
  { classCode: 'INFO', moodCode: 'EVN' },
  element('id', {}),
  snomed('163541000000107', 'Dispensed Medication - FocusActOrEvent (administrative concept)'),
  element('effectiveTime', {}),
  always('typeId', { extension: 'PORX_MT024001UK31', root: `${V3}.18.7` }),
  element(
    'recordTarget',
    { typeCode: 'RCT' },
    element('patient', { classCode: 'PAT' }, element('id', { root: NHS_NUMBER })),
  ),
  REIMBURSES,
  element('pertinentInformation1', PERTINENT, template('pertinentInformation'), HEADER),
  LINE_ITEMS,
  element(
    'replacementOf',
    { typeCode: 'RPLC' },
    element('priorMessageRef', { classCode: 'INFO', moodCode: 'EVN' }, element('id', {})),
  ),
  element(
    'sequelTo',
    { typeCode: 'SEQL' },
    element(
      'priorPrescriptionReleaseEventRef',
      { classCode: 'INFO', moodCode: 'RQO' },
      element('id', {}),
    ),
  ),
)
