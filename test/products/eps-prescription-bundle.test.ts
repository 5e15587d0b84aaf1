import t from 'tap'
import { PRESCRIPTION_DOCUMENT } from '../../src/products/eps/prescription.ts'
import { AT, bundleOf, goldenBundle, goldenEntries } from '../support/prescription-golden-fhir.ts'
import { BASE } from '../support/prescription-golden-parts.ts'

type Entries = ReturnType<typeof goldenEntries>

/** A Bundle in which one resource is another. */
const withResource = (
  id: string,
  change: (resource: Record<string, unknown>) => unknown,
): Entries =>
  goldenEntries(BASE).map(([own, resource]) =>
    own === id
      ? [own, change(structuredClone({ ...resource })) as Record<string, unknown>]
      : [own, resource],
  )

const cloudSays = (bundle: Buffer): string => {
  const told = PRESCRIPTION_DOCUMENT.readCloud(bundle)
  if (told.kind === 'declined') return told.code
  return Object.keys(told.source.dropped).join() || 'told'
}

t.test('a Bundle that is not one prescription is not taken for one', async t => {
  t.equal(cloudSays(goldenBundle(BASE)), 'told')
  const [line] = AT.lines
  const rows: readonly (readonly [why: string, bundle: Buffer, says: string])[] = [
    [
      'another event',
      bundleOf(
        withResource(AT.header, each => ({
          ...each,
          eventCoding: {
            system: 'https://fhir.nhs.uk/CodeSystem/message-event',
            code: 'prescription-order-update',
          },
        })),
      ),
      'value',
    ],
    ['no header', bundleOf(goldenEntries(BASE).filter(([id]) => id !== AT.header)), 'missing'],
    [
      'no signature',
      bundleOf(goldenEntries(BASE).filter(([id]) => id !== AT.provenance)),
      'missing',
    ],
    [
      'somebody else signed',
      bundleOf(
        withResource(AT.provenance, each => ({
          ...each,
          signature: [
            { ...(each['signature'] as object[])[0], who: { reference: `urn:uuid:${AT.patient}` } },
          ],
        })),
      ),
      'disagrees',
    ],
    [
      'two entries of one address',
      bundleOf([...goldenEntries(BASE), [AT.patient, { resourceType: 'Patient' }]]),
      'shape',
    ],
    [
      'line items of two prescriptions',
      bundleOf(
        withResource(line, each => ({
          ...each,
          dispenseRequest: { ...(each['dispenseRequest'] as object), performer: {} },
        })),
      ),
      'disagrees',
    ],
    [
      'a line item nobody is said to take',
      bundleOf(withResource(line, each => ({ ...each, subject: {} }))),
      'missing',
    ],
    [
      'a status that is another',
      bundleOf(withResource(line, each => ({ ...each, status: 'cancelled' }))),
      'value',
    ],
    [
      'something nobody reads',
      bundleOf(withResource(line, each => ({ ...each, priority: 'stat' }))),
      'MedicationRequest/priority',
    ],
    [
      'a resource nobody reads',
      bundleOf([
        ...goldenEntries(BASE),
        ['00000000-0000-4000-8000-0000000000ff', { resourceType: 'Flag', status: 'active' }],
      ]),
      'Flag/status',
    ],
    [
      'an entry that asks for more',
      Buffer.from(
        goldenBundle(BASE)
          .toString()
          .replace('{"fullUrl"', '{"request":{"method":"DELETE"},"fullUrl"'),
      ),
      'Bundle/entry/request/method'.replace('Bundle/', ''),
    ],
    [
      'a key twice',
      Buffer.from(
        goldenBundle(BASE)
          .toString()
          .replace('"status":"active"', '"status":"active","status":"draft"'),
      ),
      'shape',
    ],
    [
      'a key of all objects',
      Buffer.from(
        goldenBundle(BASE)
          .toString()
          .replace('"status":"active"', '"__proto__":{},"status":"active"'),
      ),
      'shape',
    ],
    [
      'half a character',
      Buffer.from(goldenBundle(BASE).toString().replace('Two', '\\ud800')),
      'shape',
    ],
    ['a Bundle of nothing', Buffer.from('{"resourceType":"Bundle"}'), 'missing'],
    ['no Bundle', Buffer.from('{"resourceType":"Patient"}'), 'shape'],
  ]
  for (const [why, bundle, says] of rows) t.equal(cloudSays(bundle), says, why)
})
