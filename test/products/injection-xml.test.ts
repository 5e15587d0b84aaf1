import t from 'tap'
import { INJECTION_SAMPLES, type InjectionSample } from '../support/injection-samples.ts'
import {
  ANOTHER,
  type ElementAt,
  elementsIn,
  foreignAttributes,
  gone,
  NOT_THERE,
  THE_SAME,
  withoutAttributes,
} from '../support/injection-xml.ts'

// What a supplier writes is read by its namespaces, and all of it: nobody puts a second prescription, a second patient
// or somebody else's element beside what is read, and has the rest of it taken.

/** Of a query's message only what is asked is read here; what stands around it is read where it came from. */
const READ_FROM = /<(?:query|PdsUpdateRequest)\b/

/** What a signature holds is bytes: each of them is kept, whatever it says. */
const SIGNATURE = /<Signature .*<\/Signature>/

/** Words beside what is asked, which systems write as they like. */
const LET_GO = ['semanticsText']

/** How many elements of a message are tried in one way. */
const MOST = 40

function elementsOf({ message }: InjectionSample): readonly ElementAt[] {
  const from = READ_FROM.exec(message)?.index ?? 0
  const signature = SIGNATURE.exec(message)
  const isSigned = ({ from: at }: ElementAt): boolean =>
    signature !== null && at >= signature.index && at < signature.index + signature[0].length
  return elementsIn(message).filter(each => each.from >= from && !isSigned(each))
}

function asked(sample: InjectionSample): string {
  const body = sample.asked(sample.message)
  if (body === undefined) throw new Error(`${sample.name}: its sample is declined`)
  return body
}

for (const sample of INJECTION_SAMPLES) {
  const { name, message } = sample
  const elements = elementsOf(sample)
  const step = Math.ceil(elements.length / MOST)
  /** Of a long message each way takes others of its elements. */
  const some = (way: number): readonly ElementAt[] =>
    elements.filter((_, i) => (i + way) % step === 0)

  t.test(`${name}: of two elements both are asked, or neither`, async t => {
    const before = asked(sample)
    for (const [way, [how, edit]] of Object.entries(ANOTHER).entries()) {
      for (const at of some(way).filter(each => !LET_GO.includes(each.name))) {
        const came = sample.asked(edit(message, at))
        t.ok(
          came === undefined || came.length > before.length,
          `${at.name} at ${at.from}, ${how}: ${came ?? ''}`,
        )
      }
    }
  })

  t.test(`${name}: what is called as an element of HL7v3 and is none is not read`, async t => {
    for (const [way, [how, edit]] of Object.entries(NOT_THERE).entries()) {
      for (const at of some(way)) {
        const without = sample.asked(gone(message, at))
        const came = sample.asked(edit(message, at))
        t.equal(came ?? without, without, `${at.name} at ${at.from}, ${how}`)
      }
    }
  })

  t.test(`${name}: what is called as an attribute of HL7v3 and is none is not read`, async t => {
    for (const at of some(0).filter(({ hasAttributes }) => hasAttributes)) {
      const without = sample.asked(withoutAttributes(message, at))
      const came = sample.asked(foreignAttributes(message, at))
      t.equal(came ?? without, without, `${at.name} at ${at.from}`)
    }
  })

  t.test(`${name}: what is written in another way says the same, or is not taken`, async t => {
    const before = asked(sample)
    let same = 0
    for (const [way, [how, edit]] of Object.entries(THE_SAME).entries()) {
      for (const at of some(way)) {
        const came = sample.asked(edit(message, at))
        t.equal(came ?? before, before, `${at.name} at ${at.from}, ${how}`)
        if (came !== undefined) same += 1
      }
    }
    t.ok(same > 0, `${same} are taken`)
  })
}

/** A signature that is not where it is looked for, or not the only one. */
const MOVED: readonly (readonly [how: string, edit: (signed: string, whole: string) => string])[] =
  [
    ['beside its place', signed => `<signatureText/>${signed}`],
    ['before its place', signed => `${signed}<signatureText/>`],
    ['beside another in its place', (signed, whole) => `${whole}${signed}`],
    ['twice in its place', signed => `<signatureText>${signed}${signed}</signatureText>`],
    ['in two places', (_, whole) => `${whole}${whole}`],
    ['within another element', signed => `<signatureText><x>${signed}</x></signatureText>`],
    ['with a word before it', signed => `<signatureText>x${signed}</signatureText>`],
    [
      'in HL7v3’s own namespace',
      signed => `<signatureText>${signed.replace(/ xmlns="[^"]*"/, '')}</signatureText>`,
    ],
    [
      'in a place of another namespace',
      signed => `<x:signatureText xmlns:x="urn:made-up">${signed}</x:signatureText>`,
    ],
  ]

t.test('eps.prescription: a signature anywhere but in its place is not taken', async t => {
  const sample = INJECTION_SAMPLES.find(({ name }) => name === 'eps.prescription')
  const message = sample?.message ?? ''
  const [whole = '', signed = ''] = /<signatureText>(.*)<\/signatureText>/.exec(message) ?? []
  t.not(signed, '')
  for (const [how, edit] of MOVED) {
    t.equal(sample?.asked(message.replace(whole, () => edit(signed, whole))), undefined, how)
  }
})
