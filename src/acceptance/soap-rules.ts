import { defineRules, FILLED, lengthOf } from './define-rules.ts'
import type { AcceptanceRule, Refusal } from './rule.ts'

const P1R2 = 'nhsdigitalmait/SPINE_schema, spine2_xslt/p1r2_RetrievalQueryValidation.xsl'

const ASID = '1.2.826.0.1285.0.2.0.107'
const systemIn = (end: 'Rcv' | 'Snd'): string =>
  `communicationFunction${end}/device/id[@root=${ASID}]/@extension`

const inconsistent = (error: string): { readonly refusal: Refusal } => ({
  refusal: { family: '1732', error },
})

/** What Spine asks of the envelope of a synchronous request, before it looks at the message. */
export const SOAP_RULES: readonly AcceptanceRule[] = defineRules(
  { family: 'Tms', from: P1R2, in: 'envelope', travels: ['soap'] },
  [
    {
      id: 'soap-header',
      says: 'The envelope has one header',
      at: 'soap:Header',
      error: 'MESSAGE_NOT_WELL_FORMED',
      mend: 'Write one SOAP header, before the body',
    },
    {
      id: 'soap-body',
      says: 'The envelope has one body',
      at: 'soap:Body',
      error: 'MESSAGE_NOT_WELL_FORMED',
      mend: 'Write one SOAP body, behind the header',
    },
    {
      id: 'soap-message-id',
      says: 'The header has one wsa:MessageID of 41 characters: uuid: and a UUID',
      at: 'soap:Header/wsa:MessageID/text()',
      is: lengthOf(41),
      error: 'SOAP_MESSAGE_ID_ERROR',
      mend: 'Write uuid: and the 36 characters of a UUID, without urn: before it or blanks around it',
    },
    {
      id: 'soap-action',
      says: 'The header has one wsa:Action',
      at: 'soap:Header/wsa:Action',
      error: 'SOAP_ACTION_ERROR',
      mend: 'Name the service and the interaction: urn:nhs:names:services:SERVICE/INTERACTION',
    },
    {
      id: 'soap-to',
      says: 'The header has one wsa:To, which says something',
      at: 'soap:Header/wsa:To/text()',
      is: FILLED,
      error: 'SOAP_TO_ERROR',
      mend: 'Write the address or the URN of the service into wsa:To',
    },
    {
      id: 'soap-receiver',
      says: 'The header names the receiving system by one ASID',
      at: `soap:Header/${systemIn('Rcv')}`,
      is: FILLED,
      error: 'SOAP_COMM_FUNC_RCV_ERROR',
      mend: 'Write communicationFunctionRcv with the ASID of the service into the SOAP header too',
    },
    {
      id: 'soap-sender',
      says: 'The header names the sending system by one ASID',
      at: `soap:Header/${systemIn('Snd')}`,
      is: FILLED,
      error: 'SOAP_COMM_FUNC_SND_ERROR',
      mend: 'Write communicationFunctionSnd with your own ASID into the SOAP header too',
    },
    {
      id: 'soap-action-interaction',
      says: 'What stands behind the / of wsa:Action is the name of the message in the body',
      at: 'soap:Header/wsa:Action/text()',
      // How often it stands is another rule's.
      times: [0, Infinity],
      is: { of: 'same', in: 'message', at: 'name()', after: '/' },
      mend: 'Name the same interaction in wsa:Action, in the root of the message and in its interactionId',
      ...inconsistent('INCONSISTENT_HL7_INTERACTION_ID'),
    },
    {
      id: 'soap-receiver-same',
      says: 'Header and message name the same receiving system',
      at: `soap:Header/${systemIn('Rcv')}`,
      times: [0, Infinity],
      is: { of: 'same', in: 'message', at: systemIn('Rcv') },
      mend: 'Write one ASID into both communicationFunctionRcv',
      ...inconsistent('INCONSISTENT_COMM_FUNC_RCV'),
    },
    {
      id: 'soap-sender-same',
      says: 'Header and message name the same sending system',
      at: `soap:Header/${systemIn('Snd')}`,
      times: [0, Infinity],
      is: { of: 'same', in: 'message', at: systemIn('Snd') },
      mend: 'Write one ASID into both communicationFunctionSnd',
      ...inconsistent('INCONSISTENT_COMM_FUNC_SND'),
    },
  ],
)
