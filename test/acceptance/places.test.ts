import t from 'tap'
import { compilePlace, placesAt } from '../../src/acceptance/places.ts'
import { compileRule } from '../../src/acceptance/rule.ts'
import { createAcceptance, WRAPPER_RULES } from '../../src/acceptance/index.ts'
import { readXml } from '../../src/xml/index.ts'

const root = readXml(
  Buffer.from(
    `<v:root xmlns:v="urn:hl7-org:v3" xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:n="urn:nobody">` +
      `<v:a code="1"><v:b>one</v:b><v:b s:actor="next">two</v:b></v:a><n:a code="3"><v:b>not</v:b></n:a>` +
      `<v:a code="2"><v:a code="1"><v:b> three </v:b></v:a></v:a></v:root>`,
  ),
)

const values = (path: string): readonly (string | undefined)[] =>
  placesAt(root, compilePlace(path)).map(({ value }) => value)

t.test('a path leads to every place it names, in the order of the document', async t => {
  t.strictSame(values('a/b/text()'), ['one', 'two'], 'names of HL7v3 and of no other namespace')
  t.strictSame(values('a[@code=1]/b/text()'), ['one', 'two'], 'with an attribute')
  t.strictSame(values('**/a[@code=1]/b/text()'), ['one', 'two', ' three '], 'at any depth')
  t.strictSame(values('*/b/text()'), ['one', 'two', 'not'], 'of any name')
  t.strictSame(values('a/b/@soap:actor'), [undefined, 'next'], 'an attribute of a namespace')
  t.strictSame(values('a/@code'), ['1', '2'])
  t.strictSame(values('a/@actor'), [undefined, undefined], 'one that is missing')
  t.strictSame(values('name()'), ['root'], 'the name of where it begins')
  t.strictSame(values('a'), [undefined, undefined], 'elements themselves')
  t.strictSame(values('nothing/at/all'), [])
})

t.test('a path that cannot be walked is refused when it is compiled', async t => {
  for (const path of ['a//b', 'nobody:a', 'a/[@b=c]', 'a/**', '@nobody:a', 'a/text()/b']) {
    t.throws(() => compilePlace(path), new RegExp(path.slice(0, 3).replace(/[[/*]/g, '\\$&')), path)
  }
})

t.test(
  'a rule that asks a value of a path without one is refused, and the other way round',
  async t => {
    const [first] = WRAPPER_RULES
    if (first === undefined) throw new Error('there is a rule')
    t.throws(() => compileRule({ ...first, at: 'id' }), /message-id: a value is asked/)
    const counted = WRAPPER_RULES.find(({ id }) => id === 'control-act') ?? first
    t.throws(() => compileRule({ ...counted, at: 'id/@root' }), /control-act: a value is asked/)
    t.throws(() => createAcceptance([first, first]), /two rules have one id/)
  },
)
