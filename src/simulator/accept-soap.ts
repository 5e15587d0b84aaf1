import { fault, rejected } from './accept.ts'
import type { Refused, Rule } from './accept.ts'
import { attributeOf, countOf, inside, tagOf, textOf, valueOf } from './xml-text.ts'

/** What the synchronous side reads of a request. */
export interface SoapRequest {
  /** The SOAPAction header without quotes. */
  readonly soapAction: string
  /** wsa:MessageID as written, `uuid:` included. */
  readonly messageId: string
  readonly action: string
  /** Local name of the body's root element. */
  readonly root: string
  readonly interactionId: string
  /** The payload's own id. */
  readonly payloadId: string
  readonly toAsid: string
  readonly fromAsid: string
  readonly text: string
  readonly header: string
  readonly body: string
  /** The wrapper's own elements: what stands before the two systems are named. */
  readonly head: string
  /** The element in which something is asked: `query`, or what the access control service calls it. */
  readonly asks: string
}

const ASID = '1.2.826.0.1285.0.2.0.107'
const INTERACTIONS = '2.16.840.1.113883.2.1.3.2.4.12'

/** Finds the system a message is from or for, by its accredited id; '' where none is named. */
export function systemIn(part: string, of: 'Rcv' | 'Snd'): string {
  const tag = tagOf(inside(part, `communicationFunction${of}`) ?? '', 'id')
  return attributeOf(tag, 'root') === ASID ? (attributeOf(tag, 'extension') ?? '') : ''
}

/** Role profile, user, job role: a person who stands behind a request is named by all three. */
const PERSON = ['1.2.826.0.1285.0.2.0.67', '1.2.826.0.1285.0.2.0.65', '1.2.826.0.1285.0.2.1.104']

function isNamed(author: string | undefined): boolean {
  if (author === undefined) return true
  const ids = author.match(/<(?:[\w.-]+:)?id(?=[\s/>])[^>]*>/g) ?? []
  const named = ids.filter(tag => (attributeOf(tag, 'extension') ?? '') !== '')
  return PERSON.every(root => named.some(tag => attributeOf(tag, 'root') === root))
}

const isOnce = (text: string, name: string, attribute: string): boolean =>
  countOf(text, name) === 1 && (valueOf(text, name, attribute) ?? '') !== ''

const hasChildren = ({ body, asks }: SoapRequest): boolean =>
  countOf(body, asks) === 1 && (inside(body, asks) ?? '').includes('<')

type SoapRule = Rule<SoapRequest, Refused>

/** What the message service asks of the envelope and its header. */
const ENVELOPE: readonly SoapRule[] = [
  {
    name: 'one envelope',
    // What breaks off is no XML: nobody reads on to what else may be wrong with it.
    holds: ({ text }) =>
      countOf(text, 'Envelope') === 1 && /<\/(?:[\w.-]+:)?Envelope\s*>/.test(text),
    refused: fault('Envelope'),
  },
  {
    name: 'one header',
    holds: ({ text }) => countOf(text, 'Header') === 1,
    refused: fault('Envelope/Header'),
  },
  {
    name: 'one body',
    holds: ({ text }) => countOf(text, 'Body') === 1,
    refused: fault('Envelope/Body'),
  },
  {
    name: 'a message id of 41 characters',
    holds: ({ messageId }) => messageId.length === 41,
    refused: fault('Envelope/Header/MessageID'),
  },
  {
    name: 'one action',
    holds: ({ header }) => countOf(header, 'Action') === 1,
    refused: fault('Envelope/Header/Action'),
  },
  {
    name: 'whom it is for',
    holds: ({ header }) => (textOf(header, 'To') ?? '') !== '',
    refused: fault('Envelope/Header/To'),
  },
  {
    name: 'the receiving system in the header',
    holds: ({ toAsid }) => toAsid !== '',
    refused: fault('Envelope/Header/communicationFunctionRcv'),
  },
  {
    name: 'the sending system in the header',
    holds: ({ fromAsid }) => fromAsid !== '',
    refused: fault('Envelope/Header/communicationFunctionSnd'),
  },
  {
    name: 'the action that the SOAPAction names',
    holds: ({ action, soapAction }) => action === soapAction,
    refused: fault('Envelope/Header/Action'),
  },
]

/** What it asks of the HL7v3 wrapper, and that wrapper and header say the same. */
const WRAPPER: readonly SoapRule[] = [
  {
    name: 'an id',
    holds: ({ head }) => isOnce(head, 'id', 'root'),
    refused: rejected('INVALID_ID', 'id is not [1..1]'),
  },
  {
    name: 'a creation time',
    holds: ({ head }) => isOnce(head, 'creationTime', 'value'),
    refused: rejected('INVALID_CREATION_TIME', 'creationTime is not [1..1]'),
  },
  {
    name: 'a version',
    holds: ({ head }) => isOnce(head, 'versionCode', 'code'),
    refused: rejected('INVALID_VERSION_CODE', 'versionCode is not [1..1]'),
  },
  {
    name: 'one control act',
    holds: ({ body }) => countOf(body, 'ControlActEvent') === 1,
    refused: rejected('INVALID_CONTROL_ACT', 'ControlActEvent is not [1..1]'),
  },
  {
    name: 'one author at most',
    holds: ({ body }) => countOf(body, 'author') <= 1,
    refused: rejected('CONTROL_ACT_AUTHOR_INVALID', 'ControlActEvent/author is not [0..1]'),
  },
  {
    name: 'one or two systems as authors',
    holds: ({ body }) => [1, 2].includes(countOf(body, 'author1')),
    refused: rejected(
      'CONTROL_ACT_AUTHOR_INVALID_CARDINALITY',
      'ControlActEvent/author1 is not [1..2]',
    ),
  },
  {
    name: 'one question that asks something',
    holds: hasChildren,
    refused: rejected('CONTROL_ACT_QUERY_INVALID', 'ControlActEvent/query is not [1..1]'),
  },
  {
    name: 'the interaction that action and root name',
    holds: ({ action, interactionId, root, head }) =>
      interactionId === root &&
      action.slice(action.indexOf('/') + 1) === root &&
      valueOf(head, 'interactionId', 'root') === INTERACTIONS,
    refused: rejected(
      'INCONSISTENT_HL7_INTERACTION_ID',
      'interactionId is not [1..1], or is inconsistent with the SOAP:Header',
    ),
  },
  {
    name: 'the receiving system that the header names',
    holds: ({ toAsid, body }) => systemIn(body, 'Rcv') === toAsid,
    // The one number of these that is public, in integration-adaptor-gp2gp-requesting.
    refused: rejected(
      '519',
      'communicationFunctionRcv/device/id is not [1..1], or is inconsistent with the SOAP:Header',
    ),
  },
  {
    name: 'the sending system that the header names',
    holds: ({ fromAsid, body }) => systemIn(body, 'Snd') === fromAsid,
    refused: rejected(
      'INCONSISTENT_COMM_FUNC_SND',
      'communicationFunctionSnd/device/id is not [1..1], or is inconsistent with the SOAP:Header',
    ),
  },
  {
    name: 'a person who is named in full, if anyone',
    holds: ({ body }) => isNamed(inside(body, 'author')),
    refused: rejected('CONTROL_ACT_AUTHOR_INVALID', 'ControlActEvent/author is not [0..1]'),
  },
]

/** Spine's rules for every synchronous request, in its own order. */
export const SOAP_RULES: readonly SoapRule[] = [...ENVELOPE, ...WRAPPER]
