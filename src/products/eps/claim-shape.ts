import { always, element, type Outline } from '../../mapping/index.ts'
import {
  ADDRESS,
  ADMINISTRATION,
  coded,
  DISPENSING,
  JOB_ROLE,
  NOT_APPLICABLE,
  OBSERVATION,
  observation,
  ORGANISATION,
  PERSON,
  PERTINENT,
  REPEATS,
  separable,
  SNOMED,
  snomed,
  template,
  unspecified,
  V3,
} from './prescription-shape.ts'

const INFORMATION = { classCode: 'INFO', moodCode: 'EVN' }
const FULFILMENT = { inversionInd: 'false', negationInd: 'false', typeCode: 'FLFS' }

const PAYER = element(
  'primaryInformationRecipient',
  { typeCode: 'PRCP' },
  element(
    'AgentOrg',
    { classCode: 'AGNT' },
    element('agentOrganization', ORGANISATION, element('id', {}), unspecified, element('name', {})),
  ),
)

const AUTHENTICATOR = element(
  'legalAuthenticator',
  { contextControlCode: 'OP', typeCode: 'LA' },
  element('time', {}),
  // Nobody signs a claim.
  always('signatureText', { nullFlavor: 'NA' }),
  element(
    'AgentPerson',
    { classCode: 'AGNT' },
    element('id', {}),
    element('code', { codeSystem: JOB_ROLE }),
    element('telecom', {}),
    element('agentPerson', PERSON, element('id', {}), element('name', {})),
    element(
      'representedOrganization',
      ORGANISATION,
      element('id', {}),
      unspecified,
      element('name', {}),
      element('telecom', {}),
      ADDRESS,
    ),
  ),
)

const NOT_DISPENSED = observation(
  ['pertinentInformation2', 'pertinentNonDispensingReason', 'NDR'],
  coded('16.31'),
)

const ENDORSEMENT = element(
  'pertinentInformation2',
  PERTINENT,
  separable('true'),
  element(
    'pertinentDispensingEndorsement',
    OBSERVATION,
    always('code', { code: 'DE', codeSystem: `${V3}.17.30` }),
    element('text', {}),
    coded('16.29'),
  ),
)

const SUPPLIED = element(
  'component',
  { typeCode: 'COMP' },
  separable('false'),
  element(
    'suppliedLineItemQuantity',
    { classCode: 'SPLY', moodCode: 'EVN' },
    DISPENSING,
    element('quantity', { unit: '1' }, element('translation', { codeSystem: SNOMED })),
    element(
      'product',
      { contextControlCode: 'OP', typeCode: 'PRD' },
      element(
        'suppliedManufacturedProduct',
        { classCode: 'MANU' },
        element(
          'manufacturedSuppliedMaterial',
          { classCode: 'MMAT', determinerCode: 'KIND' },
          element('code', { codeSystem: SNOMED }),
        ),
      ),
    ),
    observation(['pertinentInformation1', 'pertinentChargePayment', 'CP'], element('value', {})),
    ENDORSEMENT,
  ),
)

/** What this is done for: the order of the prescription, or one of its line items. */
const fulfils = (reference: string): Outline =>
  element(
    'inFulfillmentOf',
    FULFILMENT,
    separable('true'),
    template('sourceOf1'),
    element(reference, { classCode: 'SBADM', moodCode: 'RQO' }, element('id', {})),
  )

const LINE_ITEM = element(
  'pertinentSuppliedLineItem',
  { classCode: 'SBADM', moodCode: 'PRMS' },
  element('id', {}),
  ADMINISTRATION,
  NOT_APPLICABLE,
  REPEATS,
  SUPPLIED,
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
  AUTHENTICATOR,
  NOT_DISPENSED,
  observation(['pertinentInformation3', 'pertinentPrescriptionStatus', 'PS'], coded('16.35')),
  element(
    'pertinentInformation1',
    { ...PERTINENT, inversionInd: 'false', negationInd: 'false' },
    separable('false'),
    template('sourceOf2'),
    LINE_ITEM,
  ),
  observation(['pertinentInformation4', 'pertinentPrescriptionID', 'PID'], element('value', {})),
  fulfils('priorOriginalPrescriptionRef'),
)

const COVERAGE = element(
  'coverage',
  { contextConductionInd: 'true', typeCode: 'COVBY' },
  separable('false'),
  element(
    'coveringChargeExempt',
    OBSERVATION,
    always('code', { code: 'EX', codeSystem: `${V3}.17.30` }),
    coded('16.33'),
    element(
      'authorization',
      { contextConductionInd: 'true', typeCode: 'AUTH' },
      separable('false'),
      element(
        'authorizingEvidenceSeen',
        OBSERVATION,
        always('code', { code: 'ES', codeSystem: `${V3}.17.30` }),
      ),
    ),
  ),
)

/**
 * A claim for what was supplied (NHS MIM 4.2.00, PORX_MT142001UK31), in the order of
 * NHSDigital/electronic-prescription-service-api.
 */
export const DISPENSE_CLAIM: Outline = element(
  'DispenseClaim',
  INFORMATION,
  element('id', {}),
  snomed('163541000000107', 'Dispensed Medication - FocusActOrEvent (administrative concept)'),
  element('effectiveTime', {}),
  always('typeId', { extension: 'PORX_MT142001UK31', root: `${V3}.18.7` }),
  PAYER,
  element('pertinentInformation1', PERTINENT, template('pertinentInformation'), HEADER),
  element(
    'replacementOf',
    { typeCode: 'RPLC' },
    element('priorMessageRef', INFORMATION, element('id', {})),
  ),
  COVERAGE,
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
