import type { Interaction } from '../../message/index.ts'
import { defineCalls } from '../define-calls.ts'

/**
 * Declares the calls of MESH (NHSDigital/mesh-api-specification), the same in both versions of its answers. Each is
 * made by a mailbox with a token that is taken once, and logged as that mailbox's: a copy may go only under one of
 * its own. A handshake leaves behind when a mailbox was last heard of, whichever method an old client makes it by; an
 * acknowledgement takes a message out of the inbox; sending is never safe to repeat.
 */
export const MESH_INTERACTIONS: readonly Interaction[] = defineCalls('mesh', '/messageexchange', [
  ['mesh-handshake', 'Handshake', 'write', 'POST', '/{mailbox}'],
  ['mesh-handshake-get', 'Handshake of an old client', 'write', 'GET', '/{mailbox}'],
  ['mesh-inbox', 'Messages that wait', 'audited-read', 'GET', '/{mailbox}/inbox'],
  ['mesh-count', 'How many messages wait', 'audited-read', 'GET', '/{mailbox}/count'],
  ['mesh-message', 'Message', 'audited-read', 'GET', '/{mailbox}/inbox/{message}'],
  ['mesh-head', 'What a message is', 'audited-read', 'HEAD', '/{mailbox}/inbox/{message}'],
  [
    'mesh-message-chunk',
    'Further chunk of a message',
    'audited-read',
    'GET',
    '/{mailbox}/inbox/{message}/{chunk}',
  ],
  [
    'mesh-acknowledge',
    'Message taken over',
    'write',
    'PUT',
    '/{mailbox}/inbox/{message}/status/acknowledged',
  ],
  ['mesh-send', 'Message sent', 'write', 'POST', '/{mailbox}/outbox'],
  ['mesh-send-chunk', 'Further chunk sent', 'write', 'POST', '/{mailbox}/outbox/{message}/{chunk}'],
  [
    'mesh-tracking',
    'What became of a message',
    'audited-read',
    'GET',
    '/{mailbox}/outbox/tracking?messageID',
  ],
  [
    'mesh-tracking-local',
    'What became of a message, by the sender’s id',
    'audited-read',
    'GET',
    '/{mailbox}/outbox/tracking/{local}',
  ],
  [
    'mesh-lookup',
    'Mailboxes of an organisation',
    'audited-read',
    'GET',
    '/endpointlookup/{ods}/{workflow}',
  ],
  [
    'mesh-workflow-search',
    'Mailboxes of a workflow',
    'audited-read',
    'GET',
    '/workflowsearch/{workflow}',
  ],
])

/** The calls whose answer is a message and not what MESH says of one. */
export const MESH_CONTENTS: readonly string[] = ['mesh-message', 'mesh-message-chunk', 'mesh-head']
