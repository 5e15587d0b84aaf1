import t from 'tap'
import { SCR_UPLOAD, UPLOAD_DOCUMENT } from '../../src/products/scr/upload.ts'
import { readXml } from '../../src/xml/index.ts'
import {
  aboutGolden,
  BASE,
  byType,
  bytesOf,
  GOLDEN_SUMMARIES,
  goldenByType,
  goldenDocument,
  MESSAGE_ID,
  NHS_NUMBER,
  REPLACED_ID,
  TEXT_ID,
  uploadMessage,
} from '../support/summary-golden.ts'

const ABOUT = aboutGolden('REPC_IN150016UK05')

const asked = (message: Buffer, about = ABOUT): ReturnType<typeof SCR_UPLOAD.request> =>
  SCR_UPLOAD.request(readXml(message), about, message)

const TRANSMISSION = {
  interaction: 'REPC_IN150016UK05',
  id: MESSAGE_ID,
  creationTime: '20260102030406',
  versionCode: 'V3NPfIT4.2.00',
  fromAsid: '200000000001',
  toAsid: '200000000002',
}

t.test('a summary is uploaded as a document, and nothing of it is another', async t => {
  for (const [title, parts] of GOLDEN_SUMMARIES) {
    const came = asked(uploadMessage(parts))
    if (came.kind === 'declined') {
      t.fail(`${title}: ${came.says}`)
      continue
    }
    const { body, method, path, headers, subject, requestId } = came.value
    t.strictSame(byType(String(body)), goldenByType(parts), title)
    t.strictSame([method, path], ['POST', '/Bundle'])
    t.strictSame(subject, { kind: 'entity', keys: { nhsNumber: NHS_NUMBER } })
    t.equal(requestId, MESSAGE_ID.toLowerCase())
    t.match(headers, ['Accept', 'application/fhir+json', 'Content-Type', 'application/fhir+json'])
  }
})

t.test('a message is the same bytes whenever it is sent, in either interaction', async t => {
  const [once, again] = [asked(uploadMessage(BASE)), asked(uploadMessage(BASE))]
  const own = asked(uploadMessage(BASE, 'REPC_IN150016SM05'), aboutGolden('REPC_IN150016SM05'))
  if (once.kind === 'declined' || again.kind === 'declined' || own.kind === 'declined') {
    t.fail('it is taken')
    return
  }
  t.strictSame(once.value.body, again.value.body)
  t.strictSame(once.value.body, own.value.body)
})

t.test('a document is written as the message that says it, but for the id of its text', async t => {
  for (const [title, parts] of GOLDEN_SUMMARIES) {
    const told = UPLOAD_DOCUMENT.readCloud(bytesOf(goldenDocument(parts)))
    if (told.kind === 'declined') {
      t.fail(`${title}: ${told.says}`)
      continue
    }
    t.strictSame(told.source.dropped, {}, title)
    const written = UPLOAD_DOCUMENT.writeLegacy(told.information, TRANSMISSION)
    const text = written.kind === 'accepted' ? written.value : written.says
    const [, textId = ''] = /<\/value><id root="([^"]*)"/.exec(text) ?? []
    t.match(textId, /^[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}$/)
    const own = text.replace(textId, TEXT_ID)
    // The drawing's attributes stand in another order, which says nothing: two that are read alike are alike.
    t.strictSame(
      UPLOAD_DOCUMENT.readLegacy(Buffer.from(own)),
      UPLOAD_DOCUMENT.readLegacy(uploadMessage(parts)),
      title,
    )
  }
})

/** A message in which one thing is another. */
const changed = (from: string | RegExp, to: string): Buffer => {
  const text = uploadMessage(BASE).toString()
  const other = text.replace(from, to)
  if (other === text) throw new Error('nothing is changed')
  return Buffer.from(other)
}

t.test('what a document cannot say is declined, each for its reason', async t => {
  const rows: readonly (readonly [title: string, message: Buffer, code: string])[] = [
    ['an author nobody can tell', changed(/<UKCT_MT160018.*?SDS>(?=<\/author>)/, ''), 'value'],
    ['two authors', changed(/(<author typeCode="AUT" contextC.*?<\/author>)/, '$1$1'), 'several'],
    ['no patient', changed(/<recordTarget.*?<\/recordTarget>/, ''), 'missing'],
    ['no number of a patient', changed(NHS_NUMBER, '9990548608'), 'value'],
    ['a summary that is not active', changed('"active"', '"superseded"'), 'value'],
    [
      'a time to the minute',
      changed('"20260102030405"/><statusCode', '"202601020304"/><statusCode'),
      'value',
    ],
    ['an id in small letters', changed(REPLACED_ID, REPLACED_ID.toLowerCase()), 'value'],
    [
      'a script',
      changed('<p id="CreateTime">', '<script>x</script><p id="CreateTime">'),
      'missing',
    ],
    ['a picture', changed('<p id="CreateTime">', '<img src="#a"/><p id="CreateTime">'), 'missing'],
    [
      'a link to elsewhere',
      changed('Made up</p>', '<a href="https://example">x</a></p>'),
      'missing',
    ],
    ['something that happens', changed('<p id="CreateTime">', '<p onclick="x">'), 'missing'],
    [
      'a style that asks elsewhere',
      changed('<p id="CreateTime">', '<p style="a:url(b)">'),
      'missing',
    ],
    ['a head that says more', changed('<body>', '<head><style>x</style></head><body>'), 'missing'],
    ['a comment', changed('Made up</p>', 'Made<!-- x --> up</p>'), 'unread'],
    ['a heading with words of its own kind', changed('Allergies</h2>', '<b>A</b></h2>'), 'value'],
    [
      'a heading with more than an id',
      changed('<h2 id="AllergiesHeader">', '<h2 class="x">'),
      'value',
    ],
    ['a heading of blanks', changed('>Allergies</h2>', '> </h2>'), 'value'],
    ['an empty heading before everything', changed('<body>', '<body><h2/>'), 'value'],
    [
      'a page called as its type is',
      changed('<body>', '<head><title>General Practice Summary</title></head><body>'),
      'unfaithful',
    ],
    ['a narrative of no narrative', changed(/<html .*<\/html>/, '<h1>x</h1>'), 'missing'],
    ['an attribute nobody reads', changed('<GPSummary ', '<GPSummary nullFlavor="NI" '), 'unread'],
    ['more beside the narrative', changed('</html>', '</html>words'), 'unread'],
  ]
  for (const [title, message, code] of rows) {
    const came = asked(message)
    t.match(came, { kind: 'declined', code }, title)
    if (came.kind === 'declined') t.notMatch(came.says, /Made|Allergies|999054|example/, title)
  }
})

