import { type AcceptanceRule, defineRules, type KnownCode, THERE } from '../../acceptance/index.ts'
import { askedBy, idsOf } from '../asked-of.ts'
import { NHS_NUMBER } from '../oids.ts'
import { ALERT_ACCEPTANCE } from './acceptance-alert.ts'
import { PERMISSION_ACCEPTANCE } from './acceptance-permissions.ts'
import { SCR_INTERACTIONS } from './interactions.ts'

const XSLT = 'nhsdigitalmait/SPINE_schema, spine2_xslt'
const QUERY = 'ControlActEvent/query'
const DISSENT = '2.16.840.1.113883.2.1.3.2.4.17.60'

/** Two stored replies say so: an upload's and a permission's. */
const NUMBER_MISSING: KnownCode = {
  code: '35160',
  display:
    '[PSIS-35160] - Invalid input message. Mandatory field NHS Number is missing or incorrect',
  from: 'NHSDigital/summary-care-record-api, its stored replies',
}

const events = { product: 'scr', from: `${XSLT}/Clinicals_Event_Query.xsl` } as const

const EVENTS = defineRules(
  {
    ...events,
    family: '1733',
    interactions: idsOf(SCR_INTERACTIONS, 'Event list query', 'Event query'),
  },
  [
    ...askedBy('scr-query', 'query'),
    {
      id: 'scr-query-dissent',
      says: 'A query says once whether it overrides a dissent, in its code system',
      at: `${QUERY}/dissentOverride/value[@codeSystem=${DISSENT}]/@code`,
      is: THERE,
      error: 'MANDATORY_FIELD_MISSING',
      mend: `Write one dissentOverride whose value has a code of ${DISSENT}`,
    },
    {
      id: 'scr-query-number',
      says: 'A query names one patient by their NHS number',
      at: `${QUERY}/nHSNumber/value[@root=${NHS_NUMBER}]/@extension`,
      is: THERE,
      refusal: { family: '1733', error: 'MANDATORY_FIELD_MISSING', code: NUMBER_MISSING },
      mend: `Write one nHSNumber whose value has the root ${NHS_NUMBER}`,
    },
  ],
)

const UPLOADS = defineRules(
  {
    product: 'scr',
    family: '1733',
    from: `${XSLT}/Clinicals_Common_Stage_1.xsl`,
    interactions: idsOf(SCR_INTERACTIONS, 'GP summary upload'),
  },
  [
    {
      id: 'scr-upload-document',
      says: 'An upload holds one document',
      within: 'ControlActEvent/subject',
      at: '*',
      error: 'INVALID_DOCUMENT_DATA',
      mend: 'Write one document into the subject',
    },
    {
      id: 'scr-upload-system',
      says: 'The system an upload comes from is named by one ASID',
      within: '**/author1/AgentSystemSDS',
      at: 'agentSystemSDS/id[@root=1.2.826.0.1285.0.2.0.107]/@extension',
      is: THERE,
      error: 'MANDATORY_FIELD_MISSING',
      mend: 'Write its ASID into the id of agentSystemSDS',
    },
  ],
)

/** Lists what Spine asks of a request about summary care records. */
export const SCR_ACCEPTANCE: readonly AcceptanceRule[] = [
  ...EVENTS,
  ...UPLOADS,
  ...PERMISSION_ACCEPTANCE,
  ...ALERT_ACCEPTANCE,
]
