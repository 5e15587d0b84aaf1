import t from 'tap'
import { EPS_NOTIFICATION, NOTIFICATION_DOCUMENT } from '../../src/products/eps/notification.ts'
import { apart } from '../support/eps-by-hand.ts'
import { aboutMessage } from '../support/eps-pairs.ts'
import { leavesOfNotification } from '../support/notification-by-hand.ts'
import { notificationBundle } from '../support/notification-golden-fhir.ts'
import { notificationMessage } from '../support/notification-golden-hl7.ts'
import { OTHER_NOTIFICATIONS } from '../support/notification-golden-others.ts'
import { BASE, GOLDEN_NOTIFICATIONS, SAID } from '../support/notification-golden-parts.ts'

const ABOUT = aboutMessage({
  interaction: 'PORX_IN080101UK31',
  id: SAID.messageId,
  creationTime: '',
  versionCode: '',
  fromAsid: '',
  toAsid: '',
})

/** Ids of contained resources are nobody's business: what is contained is told where it is pointed at. */
const told = (bundle: Buffer): readonly string[] =>
  leavesOfNotification(bundle.toString()).filter(
    leaf => !/\/(?:PractitionerRole|MedicationRequest)\/id=/.test(leaf) && !/\/focus\//.test(leaf),
  )

t.test('a notification is written as the Bundle somebody wrote by hand', async t => {
  for (const [title, parts] of GOLDEN_NOTIFICATIONS) {
    const asked = NOTIFICATION_DOCUMENT.request(notificationMessage(parts), ABOUT)
    if (asked.kind === 'declined') throw new Error(`${title}: ${asked.says}`)
    const found = apart(told(notificationBundle(parts)), told(asked.value.body))
    t.strictSame(found, { onlyA: [], onlyB: [] }, title)
  }
})

const subjectOf = (message: string): string =>
  /<DispenseNotification[\s\S]*<\/DispenseNotification>/.exec(message)?.[0] ?? ''

/** Tags with their attributes in one order, and texts. */
const tagsOf = (text: string): string[] =>
  [...subjectOf(text).matchAll(/<[^>]*>|[^<>]+/g)].map(([tag]) =>
    tag.startsWith('<')
      ? [...tag.matchAll(/[\w/]+(?:="[^"]*")?/g)]
          .map(([each]) => each)
          .toSorted()
          .join(' ')
      : tag,
  )

t.test('the same Bundle is written as the message somebody wrote by hand', async t => {
  for (const [title, parts] of GOLDEN_NOTIFICATIONS) {
    const legacy = NOTIFICATION_DOCUMENT.readLegacy(notificationMessage(parts))
    const cloud = NOTIFICATION_DOCUMENT.readCloud(notificationBundle(parts))
    if (legacy.kind === 'declined') throw new Error(`${title}: ${legacy.says}`)
    if (cloud.kind === 'declined') throw new Error(`${title}: ${cloud.says}`)
    t.strictSame(cloud.source.dropped, {}, `${title}: all of it is read`)
    const written = NOTIFICATION_DOCUMENT.writeLegacy(cloud.information, legacy.transmission)
    if (written.kind === 'declined') throw new Error(`${title}: ${written.says}`)
    t.strictSame(tagsOf(written.value), tagsOf(notificationMessage(parts).toString()), title)
  }
})

t.test('a Bundle of somebody else’s making is the notification it is all the same', async t => {
  for (const [title, { bundle, parts }] of OTHER_NOTIFICATIONS) {
    const [cloud, own] = [bundle, notificationBundle(parts)].map(each =>
      NOTIFICATION_DOCUMENT.readCloud(each),
    )
    if (cloud?.kind !== 'told' || own?.kind !== 'told') {
      throw new Error(`${title}: ${JSON.stringify(cloud)}`)
    }
    t.strictSame(cloud.source.dropped, {}, `${title}: all of it is read`)
    t.strictSame(
      NOTIFICATION_DOCUMENT.leaves(cloud.information),
      NOTIFICATION_DOCUMENT.leaves(own.information),
      title,
    )
  }
})

t.test(
  'who dispenses and what was asked for stand in each dispense, the pharmacy once',
  async t => {
    const parts = GOLDEN_NOTIFICATIONS.get('several items') ?? BASE
    const asked = NOTIFICATION_DOCUMENT.request(notificationMessage(parts), ABOUT)
    if (asked.kind === 'declined') throw new Error(asked.says)
    const text = asked.value.body.toString()
    const types = [...text.matchAll(/"resource":\{"resourceType":"(\w+)"/g)].map(([, type]) => type)
    const four = Array<string>(4).fill('MedicationDispense')
    t.strictSame(types, ['MessageHeader', ...four, 'Organization'])
    const inside = [...text.matchAll(/\{"resourceType":"(\w+)","id":"(\w+)"/g)]
    t.strictSame(
      inside.map(([, type, id]) => [type, id]),
      Array.from({ length: 4 }, () => [
        ['MedicationRequest', 'medicationRequest'],
        ['PractitionerRole', 'practitionerRole1'],
      ]).flat(),
    )
    t.strictSame([...text.matchAll(/"reference":"#(\w+)"/g)].map(([, id]) => id).toSorted(), [
      ...four.map(() => 'medicationRequest'),
      ...four.map(() => 'practitionerRole1'),
    ])
  },
)

t.test('a notification is asked of the cloud in the same bytes whenever it is sent', async t => {
  const [first, again] = [1, 2].map(() =>
    NOTIFICATION_DOCUMENT.request(notificationMessage(BASE), ABOUT),
  )
  if (first?.kind !== 'accepted' || again?.kind !== 'accepted') throw new Error('declined')
  t.ok(first.value.body.equals(again.value.body))
  const { method, path, subject, requestId, loss } = first.value
  t.strictSame(
    { method, path, subject, requestId },
    {
      method: 'POST',
      path: '/$process-message',
      subject: {
        kind: 'entity',
        keys: {
          nhsNumber: SAID.nhsNumber,
          prescriptionId: SAID.shortId,
          prescriptionLongId: SAID.prescriptionId,
        },
      },
      requestId: SAID.messageId,
    },
  )
  t.strictSame(loss.source.dropped, {})
  t.strictSame(Object.keys(loss.source.lossy), [
    'pertinentInformation1/pertinentSupplyHeader/author/time/@value',
  ])
})

t.test('a route takes it by its name, for both of its interactions', async t => {
  t.equal(EPS_NOTIFICATION.name, 'eps.notification')
  t.strictSame(EPS_NOTIFICATION.interactions, ['PORX_IN080101UK31', 'PORX_IN080101SM31'])
  const asked = NOTIFICATION_DOCUMENT.request(notificationMessage(BASE, 'PORX_IN080101SM31'), {
    ...ABOUT,
    interaction: 'PORX_IN080101SM31',
  })
  t.equal(asked.kind, 'accepted')
})
