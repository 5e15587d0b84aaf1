import { mkdirSync, writeFileSync } from 'node:fs'
import { PassThrough } from 'node:stream'
import t from 'tap'
import { runCommand } from '../../src/cli/index.ts'
import { envelopeFor, GOOD, sent } from '../acceptance/good-messages.ts'
import { headersFor } from '../acceptance/lint.ts'
import { ficus } from '../support/ficus.ts'

const named = (name: string): (typeof GOOD)[number] => {
  const good = GOOD.find(each => each.name === name)
  if (good === undefined) throw new Error(`there is no ${name}`)
  return good
}

const retrieval = named('retrieval')
const prescription = named('prescription')
const SOAP = envelopeFor(retrieval)
const BROKEN = SOAP.replace('uuid:', 'urn:uuid:').replace('9990001006', '999 000 1006')
const MIME = sent(prescription.travels, envelopeFor(prescription), prescription.message)

const folder = t.testdir({
  'good.xml': SOAP,
  'broken.xml': BROKEN,
  'alone.xml': retrieval.message,
  'unsigned.mime': MIME.toString().replace(/<Signature[^]*<\/Signature>/, ''),
  'request.http': `POST /sync HTTP/1.1\r\nSOAPAction: x\r\n${headersFor('soap')[0]}: text/xml\r\n\r\n${SOAP}`,
  'coded.http': `POST /sync HTTP/1.1\r\nContent-Type: text/xml\r\nContent-Encoding: gzip\r\n\r\n${SOAP}`,
  'get.http': 'GET /Patient/9990001006 HTTP/1.1\r\nAccept: application/fhir+json\r\n\r\n',
  'patient.json': '{"resourceType":"Patient"}',
  'fhir.xml': '<Patient xmlns="http://hl7.org/fhir"/>',
  'unknown.xml': SOAP.replaceAll('QUPA_IN000008UK02', 'QUPA_IN999999UK99'),
  'answer.xml': '<MCCI_IN010000UK13 xmlns="urn:hl7-org:v3"/>',
  'header.xml': envelopeFor(prescription),
  'stranger.xml': envelopeFor({ ...prescription, interaction: 'PORX_IN999999UK99' }),
  'half.xml': SOAP.slice(0, -20),
  'empty.xml': '',
  'text.txt': 'nothing of the kind',
  'binary.bin': '\u0000\u0001\u0002',
  nothing: { 'readme.txt': 'no message here', '.hidden.xml': SOAP },
  many: { 'a.xml': SOAP, deep: { 'b.xml': BROKEN }, 'c.txt': 'passed over', '.d.xml': SOAP },
})

const lint = (...args: readonly string[]): ReturnType<typeof ficus> =>
  ficus(['lint', ...args], {}, folder)

t.test('a message in which nothing is found is not called accepted', async t => {
  const { code, out, err } = await lint('good.xml')
  t.equal(code, 0)
  t.equal(err, '')
  t.match(out, 'good.xml: nothing found')
  t.match(out, 'QUPA_IN000008UK02, pds, synchronous SOAP')
  t.match(out, /10 of its envelope, 14 of its wrapper, 5 of what it asks for/)
  t.notMatch(out, /accepted|valid/i)
})

t.test('what would be refused is told with its place, its error, why and a way out', async t => {
  const { code, out, err } = await lint('broken.xml')
  t.equal(code, 1)
  t.match(err, 'ficus: 1 of 1 would be refused')
  t.match(out, 'soap-message-id: The header has one wsa:MessageID of 41 characters')
  t.match(out, 'at        Envelope/soap:Header/wsa:MessageID/text()')
  t.match(
    out,
    'SOAP fault, family Tms, the message service: SOAP_MESSAGE_ID_ERROR, its code is not verified',
  )
  t.match(out, 'do        Write uuid: and the 36 characters of a UUID')
  t.match(out, 'from      nhsdigitalmait/SPINE_schema, spine2_xslt/')
  t.match(
    out,
    'application acknowledgement, family 1742, code system 2.16.840.1.113883.2.1.3.2.4.17.42: INVALID_NHS_NUMBER',
  )
  t.match(out, '1 file: 1 would be refused')
})

t.test('a code that is public is told', async t => {
  const { code, out } = await lint('unsigned.mime')
  t.equal(code, 1)
  t.match(out, 'family 1722, code system 2.16.840.1.113883.2.1.3.2.4.17.22')
  t.match(out, 'DIGITAL_SIGNATURE_NOT_FOUND, code 0003')
})

t.test('nothing a message says is printed', async t => {
  const secrets = ['999 000 1006', '9990001006', '200000000001', 'B4AABF1A', '100000000001']
  for (const args of [['broken.xml'], ['broken.xml', '--json'], ['many', '--json']]) {
    const { out, err } = await lint(...args)
    for (const secret of secrets) t.notMatch(out + err, secret, `${args.join(' ')}: ${secret}`)
  }
})

