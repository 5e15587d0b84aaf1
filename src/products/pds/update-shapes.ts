import { element, type Outline } from '../../mapping/index.ts'
import { EVENT, INSTANCE, observation, period, V3 } from './retrieval-shapes.ts'

const version = element(
  'pertinentInformation',
  { typeCode: 'PERT' },
  observation('pertinentSerialChangeNumber', '2', element('value', {})),
)

const name = element(
  'name',
  {},
  element('prefix', {}),
  element('given', {}),
  element('family', {}),
  element('suffix', {}),
  period('validTime'),
)

const address = element(
  'addr',
  {},
  element('streetAddressLine', {}),
  element('postalCode', {}),
  element('addressKey', {}),
  period('useablePeriod'),
)

const provider = element(
  'playedOtherProviderPatient',
  { classCode: 'PAT' },
  element(
    'subjectOf',
    { typeCode: 'SBJ' },
    element(
      'patientCareProvision',
      { classCode: 'PCPR', moodCode: 'EVN' },
      element('code', { codeSystem: `${V3}.17.37` }),
      period('effectiveTime'),
      element(
        'performer',
        { typeCode: 'PRF' },
        element('assignedOrganization', { classCode: 'ASSIGNED' }, element('id', {})),
      ),
    ),
  ),
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
      address,
      element('id', {}),
      element('telecom', {}, period('useablePeriod')),
      element(
        'patientPerson',
        INSTANCE,
        element('administrativeGenderCode', { codeSystem: `${V3}.16.25` }),
        element('birthTime', {}),
        element('deceasedTime', {}),
        element('multipleBirthOrderNumber', {}),
        name,
        provider,
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
