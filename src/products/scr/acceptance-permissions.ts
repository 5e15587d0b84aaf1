import {
  type AcceptanceRule,
  defineRules,
  lengthOf,
  oneOf,
  type RuleRow,
} from '../../acceptance/index.ts'
import { askedBy, idsOf } from '../asked-of.ts'
import { NHS_NUMBER } from '../oids.ts'
import { SCR_INTERACTIONS } from './interactions.ts'

const XSLT = 'nhsdigitalmait/SPINE_schema, spine2_xslt'

/** What every request about permissions says of whose they are. */
const contextRules = (id: string, request: string, around: string): readonly RuleRow[] => {
  const within = `ControlActEvent/crs:${request}/crs:${around}`
  const context = 'crs:resourceContext'
  return [
    ...askedBy(id, `crs:${request}`),
    {
      id: `${id}-context`,
      says: 'It says once whose permissions are meant',
      at: `${within}/${context}`,
      error: 'MANDATORY_DATA_MISSING',
      mend: 'Write one resourceContext',
    },
    {
      id: `${id}-context-root`,
      says: 'Whose they are is said by an NHS number',
      within: `${within}/${context}`,
      at: '@root',
      is: oneOf(NHS_NUMBER),
      error: 'MANDATORY_DATA_MISSING',
      mend: `Write the root ${NHS_NUMBER}`,
    },
    {
      id: `${id}-context-number`,
      says: 'That NHS number has ten characters',
      within: `${within}/${context}`,
      at: '@extension',
      is: lengthOf(10),
      error: 'RESOURCE_CONTEXT_TOO_SHORT or RESOURCE_CONTEXT_TOO_LONG',
      mend: 'Write the ten digits without blanks or hyphens',
    },
  ]
}

const ASSERTION = 'ControlActEvent/crs:setResourcePermissionsRequest/crs:permissions'

const SET_PERMISSIONS = defineRules(
  {
    product: 'scr',
    family: '1712',
    from: `${XSLT}/Clinicals_Stage_1.xsl`,
    interactions: idsOf(SCR_INTERACTIONS, 'Permission to view, set'),
  },
  [
    ...contextRules('scr-set-permission', 'setResourcePermissionsRequest', 'permissions'),
    {
      id: 'scr-set-permission-assertions',
      says: 'It sets one permission or two',
      at: `${ASSERTION}/crs:accessControlAssertion`,
      times: [1, 2],
      error: 'INVALID_ACA_CARDINALITY',
      mend: 'Write one accessControlAssertion to store, one to view, or both',
    },
  ],
)

const GET_PERMISSIONS = defineRules(
  {
    product: 'scr',
    family: '1712',
    from: `${XSLT}/GET_RESOURCE_PERMISSIONS_UK01.xsl`,
    interactions: idsOf(SCR_INTERACTIONS, 'Permission to view, read'),
  },
  [
    ...contextRules('scr-get-permission', 'getResourcePermissionsRequest', 'accessControlQuery'),
    {
      id: 'scr-get-permission-criteria',
      says: 'It has one set of criteria at most',
      at: 'ControlActEvent/crs:getResourcePermissionsRequest/crs:accessControlQuery/crs:queryCriteria',
      times: [0, 1],
      error: 'INVALID_ACA_CARDINALITY',
      mend: 'Write one queryCriteria',
    },
  ],
)

const HAS_SET =
  'ControlActEvent/crs:hasResourcePermissionsRequest/crs:accessControlQuery/crs:accessControlSet'

const HAS_PERMISSIONS = defineRules(
  {
    product: 'scr',
    family: '1712',
    from: `${XSLT}/HAS_RESOURCE_PERMISSIONS_UK01.xsl`,
    interactions: idsOf(SCR_INTERACTIONS, 'Permission to view, asked'),
  },
  [
    ...contextRules('scr-has-permission', 'hasResourcePermissionsRequest', 'accessControlQuery'),
    {
      id: 'scr-has-permission-sets',
      says: 'It asks for one permission or more',
      at: HAS_SET,
      times: [1, Infinity],
      error: 'INVALID_ACA_CARDINALITY',
      mend: 'Write one accessControlSet for each permission asked for',
    },
    ...(
      [
        ['accessor', 'crs:accessor/crs:type', 'INVALID_ACCESSOR_TYPE'],
        ['context', 'crs:function/crs:context', 'FUNCTION_CONTEXT_EMPTY'],
        ['function', 'crs:function/crs:code', 'ACR_CANNOT_BE_USED_AS_LRTYPE'],
        ['resource', 'crs:resource/crs:type', 'RESOURCE_TYPE_EMPTY'],
        ['resource-id', 'crs:resource/crs:Id', 'RESOURCE_ID_EMPTY'],
      ] as const
    ).map(([id, at, error]): RuleRow => ({
      id: `scr-has-permission-set-${id}`,
      says: `A permission asked for has one ${at.replaceAll('crs:', '')}`,
      within: HAS_SET,
      at,
      error,
      mend: `Write one ${at.replaceAll('crs:', '')}`,
    })),
  ],
)

/** Lists what Spine asks of a request about what a patient permits. */
export const PERMISSION_ACCEPTANCE: readonly AcceptanceRule[] = [
  ...SET_PERMISSIONS,
  ...GET_PERMISSIONS,
  ...HAS_PERMISSIONS,
]
