import { element, type Outline } from '../../mapping/index.ts'
import { ADDRESS, NAME, PROVIDER } from './direct-parts.ts'
import { EVENT, INSTANCE, period, V3 } from './retrieval-shapes.ts'

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
      ADDRESS,
      element('id', {}),
      element('telecom', {}, period('useablePeriod')),
      element(
        'patientPerson',
        INSTANCE,
        element('administrativeGenderCode', {}),
        element('birthTime', {}),
        element('deceasedTime', {}),
        NAME,
        PROVIDER,
      ),
    ),
  ),
)
