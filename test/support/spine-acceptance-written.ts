import type { DocumentMapping, Transmission } from '../../src/mapping/index.ts'
import { CANCELLATION_DOCUMENT } from '../../src/products/eps/cancellation-document.ts'
import { CLAIM_DOCUMENT } from '../../src/products/eps/claim.ts'
import { NOTIFICATION_DOCUMENT } from '../../src/products/eps/notification.ts'
import { PRESCRIPTION_DOCUMENT } from '../../src/products/eps/prescription.ts'
import {
  NOMINATED_RELEASE_DOCUMENT,
  RELEASE_DOCUMENT,
} from '../../src/products/eps/release-request.ts'
import { RETURN_DOCUMENT } from '../../src/products/eps/return.ts'
import { WITHDRAWAL_DOCUMENT } from '../../src/products/eps/withdrawal.ts'
import { cancellationBundle, GOLDEN_CANCELLATIONS } from './cancellation-golden.ts'
import { OTHER_CANCELLATIONS } from './cancellation-golden-others.ts'
import { goldenClaim } from './claim-golden-fhir.ts'
import { OTHER_CLAIMS } from './claim-golden-others.ts'
import { GOLDEN_CLAIMS } from './claim-golden-parts.ts'
import { notificationBundle } from './notification-golden-fhir.ts'
import { OTHER_NOTIFICATIONS } from './notification-golden-others.ts'
import { GOLDEN_NOTIFICATIONS } from './notification-golden-parts.ts'
import { goldenBundle } from './prescription-golden-fhir.ts'
import { OTHER_BUNDLES } from './prescription-golden-others.ts'
import { SAID } from './prescription-golden-parts.ts'
import { GOLDEN_PRESCRIPTIONS } from './prescription-golden.ts'
import { ASKED, askedParameters, NOMINATED } from './release-golden-asked.ts'
import { goldenReturnTask, GOLDEN_RETURNS } from './return-golden.ts'
import { OTHER_RETURNS, OTHER_WITHDRAWALS } from './return-others.ts'
import { goldenWithdrawalTask, GOLDEN_WITHDRAWALS } from './withdrawal-golden.ts'

const json = (resource: object): Buffer => Buffer.from(JSON.stringify(resource))

/** What is asked of the cloud, by a title. */
type Asked = readonly (readonly [title: string, resource: Buffer])[]

const goldens = <P>(
  table: ReadonlyMap<string, P>,
  resourceOf: (parts: P) => Buffer | object,
): Asked =>
  [...table].map(([title, parts]) => {
    const resource = resourceOf(parts)
    return [title, Buffer.isBuffer(resource) ? resource : json(resource)]
  })

const others = <P>(table: ReadonlyMap<string, P>, resourceOf: (of: P) => Buffer): Asked =>
  goldens(table, resourceOf).map(([title, resource]) => [`another’s: ${title}`, resource])

/** Every document there is, and every golden resource of it. */
export const WRITTEN: readonly (readonly [document: DocumentMapping, asked: Asked])[] = [
  [
    PRESCRIPTION_DOCUMENT,
    [
      ...goldens(GOLDEN_PRESCRIPTIONS, goldenBundle),
      ...others(OTHER_BUNDLES, ({ bundle }) => bundle),
    ],
  ],
  [
    CANCELLATION_DOCUMENT,
    [
      ...goldens(GOLDEN_CANCELLATIONS, cancellationBundle),
      ...others(OTHER_CANCELLATIONS, bundle => bundle),
    ],
  ],
  [
    RELEASE_DOCUMENT,
    [
      ['named', json(askedParameters(ASKED))],
      ['without a licence', json(askedParameters({ ...ASKED, licence: false }))],
    ],
  ],
  [NOMINATED_RELEASE_DOCUMENT, [['nominated', json(askedParameters(NOMINATED))]]],
  [
    NOTIFICATION_DOCUMENT,
    [
      ...goldens(GOLDEN_NOTIFICATIONS, notificationBundle),
      ...others(OTHER_NOTIFICATIONS, ({ bundle }) => bundle),
    ],
  ],
  [
    CLAIM_DOCUMENT,
    [...goldens(GOLDEN_CLAIMS, goldenClaim), ...others(OTHER_CLAIMS, ({ claim }) => claim)],
  ],
  [RETURN_DOCUMENT, [...goldens(GOLDEN_RETURNS, goldenReturnTask), ...OTHER_RETURNS]],
  [
    WITHDRAWAL_DOCUMENT,
    [...goldens(GOLDEN_WITHDRAWALS, goldenWithdrawalTask), ...OTHER_WITHDRAWALS],
  ],
]

/** Who sends a message that is written of a resource, to whom and when. */
export const transmissionOf = (interaction: string): Transmission => ({
  interaction,
  id: SAID.messageId.toUpperCase(),
  creationTime: '20260102030406',
  versionCode: 'V3NPfIT4.2.00',
  fromAsid: '200000000001',
  toAsid: '200000000002',
  user: { roleProfile: '100000000001', id: '900000000001', jobRole: 'R8000' },
})

/** The message that is written of a resource; undefined where it is declined on the way, and where. */
export function messageOf(
  document: DocumentMapping,
  resource: Buffer,
  interaction: string,
): string | undefined {
  const told = document.readCloud(resource)
  if (told.kind === 'declined') return undefined
  const id = document.idOf(told.information) ?? SAID.messageId
  const around = { ...transmissionOf(interaction), id: id.toUpperCase() }
  const written = document.writeLegacy(told.information, around)
  return written.kind === 'declined' ? undefined : written.value
}
