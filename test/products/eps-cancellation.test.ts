import t from 'tap'
import { CANCELLATION_DOCUMENT } from '../../src/products/eps/cancellation-document.ts'
import {
  CANCELS,
  cancellationBundle,
  cancellationMessage,
  GOLDEN_CANCELLATIONS,
} from '../support/cancellation-golden.ts'
import { apart, leavesOfBundle, leavesOfXml } from '../support/eps-by-hand.ts'
import { aboutMessage } from '../support/eps-pairs.ts'
import { SAID } from '../support/prescription-golden-parts.ts'

/** All references are followed: what an address is, is nobody's business. */
const EVERYWHERE = ['']

t.test('a cancellation is written as the Bundle somebody wrote by hand', async t => {
  for (const [title, of] of GOLDEN_CANCELLATIONS) {
    const message = cancellationMessage(of)
    const legacy = CANCELLATION_DOCUMENT.readLegacy(message)
    if (legacy.kind === 'declined') throw new Error(`${title}: ${legacy.says}`)
    const asked = CANCELLATION_DOCUMENT.request(message, aboutMessage(legacy.transmission))
    if (asked.kind === 'declined') throw new Error(`${title}: ${asked.says}`)
    const found = apart(
      leavesOfBundle(cancellationBundle(of).toString(), EVERYWHERE),
      leavesOfBundle(asked.value.body.toString(), EVERYWHERE),
    )
    t.strictSame(found, { onlyA: [], onlyB: [] }, title)
    t.strictSame(asked.value.loss.source.lossy, { 'effectiveTime/@value': 1 }, title)
  }
})

t.test('the same Bundle is written as the message somebody wrote by hand', async t => {
  for (const [title, of] of GOLDEN_CANCELLATIONS) {
    const legacy = CANCELLATION_DOCUMENT.readLegacy(cancellationMessage(of))
    const cloud = CANCELLATION_DOCUMENT.readCloud(cancellationBundle(of))
    if (legacy.kind === 'declined') throw new Error(`${title}: ${legacy.says}`)
    if (cloud.kind === 'declined') throw new Error(`${title}: ${cloud.says}`)
    t.strictSame(cloud.source.dropped, {}, `${title}: all of it is read`)
    const written = CANCELLATION_DOCUMENT.writeLegacy(cloud.information, legacy.transmission)
    if (written.kind === 'declined') throw new Error(`${title}: ${written.says}`)
    const subject = (xml: string): string => xml.slice(xml.indexOf('<CancellationRequest'))
    const inOrder = (xml: string): string[] =>
      [...subject(xml).matchAll(/<(\w+)/g)].map(([, name = '']) => name)
    t.strictSame(inOrder(written.value), inOrder(cancellationMessage(of).toString()), title)
    const found = apart(
      leavesOfXml(subject(cancellationMessage(of).toString())),
      leavesOfXml(subject(written.value)),
    )
    t.strictSame(found, { onlyA: [], onlyB: [] }, title)
  }
})

t.test(
  'a cancellation is asked in the same bytes whenever it is sent, about what it names',
  async t => {
    const [of] = GOLDEN_CANCELLATIONS.values()
    if (of === undefined) throw new Error('no golden cancellation')
    const about = {
      ...aboutMessage({
        interaction: CANCELS,
        id: SAID.messageId,
        creationTime: '',
        versionCode: '',
        fromAsid: '',
        toAsid: '',
      }),
    }
    const [first, again] = [1, 2].map(() =>
      CANCELLATION_DOCUMENT.request(cancellationMessage(of), about),
    )
    if (first?.kind !== 'accepted' || again?.kind !== 'accepted') throw new Error('declined')
    t.ok(first.value.body.equals(again.value.body))
    const { method, path, headers, subject, requestId } = first.value
    t.strictSame([method, path, requestId], ['POST', '/$process-message', SAID.messageId])
    t.strictSame(headers.slice(4, 6), ['X-Request-ID', SAID.messageId])
    t.strictSame(subject, {
      kind: 'entity',
      keys: {
        nhsNumber: SAID.nhsNumber,
        prescriptionId: SAID.shortId,
        prescriptionLongId: SAID.prescriptionId,
      },
    })
  },
)
