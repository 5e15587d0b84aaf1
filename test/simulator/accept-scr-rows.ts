import type { RequestKind } from '../../src/simulator/index.ts'
import { behind, payload, refused, twice, valued, within, without } from './accepting.ts'
import type { Damage, Group, Row, Rows, Verdict } from './accepting.ts'

const inconsistent = 'MessageError Inconsistent'
const acs = (code: string): Verdict => refused(`17.12 ${code}`)
const CONTEXT: Rows = {
  'whose record it is, once': [payload(twice('resourceContext')), acs('MANDATORY_DATA_MISSING')],
  'whose record it is, by NHS number': [
    payload(within('resourceContext', b => b.replace('2.1.4.1', '2.1.4.9'))),
    acs('MANDATORY_DATA_MISSING'),
  ],
}
const TEN: Rows = {
  'whose record it is, in ten characters': [
    payload(within('resourceContext', b => b.replace(/(extension=["'])\d/, '$1'))),
    acs('RESOURCE_CONTEXT_TOO_SHORT'),
  ],
}
const otherPerson: Row = [
  payload(within('resource', b => b.replace(/\d{10}/, '9990000026'))),
  acs('INVALID_COMBINATION_FC_RC_RI'),
]

const SET: Rows = {
  ...CONTEXT,
  'one or two permissions, each of its own kind': [
    payload(twice('accessControlAssertion')),
    acs('INVALID_ACA_CARDINALITY'),
  ],
  'a record that is the same person’s': otherPerson,
  'permissions that agree': [
    payload(
      within(
        'accessControlAssertion',
        b => b + b.replace('>View<', '>Store<').replace('>Yes<', '>No<'),
      ),
    ),
    acs('MANDATORY_DATA_MISSING'),
  ],
  'permissions of the summary care record': [
    payload(b => b.replace('>SCR<', '>GPR<')),
    acs('INVALID_COMBINATION_FC_RT'),
  ],
  'permissions that are consent': [
    payload(b => b.replace('>Consent<', '>Dissent<')),
    acs('INVALID_FUNCTION_CONTEXT'),
  ],
  'permissions to store or to view': [
    payload(b => b.replace('>View<', '>Keep<')),
    acs('INVALID_FUNCTION_CODE'),
  ],
  'permissions for everyone': [
    payload(b => b.replace('>Everyone<', '>Somebody<')),
    acs('INVALID_ACCESSOR_TYPE'),
  ],
  'permissions that say something': [
    payload(b => b.replace('>Yes<', '><')),
    acs('MISSING_PERMISSIONS_IN_SET'),
  ],
}
const GET: Rows = {
  ...CONTEXT,
  ...TEN,
  'one query at most': [payload(twice('queryCriteria')), acs('INVALID_ACA_CARDINALITY')],
  'a query about the same person': otherPerson,
}
const HAS: Rows = {
  ...CONTEXT,
  ...TEN,
  'a query': [payload(without('accessControlSet')), acs('INVALID_ACA_CARDINALITY')],
  'a query about the same person': otherPerson,
  'a query about what somebody may do': [
    payload(b => b.replace('>View<', '><')),
    acs('FUNCTION_CONTEXT_EMPTY'),
  ],
}

const alert = (damage: Damage): Damage => payload(behind(/AlertEvent/, damage))
const ALERT: Rows = {
  'a person behind it': [payload(without('author')), inconsistent],
  'one alert': [
    payload(b => b.replace(/<\/((?:\w+:)?)AlertEvent\s*>/, '$&<$1AlertEvent/>')),
    inconsistent,
  ],
  'an id': [alert(within('id', valued('root', ''))), inconsistent],
  'a kind': [alert(within('code', valued('code', ''))), inconsistent],
  'a time': [alert(without('effectiveTime')), inconsistent],
  'one justifyingReasonCoded': [alert(without('reason')), inconsistent],
  'the code of a reason': [
    alert(within('justifyingReasonCoded', within('code', valued('code', '')))),
    inconsistent,
  ],
  'one patient': [alert(twice('recordTarget')), inconsistent],
  'an NHS number of ten characters': [
    alert(within('recordTarget', b => b.replace(/(extension=["'])\d/, '$1'))),
    inconsistent,
  ],
  'one authorSDS': [alert(twice('authorSDS')), inconsistent],
  'an organisation': [
    alert(within('representedOrganizationSDS', valued('extension', ''))),
    inconsistent,
  ],
  'who looked': [alert(within('assignedPerson', valued('extension', ''))), inconsistent],
  'one assignedDeviceSDS': [alert(without('device')), inconsistent],
}

/** What is tried of the summary care record's permissions and alerts. */
export const SCR_GROUPS: readonly (readonly [Group, RequestKind, Rows])[] = [
  ['permission-set', 'SET_RESOURCE_PERMISSIONS_INUK01', SET],
  ['permission-get', 'GET_RESOURCE_PERMISSIONS_INUK01', GET],
  ['permission-has', 'HAS_RESOURCE_PERMISSIONS_INUK01', HAS],
  ['alert', 'COMT_IN000001UK01', ALERT],
]
