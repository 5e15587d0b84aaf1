/** One message through a mapping, from a file: either way, with its loss, or why not. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { MAPPINGS } from '../../src/products/index.ts'
import { canonicalXml } from '../../src/xml/index.ts'
import { ficus } from '../support/ficus.ts'
import { ebxmlAround } from '../support/messages.ts'
import { goldenBundle } from '../support/prescription-golden-fhir.ts'
import { goldenMessage } from '../support/prescription-golden-hl7.ts'
import { BASE, SAID } from '../support/prescription-golden-parts.ts'
import { json, NHS_NUMBER, outcome, resource, retrieval } from '../translation/given.ts'

const PATIENT = json(resource())
const NOT_FOUND = Buffer.concat([
  Buffer.from('HTTP/1.1 404 Not Found\r\nContent-Type: application/fhir+json\r\n\r\n'),
  json(outcome('RESOURCE_NOT_FOUND')),
])

/** What the message is about, the order of attributes aside. */
const subjectIn = (text: string): string | undefined =>
  /<ParentPrescription [^]*<\/ParentPrescription>/.exec(canonicalXml(Buffer.from(text.trim())))?.[0]

async function given(t: Test) {
  const cwd = t.testdir({})
  const files: Record<string, string | Buffer> = {
    'prescription.xml': goldenMessage(BASE),
    'prescription.mime': ebxmlAround(goldenMessage(BASE).toString(), 'PORX_IN020101UK31'),
    'order.json': goldenBundle(BASE),
    'retrieval.xml': retrieval(),
    'patient.json': PATIENT,
    'not-found.http': NOT_FOUND,
    'unread.xml': goldenMessage(BASE).toString().replace('<prefix>', '<prefix nullFlavor="NI">'),
    'broken.xml': '<a><b></a>',
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(cwd, name), text)
  return (line: string, typed = '') => ficus(line.split(' '), {}, cwd, typed)
}

t.test('a prescription in legacy’s words and in the cloud’s come to each other', async t => {
  const run = await given(t)
  for (const file of ['prescription.xml', 'prescription.mime']) {
    const { code, out, err } = await run(`translate ${file} --to cloud`)
    t.equal(code, 0, file)
    t.match(JSON.parse(out), { resourceType: 'Bundle', identifier: { value: SAID.messageId } })
    t.match(err, /eps\.prescription: leaves read\n +\d+ used +said in the other language/)
  }
  const { out, err } = await run('translate order.json --to legacy --request prescription.xml')
  t.equal(subjectIn(out), subjectIn(goldenMessage(BASE).toString()))
  t.match(err, /\d+ lossy +let go by a listed row\n +\S/)
})

t.test('what stands around a document that came alone is made up', async t => {
  const run = await given(t)
  const { out } = await run('translate order.json --to legacy')
  t.match(
    out,
    new RegExp(
      `^<PORX_IN020101SM31 xmlns="urn:hl7-org:v3"><id root="${SAID.messageId.toUpperCase()}"/>`,
    ),
  )
  t.match(out, 'extension="000000000000"')
  t.match(out, '<AgentPersonSDS classCode="AGNT">')
})

t.test('a query is what the cloud is asked, and its answer what its sender gets', async t => {
  const run = await given(t)
  const asked = await run('translate retrieval.xml --to cloud')
  t.match(asked.out, new RegExp(`^GET /Patient/${NHS_NUMBER} HTTP/1\\.1\r\n`))
  const reply = await run('translate patient.json --to legacy --request retrieval.xml')
  t.match(
    reply.out,
    /<soap:Envelope [^]*<retrievalQueryResponse>[^]*<acknowledgement typeCode="AA">/,
  )
  const alone = await run('translate patient.json --to legacy --with pds.retrieval')
  t.match(alone.out, /<acknowledgement typeCode="AA">/)
  const none = await run('translate not-found.http --to legacy --request retrieval.xml')
  t.match(none.out, /<acknowledgement typeCode="AE">/)
})

