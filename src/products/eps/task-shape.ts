import { always, element, type Outline } from '../../mapping/index.ts'
import {
  ADDRESS,
  JOB_ROLE,
  OBSERVATION,
  ORGANISATION,
  PERSON,
  separable,
  unspecified,
  V3,
} from './prescription-shape.ts'

/** An observation in its slot, and whether it stands in the context of the act it is in (NHS MIM 4.2.00). */
export const slot = (
  [name, observation, code]: readonly [name: string, observation: string, code: string],
  value: Outline,
  isInContext: 'true' | 'false' = 'true',
): Outline =>
  element(
    name,
    { contextConductionInd: isInContext, typeCode: 'PERT' },
    separable('false'),
    element(observation, OBSERVATION, always('code', { code, codeSystem: `${V3}.17.30` }), value),
  )

/** Which issue of a prescription it is about. */
export const repeatInstance = (name: string): Outline =>
  slot([name, 'pertinentRepeatInstanceInfo', 'RPI'], element('value', {}))

/** A message that came before, by its id. */
export const reference = (
  [name, earlier]: readonly [name: string, earlier: string],
  fixed: Readonly<Record<string, string>>,
): Outline =>
  element(
    name,
    { negationInd: 'false', ...fixed },
    separable('true'),
    element(earlier, { classCode: 'INFO', moodCode: 'EVN' }, element('id', {})),
  )

/** Who dispenses, by a name in one piece, and for whom. */
export const DISPENSER: Outline = element(
  'author',
  { typeCode: 'AUT' },
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
