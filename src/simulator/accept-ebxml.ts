import { inconsistent, unrecognised } from './accept.ts'
import type { Rule } from './accept.ts'
import type { EbxmlError, EbxmlRequest } from './ebxml-request.ts'
import { countOf, inside, textOf, valueOf } from './xml-text.ts'

type EbxmlRule = Rule<EbxmlRequest, EbxmlError>

/** How much is promised of a message's way: that it comes once and is acknowledged, or nothing. */
export type Pattern = 'reliable' | 'express'

/** What an agreement between two parties looks like; anything else is nobody's. */
const CPA = /^S\d+A\d+$/

const filled = (name: keyof EbxmlRequest): EbxmlRule => ({
  name: `a ${name}`,
  holds: request => request[name] !== '',
  refused: inconsistent(`Missing ${name}`),
})

const once = (element: string): EbxmlRule => ({
  name: `one ${element}`,
  holds: ({ header }) => countOf(header, element) === 1,
  refused: inconsistent(`Not exactly one ${element}`),
})

const oneParty = (end: 'From' | 'To'): EbxmlRule => ({
  name: `one party in ${end}`,
  holds: ({ header }) => countOf(inside(header, end) ?? '', 'PartyId') === 1,
  refused: inconsistent(`Not exactly one PartyId in ${end}`),
})

const absent = (element: string): EbxmlRule => ({
  name: `no ${element}`,
  holds: ({ header }) => countOf(header, element) === 0,
  refused: inconsistent(`${element} is not allowed`),
})

/** What reliable messaging says of itself has one form only; the actors are those of ebXML Message Service 2.0. */
const fixed = (element: string, attribute: string, value: string): EbxmlRule => ({
  name: `the one ${attribute} of ${element}`,
  holds: ({ header }) => valueOf(header, element, attribute) === value,
  refused: unrecognised(`Invalid ${element} ${attribute} attribute`),
})

const HEADER: readonly EbxmlRule[] = [
  filled('messageId'),
  filled('conversationId'),
  filled('service'),
  filled('action'),
  filled('fromParty'),
  {
    name: 'a toParty',
    holds: ({ toParty }) => toParty !== '',
    refused: unrecognised('501314:Invalid To Party Type attribute'),
  },
  {
    name: 'an agreement',
    holds: ({ cpaId }) => CPA.test(cpaId),
    refused: unrecognised('501319:Unknown eb:CPAId'),
  },
  {
    name: 'a payload under the id of the manifest',
    holds: ({ payload }) => payload !== '',
    refused: { code: 'MimeProblem', says: 'No payload under the id of the manifest' },
  },
  {
    name: 'a SOAPAction of service and action',
    holds: ({ soapAction, service, action }) => soapAction === `${service}/${action}`,
    refused: inconsistent('SOAPAction is not service and action'),
  },
  {
    name: 'a payload of the action',
    holds: ({ root, action }) => root === action,
    refused: inconsistent('Payload is not of the action'),
  },
  ...[
    'MessageHeader',
    'From',
    'To',
    'CPAId',
    'ConversationId',
    'Service',
    'Action',
    'MessageId',
    'Timestamp',
  ].map(once),
  oneParty('From'),
  oneParty('To'),
  {
    name: 'a time of sending',
    holds: ({ header }) => (textOf(header, 'Timestamp') ?? '') !== '',
    refused: inconsistent('Missing Timestamp'),
  },
  fixed('MessageHeader', 'version', '2.0'),
  once('Manifest'),
  once('Reference'),
]

const RELIABILITY: readonly EbxmlRule[] = [
  once('DuplicateElimination'),
  once('AckRequested'),
  once('SyncReply'),
  fixed('AckRequested', 'version', '2.0'),
  fixed('AckRequested', 'signed', 'false'),
  fixed('AckRequested', 'actor', 'urn:oasis:names:tc:ebxml-msg:actor:toPartyMSH'),
  fixed('SyncReply', 'version', '2.0'),
  fixed('SyncReply', 'actor', 'http://schemas.xmlsoap.org/soap/actor/next'),
]

/** Spine's rules for every ebXML request, by how it is sent. */
export const EBXML_RULES: Readonly<Record<Pattern, readonly EbxmlRule[]>> = {
  reliable: [...HEADER, ...RELIABILITY],
  express: [...HEADER, absent('DuplicateElimination'), absent('AckRequested')],
}
