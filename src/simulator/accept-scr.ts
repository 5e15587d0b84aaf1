import { denied, inconsistent } from './accept.ts'
import type { Refused, Rule } from './accept.ts'
import type { EbxmlError } from './ebxml-request.ts'
import { attributeOf, countOf, inside, outers, tagOf, textOf, valueOf } from './xml-text.ts'

type PermissionRule = Rule<string, Refused>

const NHS_NUMBER = '2.16.840.1.113883.2.1.4.1'
const ASSERTION = 'accessControlAssertion'

const context = (body: string): string | undefined => tagOf(body, 'resourceContext')
const consentOf = (element: string): string | undefined =>
  textOf(inside(element, 'function'), 'code')
const permissionOf = (element: string): string | undefined => textOf(element, 'permission')

/** A rule about every element of a name. */
const every =
  (name: string, holds: (element: string) => boolean) =>
  (body: string): boolean =>
    outers(body, name).every(holds)

const about = (element: string): string | undefined => textOf(inside(element, 'resource'), 'Id')

/** The person in whose record a permission stands is the person whose record it is. */
const samePerson =
  (name: string) =>
  (body: string): boolean =>
    every(name, element => about(element) === attributeOf(context(body), 'extension'))(body)

const CONTEXT: readonly PermissionRule[] = [
  {
    name: 'whose record it is, once',
    holds: body => countOf(body, 'resourceContext') === 1,
    refused: denied('MANDATORY_DATA_MISSING', 'Resource Context not found'),
  },
  {
    name: 'whose record it is, by NHS number',
    holds: body => attributeOf(context(body), 'root') === NHS_NUMBER,
    refused: denied(
      'MANDATORY_DATA_MISSING',
      'ResourceContext root=2.16.840.1.113883.2.1.4.1 not found',
    ),
  },
]

const isTen = (body: string): boolean => attributeOf(context(body), 'extension')?.length === 10

const ASKED: readonly PermissionRule[] = [
  ...CONTEXT,
  {
    name: 'whose record it is, in ten characters',
    holds: isTen,
    refused: denied('RESOURCE_CONTEXT_TOO_SHORT', 'ResourceContext is not of 10 characters'),
  },
]

const everyone = (element: string): boolean =>
  permissionOf(element) === 'Clear' ||
  (textOf(inside(element, 'accessor'), 'type') === 'Everyone' &&
    textOf(inside(element, 'accessor'), 'name') === 'Everyone')

const countConsent = (body: string, code: string): number =>
  outers(body, ASSERTION).filter(element => consentOf(element) === code).length

/** Spine's rules for what is asked of permissions, by what is asked. */
export const PERMISSION_RULES = {
  set: [
    ...CONTEXT,
    {
      name: 'one or two permissions, each of its own kind',
      holds: body =>
        [1, 2].includes(countOf(body, ASSERTION)) &&
        countConsent(body, 'Store') <= 1 &&
        countConsent(body, 'View') <= 1,
      refused: denied(
        'INVALID_ACA_CARDINALITY',
        'At least one and no more than two accessControlAssertion must be provided',
      ),
    },
    {
      name: 'a record that is the same person’s',
      holds: samePerson(ASSERTION),
      refused: denied('INVALID_COMBINATION_FC_RC_RI', 'Resource Context is not the Resource Id'),
    },
    {
      name: 'permissions that agree',
      holds: body => new Set(outers(body, ASSERTION).map(permissionOf)).size === 1,
      refused: denied('MANDATORY_DATA_MISSING', 'Inconsistent Permission to View and Store'),
    },
    {
      name: 'permissions of the summary care record',
      holds: every(ASSERTION, each => textOf(inside(each, 'resource'), 'type') === 'SCR'),
      refused: denied('INVALID_COMBINATION_FC_RT', 'Resource type is not SCR'),
    },
    {
      name: 'permissions that are consent',
      holds: every(ASSERTION, each => textOf(inside(each, 'function'), 'context') === 'Consent'),
      refused: denied('INVALID_FUNCTION_CONTEXT', 'Function context is not Consent'),
    },
    {
      name: 'permissions to store or to view',
      holds: every(ASSERTION, each => ['Store', 'View'].includes(consentOf(each) ?? '')),
      refused: denied('INVALID_FUNCTION_CODE', 'Function code is neither Store nor View'),
    },
    {
      name: 'permissions for everyone',
      holds: every(ASSERTION, everyone),
      refused: denied('INVALID_ACCESSOR_TYPE', 'Accessor is not Everyone'),
    },
    {
      name: 'permissions that say something',
      holds: every(ASSERTION, each => (permissionOf(each) ?? '') !== ''),
      refused: denied('MISSING_PERMISSIONS_IN_SET', 'Permission is missing'),
    },
  ],
  get: [
    ...ASKED,
    {
      name: 'one query at most',
      holds: body => countOf(body, 'queryCriteria') <= 1,
      refused: denied('INVALID_ACA_CARDINALITY', 'More than one queryCriteria'),
    },
    {
      name: 'a query about the same person',
      holds: samePerson('queryCriteria'),
      refused: denied('INVALID_COMBINATION_FC_RC_RI', 'Resource Context is not the Resource Id'),
    },
  ],
  has: [
    ...ASKED,
    {
      name: 'a query',
      holds: body => countOf(body, 'accessControlSet') > 0,
      refused: denied('INVALID_ACA_CARDINALITY', 'No accessControlSet'),
    },
    {
      name: 'a query about the same person',
      holds: samePerson('accessControlSet'),
      refused: denied('INVALID_COMBINATION_FC_RC_RI', 'Resource Context is not the Resource Id'),
    },
    {
      name: 'a query about what somebody may do',
      holds: every('accessControlSet', each => (consentOf(each) ?? '') !== ''),
      refused: denied('FUNCTION_CONTEXT_EMPTY', 'Function code is missing'),
    },
  ],
} as const satisfies Record<string, readonly PermissionRule[]>

