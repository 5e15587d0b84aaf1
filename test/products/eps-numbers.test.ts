import fc from 'fast-check'
import t, { type Test } from 'tap'
import { leavesOfXml } from '../support/eps-by-hand.ts'
import {
  isSaidOf,
  NUMBER_LIKE,
  NUMBERED,
  type Numbered,
  scalarsOf,
} from '../support/eps-numbers.ts'
import { aboutMessage } from '../support/eps-pairs.ts'

const numberLike = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...NUMBER_LIKE) },
  fc.stringMatching(/^[0-9]{1,20}$/),
  fc.stringMatching(/^0{1,6}[0-9]{0,10}$/),
  fc.stringMatching(/^[+-]?[0-9]{0,8}[.]?[0-9]{1,12}(?:[eE][+-]?[0-9]{1,3})?$/),
)

// Ids, quantities, times, codes and names: whatever a message of HL7v3 says in an attribute or a text.
const IN_MESSAGE = /(?<=(?:extension|value|code|displayName|root)="|>)[^"<>]+(?="|<)/g
const IN_RESOURCE = /(?<=":")[^"]*(?=")|(?<=":)[\d.]+(?=[,}])|(?<=[[,]")[^"]*(?="[,\]])/g

const valuesOf = (xml: string): readonly string[] =>
  leavesOfXml(xml).map(leaf => leaf.slice(leaf.indexOf('=') + 1))

const transmissionOf = ({ document, message }: Numbered) => {
  const legacy = document.readLegacy(Buffer.from(message))
  if (legacy.kind === 'declined') throw new Error(`${document.name}: ${legacy.says}`)
  return legacy.transmission
}

/** What the cloud is asked, value by value; undefined where it is declined. */
function asked(numbered: Numbered, message: string): readonly string[] | undefined {
  const about = aboutMessage(transmissionOf(numbered))
  const came = numbered.document.request(Buffer.from(message), about)
  return came.kind === 'declined' ? undefined : scalarsOf(came.value.body.toString())
}

/** What a resource comes to, value by value; undefined where it is declined, or something of it is not read. */
function written(numbered: Numbered, resource: string): readonly string[] | undefined {
  const { document } = numbered
  const told = document.readCloud(Buffer.from(resource))
  if (told.kind === 'declined' || Object.keys(told.source.dropped).length > 0) return undefined
  const message = document.writeLegacy(told.information, transmissionOf(numbered))
  return message.kind === 'declined' ? undefined : valuesOf(message.value)
}

/** Says whether what was written came of a text alone: it is there, or nothing has changed, and nothing else is new. */
function isFaithful(
  before: readonly string[],
  after: readonly string[],
  { was, text }: { readonly was: string; readonly text: string },
): boolean {
  const known = new Set(before)
  // Addresses are made anew, and what they are the addresses of may be told apart by now.
  const news = after.filter(
    each => !known.has(each) && /\d/.test(each) && !/^urn:|:\/\//.test(each),
  )
  const isSaid = after.some(each => isSaidOf([each], [text]))
  return isSaidOf(news, [text, was]) && (isSaid || before.join() === after.join())
}

/** Puts what looks like a number in the place of each value of a text, and judges what is made of it. */
function judge(
  t: Test,
  {
    text,
    places,
    of,
  }: { text: string; places: RegExp; of: (text: string) => readonly string[] | undefined },
): void {
  const before = of(text)
  if (before === undefined) throw new Error('what is golden is declined')
  // What an address is of is no number, whatever stands in it.
  const found = [...text.matchAll(places)].filter(([was]) => !was.includes('://'))
  const count = { accepted: 0, declined: 0 }
  fc.assert(
    fc.property(fc.nat(found.length - 1), numberLike, (n, put) => {
      const { 0: was = '', index: at = 0 } = found[n] ?? {}
      const after = of(`${text.slice(0, at)}${put}${text.slice(at + was.length)}`)
      count[after === undefined ? 'declined' : 'accepted'] += 1
      if (after !== undefined && !isFaithful(before, after, { was, text: put })) {
        throw new Error(`${was} was ${put}, and became another`)
      }
    }),
    { numRuns: 250 },
  )
  t.comment(`${found.length} places: ${JSON.stringify(count)}`)
  t.ok(count.accepted > 5 && count.declined > 20, 'some are taken and some are not')
}

for (const numbered of NUMBERED) {
  const { name, message, resource } = numbered
  t.test(
    `${name}: what looks like a number goes to the cloud as it is written, or not at all`,
    async t => {
      const [from, to] = [message.indexOf('<subject'), message.indexOf('</subject>')]
      judge(t, {
        text: message.slice(from, to),
        places: IN_MESSAGE,
        of: subject => asked(numbered, `${message.slice(0, from)}${subject}${message.slice(to)}`),
      })
    },
  )
  t.test(
    `${name}: what looks like a number comes back as it is written, or not at all`,
    async t => {
      judge(t, { text: resource, places: IN_RESOURCE, of: each => written(numbered, each) })
    },
  )
}
