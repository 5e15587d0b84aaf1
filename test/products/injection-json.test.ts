import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { corpusCases, corpusFolder } from '../support/corpus.ts'
import { countIn, jsonText, TRICKS } from '../support/injection-json.ts'
import {
  INJECTION_SAMPLES,
  type InjectionSample,
  type Written,
} from '../support/injection-samples.ts'

// What the cloud says is somebody else's: whatever it says, no element and no attribute of what a supplier gets is
// named by it, and nothing it says is read as anything but what it is.

const valueOf = ({ resource }: InjectionSample): unknown => JSON.parse(resource)

function plain(sample: InjectionSample): Written {
  const written = sample.written(sample.resource)
  if (written === undefined) throw new Error(`${sample.name}: its sample is declined`)
  return written
}

/** What elements and attributes are called; a quotation mark stands in no value that is between two of them. */
function namesIn(xml: string): ReadonlySet<string> {
  const names = new Set<string>()
  for (const [, name = '', attributes = ''] of xml.matchAll(TAG)) {
    names.add(name)
    for (const [, attribute = ''] of attributes.matchAll(/\s+([^\s=]+)="[^"]*"/g)) {
      names.add(attribute)
    }
  }
  return names
}

const TAG = /<\/?([^\s/>]+)((?:\s+[^\s=]+="[^"]*")*)\s*\/?>/g

// XML 1.0 §2.2; a reference to a character is no way round it.
const NO_CHARACTER = /[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]|&#x?0*(?:[0-8bcBC]|1[0-9a-fA-F]);/

/** What HL7v3 says of what is not known: where a place says nothing that can be taken, it may stand there. */
const NOT_SAID = 'nullFlavor'

/** Why what was written is not what the cloud says, in elements somebody defined. */
function wrongIn(written: Written, baseline: Written): string | undefined {
  const known = new Set([...namesIn(baseline.xml), NOT_SAID])
  const unknown = [...namesIn(written.xml)].filter(name => !known.has(name))
  if (unknown.length > 0) return `a name nobody defined: ${unknown.join()}`
  if (NO_CHARACTER.test(written.xml) || !written.xml.isWellFormed()) return 'no character of XML'
  return written.says === written.again ? undefined : `${written.says} is read as ${written.again}`
}

const VALUES = ['"SECRET"', '{"SECRET":["SECRET"]}', '[{"@id":"SECRET"}]', '7', 'null', '[]']

for (const sample of INJECTION_SAMPLES) {
  t.test(
    `${sample.name}: a property nobody knows changes nothing, whatever it is called`,
    async t => {
      const value = valueOf(sample)
      const { xml } = plain(sample)
      const { objects } = countIn(value)
      const names = TRICKS.map(name => JSON.stringify(name))
      let isSaid = false
      const same = (text: string, why: string): void => {
        const written = sample.written(text)
        isSaid ||= written !== undefined
        t.equal(written?.xml ?? xml, xml, why)
      }
      const member = (i: number): string => `${names[i] ?? '""'}:${VALUES[i % VALUES.length] ?? ''}`
      for (const i of names.keys()) {
        same(jsonText(value, { members: () => member(i) }), `in every object, trick ${i}`)
      }
      const all = [...names.keys()].map(member).join(',')
      for (let at = 0; at < objects; at++) {
        const members = (n: number): string => (n === at ? all : '')
        same(jsonText(value, { members }), `all of them in object ${at}`)
      }
      t.ok(isSaid, 'not all of them are refused')
    },
  )

  t.test(`${sample.name}: what two readers may take in two ways is refused`, async t => {
    const value = valueOf(sample)
    const { objects } = countIn(value)
    const refused = (why: string, member: (names: readonly string[]) => string): void => {
      for (let at = 0; at < objects; at++) {
        const text = jsonText(value, { members: (n, names) => (n === at ? member(names) : '') })
        t.equal(sample.written(text), undefined, `${why} in object ${at}`)
      }
    }
    refused('a property given twice', ([name = 'x', ...rest]) =>
      rest.length === 0 ? '"x":1,"x":2' : `${JSON.stringify(name)}:"SECRET"`,
    )
    refused('its name spelled in another way', ([name = 'x']) => {
      const spelled = Array.from(name, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
      return `"${spelled.join('')}":"SECRET"`
    })
    refused('__proto__', () => '"__proto__":{"SECRET":1}')
    refused('__proto__ in other letters', () => '"\\u005f_proto__":"SECRET"')
    refused('half a character', () => '"x":"\\ud800"')
    refused('half a character in a name', () => '"\\udc00":1')
    refused('a list within a list', () => '"x":[["SECRET"]]')
    refused('too many levels', () => `"x":${'{"x":'.repeat(100)}1${'}'.repeat(100)}`)
  })

  t.test(`${sample.name}: bytes that are no text, and half a text, are refused`, async t => {
    const bytes = Buffer.from(sample.resource)
    const BROKEN = [
      [0xff],
      [0xc0, 0xaf],
      [0xed, 0xa0, 0x80],
      [0xf4, 0x90, 0x80, 0x80],
      [0xe2, 0x82],
    ]
    const texts = [...sample.resource.matchAll(/"(?=[,}\]:])/g)].map(({ index }) => index)
    for (const at of texts.filter((_, i) => i % 5 === 0)) {
      for (const broken of BROKEN) {
        const whole = Buffer.concat([
          bytes.subarray(0, at),
          Buffer.from(broken),
          bytes.subarray(at),
        ])
        t.equal(sample.written(whole), undefined, `${broken.join()} at ${at}`)
      }
    }
    for (let cut = 0; cut < bytes.length; cut += Math.ceil(bytes.length / 60)) {
      t.equal(sample.written(bytes.subarray(0, cut)), undefined, `cut at ${cut}`)
    }
    for (const more of ['{}', ',', '\u0000', '//', sample.resource]) {
      t.equal(sample.written(sample.resource + more), undefined, `${more.slice(0, 2)} behind it`)
    }
    t.equal(sample.written(Buffer.from(sample.resource, 'utf16le')), undefined, 'UTF-16')
  })

  t.test(`${sample.name}: whatever a text holds is said as it is, or not at all`, async t => {
    const value = valueOf(sample)
    const baseline = plain(sample)
    const { texts } = countIn(value)
    const count = { written: 0, declined: 0 }
    const put = (at: number, text: string): void => {
      const written = sample.written(
        jsonText(value, { text: (n, own) => JSON.stringify(n === at ? text : own) }),
      )
      count[written === undefined ? 'declined' : 'written'] += 1
      const wrong = written && wrongIn(written, baseline)
      if (wrong !== undefined) throw new Error(`text ${at}: ${wrong}`)
    }
    for (let at = 0; at < texts; at++) {
      for (const [i, trick] of TRICKS.entries()) if ((i + at) % 10 === 0) put(at, trick)
    }
    const any = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('\uD800', '\uDC00', '<', '&', '"', '\u0001', 'a') }),
    )
    fc.assert(fc.property(fc.nat(texts - 1), any, put), { numRuns: 100 })
    t.comment(JSON.stringify(count))
    t.ok(count.written > 0 && count.declined > 0, 'some are said and some are not')
  })
}

t.test('naughty strings are said as they are, or not at all', async t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const file = join(folder, 'security/minimaxir+big-list-of-naughty-strings/blns.dev.jsonl')
  const cases = corpusCases(file)
  for (const sample of INJECTION_SAMPLES) {
    const value = valueOf(sample)
    const baseline = plain(sample)
    const { texts } = countIn(value)
    let written = 0
    for (const [i, { id, bytes }] of cases.entries()) {
      const naughty = JSON.stringify(bytes.toString('utf8'))
      const came = sample.written(
        jsonText(value, { text: (n, own) => (n === i % texts ? naughty : JSON.stringify(own)) }),
      )
      if (came === undefined) continue
      written += 1
      const wrong = wrongIn(came, baseline)
      if (wrong !== undefined) t.fail(`${sample.name} ${id}: ${wrong}`)
    }
    t.comment(`${sample.name}: ${written} of ${cases.length} are said`)
    t.ok(written > 0)
  }
})
