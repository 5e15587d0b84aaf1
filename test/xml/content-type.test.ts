import t from 'tap'
import { boundaryOf, parameterOf } from '../../src/xml/index.ts'

/** What a Content-Type says of a parameter. */
const PARAMETERS: readonly (readonly [
  contentType: string,
  name: string,
  value: string | undefined,
])[] = [
  ['text/xml; charset=UTF-8', 'charset', 'UTF-8'],
  ['text/xml;charset="utf-8"', 'charset', 'utf-8'],
  ['text/xml; Charset = utf-8 ', 'CHARSET', 'utf-8'],
  ['text/xml', 'charset', undefined],
  ['text/xml;', 'charset', undefined],
  ['text/xml; ; charset=utf-8;', 'charset', 'utf-8'],
  ['multipart/related; start="<a@b>"; type="text/xml"', 'start', '<a@b>'],
  ['multipart/related; start=ebXMLHeader@spine.nhs.uk; x=y', 'start', 'ebXMLHeader@spine.nhs.uk'],
  ['multipart/related; type=text/xml; start=a', 'type', 'text/xml'],
  ['a/b; c="d\\"e\\\\f"', 'c', 'd"e\\f'],
  ['a/b; c="d;charset=no"; charset=yes', 'charset', 'yes'],
  ['a/b; c=""', 'c', ''],
  ['a/b;\r\n c=d', 'c', 'd'],
  ['a/b; xcharset=no', 'charset', undefined],
  ['a/b; charset*=UTF-8', 'charset', undefined],
  // Given twice, or not to be read: it says nothing.
  ['a/b; c=d; c=d', 'c', undefined],
  ['a/b; c=d; C=e', 'c', undefined],
  ['a/b; c="d', 'c', undefined],
  ['a/b; c=d e; f=g', 'f', undefined],
  ['a/b; charset=utf-8 (why not)', 'charset', undefined],
  ['', 'c', undefined],
]

t.test('a parameter is found whatever its case, quotes and blanks', t => {
  for (const [contentType, name, value] of PARAMETERS) {
    t.equal(parameterOf(contentType, name), value, JSON.stringify(contentType))
  }
  t.end()
})

t.test('a boundary is that of a multipart type and of no other', t => {
  t.equal(boundaryOf('multipart/related; boundary="--=_MIME-Boundary"'), '--=_MIME-Boundary')
  t.equal(boundaryOf('Multipart/Mixed; boundary=--=_MIME-Boundary; type=a'), '--=_MIME-Boundary')
  t.equal(boundaryOf('text/xml; boundary=a'), undefined)
  t.equal(boundaryOf('multipart/related'), undefined)
  t.end()
})