t.test('what says nothing of a summary is let go', async t => {
  const rows: readonly (readonly [title: string, message: Buffer])[] = [
    [
      'a slot for coded entries without one',
      changed(
        '<recordTarget',
        '<pertinentInformation2 typeCode="PERT" inversionInd="false" contextConductionInd="true" negationInd="false"></pertinentInformation2><recordTarget',
      ),
    ],
    [
      'another edition of a part',
      changed('CSAT_RM-NPfITUK10.excerptFrom', 'CSAB_RM-NPfITUK10.excerptFrom'),
    ],
    ['a text that is not called plain', changed(' mediaType="text/plain"', '')],
    ['an empty head', changed('<body>', '<head/><body>')],
    ['blanks between blocks', changed('</p><h2', '</p>\n   <h2')],
    ['blanks between cells', changed('</td><td>', '</td>\n   <td>')],
    [
      'an edition of the wrapper',
      changed('<REPC_IN150016UK05 ', '<REPC_IN150016UK05 ITSVersion="XML_1.0" '),
    ],
    [
      'another act',
      changed('<ControlActEvent classCode="CACT"', '<ControlActEvent classCode="ALRT"'),
    ],
    [
      'who conducts',
      changed(
        '<subject typeCode="SUBJ">',
        '<subject typeCode="SUBJ" contextConductionInd="false">',
      ),
    ],
  ]
  const [plain] = [asked(uploadMessage(BASE))]
  for (const [title, message] of rows) {
    const came = asked(message)
    t.equal(came.kind, 'accepted', title)
    if (came.kind === 'accepted' && plain.kind === 'accepted') {
      t.strictSame(came.value.body, plain.value.body, title)
    }
  }
})

t.test('a document that says what no summary can is declined or counted', async t => {
  const of = (more: object): Buffer => bytesOf({ ...goldenDocument(BASE), ...more })
  const said = (from: string, to: string): Buffer =>
    Buffer.from(bytesOf(goldenDocument(BASE)).toString().replace(from, to))
  const rows: readonly (readonly [title: string, body: Buffer, code: string])[] = [
    ['no document', of({ type: 'collection' }), 'value'],
    [
      'a section in a section',
      said('"title":"Allergies"', '"section":[{"title":"x"}],"title":"Allergies"'),
      'dropped',
    ],
    ['a heading in a section', said('<p id=', '<h2>x</h2><p id='), 'disagrees'],
    ['a div with an attribute', said('xhtml\\">', 'xhtml\\" lang=\\"cy\\">'), 'disagrees'],
    ['a div that is none', said('<div xmlns=', '<p xmlns='), 'shape'],
    ['a div of no namespace', said(' xmlns=\\"http://www.w3.org/1999/xhtml\\"', ''), 'disagrees'],
    ['an entity of HTML', said('Made up</p>', '&nbsp;</p>'), 'shape'],
    ['a narrative that was not made of the record', said('"generated"', '"additional"'), 'value'],
    ['a code of a system', said('"code":"Title"', '"code":"Title","system":"http://x"'), 'dropped'],
    [
      'a role in a place',
      said('"practitioner":{', '"location":[{"display":"x"}],"practitioner":{'),
      'dropped',
    ],
    [
      'a right without whose it is',
      said(
        '"practitioner":{"reference":"https://cloud.example/FHIR/R4/Practitioner/w"}',
        '"active":true',
      ),
      'disagrees',
    ],
    ['a summary that was amended', said('"final"', '"amended"'), 'value'],
    ['what it appends to', said('"replaces"', '"appends"'), 'dropped'],
  ]
  for (const [title, body, code] of rows) {
    const told = UPLOAD_DOCUMENT.readCloud(body)
    const came =
      told.kind === 'declined'
        ? told.code
        : Object.keys(told.source.dropped).length > 0
          ? 'dropped'
          : 'taken'
    t.equal(came, code, title)
    if (told.kind === 'declined') t.notMatch(told.says, /Made|Allergies|999054/, title)
  }
})
