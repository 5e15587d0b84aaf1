import { Command } from 'commander'
import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import t, { type Test } from 'tap'
import { addCompare } from '../../src/cli/compare.ts'
import { CommandError, type Terminal } from '../../src/cli/terminal.ts'
import { patientResource } from '../../src/simulator/fhir-patient.ts'
import { createPatients, type Patient } from '../../src/simulator/index.ts'
import type { TwoVerdicts } from '../../src/shadow/index.ts'
import { mim6Record } from '../../src/simulator/pds-mim6.ts'
import { FROM, MESSAGE_ID, PAYLOAD_ID, TO } from '../support/pds-golden-about.ts'
import { replyMessage } from '../support/pds-golden-reply.ts'
import { legacyAnswer } from '../support/pds-two-verdicts.ts'

const ASKED = '5A562114-4B7A-4C4C-9E4B-5B3F0E6C0002'
const LEGACY_ID = '0FEDCBA9-8765-4321-8FED-CBA987650001'
const CLOUD_ID = 'C0B1D2A3-0F1E-4D2C-8B3A-495867760003'

const ADDRESSING = 'http://schemas.xmlsoap.org/ws/2004/08/addressing'

const envelope = (header: string, body: string): string =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:w="${ADDRESSING}"><s:Header>${header}</s:Header><s:Body>${body}</s:Body></s:Envelope>`

const answer = (id: string, asked: string, born: string, number = '9990000018'): string =>
  envelope(
    `<w:MessageID>uuid:${id}</w:MessageID><w:RelatesTo>uuid:${asked}</w:RelatesTo>`,
    `<retrievalQueryResponse xmlns="urn:hl7-org:v3"><QUPA_IN000009UK03><id root="${id}"/><creationTime value="20261122120000"/>` +
      `<acknowledgement typeCode="AA"><messageRef><id root="${asked}"/></messageRef></acknowledgement><ControlActEvent><subject><PDSResponse><subject><patientRole>` +
      `<id root="2.16.840.1.113883.2.1.4.1" extension="${number}"/><patientPerson><birthTime value="${born}"/></patientPerson></patientRole></subject></PDSResponse></subject></ControlActEvent></QUPA_IN000009UK03></retrievalQueryResponse>`,
  )

const request = envelope(
  `<w:MessageID>uuid:${ASKED}</w:MessageID><w:Action>urn:nhs:names:services:pdsquery/QUPA_IN000008UK02</w:Action>`,
  `<QUPA_IN000008UK02 xmlns="urn:hl7-org:v3"><id root="${ASKED}"/><interactionId root="2.16.840.1.113883.2.1.3.2.4.12" extension="QUPA_IN000008UK02"/></QUPA_IN000008UK02>`,
)

const raw = (status: string, body: string): string =>
  `HTTP/1.1 ${status}\r\nContent-Type: text/xml\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`

const device = (side: 'Rcv' | 'Snd', asid: string): string =>
  `<communicationFunction${side} xmlns="urn:hl7-org:v3"><device><id root="1.2.826.0.1285.0.2.0.107" extension="${asid}"/></device></communicationFunction${side}>`

/** A request goes from whom its reply goes to. */
const ends = device('Rcv', TO) + device('Snd', FROM)

/** One patient of the simulators, as legacy has the record and as the cloud has it. */
const [patient, another] = createPatients().filter(({ kinds }) => kinds.includes('plain'))
if (patient === undefined || another === undefined) throw new Error('nobody was made up')

const record = (whose: Patient): string =>
  legacyAnswer(
    replyMessage(
      {
        ...{ root: 'QUPA_IN000009UK03', version: '3NPfIT6.3.01', id: LEGACY_ID, type: 'AA' },
        ...{ time: '20261122120000', ref: PAYLOAD_ID, to: FROM, from: TO },
      },
      mim6Record(whose, false),
    ),
  ).body.toString()

const retrieval = (messageId: string, payloadId: string): string =>
  envelope(
    `<w:MessageID>uuid:${messageId}</w:MessageID><w:Action>urn:nhs:names:services:pdsquery/QUPA_IN000008UK02</w:Action>` +
      ends,
    `<QUPA_IN000008UK02 xmlns="urn:hl7-org:v3"><id root="${payloadId}"/><interactionId root="2.16.840.1.113883.2.1.3.2.4.12" extension="QUPA_IN000008UK02"/>${ends}</QUPA_IN000008UK02>`,
  )

const FILES: Readonly<Record<string, string>> = {
  'legacy.xml': answer(LEGACY_ID, ASKED, '19500101'),
  'cloud.xml': answer(CLOUD_ID, ASKED, '19500101'),
  'younger.xml': answer(CLOUD_ID, ASKED, '19500102'),
  'other-patient.xml': answer(CLOUD_ID, ASKED, '19500101', '9990000026'),
  'crossed.xml': answer(CLOUD_ID, LEGACY_ID, '19500101'),
  'request.xml': request,
  'legacy.http': raw('200 OK', answer(LEGACY_ID, ASKED, '19500101')),
  'down.http': raw('503 Service Unavailable', '<html/>'),
  'patient.json': '{"resourceType":"Patient","id":"9990000018"}',
  'note.txt': 'said by somebody',
  'record.xml': record(patient),
  'record.json': JSON.stringify(patientResource(patient)),
  'another.json': JSON.stringify(patientResource(another)),
  'misspelt.json': JSON.stringify(
    patientResource({
      ...patient,
      names: patient.names.map(name => ({ ...name, family: `${name.family}e` })),
    }),
  ),
  'unread.json': JSON.stringify({ ...patientResource(patient), photo: [{ title: 'x' }] }),
  'bundle.json': '{"resourceType":"Bundle"}',
  'retrieval.xml': retrieval(MESSAGE_ID, PAYLOAD_ID),
  'another.xml': retrieval(ASKED, ASKED),
}

/** Runs one command line over the files of this test and gives what came out. */
function folder(t: Test) {
  const cwd = t.testdir(FILES)
  return async (args: readonly string[], stdin = '') => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()]
    const terminal: Terminal = {
      ...{ env: {}, cwd, stdout, stderr, stdin: Readable.from([stdin]) },
      onSignal: () => () => undefined,
    }
    const program = new Command('ficus').exitOverride()
    addCompare(program, terminal)
    let [code, err] = [0, '']
    try {
      await program.parseAsync(['compare', ...args], { from: 'user' })
    } catch (error) {
      if (!(error instanceof CommandError)) throw error
      ;[code, err] = [error.exitCode, error.message]
    }
    stdout.end()
    return { code, err, out: await text(stdout) }
  }
}

t.test('two answers are held against each other by the rules of what was asked', async t => {
  const ficus = folder(t)
  const ROWS: readonly (readonly [args: readonly string[], starts: RegExp])[] = [
    [['legacy.xml', 'legacy.xml'], /^identical, by the policy generic@/],
    [
      ['legacy.xml', 'cloud.xml', '--request', 'request.xml'],
      /^identical, by the policy pds.retrieval@/,
    ],
    [
      ['legacy.http', 'cloud.xml', '--interaction', 'QUPA_IN000008UK02'],
      /^identical, by the policy pds/,
    ],
    [
      ['legacy.xml', 'cloud.xml', '--interaction', 'pds.retrieval'],
      /^identical, by the policy pds/,
    ],
    [['legacy.xml', 'younger.xml', '--request', 'request.xml'], /^different, by the policy pds/],
    [['down.http', 'cloud.xml'], /^not_comparable \(control-failed\)/],
    [['legacy.xml', 'patient.json'], /^not_comparable \(languages\)/],
  ]
  for (const [args, starts] of ROWS) {
    const { code, out } = await ficus(args)
    t.match(out, starts, args.join(' '))
    t.equal(code, 0, 'a difference is no failure')
  }
})

t.test('each difference is told with its path and what both values look like', async t => {
  const ficus = folder(t)
  const { out } = await ficus(['legacy.xml', 'other-patient.xml', '--request', 'request.xml'])
  t.match(out, /severity +kind +change +rule\ncritical +value +other/)
  t.match(
    out,
    /\n {2}Envelope\/Body\/.*\/patientRole\/id\/@extension\n {2}digits\(10\)#.* → digits\(10\)#/,
  )
  t.match(out, /ids made anew and renamed as one: .*message-id/)
  const { out: json } = await ficus([
    'legacy.xml',
    'crossed.xml',
    '--request',
    'request.xml',
    '--json',
  ])
  const kinds = (JSON.parse(json) as { differences: { kind: string }[] }).differences.map(
    ({ kind }) => kind,
  )
  t.strictSame(kinds, ['id-inconsistent', 'id-inconsistent'])
  for (const value of ['9990000018', '9990000026', '19500101', ASKED, CLOUD_ID]) {
    t.notMatch(out + json, value)
  }
})

t.test('legacy’s XML and the cloud’s JSON get two verdicts, and the worse comes first', async t => {
  const ficus = folder(t)
  const of = ['--interaction', 'QUPA_IN000008UK02']
  const same = await ficus(['record.xml', 'record.json', ...of])
  t.match(same.out, /^equivalent\n {2}seen {3}equivalent, by the policy pds.retrieval@/)
  t.match(same.out, /\n {2}meant {2}identical, by the policy pds.retrieval@/)
  t.match(same.out, /\nin what the supplier would see:\n\nexplained by a rule:\n/)
  t.match(same.out, /loss name\/PartOfWhole\/subjectOf1\n/)
  const other = await ficus(['record.xml', 'another.json', ...of])
  t.match(other.out, /^different\n {2}seen {3}different.*\n {2}meant {2}different/)
  t.match(
    other.out,
    /\nin what both sides mean:\n\nseverity[^]*\ncritical +value +other *\n {2}nhsNumber\n/,
  )
  t.match(other.out, /\n {2}Envelope\/Body\/.*\/patientRole\/id\/@extension\n {2}digits\(10\)#/)
  t.match((await ficus(['record.xml', 'record.json'])).out, /^not_comparable \(languages\)/)
  t.match((await ficus(['record.json', 'record.xml', ...of])).out, /^not_comparable \(languages\)/)
})

t.test(
  'a machine reads the worse verdict at the top, and where each difference was found',
  async t => {
    const ficus = folder(t)
    const of = ['--interaction', 'QUPA_IN000008UK02', '--json']
    const { out } = await ficus(['record.xml', 'misspelt.json', ...of])
    const told = JSON.parse(out) as TwoVerdicts
    t.match(told, { verdict: 'different', differsIn: 'both' })
    t.match([told.seen.verdict, told.meant.verdict], ['different', 'different'])
    const unexplained = told.differences.filter(({ rule }) => rule === undefined)
    t.strictSame(
      unexplained.map(({ in: where, kind, path }) => [where, kind, path.split('/').at(-2)]),
      [
        ['meant', 'value', 'name'],
        ['seen', 'value', 'family'],
      ],
    )
    const line = { left: 'record.xml', right: 'misspelt.json', interaction: 'QUPA_IN000008UK02' }
    const batch = await ficus(['--batch'], `${JSON.stringify(line)}\n`)
    t.match(JSON.parse(batch.out), { verdict: 'different', differsIn: 'both' })
    const known = patient.names.flatMap(({ family, given }) => [family, ...given])
    for (const value of [patient.nhsNumber, patient.birth, ...known, PAYLOAD_ID, FROM]) {
      t.notMatch(out + batch.out, value)
    }
  },
)

t.test('with its request a reply is held to the ids that were asked under', async t => {
  const ficus = folder(t)
  const asked = ['record.xml', 'record.json', '--request', 'retrieval.xml']
  t.match((await ficus(asked)).out, /^equivalent\n/)
  const crossed = await ficus(['record.xml', 'record.json', '--request', 'another.xml'])
  t.match(crossed.out, /^different/, 'it names another request')
  t.match(crossed.out, /seen {3}different.*\n {2}meant {2}identical/)
})

t.test(
  'an answer of the cloud nothing can be made of is no reply the supplier would see',
  async t => {
    const ficus = folder(t)
    const of = ['--interaction', 'QUPA_IN000008UK02']
    const unread = await ficus(['record.xml', 'unread.json', ...of])
    t.match(
      unread.out,
      /^not_compared \(declined\)\n {2}seen {3}not_compared \(declined: unread\)\n/,
    )
    t.match(unread.out, /\n {2}meant {2}identical/)
    const none = await ficus(['record.xml', 'bundle.json', ...of])
    t.match(none.out, /^different.*\n {2}seen {3}different/)
  },
)

t.test('without the request nothing says which id must be echoed', async t => {
  const ficus = folder(t)
  const args = ['legacy.xml', 'crossed.xml', '--interaction', 'QUPA_IN000008UK02']
  t.match((await ficus(args)).out, /^identical/)
  t.match((await ficus([...args, '--request', 'request.xml'])).out, /^different/)
})

t.test(
  'a batch gives one line for each, in order, and fails where one could not be compared',
  async t => {
    const ficus = folder(t)
    const lines = [
      { left: 'legacy.xml', right: 'cloud.xml', request: 'request.xml' },
      { left: 'legacy.xml', right: 'gone.xml' },
      { left: 'legacy.xml', right: 'younger.xml', interaction: 'QUPA_IN000008UK02' },
      { left: 'legacy.xml' },
    ].map(line => JSON.stringify(line))
    const { code, out, err } = await ficus(['--batch'], [...lines, '{"left":', ''].join('\n'))
    const told = out
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as { verdict?: string; error?: string })
    t.strictSame(
      told.map(({ verdict }) => verdict),
      ['identical', undefined, 'different', undefined, undefined],
    )
    t.match(told[1]?.error, /gone.xml cannot be read \(ENOENT\)/)
    t.match(told[3]?.error, /line 4 is not/)
    t.match(told[4]?.error, /line 5 is not/)
    t.strictSame([code, err], [1, '3 of 5 could not be compared'])
    const done = await ficus(['--batch'], `${lines[0] ?? ''}\n`)
    t.equal(done.code, 0)
  },
)

t.test('what cannot be read is refused by its name and no word of it', async t => {
  const ficus = folder(t)
  const ROWS: readonly (readonly [args: readonly string[], says: RegExp])[] = [
    [['legacy.xml'], /takes two files, or --batch/],
    [['legacy.xml', 'cloud.xml', '--batch'], /--batch reads the names of files from stdin/],
    [['legacy.xml', 'gone.xml'], /gone.xml cannot be read \(ENOENT\)/],
    [['legacy.xml', 'note.txt'], /note.txt begins like no/],
    [['legacy.xml', 'cloud.xml', '--interaction', 'QUPA_IN000008UK99'], /no such interaction/],
  ]
  for (const [args, says] of ROWS) {
    const { code, err, out } = await ficus(args)
    t.match(err, says, args.join(' '))
    t.strictSame([code, out], [2, ''], args.join(' '))
    t.notMatch(err, 'somebody')
  }
})
