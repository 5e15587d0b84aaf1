/** Calls through a mapping from files: what the cloud is asked for one, and what its sender gets of the answer. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { readFhirXml, writeFhirJson } from '../../src/fhir/index.ts'
import { ficus } from '../support/ficus.ts'
import { fileOfCall, xmlOf } from '../support/call-files.ts'
import { outcome, SEARCHED, searchset } from '../support/nrl-called.ts'
import { NEW, type Pair, READ } from '../support/nrl-golden.ts'
import { NHS_NUMBER, SPINES_ID } from '../support/nrl-golden-plain.ts'

const only = ([first]: readonly Pair[]): Pair => {
  if (first === undefined) throw new Error('no golden pointer')
  return first
}
const made = only(NEW)
const read = only(READ)

const answered = (status: string, body: object): string =>
  `HTTP/1.1 ${status}\r\nContent-Type: application/fhir+json\r\n\r\n${JSON.stringify(body)}`

async function given(t: Test) {
  const cwd = t.testdir({})
  const create = { interaction: 'nrl-stu3-create', method: 'POST' }
  const files: Record<string, string | Buffer> = {
    'create.http': fileOfCall({ ...create, body: made.stu3 }),
    'search.http': fileOfCall({ interaction: 'nrl-stu3-search', end: SEARCHED }),
    'in-json.http': fileOfCall({
      interaction: 'nrl-stu3-search',
      end: SEARCHED,
      accept: 'application/fhir+json',
    }),
    'count.http': fileOfCall({ interaction: 'nrl-stu3-search', end: `${SEARCHED}&_sort=date` }),
    'patient.http': 'GET /personal-demographics/FHIR/R4/Nobody/1 HTTP/1.1\r\nHost: a\r\n\r\n',
    'pointer.xml': xmlOf(read.stu3),
    'pointer.json': JSON.stringify(read.r4),
    'legacys.json': JSON.stringify(read.stu3),
    'found.json': JSON.stringify(searchset(read.r4)),
    'found.http': answered('200 OK', searchset(read.r4)),
    'none.http': answered('404 Not Found', outcome('error', 'NO_RECORD_FOUND')),
    'someone.json': JSON.stringify(
      searchset({
        ...read.r4,
        subject: {
          identifier: { system: 'https://fhir.nhs.uk/Id/nhs-number', value: '9000000017' },
        },
      }),
    ),
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(cwd, name), text)
  return (line: string, typed = '') => ficus(line.split(' '), {}, cwd, typed)
}

t.test('a call is translated to the request the cloud is sent, with its head and body', async t => {
  const run = await given(t)
  const { code, out, err } = await run('translate create.http --to cloud')
  t.equal(code, 0, err)
  const [head = '', body = ''] = out.split('\r\n\r\n')
  t.match(head, /^POST \/record-locator\/producer\/FHIR\/R4\/DocumentReference HTTP\/1\.1\r\n/)
  t.match(head, `Content-Length: ${Buffer.byteLength(body.trimEnd())}`)
  t.notMatch(head, /authorization/i)
  t.match(JSON.parse(body), { resourceType: 'DocumentReference', status: 'current' })
  t.match(err, /nrl\.pointers: leaves read\n +\d+ used/)
  const search = await run('translate search.http --to cloud --json')
  const told = JSON.parse(search.out) as Record<string, string>
  t.match(told, { mapping: 'nrl.pointers', contentType: 'message/http', loss: null })
  t.match(told['output'], /^GET \/record-locator\/consumer\/FHIR\/R4\/DocumentReference\?/)
})

t.test(
  'an answer of the cloud is what the sender of its call gets, in the notation it asked for',
  async t => {
    const run = await given(t)
    const xml = await run('translate found.json --to legacy --request search.http --json')
    t.equal(xml.code, 0, xml.err)
    const told = JSON.parse(xml.out) as Record<string, string>
    t.match(told['contentType'], /^application\/fhir\+xml/)
    const json = await run('translate found.json --to legacy --request in-json.http --json')
    const inJson = JSON.parse(json.out) as Record<string, string>
    t.match(inJson['contentType'], /^application\/fhir\+json/)
    const pointerIn = (text: string): unknown =>
      (JSON.parse(text) as { entry: { resource: unknown }[] }).entry[0]?.resource
    const fromXml = writeFhirJson(readFhirXml(Buffer.from(told['output'] ?? ''), 'STU3')).toString()
    const expected = writeFhirJson(readFhirXml(xmlOf(read.stu3), 'STU3')).toString()
    t.strictSame(pointerIn(fromXml), JSON.parse(expected))
    t.strictSame(pointerIn(inJson['output'] ?? ''), pointerIn(fromXml))
  },
)

t.test('an answer that came with its head goes with one', async t => {
  const run = await given(t)
  const found = await run('translate found.http --to legacy --request search.http')
  t.match(found.out, /^HTTP\/1\.1 200 OK\r\nContent-Type: application\/fhir\+xml/)
  t.match(found.out, `https://demographics.spineservices.nhs.uk/STU3/Patient/${NHS_NUMBER}`)
  const none = await run('translate none.http --to legacy --request search.http')
  t.match(none.out, /^HTTP\/1\.1 404 Not Found\r\n/, none.err)
  t.match(none.out, '<code value="NO_RECORD_FOUND"/>')
})

t.test('a resource alone is put in the other words, legacy’s in XML', async t => {
  const run = await given(t)
  for (const file of ['pointer.xml', 'legacys.json']) {
    const cloud = await run(`translate ${file} --to cloud --json`)
    t.equal(cloud.code, 0, cloud.err)
    const told = JSON.parse(cloud.out) as Record<string, string>
    t.match(told, { mapping: 'nrl.pointers', contentType: 'application/fhir+json' })
    t.match(JSON.parse(told['output'] ?? ''), { id: `RR8-${SPINES_ID}` })
  }
  const legacy = await run('translate pointer.json --to legacy --with nrl.pointers --json')
  const told = JSON.parse(legacy.out) as Record<string, string>
  t.equal(told['contentType'], 'application/fhir+xml')
  t.equal(told['output'], xmlOf(read.stu3).toString())
})

const NOT_TRANSLATED = [
  ['count.http --to cloud', 1, /count\.http is not translated: nrl\.pointers declines it \(\w+\)/],
  ['patient.http --to cloud', 1, /no mapping takes a call nobody knows/],
  ['search.http --to cloud --with pds.retrieval', 1, /no mapping takes nrl-stu3-search/],
  [
    'found.json --to legacy --with nrl.pointers',
    1,
    /searchset: name the call it answers \(--request\)/,
  ],
  ['pointer.json --to legacy', 1, /name the mapping whose answer it is \(--with\)/],
  ['someone.json --to legacy --request search.http', 1, /the answer to another subject/],
  ['legacys.json --to legacy --with nrl.pointers', 1, /nrl\.pointers declines it/],
] as const

for (const [line, code, says] of NOT_TRANSLATED) {
  t.test(`translate ${line} says what is wrong, and prints nothing else`, async t => {
    const run = await given(t)
    const came = await run(`translate ${line}`)
    t.equal(came.code, code)
    t.match(came.err, says)
    t.equal(came.out, '')
    t.notMatch(came.err, NHS_NUMBER)
  })
}

t.test('a batch takes calls and answers as it takes messages', async t => {
  const run = await given(t)
  const lines = [
    { file: 'search.http', to: 'cloud' },
    { file: 'found.json', to: 'legacy', request: 'search.http' },
    { file: 'patient.http', to: 'cloud' },
  ]
  const { code, out } = await run(
    'translate --batch',
    lines.map(each => JSON.stringify(each)).join('\n'),
  )
  t.equal(code, 1)
  const [asked, told, error] = out
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as object)
  t.match(asked, { contentType: 'message/http' })
  t.match(told, { contentType: /fhir\+xml/ })
  t.match(error, { error: /no mapping takes/ })
})
