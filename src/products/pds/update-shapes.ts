import { element, type Outline } from '../../mapping/index.ts'
import { ADDRESS, NAME, NAMED_PROVIDER } from './direct-parts.ts'
import { EVENT, INSTANCE, observation, period, V3 } from './retrieval-shapes.ts'

const version = element(
  'pertinentInformation',
  { typeCode: 'PERT' },
  observation('pertinentSerialChangeNumber', '2', element('value', {})),
)

const death = element(
  'subjectOf2',
  { typeCode: 'SBJ' },
  element(
    'deathNotification',
    EVENT,
    element('code', { code: '3', codeSystem: `${V3}.17.35` }),
    element('value', { codeSystem: `${V3}.16.5` }),
  ),
)

/**
 * The subject of PRPA_IN000203UK03 and UK06 (nhsconnect/prm-repo-gp2gp-messenger has one): what is changed stands
 * directly under the role and the person, each with its mode.
 */
export const UPDATE_REQUEST: Outline = element(
  'PdsUpdateRequest',
  { classCode: 'REG', moodCode: 'RQO' },
  element('code', { code: '1', codeSystem: `${V3}.17.40` }),
  version,
  element(
    'subject',
    { typeCode: 'SBJ' },
    element(
      'patientRole',
      { classCode: 'PAT' },
      ADDRESS,
      element('id', {}),
      element('telecom', {}, period('useablePeriod')),
      element(
        'patientPerson',
        INSTANCE,
        element('administrativeGenderCode', { codeSystem: `${V3}.16.25` }),
        element('birthTime', {}),
        element('deceasedTime', {}),
        element('multipleBirthOrderNumber', {}),
        NAME,
        NAMED_PROVIDER,
      ),
      death,
    ),
  ),
)

/** The subject of PRPA_IN000202UK01: the version the record has now. */
export const UPDATED: Outline = element(
  'PdsSuccessfulUpdateResponse',
  { classCode: 'REG', moodCode: 'EVN' },
  version,
)
