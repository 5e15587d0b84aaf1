import t from 'tap'
import { readForeign, treeOfMessage } from '../../src/mapping/foreign.ts'
import { leavesOf } from '../../src/mapping/tree.ts'

const HL7 = 'urn:hl7-org:v3'
const SIGNATURE = '<s:A xmlns:s="urn:s"  b=\'1\'/>'

const leaves = (message: string): string[] =>
  [...leavesOf(treeOfMessage(Buffer.from(message), ['x']))].map(
    ([leaf, path]) => `${path}=${leaf.value}`,
  )

t.test('foreign XML is one leaf that holds its text as it was written', async t => {
  t.strictSame(leaves(`<m xmlns="${HL7}"><x>${SIGNATURE}</x></m>`), [`x/xml()=${SIGNATURE}`])
  t.strictSame(leaves(`<m xmlns="${HL7}"><x>text</x></m>`), ['x/text()=text'], 'text is text')
})

t.test('what is not proven to be that text is left as it is read, and no row reads it', async t => {
  const decoy = '<![CDATA[<x><B xmlns="urn:s"/></x>]]>'
  const rows: readonly (readonly [why: string, message: string])[] = [
    ['two of that name', `<m xmlns="${HL7}"><x>${SIGNATURE}</x><y><x>${SIGNATURE}</x></y></m>`],
    ['two elements', `<m xmlns="${HL7}"><x>${SIGNATURE}${SIGNATURE}</x></m>`],
    [
      'text that looks like it',
      `<h:m xmlns:h="${HL7}"><h:y>${decoy}</h:y><h:x>${SIGNATURE}</h:x></h:m>`,
    ],
  ]
  for (const [why, message] of rows) {
    t.notOk(
      leaves(message).some(leaf => leaf.includes('xml()')),
      why,
    )
  }
})

t.test('only one element that says its own namespaces may be put into a message', async t => {
  t.equal(readForeign(SIGNATURE).name, 'A')
  const rows = [
    `<!-- x -->${SIGNATURE}`,
    `<?xml version="1.0"?>${SIGNATURE}`,
    `<A xmlns="urn:s"><?p x?></A>`,
    `<A xmlns="urn:s"><![CDATA[x]]></A>`,
    `<A xmlns="${HL7}"/>`,
    '<s:A/>',
    `${SIGNATURE}</x><evil/>`,
    `${SIGNATURE}${SIGNATURE}`,
    'text',
    '',
  ]
  for (const text of rows) t.throws(() => readForeign(text), { code: 'malformed' }, text)
})
