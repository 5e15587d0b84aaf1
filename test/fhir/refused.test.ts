/** What the tables have no place for is refused with its place, and never with what was written. */
import t from 'tap'
import { FicusError } from '../../src/exchange/index.ts'
import { readFhirJson } from '../../src/fhir/index.ts'
import { isLinear } from '../xml/refused.ts'
import { toJson, toXml } from './given.ts'

const NS = 'xmlns="http://hl7.org/fhir"'
const pointer = (inside: string): string => `<DocumentReference ${NS}>${inside}</DocumentReference>`
const json = (inside: string): string => `{"resourceType":"DocumentReference"${inside}}`

const IN_XML: readonly (readonly [title: string, xml: string, detail: string])[] = [
  [
    'an element of no table',
    pointer('<status value="a"/><secret/>'),
    'element of no table, child 2, DocumentReference',
  ],
  ['one of R4 in STU3', pointer('<category/>'), 'element of no table, child 1, DocumentReference'],
  [
    'one deeper down',
    pointer('<content><attachment><secret/></attachment></content>'),
    'element of no table, child 1, DocumentReference.content[0].attachment',
  ],
  [
    'one of another namespace',
    pointer('<status xmlns="urn:a" value="a"/>'),
    'element of no table, child 1, DocumentReference',
  ],
  [
    'an attribute of no table',
    pointer('<status value="a" secret="b"/>'),
    'attribute of no table, DocumentReference.status',
  ],
  [
    'an attribute of another namespace',
    pointer('<status value="a" xml:lang="en"/>'),
    'attribute of no table, DocumentReference.status',
  ],
  [
    'a value of what has none',
    pointer('<type value="a"/>'),
    'attribute of no table, DocumentReference.type',
  ],
  [
    'an attribute of a resource',
    `<DocumentReference ${NS} id="a"/>`,
    'attribute of a resource, DocumentReference',
  ],
  [
    'an id as an attribute’s element',
    pointer('<type><id value="a"/></type>'),
    'element of no table, child 1, DocumentReference.type',
  ],
  [
    'a second of what there is one of',
    pointer('<status value="a"/><status value="a"/>'),
    'status given twice, DocumentReference',
  ],
  [
    'two of a choice',
    `<Parameters ${NS}><parameter><valueCode value="a"/><valueString value="a"/></parameter></Parameters>`,
    'value[x] given twice, Parameters.parameter[0]',
  ],
  [
    'a choice of no type',
    `<Parameters ${NS}><parameter><valueUrl value="a"/></parameter></Parameters>`,
    'element of no table, child 1, Parameters.parameter[0]',
  ],
  ['text between elements', pointer('secret'), 'text between elements, DocumentReference'],
  ['an empty element', pointer('<type/>'), 'empty element, DocumentReference.type'],
  ['a primitive without a value', pointer('<status/>'), 'empty element, DocumentReference.status'],
  [
    'one with nothing but an id',
    pointer('<status id="a"/>'),
    'empty element, DocumentReference.status',
  ],
  ['an empty value', pointer('<status value=""/>'), 'no code, DocumentReference.status'],
  ['an empty id', pointer('<status id="" value="a"/>'), 'no string, DocumentReference.status.id'],
  [
    'what is no truth value',
    pointer('<type><coding><userSelected value="1"/></coding></type>'),
    'no boolean, DocumentReference.type.coding[0].userSelected',
  ],
  [
    'what is no number',
    `<Bundle ${NS}><total value="secret"/></Bundle>`,
    'no unsignedInt, Bundle.total',
  ],
  [
    'a number below its type',
    `<Bundle ${NS}><total value="-1"/></Bundle>`,
    'no unsignedInt, Bundle.total',
  ],
  [
    'a number JSON cannot write',
    `<Bundle ${NS}><total value="+1"/></Bundle>`,
    'no unsignedInt, Bundle.total',
  ],
  [
    'a number with zeros before it',
    `<Bundle ${NS}><total value="007"/></Bundle>`,
    'no unsignedInt, Bundle.total',
  ],
  [
    'an exponent, which STU3 has not',
    `<Bundle ${NS}><entry><search><score value="1e5"/></search></entry></Bundle>`,
    'no decimal, Bundle.entry[0].search.score',
  ],
  ['a resource of no table', `<Secret ${NS}/>`, 'resource of no table'],
  [
    'one in another',
    `<Bundle ${NS}><entry><resource><Secret/></resource></entry></Bundle>`,
    'resource of no table, Bundle.entry[0].resource',
  ],
  ['what is not FHIR', '<DocumentReference/>', 'not FHIR'],
  [
    'two resources for one',
    pointer('<contained><Bundle/><Bundle/></contained>'),
    'not one resource, DocumentReference.contained[0]',
  ],
  [
    'no resource',
    pointer('<contained></contained>'),
    'not one resource, DocumentReference.contained[0]',
  ],
  [
    'a narrative that is none',
    pointer('<text><div value="a"/></text>'),
    'element of no table, child 1, DocumentReference.text',
  ],
  [
    'a script',
    pointer('<text><div xmlns="http://www.w3.org/1999/xhtml"><script>secret</script></div></text>'),
    'xhtml of no table, DocumentReference.text.div',
  ],
  [
    'an event',
    pointer('<text><div xmlns="http://www.w3.org/1999/xhtml" onclick="secret">a</div></text>'),
    'xhtml attribute of no table, DocumentReference.text.div',
  ],
]

