import { always, element, type Outline } from '../../mapping/index.ts'
import {
  AGENT_PERSON,
  coded,
  OBSERVATION,
  observation,
  PATIENT,
  PERTINENT,
  separable,
  V3,
} from './prescription-shape.ts'

/** A user of Spine's, whatever their role. */
export const USER = '1.2.826.0.1285.0.2.0.65'

const SHORT_ID = observation(
  ['pertinentInformation2', 'pertinentPrescriptionID', 'PID'],
  element('value', { root: `${V3}.18.8` }),
)

const REFERENCE = { inversionInd: 'false', negationInd: 'false', typeCode: 'PERT' }
const LINE_ITEM = { classCode: 'SBADM', moodCode: 'RQO' }

const ITEM = element(
  'pertinentInformation1',
  REFERENCE,
  separable('true'),
  element('pertinentLineItemRef', LINE_ITEM, element('id', {})),
)

/** A request to cancel (NHS MIM 4.2.00, PORX_IN030101UK32), in the order its schema has. */
export const CANCELLATION_REQUEST: Outline = element(
  'CancellationRequest',
  { classCode: 'INFO', moodCode: 'EVN' },
  element('id', {}),
  element('effectiveTime', {}),
  element('recordTarget', { typeCode: 'RCT' }, PATIENT),
  element('author', { typeCode: 'AUT' }, AGENT_PERSON),
  element('responsibleParty', { typeCode: 'RESP' }, AGENT_PERSON),
  SHORT_ID,
  ITEM,
  element(
    'pertinentInformation',
    PERTINENT,
    separable('false'),
    element(
      'pertinentCancellationReason',
      OBSERVATION,
      always('code', { code: 'CR', codeSystem: `${V3}.17.30` }),
      element('text', {}),
      coded('16.27'),
    ),
  ),
  element(
    'pertinentInformation3',
    { contextConductionInd: 'false', typeCode: 'PERT' },
    separable('true'),
    element('pertinentOriginalPrescriptionRef', LINE_ITEM, element('id', {})),
  ),
)

/** What became of a cancellation (NHS MIM 4.2.00, PORX_IN050101UK31), in the order its schema has. */
export const CANCELLATION_RESPONSE: Outline = element(
  'CancellationResponse',
  { classCode: 'INFRM', moodCode: 'EVN' },
  element('id', {}),
  element('effectiveTime', {}),
  element('recordTarget', { typeCode: 'RCT' }, PATIENT),
  element('performer', { typeCode: 'PRF' }, element('time', {}), AGENT_PERSON),
  element('author', { contextControlCode: 'OP', typeCode: 'AUT' }, AGENT_PERSON),
  element('responsibleParty', { contextControlCode: 'OP', typeCode: 'RESP' }, AGENT_PERSON),
  SHORT_ID,
  ITEM,
  observation(['pertinentInformation3', 'pertinentResponse', 'CRR'], coded('17.19')),
  element(
    'pertinentInformation4',
    REFERENCE,
    separable('true'),
    element(
      'pertinentCancellationRequestRef',
      { classCode: 'ACTN', moodCode: 'RQO' },
      element('id', {}),
    ),
  ),
)
