import { createHash } from 'node:crypto'
import type { DocumentMapping } from '../../src/mapping/index.ts'
import { NOTIFICATION_DOCUMENT } from '../../src/products/eps/notification.ts'
import { aboutMessage } from './eps-pairs.ts'
import { notificationBundle } from './notification-golden-fhir.ts'
import { notificationMessage } from './notification-golden-hl7.ts'
import { CHANGED_BUNDLES } from './notification-changed-bundle.ts'
import { CHANGED_ITEMS } from './notification-changed-items.ts'
import { CHANGED_MESSAGES } from './notification-changed-message.ts'
import { OTHER_NOTIFICATIONS } from './notification-golden-others.ts'
import { GOLDEN_NOTIFICATIONS, SAID } from './notification-golden-parts.ts'

/** One thing a mapping says of one document, and what it says when nothing is broken. */
export interface NotificationFact {
  readonly title: string
  readonly of: (mapping: DocumentMapping) => string
  readonly says: string
}

const TRANSMISSION = {
  interaction: 'PORX_IN080101UK31',
  id: SAID.messageId.toUpperCase(),
  creationTime: '20260102030406',
  versionCode: 'V3NPfIT4.2.00',
  fromAsid: '200000000001',
  toAsid: '200000000002',
}

const ABOUT = aboutMessage(TRANSMISSION)

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** What is asked of the cloud, as the tests of the golden notifications have held it against what is by hand. */
const asked =
  (message: Buffer) =>
  (mapping: DocumentMapping): string => {
    const came = mapping.request(message, ABOUT)
    if (came.kind === 'declined') return `${came.code} ${came.says}`
    const { body, loss, subject } = came.value
    return `${JSON.stringify([loss.source, subject])} ${hashOf(body.toString())}`
  }

/** What a Bundle comes to as HL7v3, and what of it nobody read. */
const written =
  (bundle: Buffer) =>
  (mapping: DocumentMapping): string => {
    const told = mapping.readCloud(bundle)
    if (told.kind === 'declined') return `${told.code} ${told.says}`
    const message = mapping.writeLegacy(told.information, TRANSMISSION)
    if (message.kind === 'declined') return message.says
    return `${JSON.stringify(told.source)} ${hashOf(message.value)}`
  }

const fact = (title: string, of: NotificationFact['of']): NotificationFact => ({
  title,
  of,
  says: of(NOTIFICATION_DOCUMENT),
})

/** Everything golden, as facts a broken table is told by. */
export const NOTIFICATION_FACTS: readonly NotificationFact[] = [
  ...[...GOLDEN_NOTIFICATIONS].map(([title, parts]) =>
    fact(`${title}, read`, written(notificationBundle(parts))),
  ),
  ...[...OTHER_NOTIFICATIONS].map(([title, { bundle }]) => fact(title, written(bundle))),
  ...[...GOLDEN_NOTIFICATIONS].map(([title, parts]) =>
    fact(`${title}, asked`, asked(notificationMessage(parts))),
  ),
  ...[...CHANGED_MESSAGES, ...CHANGED_ITEMS].map(({ why, bytes }) => fact(why, asked(bytes))),
  ...CHANGED_BUNDLES.map(({ why, bytes }) => fact(why, written(bytes))),
]
