import t from 'tap'
import { readForeign, treeOfMessage } from '../../src/mapping/foreign.ts'
import { leavesOf } from '../../src/mapping/tree.ts'

const HL7 = 'urn:hl7-org:v3'
const SIGNATURE = '<s:A xmlns:s="urn:s"  b=\'1\'/>'

/** It reads as the same, in other bytes. */
const DECOY = `<![CDATA[<x>${SIGNATURE.replaceAll("'", '"')}</x>]]>`

const leaves = (message: string): string[] =>
  [...leavesOf(treeOfMessage(Buffer.from(message), ['x']))].map(
    ([leaf, path]) => `${path}=${leaf.value}`,
  )

t.test('foreign XML is one leaf that holds its text as it was written', async t => {
  t.strictSame(leaves(`<m xmlns="${HL7}"><x>${SIGNATURE}</x></m>`), [`x/xml()=${SIGNATURE}`])
  t.strictSame(leaves(`<m xmlns="${HL7}"><x>text</x></m>`), ['x/text()=text'], 'text is text')
  const other = SIGNATURE.replaceAll("'", '"')
  const two = `<m xmlns="${HL7}"><x>${SIGNATURE}</x><x/><y><x n="1">${other}</x></y></m>`
  t.strictSame(
    leaves(two),
    [`x/xml()=${SIGNATURE}`, 'x=', 'y/x/@n=1', `y/x/xml()=${other}`],
    'each its own',
  )
})

t.test('what is not proven to be that text is left as it is read, and no row reads it', async t => {
  const decoy = '<![CDATA[<x><B xmlns="urn:s"/></x>]]>'
  const rows: readonly (readonly [why: string, message: string])[] = [
    ['a text that may be its own', `<m xmlns="${HL7}"><y>${DECOY}</y><x>${SIGNATURE}</x></m>`],
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
