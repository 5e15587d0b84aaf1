import t from 'tap'
import { RETURN_DOCUMENT } from '../../src/products/eps/return.ts'
import { WITHDRAWAL_DOCUMENT } from '../../src/products/eps/withdrawal.ts'
import { CHANGED, type Changed, changed, TAKEN } from '../support/return-declined.ts'
import { aboutTask, GOLDEN_TASKS } from '../support/return-golden-tasks.ts'
import { BASE_RETURN, goldenReturnTask } from '../support/return-golden.ts'

const DOCUMENTS = {
  return: [RETURN_DOCUMENT, 'PORX_IN100101UK31'],
  withdrawal: [WITHDRAWAL_DOCUMENT, 'PORX_IN510101UK31'],
} as const

function saidOf(change: Changed): string {
  const [document, interaction] = DOCUMENTS[change[1]]
  const asked = document.request(changed(change), aboutTask(interaction))
  return asked.kind === 'declined' ? asked.code : 'accepted'
}

t.test('a message that does not come back as it was goes to legacy', async t => {
  for (const change of CHANGED) t.equal(saidOf(change), change[4], `${change[1]}: ${change[0]}`)
})

t.test('what systems write in two ways is taken in both', async t => {
  for (const change of TAKEN) t.equal(saidOf(change), 'accepted', `${change[1]}: ${change[0]}`)
})

t.test('a return is no withdrawal, and neither is what is no message', async t => {
  for (const { kind, message, about } of GOLDEN_TASKS) {
    const [other] = DOCUMENTS[kind === 'return' ? 'withdrawal' : 'return']
    t.match(other.request(message, about), { kind: 'declined', code: 'interaction' })
    const ids = { ...about, payloadId: 'B3D6C1E0-5F0A-4B44-9B7B-3F0B9A1F7C11' }
    t.match(DOCUMENTS[kind][0].request(message, ids), { kind: 'declined', code: 'ids' })
  }
  for (const [document, interaction] of Object.values(DOCUMENTS)) {
    for (const bytes of ['', '<a', '{}', '<a/>']) {
      const asked = document.request(Buffer.from(bytes), aboutTask(interaction))
      t.match(asked, { kind: 'declined' }, bytes)
    }
  }
})

/** Tasks that are not what they are taken for. */
const OTHER_TASKS: readonly (readonly [why: string, more: object, code: string])[] = [
  ['the other status', { status: 'in-progress' }, 'value'],
  ['no status', { status: undefined }, 'missing'],
  ['another intent', { intent: 'plan' }, 'value'],
  ['a requester who is not contained', { requester: { reference: 'urn:uuid:1' } }, 'missing'],
  ['a requester who is the organisation', { requester: { reference: '#for' } }, 'missing'],
  [
    'two ids',
    { identifier: [0, 1].map(() => goldenReturnTask(BASE_RETURN)['identifier']).flat() },
    'several',
  ],
  ['a Claim', { resourceType: 'Claim' }, 'shape'],
]

t.test('a Task that is no return, or not by whom it points at, is declined', async t => {
  const { readCloud } = RETURN_DOCUMENT
  const of = (more: object): string => {
    const told = readCloud(
      Buffer.from(JSON.stringify({ ...goldenReturnTask(BASE_RETURN), ...more })),
    )
    return told.kind === 'declined' ? told.code : told.kind
  }
  t.equal(of({}), 'told')
  for (const [why, more, code] of OTHER_TASKS) t.equal(of(more), code, why)
})
