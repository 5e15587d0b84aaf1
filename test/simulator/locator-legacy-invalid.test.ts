/** What Spine's own record locator refuses of a pointer or of a change of its status. */
import { UNKNOWN_NUMBER } from '../../src/simulator/index.ts'
import { BOREALIS } from '../support/pointers.ts'
import {
  create,
  creating,
  dropped,
  eachRefused,
  inBody,
  type Refused,
  withHeader,
} from './spoilt-calls.ts'

const REFUSED: readonly Refused[] = [
  [
    'a resource is another',
    400,
    'INVALID_RESOURCE',
    create,
    inBody(it => (it['resourceType'] = 'Patient')),
  ],
  [
    'the profile is another',
    400,
    'INVALID_RESOURCE',
    create,
    inBody(it => (it['meta'] = { profile: ['x'] })),
  ],
  ...['status', 'type', 'class', 'subject', 'author', 'custodian', 'content', 'context'].map(
    (name): Refused => [`${name} is missing`, 400, 'INVALID_RESOURCE', create, dropped(name)],
  ),
  [
    'an element has no place in the profile',
    400,
    'INVALID_RESOURCE',
    create,
    inBody(it => (it['description'] = 'x')),
  ],
  [
    'an element has no place deep in the profile',
    400,
    'INVALID_RESOURCE',
    create,
    sent => ({ ...sent, body: sent.body.replace('"title"', '"language":"en","title"') }),
  ],
  [
    'there are two authors',
    400,
    'INVALID_RESOURCE',
    create,
    inBody(it => (it['author'] = [{}, {}])),
  ],
  ['a pointer is not current', 400, 'INVALID_RESOURCE', creating({ status: 'superseded' })],
  [
    'a code has another word',
    400,
    'INVALID_RESOURCE',
    create,
    sent => ({ ...sent, body: sent.body.replace('Mental health crisis plan', 'A plan') }),
  ],
  [
    'a code is of another system',
    400,
    'INVALID_RESOURCE',
    create,
    sent => ({ ...sent, body: sent.body.replace('http://snomed.info/sct', 'http://read') }),
  ],
  [
    'a format is unknown',
    400,
    'INVALID_RESOURCE',
    create,
    sent => ({ ...sent, body: sent.body.replace('urn:nhs-ic:record-contact', 'urn:x') }),
  ],
  [
    'a stability is unknown',
    400,
    'INVALID_RESOURCE',
    create,
    sent => ({ ...sent, body: sent.body.replace('"static"', '"still"') }),
  ],
  [
    'a setting is unknown',
    400,
    'INVALID_RESOURCE',
    create,
    sent => ({ ...sent, body: sent.body.replace('395092004', '1') }),
  ],
  [
    'a time is none',
    400,
    'INVALID_RESOURCE',
    create,
    sent => ({ ...sent, body: sent.body.replace('2026-03-01T09:30:00+00:00', 'yesterday') }),
  ],
  [
    'a subject of a new pointer is of another server',
    400,
    'INVALID_PARAMETER',
    create,
    sent => ({ ...sent, body: sent.body.replace('demographics', 'geographics') }),
  ],
  [
    'a new pointer has a number that is none',
    400,
    'INVALID_NHS_NUMBER',
    creating({ subject: '9990000000' }),
  ],
  ['a new pointer is of nobody', 404, 'NO_RECORD_FOUND', creating({ subject: UNKNOWN_NUMBER })],
  ['an author is unknown', 400, 'ORGANISATION_NOT_FOUND', creating({ author: 'Q9999' })],
  [
    'a custodian of a new pointer is unknown',
    400,
    'ORGANISATION_NOT_FOUND',
    creating({ custodian: 'Q9999' }),
  ],
  [
    'the custodian is not who sends',
    400,
    'INVALID_RESOURCE',
    creating({ custodian: BOREALIS.ods }),
  ],
  [
    'the sender is unknown',
    400,
    'INVALID_RESOURCE',
    create,
    withHeader('fromASID', '999999999999'),
  ],
  [
    'what is superseded is not there',
    400,
    'INVALID_RESOURCE',
    creating({ replaces: { id: 'nobody' } }),
  ],
  [
    'a status change is another',
    400,
    'INVALID_RESOURCE',
    { does: 'retract', named: { id: 'nobody' } },
    sent => ({ ...sent, body: sent.body.replace('entered-in-error', 'superseded') }),
  ],
  [
    'a status change is of something else',
    400,
    'INVALID_RESOURCE',
    { does: 'retract', named: { id: 'nobody' } },
    sent => ({
      ...sent,
      body: sent.body.replace('DocumentReference.status', 'DocumentReference.type'),
    }),
  ],
  [
    'a status change is no Parameters',
    400,
    'INVALID_RESOURCE',
    { does: 'retract', named: { id: 'nobody' } },
    inBody(it => (it['resourceType'] = 'Bundle')),
  ],
]

eachRefused(REFUSED)
