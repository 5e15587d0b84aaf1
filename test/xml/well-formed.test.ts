import t from 'tap'
import { readXml } from '../../src/xml/index.ts'
import { refuses } from './refused.ts'

/** What is refused and by which rule. */
const REFUSED: readonly (readonly [document: string, rule: string])[] = [
  ['<!DOCTYPE a><a/>', 'document type or markup declaration'],
  ['<!doctype a><a/>', 'document type or markup declaration'],
  ['<a><!ENTITY b "c"></a>', 'document type or markup declaration'],
  ['<a/><!DOCTYPE a>', 'document type or markup declaration'],
  ['<a b="<!DOCTYPE a>"/>', 'document type or markup declaration'],
  [
    '<!-- --><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    'document type or markup declaration',
  ],
  ['<?a b?><a/>', 'processing instruction'],
  ['<a><?b?></a>', 'processing instruction'],
  ['<?xml-stylesheet href="a"?><a/>', 'processing instruction'],
  ['<?XML version="1.0"?><a/>', 'processing instruction'],
  [' <?xml version="1.0"?><a/>', 'processing instruction'],
  ['<a/><?xml version="1.0"?>', 'processing instruction'],
  ['<?xml version="1.0"?><?xml version="1.0"?><a/>', 'processing instruction'],
  ['<?xml version="1.1"?><a/>', 'XML version other than 1.0'],
  ['<?xml version="1.2"?><a/>', 'XML version other than 1.0'],
  ['<?xml encoding="UTF-8"?><a/>', 'malformed XML declaration'],
  ['<?xml?><a/>', 'malformed XML declaration'],
  ['<?xml version="1.0" standalone="maybe"?><a/>', 'malformed XML declaration'],
  ['<?xml version="1.0" encoding="ISO-8859-1"?><a/>', 'declared encoding is not UTF-8'],
  ['', 'no root element'],
  ['<!-- a -->', 'no root element'],
  ['hello', 'disallowed before the root element'],
  ['\uFEFF\uFEFF<a/>', 'disallowed before the root element'],
  ['<![CDATA[a]]><a/>', 'disallowed before the root element'],
  ['&amp;<a/>', 'disallowed before the root element'],
  ['<a/>hello', 'disallowed after the root element'],
  ['<a/>&#32;', 'disallowed after the root element'],
  ['<a/><![CDATA[]]>', 'disallowed after the root element'],
  ['<a/><b/>', 'more than one root element'],
  ['<a><b></a></b>', 'end tag without its start tag'],
  ['<a></a></a>', 'end tag without its start tag'],
  ['</a>', 'end tag without its start tag'],
  ['<a></>', 'end tag without its start tag'],
  ['<a><b>', 'unexpected end'],
  ['<a/><', 'unexpected end'],
  ['<a/><!-', 'unexpected end'],
  ['<a/><!-- --', 'unexpected end'],
  ['<a><![CDATA[]]</a>', 'unexpected end'],
  ['<a b', 'unexpected end'],
  ['<a b="" b=""/>', 'attribute given twice'],
  ['<a xmlns:p="u" xmlns:q="u" p:b="" q:b=""/>', 'attribute given twice'],
  ['<a xmlns:p="u" xmlns:p="u"/>', 'attribute given twice'],
  ['<a b/>', 'disallowed character in a tag'],
  ['<a b c=""/>', 'attribute without a quoted value'],
  ['<a b=c/>', 'attribute without a quoted value'],
  ['<a b="<"/>', 'disallowed character'],
  ['<a b=""c=""/>', 'disallowed character in a tag'],
  ['<1/>', 'disallowed character in a tag'],
  ['<a>\0</a>', 'disallowed character'],
  ['<a>\u0008</a>', 'disallowed character'],
  ['<a b="\u001F"/>', 'disallowed character'],
  ['<a>\uFFFE</a>', 'disallowed character'],
  ['<a>&#0;</a>', 'undefined entity or character reference'],
  ['<a>&#xD800;</a>', 'undefined entity or character reference'],
  ['<a>&#x110000;</a>', 'undefined entity or character reference'],
  ['<a>&nbsp;</a>', 'undefined entity or character reference'],
  ['<a>&;</a>', 'undefined entity or character reference'],
  ['<a>& </a>', 'unexpected end'],
  ['<a>]]></a>', 'end of CDATA in text'],
  ['<a><!-- -- --></a>', 'malformed comment'],
  ['<p:a/>', 'undeclared prefix'],
  ['<a p:b=""/>', 'undeclared prefix'],
  ['<a><b xmlns:p="u"/><p:b/></a>', 'undeclared prefix'],
  ['<xmlns:a/>', 'undeclared prefix'],
  ['<a:b:c xmlns:a="u"/>', 'malformed qualified name'],
  ['<:a/>', 'malformed qualified name'],
  ['<a: xmlns:a="u"/>', 'malformed qualified name'],
  ['<p:1 xmlns:p="u"/>', 'malformed qualified name'],
  ['<a xmlns:p="u" p:-b=""/>', 'malformed qualified name'],
  ['<a xmlns:="u"/>', 'malformed qualified name'],
  ['<a xmlns:p:q="u"/>', 'malformed qualified name'],
  ['<a xmlns:p=""/>', 'namespace that may not be declared'],
  ['<a xmlns:xml="u"/>', 'namespace that may not be declared'],
  ['<a xmlns:p="http://www.w3.org/XML/1998/namespace"/>', 'namespace that may not be declared'],
  ['<a xmlns="http://www.w3.org/XML/1998/namespace"/>', 'namespace that may not be declared'],
  ['<a xmlns:xmlns="u"/>', 'namespace that may not be declared'],
  ['<a xmlns="http://www.w3.org/2000/xmlns/"/>', 'namespace that may not be declared'],
]

t.test('what is not well formed, or not for us, is refused by its rule', t => {
  for (const [document, rule] of REFUSED) {
    refuses(
      t,
      () => readXml(Buffer.from(document)),
      rule,
      `${JSON.stringify(document).replace(/[^ -~]/g, '?')}: ${rule}`,
    )
  }
  t.end()
})

t.test('what only looks like an offence is read', t => {
  const read = [
    '\uFEFF<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<!-- a --><a/>\n<!-- b -->\n',
    "<?xml version='1.0' encoding='us-ascii'?><a/>",
    '<a><![CDATA[<!DOCTYPE a><?b c?>]]></a>',
    '<!-- <!DOCTYPE a [<!ENTITY b "c">]> <?b?> --><a/>',
    '<a b=">" c=\'"\'/>',
    '<a>]] ></a>',
    '<a xml:lang="en"/>',
    '<a xmlns:xml="http://www.w3.org/XML/1998/namespace"/>',
    '<a xmlns:p="u" p:b="" b=""/>',
    '<a xmlnsb="u"/>',
    '<a __proto__="" constructor="" toString=""/>',
    '<a>\u0085\u2028\uFFFD\u{1F600}</a>',
  ]
  for (const document of read) {
    const title = JSON.stringify(document).replace(/[^ -~]/g, '?')
    t.doesNotThrow(() => readXml(Buffer.from(document)), title)
  }
  t.end()
})

t.test('a refusal says where, counting lines from 1 and columns from 0', t => {
  t.throws(() => readXml(Buffer.from('<a>\n  <b>\r\n</a>')), {
    code: 'malformed',
    detail: 'end tag without its start tag, line 3 column 4',
  })
  t.end()
})
