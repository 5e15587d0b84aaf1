import { readFileSync } from 'node:fs'
import t from 'tap'
import { createCompare, definePolicy, type InformationLeaf } from '../../src/comparison/index.ts'
import { textIn } from '../../src/mapping/index.ts'
import { NOTIFICATION_DOCUMENT } from '../../src/products/eps/notification.ts'
import { corpusFolder, spineSamples } from '../support/corpus.ts'
import { aboutMessage, type EpsPair } from '../support/eps-pairs.ts'
import { notificationPairs } from '../support/notification-pairs.ts'

// Other hands wrote both sides of these; whatever is compared here is compared as a supplier's traffic is.
const POLICY = definePolicy({ name: 'eps.notification pairs', rules: [] })
const compare = createCompare({ key: Buffer.alloc(16, 7), now: () => 0 })

const accepted = <T extends { readonly kind: string }>(of: T): Exclude<T, { kind: 'declined' }> => {
  if (of.kind === 'declined') throw new Error(JSON.stringify(of))
  return of as Exclude<T, { kind: 'declined' }> // just told apart
}

const XML = ['content-type', 'text/xml']
const JSON_TYPE = ['content-type', 'application/fhir+json']

const answered = (body: Buffer, headers: string[], means?: readonly InformationLeaf[]) => ({
  status: 200,
  headers,
  body,
  ...(means && { means }),
})

const withoutBlanks = (text: string): Buffer => Buffer.from(text.replace(/>\s+</g, '><').trim())

function differences(pair: EpsPair): Record<'toHl7' | 'toFhir', string[]> {
  const legacy = accepted(NOTIFICATION_DOCUMENT.readLegacy(pair.hl7))
  const cloud = accepted(NOTIFICATION_DOCUMENT.readCloud(pair.fhir))
  const message = accepted(
    NOTIFICATION_DOCUMENT.writeLegacy(cloud.information, legacy.transmission),
  )
  const toHl7 = compare(
    {
      control: answered(withoutBlanks(pair.hl7.toString()), XML),
      candidate: answered(withoutBlanks(message.value), XML),
    },
    POLICY,
  )
  const bundle = accepted(
    NOTIFICATION_DOCUMENT.request(pair.hl7, aboutMessage(legacy.transmission)),
  )
  const written = accepted(NOTIFICATION_DOCUMENT.readCloud(bundle.value.body))
  const toFhir = compare(
    {
      control: answered(pair.fhir, JSON_TYPE, NOTIFICATION_DOCUMENT.leaves(cloud.information)),
      candidate: answered(
        bundle.value.body,
        JSON_TYPE,
        NOTIFICATION_DOCUMENT.leaves(written.information),
      ),
    },
    POLICY,
  )
  const told = (of: typeof toHl7): string[] =>
    of.differences.map(({ kind, path }) => `${kind} ${path}`)
  return { toHl7: told(toHl7), toFhir: told(toFhir) }
}

t.test('every published notification says the same on both sides, either way', async t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const pairs = notificationPairs(folder)
  const count = { toHl7: 0, toFhir: 0 }
  for (const pair of pairs) {
    const found = differences(pair)
    for (const way of ['toHl7', 'toFhir'] as const) {
      t.strictSame(found[way], [], `${pair.name} ${way}`)
      if (found[way].length === 0) count[way] += 1
    }
  }
  const unlike = pairs.filter(({ isAlike }) => !isAlike).length
  t.comment(`${pairs.length} pairs: ${count.toHl7} equal as HL7v3, ${count.toFhir} as FHIR`)
  t.comment(`of ${unlike} the Bundle was given another line item after it was converted`)
  t.ok(pairs.length >= 6, `${pairs.length} pairs`)
})

t.test('nothing in a published notification is passed over, on either side', async t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  for (const { name, hl7, fhir } of notificationPairs(folder)) {
    const legacy = accepted(NOTIFICATION_DOCUMENT.readLegacy(hl7))
    const cloud = accepted(NOTIFICATION_DOCUMENT.readCloud(fhir))
    t.strictSame([legacy.source.dropped, cloud.source.dropped], [{}, {}], name)
    t.strictSame(Object.keys(legacy.source.lossy), [
      'pertinentInformation1/pertinentSupplyHeader/author/time/@value',
    ])
  }
})

/** Published Bundles that cannot be said in HL7v3, and why. */
const NOT_SAID: Readonly<Record<string, string>> = {
  'No-Extension-for-ReimbursementAuthority': 'missing',
  'No-ODS-Code-Extension-for-ReimbursementAuthority': 'missing',
  'Not-Dispensed-Inconsistent': 'disagrees',
  'acute-primary-example-05': 'disagrees',
  '3-Process-Request-Dispense-400_Invalid_Value': 'disagrees',
}

t.test(
  'every published Bundle of a notification is written as HL7v3, or declined with a reason',
  async t => {
    const folder = corpusFolder(t)
    if (folder === undefined) return
    const bundles = spineSamples(folder).filter(
      ({ path, kind }) =>
        kind === 'fhir-request' && /Process-Request-Dispense|dispense-notification\//.test(path),
    )
    const count = { written: 0, declined: 0 }
    for (const { file, path } of bundles) {
      const told = NOTIFICATION_DOCUMENT.readCloud(readFileSync(file))
      const [, expected] = Object.entries(NOT_SAID).find(([name]) => path.includes(name)) ?? []
      t.equal(told.kind === 'declined' ? told.code : undefined, expected, path)
      if (told.kind === 'declined') {
        count.declined += 1
        continue
      }
      const message = NOTIFICATION_DOCUMENT.writeLegacy(told.information, {
        interaction: 'PORX_IN080101SM31',
        id: (textIn(told.information, 'messageId') ?? '').toUpperCase(),
        creationTime: '20260102030406',
        versionCode: 'V3NPfIT4.2.00',
        fromAsid: '200000000001',
        toAsid: '200000000002',
      })
      const back = NOTIFICATION_DOCUMENT.readLegacy(Buffer.from(accepted(message).value))
      const leaves = NOTIFICATION_DOCUMENT.leaves(told.information)
      const own = NOTIFICATION_DOCUMENT.leaves(accepted(back).information)
      t.strictSame(
        own.filter(({ path: at }) => at !== 'authoredAt'),
        leaves,
        path,
      )
      count.written += 1
    }
    t.comment(`${bundles.length} Bundles: ${JSON.stringify(count)}`)
    t.ok(count.written >= 18, `${count.written} Bundles are written`)
  },
)
