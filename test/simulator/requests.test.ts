import { SaxesParser } from 'saxes'
import t from 'tap'
import {
  createCloud,
  createLegacySpine,
  createPatients,
  createRequest,
  SUPPORTED,
} from '../../src/simulator/index.ts'
import type { Simulator, SupplierRequest } from '../../src/simulator/index.ts'
import { ask, closing, get, idsOf } from './ask.ts'

/** Reads a document to its end, its namespaces too; throws where it is not well formed. */
function parse(text: string): void {
  const parser = new SaxesParser({ xmlns: true })
  parser.on('error', error => {
    throw error
  })
  parser.write(text).close()
}

/** The XML documents of a message: all of a SOAP body, the parts of a multipart one. */
function documents(type: string | undefined, body: string): readonly string[] {
  const boundary = /boundary="([^"]*)"/.exec(type ?? '')?.[1]
  if (boundary === undefined) return [body]
  const parts = body.split(`--${boundary}`).slice(1, -1)
  return parts.map(part => part.slice(part.indexOf('\r\n\r\n') + 4).trimEnd())
}

const typeOf = (sent: SupplierRequest): string | undefined =>
  sent.headers.find(([name]) => name === 'Content-Type')?.[1]

async function sides(t: Parameters<typeof closing>[0]): Promise<Record<string, Simulator>> {
  const legacy = await closing(t, createLegacySpine({ pollsBefore: 0 }))
  return { legacy, cloud: await closing(t, createCloud()) }
}

/**
 * A prescription nobody sent is asked about, or a summary of a number that was merged: the cloud says so with 400, Spine
 * in a reply. Whoever said no to theirs is a 403.
 */
const STATUSES = { ebxml: [202], soap: [200], rest: [200, 201, 400, 403] } as const

for (const { kind, side, transport, path, soapAction, writes } of SUPPORTED) {
  t.test(`${kind} is written well formed in many styles, and answered well formed`, async t => {
    const simulator = (await sides(t))[side]!
    for (const [n, patient] of createPatients()
      .filter((_, place) => place % 4 === 0)
      .entries()) {
      const sent = createRequest(kind, patient, idsOf(n))
      const action = sent.headers.find(([name]) => name === 'SOAPAction')?.[1]
      t.equal(action?.replaceAll('"', ''), soapAction)
      t.equal(sent.path.split('?')[0]?.replace(/\d{10}/, '{id}'), path)
      if (transport !== 'rest') for (const each of documents(typeOf(sent), sent.body)) parse(each)
      const told = await ask(simulator, sent)
      const due: readonly number[] =
        transport === 'rest' && !writes && !kind.startsWith('scr') ? [200] : STATUSES[transport]
      t.ok(due.includes(told.status), `${told.status} ${told.body}`)
      if (transport === 'rest') {
        if (told.body !== '') t.type(JSON.parse(told.body), 'object')
        continue
      }
      const signal = told.body === '' ? [] : documents(told.header('content-type'), told.body)
      for (const each of signal) parse(each)
      if (transport === 'soap') continue
      const reply = await ask(simulator, get(told.header('content-location')!))
      t.equal(reply.status, 200)
      for (const each of documents(reply.header('content-type'), reply.body)) parse(each)
    }
  })
}

t.test('the same ids and the same chance give the same bytes, other chance another style', t => {
  const [patient] = createPatients()
  const write = (n: number) =>
    createRequest('QUPA_IN000008UK02', patient!, { ...idsOf(n), messageId: idsOf(1).messageId })
  t.strictSame(write(7), write(7))
  const bodies = Array.from({ length: 40 }, (_, n) => write(n).body)
  t.ok(new Set(bodies).size > 30, 'as good as each is another')
  for (const style of [
    /<SOAP-ENV:Envelope/,
    /<soap:Envelope/,
    /<hl7:QUPA/,
    /<QUPA_IN000008UK02 xmlns="urn:hl7-org:v3"/,
    /<(\w+:)?person\.id>\s*<(\w+:)?value/,
    /<(\w+:)?person\.id>\s*<(\w+:)?semanticsText/,
    />Person\.id</,
    /AgentPersonSDS/,
    /extension="\d+" root=/,
    /root="[\d.]+" extension=/,
    /='/,
    /^<\?xml/,
  ]) {
    const count = bodies.filter(body => style.test(body)).length
    t.ok(count > 0 && count < 40, `${style.source} in ${count} of 40`)
  }
  t.end()
})

t.test('every interaction of the list is there once, and its writes are known as writes', t => {
  const kinds = SUPPORTED.map(({ kind }) => kind)
  t.equal(new Set(kinds).size, kinds.length)
  t.strictSame(
    SUPPORTED.filter(({ writes }) => writes).map(({ kind }) => kind),
    SUPPORTED.filter(
      ({ kind, transport }) =>
        (transport === 'ebxml' && !kind.startsWith('QUPA')) ||
        /^(?:eps-fhir|SET_|scr-(?:clinical|fhir-(?:upload|permission|alert)))/.test(kind),
    ).map(({ kind }) => kind),
  )
  t.match(SUPPORTED, [{ kind: 'QUPA_IN000005UK01', side: 'legacy', transport: 'soap' }])
  t.ok(SUPPORTED.find(({ kind }) => kind === 'PORX_IN132004UK30')?.writes, 'a release is a write')
  t.end()
})
