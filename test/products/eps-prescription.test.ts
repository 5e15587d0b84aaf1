import t from 'tap'
import { PRESCRIPTION_DOCUMENT } from '../../src/products/eps/prescription.ts'
import { apart, leavesOfBundle } from '../support/eps-by-hand.ts'
import { aboutMessage } from '../support/eps-pairs.ts'
import { BASE, type Parts, SAID } from '../support/prescription-golden-parts.ts'
import { OTHER_BUNDLES } from '../support/prescription-golden-others.ts'
import { GOLDEN_PRESCRIPTIONS } from '../support/prescription-golden.ts'
import { goldenBundle } from '../support/prescription-golden-fhir.ts'
import { goldenMessage } from '../support/prescription-golden-hl7.ts'

const ABOUT = aboutMessage({
  interaction: 'PORX_IN020101UK31',
  id: SAID.messageId,
  creationTime: '',
  versionCode: '',
  fromAsid: '',
  toAsid: '',
})

/** All references are followed: what an address is, is nobody's business. */
const EVERYWHERE = ['']

t.test('a prescription is written as the Bundle somebody wrote by hand', async t => {
  for (const [title, parts] of GOLDEN_PRESCRIPTIONS) {
    const message = goldenMessage(parts)
    const legacy = PRESCRIPTION_DOCUMENT.readLegacy(message)
    if (legacy.kind === 'declined') throw new Error(`${title}: ${legacy.says}`)
    const asked = PRESCRIPTION_DOCUMENT.request(message, aboutMessage(legacy.transmission))
    if (asked.kind === 'declined') throw new Error(`${title}: ${asked.says}`)
    const found = apart(
      leavesOfBundle(goldenBundle(parts).toString(), EVERYWHERE),
      leavesOfBundle(asked.value.body.toString(), EVERYWHERE),
    )
    t.strictSame(found, { onlyA: [], onlyB: [] }, title)
    t.strictSame(legacy.source.lossy, {}, `${title}: nothing is let go`)
  }
})

const subjectOf = (message: string): string =>
  /<ParentPrescription[\s\S]*<\/ParentPrescription>/.exec(message)?.[0] ?? ''

t.test('the same Bundle is written as the message somebody wrote by hand', async t => {
  for (const [title, parts] of GOLDEN_PRESCRIPTIONS) {
    const legacy = PRESCRIPTION_DOCUMENT.readLegacy(goldenMessage(parts))
    const cloud = PRESCRIPTION_DOCUMENT.readCloud(goldenBundle(parts))
    if (legacy.kind === 'declined') throw new Error(`${title}: ${legacy.says}`)
    if (cloud.kind === 'declined') throw new Error(`${title}: ${cloud.says}`)
    t.strictSame(cloud.source.dropped, {}, `${title}: all of it is read`)
    const written = PRESCRIPTION_DOCUMENT.writeLegacy(cloud.information, legacy.transmission)
    if (written.kind === 'declined') throw new Error(`${title}: ${written.says}`)
    const sorted = (text: string): string[] =>
      [...subjectOf(text).matchAll(/<[^>]*>|[^<>]+/g)].map(([tag]) =>
        tag.startsWith('<')
          ? [...tag.matchAll(/[\w/]+(?:="[^"]*")?/g)]
              .map(([each]) => each)
              .toSorted()
              .join(' ')
          : tag,
      )
    t.strictSame(sorted(written.value), sorted(goldenMessage(parts).toString()), title)
  }
})

t.test('a Bundle of somebody else’s making is the prescription it is all the same', async t => {
  for (const [title, { bundle, parts, differs }] of OTHER_BUNDLES) {
    const [cloud, own] = [bundle, goldenBundle(parts)].map(each =>
      PRESCRIPTION_DOCUMENT.readCloud(each),
    )
    if (cloud?.kind !== 'told' || own?.kind !== 'told')
      throw new Error(`${title}: ${JSON.stringify(cloud)}`)
    t.strictSame(cloud.source.dropped, {}, `${title}: all of it is read`)
    t.strictSame(
      PRESCRIPTION_DOCUMENT.leaves(cloud.information),
      PRESCRIPTION_DOCUMENT.leaves(own.information).map(leaf => {
        const [, value = leaf.value] =
          Object.entries(differs).find(([end]) => leaf.path.endsWith(end)) ?? []
        return { ...leaf, value }
      }),
      title,
    )
  }
})

t.test('each resource is one entry, in the order of the public examples', async t => {
  const types = (parts: Parts): string[] => {
    const asked = PRESCRIPTION_DOCUMENT.request(goldenMessage(parts), ABOUT)
    if (asked.kind === 'declined') throw new Error(asked.says)
    return [...asked.value.body.toString().matchAll(/"resource":\{"resourceType":"(\w+)"/g)].map(
      ([, type = '']) => type,
    )
  }
  const most = ['MessageHeader', 'MedicationRequest', 'MedicationRequest', 'Patient']
  const agents = ['PractitionerRole', 'Practitioner', 'Organization']
  t.strictSame(types(BASE), [...most, ...agents, 'Provenance'])
  t.strictSame(types({ ...BASE, instructions: true }), [
    ...most,
    ...agents,
    'CommunicationRequest',
    'List',
    'Provenance',
  ])
})
