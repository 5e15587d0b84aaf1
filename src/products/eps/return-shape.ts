import { element, type Outline } from '../../mapping/index.ts'
import { coded } from './prescription-shape.ts'
import { DISPENSER, reference, repeatInstance, slot } from './task-shape.ts'

/** A prescription that is given back (NHS MIM 4.2.00, PORX_MT100101UK31), in the order its schema has. */
export const DISPENSE_PROPOSAL_RETURN: Outline = element(
  'DispenseProposalReturn',
  { classCode: 'INFO', moodCode: 'EVN' },
  element('id', {}),
  element('effectiveTime', {}),
  DISPENSER,
  slot(['pertinentInformation1', 'pertinentPrescriptionID', 'PID'], element('value', {})),
  repeatInstance('pertinentInformation2'),
  slot(['pertinentInformation3', 'pertinentReturnReason', 'RR'], coded('16.28'), 'false'),
  reference(['reversalOf', 'priorPrescriptionReleaseResponseRef'], {
    inversionInd: 'true',
    typeCode: 'REV',
  }),
)
