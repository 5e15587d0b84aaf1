import { element, type Outline } from '../../mapping/index.ts'
import { EVENT, INSTANCE, period, V3 } from './retrieval-shapes.ts'

const address = element(
  'addr',
  {},
  element('streetAddressLine', {}),
  element('postalCode', {}),
  element('addressKey', {}),
  period('useablePeriod'),
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

const practice = element(
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

/**
 * The subject of QUPA_IN000007UK01 and UK03 (nhsdigitalmait/SPINE_MTH has a template of each): unlike a record it has
 * no object ids, and its parts stand directly under the role and the person.
 */
export const TRACE_MATCH: Outline = element(
  'PdsTraceMatch',
  EVENT,
  element(
    'subject',
    { typeCode: 'SBJ' },
    element(
      'patientRole',
      { classCode: 'PAT' },
      element('confidentialityCode', { codeSystem: `${V3}.16.1` }),
      address,
      element('id', {}),
      element('telecom', {}, period('useablePeriod')),
      element(
        'patientPerson',
        INSTANCE,
        element('administrativeGenderCode', {}),
        element('birthTime', {}),
        element('deceasedTime', {}),
        name,
        practice,
      ),
    ),
  ),
)
