import { always, element, type Outline } from '../../mapping/index.ts'
import { NHS_NUMBER } from '../oids.ts'
import { coded, OBSERVATION, PERSON, separable, V3 } from './prescription-shape.ts'
import { reference, repeatInstance, slot } from './task-shape.ts'

/** Of the last dispense notification alone: the other kind, of all of them, has no word in FHIR. */
const LAST_DISPENSE = always('value', {
  code: 'LD',
  codeSystem: `${V3}.17.109`,
  displayName: 'Last Dispense',
})

/** A dispense notification that is taken back (NHS MIM 4.2.00, PORX_MT510101UK31), in the order its schema has. */
export const ETP_WITHDRAW: Outline = element(
  'ETPWithdraw',
  { classCode: 'ALRT', moodCode: 'EVN' },
  element('id', {}),
  element('effectiveTime', {}),
  element(
    'recordTarget',
    { typeCode: 'RCT' },
    element('patient', { classCode: 'PAT' }, element('id', { root: NHS_NUMBER })),
  ),
  element(
    'author',
    { typeCode: 'AUT' },
    element(
      'AgentPersonSDS',
      { classCode: 'AGNT' },
      element('id', {}),
      element('agentPersonSDS', PERSON, element('id', {})),
    ),
  ),
  slot(['pertinentInformation3', 'pertinentWithdrawID', 'WID'], element('value', {}), 'false'),
  repeatInstance('pertinentInformation1'),
  always(
    'pertinentInformation2',
    { contextConductionInd: 'true', typeCode: 'PERT' },
    separable('false'),
    always(
      'pertinentWithdrawType',
      OBSERVATION,
      always('code', { code: 'PWT', codeSystem: `${V3}.17.30` }),
      LAST_DISPENSE,
    ),
  ),
  slot(['pertinentInformation5', 'pertinentWithdrawReason', 'PWR'], coded('17.110')),
  reference(['pertinentInformation4', 'pertinentDispenseNotificationRef'], {
    inversionInd: 'false',
    typeCode: 'PERT',
  }),
)
