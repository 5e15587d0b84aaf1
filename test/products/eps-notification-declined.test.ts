import t from 'tap'
import { NOTIFICATION_DOCUMENT } from '../../src/products/eps/notification.ts'
import { aboutMessage } from '../support/eps-pairs.ts'
import { CHANGED_BUNDLES } from '../support/notification-changed-bundle.ts'
import { CHANGED_ITEMS } from '../support/notification-changed-items.ts'
import { CHANGED_MESSAGES } from '../support/notification-changed-message.ts'
import { notificationMessage } from '../support/notification-golden-hl7.ts'
import { BASE, SAID } from '../support/notification-golden-parts.ts'
import { wrapped } from '../support/prescription-golden-hl7.ts'

const ABOUT = aboutMessage({
  interaction: 'PORX_IN080101UK31',
  id: SAID.messageId,
  creationTime: '',
  versionCode: '',
  fromAsid: '',
  toAsid: '',
})

t.test('a message that does not come back as it was goes to legacy', async t => {
  for (const { why, bytes, code } of [...CHANGED_MESSAGES, ...CHANGED_ITEMS]) {
    const asked = NOTIFICATION_DOCUMENT.request(bytes, ABOUT)
    t.equal(asked.kind === 'declined' ? asked.code : 'accepted', code, why)
  }
})

t.test('a Bundle that cannot be said in HL7v3 is not said', async t => {
  for (const { why, bytes, code } of CHANGED_BUNDLES) {
    const told = NOTIFICATION_DOCUMENT.readCloud(bytes)
    t.equal(told.kind === 'declined' ? told.code : 'told', code, why)
  }
})

t.test('what is not this mapping’s is declined', async t => {
  const message = notificationMessage(BASE)
  const other = { ...ABOUT, interaction: 'PORX_IN090101UK31' }
  t.match(NOTIFICATION_DOCUMENT.request(message, other), { code: 'interaction' })
  const sm = { ...ABOUT, interaction: 'PORX_IN080101SM31' }
  t.match(NOTIFICATION_DOCUMENT.request(message, sm), { code: 'interaction' })
  const ids = { ...ABOUT, payloadId: SAID.release }
  t.match(NOTIFICATION_DOCUMENT.request(message, ids), { code: 'ids' })
  const empty = Buffer.from(wrapped('', 'PORX_IN080101UK31'))
  t.match(NOTIFICATION_DOCUMENT.request(empty, ABOUT), { code: 'shape' })
  for (const bytes of ['', '<a', '{}', '<a/>']) {
    t.match(NOTIFICATION_DOCUMENT.request(Buffer.from(bytes), ABOUT), { kind: 'declined' }, bytes)
  }
})