type AlertRule = Rule<string, EbxmlError>

const alertError = (place: string): EbxmlError => inconsistent(`ALERT_INVALID_INPUT[${place}]`)

/** A rule that something stands in an element of the alert, and is not empty. */
const filled = (
  name: string,
  place: string,
  value: (alert: string) => string | undefined,
): AlertRule => ({
  name,
  holds: payload => (value(payload) ?? '') !== '',
  refused: alertError(place),
})

const subject = (payload: string): string => inside(payload, 'AlertEvent') ?? ''

const one = (element: string, place: string): AlertRule => ({
  name: `one ${element}`,
  holds: payload => countOf(subject(payload), element) === 1,
  refused: alertError(place),
})

function hasNumber(payload: string): boolean {
  const id = tagOf(inside(subject(payload), 'recordTarget') ?? '', 'id')
  return attributeOf(id, 'root') === NHS_NUMBER && attributeOf(id, 'extension')?.length === 10
}

/** Spine's rules for a privacy alert. */
export const ALERT_RULES: readonly AlertRule[] = [
  {
    name: 'a person behind it',
    holds: payload => countOf(payload, 'AgentPersonSDS') === 1,
    refused: alertError('checkRoot:agentPersonSDS'),
  },
  {
    name: 'one alert',
    holds: payload => countOf(payload, 'AlertEvent') === 1,
    refused: alertError('checkRoot:alertEvent'),
  },
  filled('an id', 'checkAlertEvent:id', payload => valueOf(subject(payload), 'id', 'root')),
  filled('a kind', 'checkAlertEvent:code:code', payload =>
    valueOf(subject(payload), 'code', 'code'),
  ),
  filled('a time', 'checkAlertEvent:effectiveTime', payload =>
    valueOf(subject(payload), 'effectiveTime', 'value'),
  ),
  one('justifyingReasonCoded', 'checkAlertEvent:justifyingReasonCoded'),
  filled('the code of a reason', 'checkJustifyingReasonCoded:code:code', payload =>
    valueOf(inside(payload, 'justifyingReasonCoded'), 'code', 'code'),
  ),
  one('patient', 'checkAlertEvent:patient'),
  {
    name: 'an NHS number of ten characters',
    holds: hasNumber,
    refused: alertError('checkPatient:nhsNumber'),
  },
  one('authorSDS', 'checkAlertEvent:authorSDS'),
  filled('an organisation', 'checkAuthorSDS:representedOrganizationSDS:id:extension', payload =>
    valueOf(inside(payload, 'representedOrganizationSDS'), 'id', 'extension'),
  ),
  filled('who looked', 'checkAuthorSDS:assignedPerson:id:extension', payload =>
    valueOf(inside(payload, 'assignedPerson'), 'id', 'extension'),
  ),
  one('assignedDeviceSDS', 'checkAlertEvent:assignedDeviceSDS'),
]