t.test('what nobody looked at is said', async t => {
  const alone = await lint('alone.xml')
  t.equal(alone.code, 0)
  t.match(alone.out, 'it has no envelope: what Spine asks of one was not looked at')
  const unknown = await lint('unknown.xml')
  t.equal(unknown.code, 0)
  t.match(
    unknown.out,
    'no rule covers QUPA_IN999999UK99: only its envelope and its wrapper were looked at',
  )
  const header = await lint('header.xml')
  t.equal(header.code, 0)
  t.match(header.out, 'its HL7v3 message is not there: only its envelope was looked at')
  const stranger = await lint('stranger.xml')
  t.equal(stranger.code, 0)
  t.match(stranger.out, 'nobody knows its pattern')
  t.notMatch((await lint('header.xml')).out, 'nobody knows its pattern')
  for (const [file, why] of [
    ['answer.xml', 'it is an answer'],
    ['patient.json', 'no rule covers anything else'],
    ['fhir.xml', 'no rule covers anything else'],
    ['get.http', 'no rule covers anything else'],
  ] as const) {
    const { code, out } = await lint(file)
    t.equal(code, 0, file)
    t.match(out, `${file}: not looked at`)
    t.match(out, why)
  }
})

t.test('an HTTP request is read for its body, and what it asks for may be said', async t => {
  const { code, out } = await lint('request.http')
  t.equal(code, 0)
  t.match(out, 'QUPA_IN000008UK02, pds, synchronous SOAP')
  const given = await lint('unknown.xml', '--interaction', 'QUPA_IN000008UK02')
  t.equal(given.code, 0)
  t.match(given.out, /5 of what it asks for/)
  const wrong = await lint('good.xml', '--interaction', 'QUPA')
  t.equal(wrong.code, 2)
  t.match(wrong.err, '--interaction QUPA: there is no such interaction')
})

t.test('what cannot be read is told, and ends with 2', async t => {
  for (const [file, says] of [
    ['half.xml', /half.xml cannot be read: /],
    ['empty.xml', /empty.xml is empty/],
    ['text.txt', /text.txt begins like no HTTP request, XML, MIME or JSON/],
    ['binary.bin', /binary.bin begins like no/],
    ['coded.http', /coded.http has a content coding/],
    ['nobody.xml', /nobody.xml cannot be read \(ENOENT\)/],
    ['nothing', /nothing is a folder in which no file begins like a message/],
  ] as const) {
    const { code, out, err } = await lint(file)
    t.equal(code, 2, file)
    t.match(err, says)
    t.equal(out, '', file)
  }
  t.equal((await lint()).code, 2, 'no file')
})

t.test('several files and folders are linted, one that cannot be read besides', async t => {
  const many = await lint('many', 'good.xml', '--json')
  t.equal(many.code, 1)
  const { files, passedOver } = JSON.parse(many.out) as {
    files: readonly { file: string; verdict: string; findings: readonly { rule: string }[] }[]
    passedOver: number
  }
  t.strictSame(
    files.map(({ file, verdict }) => [file, verdict]),
    [
      ['many/a.xml', 'nothing found'],
      ['many/deep/b.xml', 'refused'],
      ['good.xml', 'nothing found'],
    ],
  )
  t.equal(passedOver, 1)
  t.strictSame(
    files[1]?.findings.map(({ rule }) => rule),
    ['soap-message-id', 'pds-retrieval-number-length'],
  )
  const mixed = await lint('good.xml', 'half.xml', 'broken.xml')
  t.equal(mixed.code, 2)
  t.match(mixed.out, 'half.xml: unreadable')
  t.match(mixed.out, '3 files: 1 would be refused, 1 nothing found, 1 unreadable')
  t.match(mixed.err, '1 of 3 cannot be read')
})

t.test('the rules are listed, for people and for programs', async t => {
  const { code, out } = await lint('--list')
  t.equal(code, 0)
  t.match(out, /soap-message-id .*SOAP_MESSAGE_ID_ERROR +not verified/)
  t.match(out, /eps +eps-claim-items .*1634 +UNABLE_TO_PROCESS +5000/)
  const { rules } = JSON.parse((await lint('--list', '--json')).out) as {
    rules: readonly { rule: string; place: string; of: string }[]
  }
  t.ok(rules.length > 250)
  t.match(
    rules.find(({ rule }) => rule === 'soap-to'),
    { of: 'soap', place: 'Envelope/soap:Header/wsa:To/text()', family: 'Tms' },
  )
  t.equal((await lint('--list', 'good.xml')).code, 2)
})

t.test('at a terminal somebody sees how far it is', async t => {
  const full = t.testdir({})
  mkdirSync(`${full}/all`)
  for (let i = 0; i < 60; i++) writeFileSync(`${full}/all/${i}.xml`, SOAP)
  const run = async (isTTY: boolean): Promise<string> => {
    const [stdout, stderr] = [new PassThrough(), Object.assign(new PassThrough(), { isTTY })]
    stdout.resume()
    let said = ''
    stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
    const terminal = {
      ...{ env: {}, cwd: full, stdin: new PassThrough(), stdout, stderr },
      onSignal: () => () => undefined,
    }
    t.equal(await runCommand(['lint', 'all'], terminal), 0)
    return said
  }
  t.match(await run(true), '\r50 of 60')
  t.equal(await run(false), '')
})