t.test('what legacy answered is what the cloud would have said of it', async t => {
  const run = await given(t)
  const { out } = await run('translate patient.json --to legacy --request retrieval.xml')
  const back = await ficus(
    ['translate', 'reply.xml', '--to', 'cloud', '--json'],
    {},
    t.testdir({ 'reply.xml': out }),
  )
  const told = JSON.parse(back.out) as { mapping: string; output: string; contentType: string }
  t.match(told, { mapping: 'pds.retrieval', contentType: 'application/fhir+json' })
  t.match(JSON.parse(told.output), { resourceType: 'Patient', id: NHS_NUMBER })
})

const NOT_TRANSLATED = [
  [
    'unread.xml --to cloud',
    1,
    /unread\.xml is not translated: eps\.prescription declines it \(unread\): \S+prefix/,
  ],
  ['patient.json --to legacy', 1, /name the mapping whose answer it is \(--with\)/],
  [
    'order.json --to legacy --with pds.retrieval',
    1,
    /pds\.retrieval: the cloud answered 200 without a Patient/,
  ],
  ['patient.json --to cloud', 2, /patient\.json holds no HL7v3 message/],
  ['broken.xml --to cloud', 2, /broken\.xml cannot be read/],
  [
    'retrieval.xml --to cloud --with eps.prescription',
    1,
    /no mapping has a row for QUPA_IN000008UK02/,
  ],
] as const

for (const [line, code, says] of NOT_TRANSLATED) {
  t.test(`translate ${line} says what is wrong, and prints nothing else`, async t => {
    const run = await given(t)
    const came = await run(`translate ${line}`)
    t.equal(came.code, code)
    t.match(came.err, says)
    t.equal(came.out, '')
  })
}

t.test('a batch gives a line for each line, and fails where one did', async t => {
  const run = await given(t)
  const lines = [
    { file: 'prescription.xml', to: 'cloud' },
    { file: 'unread.xml', to: 'cloud' },
    { file: 'patient.json', to: 'legacy', with: 'pds.retrieval' },
    { file: 'patient.json', to: 'nowhere' },
    { file: 'patient.json' },
  ]
  const typed = lines.map(line => JSON.stringify(line)).join('\n')
  const { code, out, err } = await run('translate --batch', typed)
  t.equal(code, 1)
  t.match(err, /3 of 5 could not be translated/)
  const told = out
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as object)
  t.match(told, [
    { contentType: /^application\/fhir\+json/, output: /^\{/, loss: { source: { dropped: {} } } },
    { error: /declines it \(unread\)/ },
    { contentType: /^text\/xml/, loss: { target: { said: {} } } },
    { error: /to is cloud or legacy, not "nowhere"/ },
    { error: /line 5 is not \{ file, to, with\?, request\? \}/ },
  ])
})

t.test(
  'every mapping is listed, printed and printed as data, and says that it is not verified',
  async t => {
    const run = await given(t)
    const list = await run('mapping')
    t.match(list.out, 'not verified against a live Spine')
    for (const { name, interactions, rows } of MAPPINGS) {
      t.match(list.out, `\n${name} `)
      const table = await run(`mapping ${name}`)
      t.equal(table.code, 0)
      t.match(table.out, 'not verified against a live Spine')
      const told = JSON.parse((await run(`mapping ${name} --json`)).out) as { rows: unknown[] }
      t.match(told, { mapping: name, interactions, verified: false })
      t.equal(told.rows.length, rows().length)
      const losses = JSON.parse((await run(`mapping ${name} --losses --json`)).out) as typeof told
      t.equal(losses.rows.length, rows().filter(({ lossy }) => lossy.length > 0).length)
    }
    const batch = await run('mapping --batch', '{"mapping":"pds.trace"}\n{"mapping":"pds"}')
    t.equal(batch.code, 1)
    t.match(
      batch.out,
      /^\{"mapping":"pds\.trace"[^\n]*\n\{"error":"\\"pds\\": there is no such mapping/,
    )
  },
)