const IN_JSON: readonly (readonly [title: string, json: string, detail: string])[] = [
  [
    'a property of no table',
    json(',"status":"a","secret":1'),
    'property 3 of no table, DocumentReference',
  ],
  [
    'what was a comment before STU3',
    json(',"fhir_comments":["secret"]'),
    'property 2 of no table, DocumentReference',
  ],
  [
    'a resource’s type where none is',
    json(',"type":{"resourceType":"a","text":"b"}'),
    'property 1 of no table, DocumentReference.type',
  ],
  [
    'a partner of what is no primitive',
    json(',"_type":{"id":"a"}'),
    'property 2 of no table, DocumentReference',
  ],
  ['__proto__', json(',"__proto__":{}'), 'property 2 of no table, DocumentReference'],
  ['a list of what there is one of', json(',"status":["a"]'), 'no code, DocumentReference.status'],
  [
    'one of what there is a list of',
    json(',"author":{"reference":"a"}'),
    'no list, DocumentReference.author',
  ],
  ['a list within a list', json(',"author":[[]]'), 'no object, DocumentReference.author[0]'],
  ['an empty list', json(',"author":[]'), 'empty list, DocumentReference.author'],
  ['an empty object', json(',"type":{}'), 'empty element, DocumentReference.type'],
  [
    'an empty object beside a value',
    json(',"status":"a","_status":{}'),
    'empty element, DocumentReference.status',
  ],
  ['an empty text', json(',"status":""'), 'no code, DocumentReference.status'],
  ['null', json(',"status":null'), 'null, DocumentReference.status'],
  ['null in a list of objects', json(',"author":[null]'), 'null, DocumentReference.author[0]'],
  [
    'null in both of two lists',
    json(',"meta":{"profile":["a",null],"_profile":[null,null]}'),
    'null, DocumentReference.meta.profile[1]',
  ],
  ['a text for a number', '{"resourceType":"Bundle","total":"1"}', 'no unsignedInt, Bundle.total'],
  ['a number for a text', json(',"status":1'), 'no code, DocumentReference.status'],
  ['a truth value for a text', json(',"status":true'), 'no code, DocumentReference.status'],
  [
    'a fraction for a whole number',
    '{"resourceType":"Bundle","total":1.0}',
    'no unsignedInt, Bundle.total',
  ],
  [
    'two of a choice',
    '{"resourceType":"Parameters","parameter":[{"valueCode":"a","valueString":"b"}]}',
    'value[x] given twice, Parameters.parameter[0]',
  ],
  ['a resource of no table', '{"resourceType":"Secret"}', 'resource of no table'],
  [
    'a resource without its type',
    json(',"contained":[{"id":"a"}]'),
    'resource of no table, DocumentReference.contained[0]',
  ],
  [
    'a narrative with an entity of HTML',
    json(',"text":{"div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\">&nbsp;</div>"}'),
    '',
  ],
  [
    'a narrative in no namespace',
    json(',"text":{"div":"<div>a</div>"}'),
    'xhtml of no table, DocumentReference.text.div',
  ],
  ['a character XML cannot hold', json(',"status":"a\\u0000"'), ''],
  ['half a character', json(',"status":"\\ud800"'), ''],
]

function refusal(step: () => unknown): string | undefined {
  try {
    step()
    return undefined
  } catch (error) {
    if (!(error instanceof FicusError) || error.code !== 'malformed') throw error
    return error.detail
  }
}

for (const [title, xml, detail] of IN_XML) {
  t.test(`in XML, ${title} is refused by its place`, async t => {
    const said = refusal(() => toJson(xml))
    t.equal(said, detail)
    t.notMatch(said, /secret/i)
  })
}

for (const [title, text, detail] of IN_JSON) {
  t.test(`in JSON, ${title} is refused by its place`, async t => {
    const said = refusal(() => toXml(text))
    t.ok(said)
    if (detail !== '') t.equal(said, detail)
    t.notMatch(said, /secret/i)
  })
}

t.test('XML is held to every entry check, and JSON to one reading', async t => {
  for (const xml of [
    `<!DOCTYPE a>${pointer('')}`,
    `<?secret?>${pointer('')}`,
    pointer('<status value="&secret;"/>'),
    pointer('<a:status value="a"/>'),
    pointer('<status value="a" value="b"/>'),
    `${pointer('')}${pointer('')}`,
  ]) {
    t.ok(
      refusal(() => toJson(xml)),
      xml,
    )
  }
  for (const text of [
    '{"resourceType":"Bundle","id":"a","id":"b"}',
    '[]',
    '{"resourceType":"Bundle"}x',
  ]) {
    t.ok(
      refusal(() => readFhirJson(Buffer.from(text), 'R4')),
      text,
    )
  }
})

t.test('comments and where a schema lies are none of a resource', async t => {
  const xml =
    `<!-- a --><DocumentReference ${NS} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ` +
    `xsi:schemaLocation="http://hl7.org/fhir fhir-all.xsd"><!-- b --><status value="a"/></DocumentReference>`
  t.equal(toJson(xml), '{"resourceType":"DocumentReference","status":"a"}')
})

t.test('time grows no faster than a resource', async t => {
  const xml = (n: number) =>
    pointer('<author><reference value="a"/><display value="b"/></author>'.repeat(n))
  t.ok(
    isLinear(n => {
      const text = xml(n)
      return () => toJson(text)
    }, 400),
    'from XML',
  )
  t.ok(
    isLinear(n => {
      const text = toJson(xml(n))
      return () => toXml(text)
    }, 400),
    'from JSON',
  )
})
