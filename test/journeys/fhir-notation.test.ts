/** A caller of FHIR whose call cannot be sent on is told so in the version and notation of its own. */
import t from 'tap'
import { readFhirJson, readFhirXml, writeFhirJson } from '../../src/fhir/index.ts'
import { everythingTo, startProxy } from '../support/proxy.ts'
import { ask, lineOf } from '../support/raw-client.ts'
import { deadPort } from '../support/upstream.ts'

const call = (method: string, target: string, ...lines: readonly string[]): Buffer =>
  Buffer.from([`${method} ${target} HTTP/1.1`, 'Host: spine', ...lines, '', ''].join('\r\n'))

const CALLS = [
  ['a search of STU3', 'STU3', 'xml', call('GET', '/STU3/DocumentReference?subject=a')],
  ['a deletion of STU3', 'STU3', 'xml', call('DELETE', '/STU3/DocumentReference/1')],
  ['_format', 'STU3', 'json', call('GET', '/STU3/DocumentReference/1?_format=json', 'Accept: */*')],
  [
    'a caller of R4',
    'R4',
    'json',
    call('GET', '/record-locator/producer/FHIR/R4/DocumentReference/1'),
  ],
  ['XML of R4', 'R4', 'xml', call('GET', '/x/FHIR/R4/Patient', 'Accept: application/fhir+xml')],
] as const

for (const [title, version, notation, request] of CALLS) {
  t.test(`${title} that cannot be sent is told so in ${notation} of ${version}`, async t => {
    const { url } = await startProxy(t, everythingTo(await deadPort()))
    const answer = await ask(url, request)
    t.equal(answer?.status, 503)
    t.equal(
      lineOf(answer?.headers ?? [], 'content-type'),
      `application/fhir+${notation}; charset=utf-8`,
    )
    const body = Buffer.from(answer?.body ?? '')
    const read = notation === 'xml' ? readFhirXml(body, version) : readFhirJson(body, version)
    t.match(writeFhirJson(read).toString(), /"code":"transient","diagnostics":"System failure/)
    t.equal(/STU3/.test(body.toString()), version === 'STU3')
  })
}
