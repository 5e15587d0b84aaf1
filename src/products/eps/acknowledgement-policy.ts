import { definePolicy, type Policy, type Rule } from '../../comparison/index.ts'
import { EBXML_RULES } from '../ebxml-rules.ts'
import { BUNDLE_RULES, FHIR_TYPES, RESOURCE_RULES } from '../fhir-rules.ts'
import { HL7_TYPES } from '../hl7-types.ts'
import { WRAPPER_RULES } from '../wrapper-rules.ts'
import { EPS_OUTCOMES } from './outcomes.ts'
import { PRESCRIPTION_FIELDS } from './release-policy.ts'

const ACKNOWLEDGEMENT_RULES: readonly Rule[] = [
  {
    id: 'success-id',
    path: '**/ControlActEvent/requestSuccessDetail/id',
    why: 'an id Spine gives its own record of the message, or Not Known',
    does: 'ignore',
  },
  {
    id: 'cancellation-id',
    path: '**/CancellationResponse/id/@root',
    why: 'the answer’s own id, made for it',
    does: 'id',
  },
  {
    id: 'cancellation-time',
    path: '**/CancellationResponse/effectiveTime/@value',
    why: 'when the answer was made; that it is a time is looked at',
    does: 'timestamp',
  },
]

/** Declares how the acknowledgements of what is written to the prescription service are compared. */
export const EPS_ACKNOWLEDGEMENT_POLICY: Policy = definePolicy({
  name: 'eps.acknowledgement',
  interactions: [
    'PORX_IN020101UK31',
    'PORX_IN020101SM31',
    'PORX_IN020101UK04',
    'PORX_IN020102UK31',
    'PORX_IN020102SM31',
    'PORX_IN020102UK04',
    'PORX_IN030101UK32',
    'PORX_IN030101SM32',
    'PORX_IN080101UK31',
    'PORX_IN080101SM31',
    'PORX_IN090101UK31',
    'PORX_IN090101SM31',
    'PORX_IN090102UK31',
    'PORX_IN100101UK31',
    'PORX_IN100101SM31',
    'PORX_IN510101UK31',
    'PORX_IN510101SM31',
    'PORX_IN540101UK31',
    'eps-fhir-process-message',
    'eps-fhir-task',
    'eps-fhir-claim',
  ],
  rules: [
    ...WRAPPER_RULES,
    ...EBXML_RULES,
    ...HL7_TYPES,
    ...ACKNOWLEDGEMENT_RULES,
    ...BUNDLE_RULES,
    ...RESOURCE_RULES,
    ...FHIR_TYPES,
  ],
  protects: [
    ...PRESCRIPTION_FIELDS,
    {
      what: 'cancellation',
      path: '**/CancellationResponse/pertinentInformation3/pertinentResponse/value/@code',
    },
  ],
  outcomes: EPS_OUTCOMES,
})
