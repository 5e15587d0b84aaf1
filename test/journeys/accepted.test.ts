/** Every reply we write is one a supplier of Spine's takes: to its own message, in its own envelope, in order. */
import t, { type Test } from 'tap'
import { type Answer, headerOf, type Prepared } from '../../src/exchange/index.ts'
import { MAPPINGS } from '../../src/products/index.ts'
import { createTranslation } from '../../src/translation/index.ts'
import { route } from '../routing/given.ts'
import { ebxmlAround } from '../support/messages.ts'
import { type Held, heldEbxml, heldSoap } from '../support/spine-acceptance-answered.ts'
import { unproven } from '../support/spine-acceptance-broken.ts'
import { REPLY_BREAKS } from '../support/spine-acceptance-broken-replies.ts'
import { QUERIES, type Said, SERVICE, trace, WRITES } from '../support/spine-acceptance-cases.ts'
import {
  assigned,
  FROM,
  head,
  MESSAGE_ID,
  NOW,
  PAYLOAD_ID,
  REPLY_ID,
  retrieval,
  soapLines,
  TO,
} from '../translation/given.ts'

/** Every rule a reply was held to, and whether a broken reply has shown it. */
const rules = new Map<string, boolean>()

/** A reply breaks no rule; those nobody has shown yet are broken in it. */
function check(t: Test, { names, brokenIn }: Held, { body }: Answer, what: string): void {
  const text = body.toString()
  t.strictSame(brokenIn(text), [], what)
  const of = /<[A-Z]{4}_IN\w{6}/.exec(text)?.[0] ?? ''
  const open = names.filter(name => rules.get(`${of} ${name}`) !== true)
  const still = new Set(unproven(open, REPLY_BREAKS, [text], brokenIn))
  for (const name of open) rules.set(`${of} ${name}`, !still.has(name))
}

const translation = createTranslation({ mappings: MAPPINGS, now: () => NOW, newId: () => REPLY_ID })

const answerOf = (of: Prepared, { status, body }: Said, requestId: string): Answer => {
  if (of.translated === undefined) throw new Error(`not taken: ${JSON.stringify(of.declined)}`)
  const headers = ['Content-Type', 'application/fhir+json', 'X-Request-ID', requestId]
  return of.translated.answer({ ...head(status), headers }, body)
}

for (const [interaction, mapping, answers] of QUERIES) {
  t.test(`every reply to ${interaction} is one its sender takes`, t => {
    const isTrace = mapping === 'pds.trace'
    const body = isTrace ? trace(interaction) : retrieval({ interaction })
    const ROUTE = route('pds', 'default', { translate: mapping, maxBodyBytes: 65_536 })
    for (const each of answers) {
      const of = translation.prepare(assigned(body, soapLines(interaction), { route: ROUTE }))
      const answer = answerOf(of, each, MESSAGE_ID.toLowerCase())
      const ends = { fromAsid: FROM, toAsid: TO }
      const held = heldSoap(
        {
          ...{ messageId: MESSAGE_ID, service: SERVICE, interaction: each.reply, ...ends },
          wrapper: isTrace ? 'traceQueryResponse' : 'retrievalQueryResponse',
        },
        { id: PAYLOAD_ID, payloadId: PAYLOAD_ID, ...ends },
        { interaction: each.reply, type: each.type, isToQuery: true },
      )
      check(t, held, answer, each.what)
    }
    t.end()
  })
}

const SIGNALS = ['DuplicateElimination', 'AckRequested', 'SyncReply'] as const
const ACK_REQUESTED =
  '<eb:AckRequested eb:version="2.0" SOAP:mustUnderstand="1" SOAP:actor="urn:oasis:names:tc:ebxml-msg:actor:toPartyMSH" eb:signed="false"/>'
const SYNC_REPLY =
  '<eb:SyncReply eb:version="2.0" SOAP:mustUnderstand="1" SOAP:actor="http://schemas.xmlsoap.org/soap/actor/next"/>'

/** A message in an envelope that asks for some signals. */
function sent(
  payload: string,
  interaction: string,
  id: string,
  signals: readonly string[],
): string {
  const asks = (signal: string, markup: string): string => (signals.includes(signal) ? markup : '')
  return ebxmlAround(payload, interaction, id)
    .replace(
      '<eb:DuplicateElimination/>',
      asks('DuplicateElimination', '<eb:DuplicateElimination/>'),
    )
    .replace(
      '</SOAP:Header>',
      `${asks('AckRequested', ACK_REQUESTED)}${asks('SyncReply', SYNC_REPLY)}</SOAP:Header>`,
    )
}

const EVERY_SIGNALS = Array.from({ length: 8 }, (_, n) => SIGNALS.filter((_, i) => (n >> i) % 2))
const ENVELOPE_ID = '6C5B4A39-2817-4F6E-9D5C-4B3A29180F7E'
const LINES = (interaction: string): readonly string[] => [
  ...['Content-Type', 'multipart/related; boundary="--=_MIME-Boundary"; type=text/xml'],
  ...['SOAPAction', `urn:nhs:names:services:mm/${interaction}`],
]
const ENDS = { fromAsid: '200000000001', toAsid: '200000000002' }

for (const [interaction, mapping, payload, answers, payloadId] of WRITES) {
  t.test(`every reply to ${interaction} is one its sender takes`, t => {
    const ROUTE = route('later', 'default', {
      ...{ translate: mapping, maxBodyBytes: 1_048_576 },
      answeredLater: { interactions: [interaction], pollers: [ENDS.fromAsid] },
    })
    const [, id = ''] = /<id root="([^"]*)"/.exec(payload) ?? []
    for (const each of answers) {
      for (const signals of EVERY_SIGNALS) {
        const body = sent(payload, interaction, ENVELOPE_ID, signals)
        const more = { route: ROUTE, fallback: undefined }
        const of = translation.prepare(assigned(body, LINES(interaction), more))
        const answer = answerOf(of, each, id.toLowerCase())
        const held = heldEbxml(
          {
            ...{ messageId: ENVELOPE_ID, fromParty: 'ACME-100001', toParty: 'SPINE-200002' },
            ...{ cpaId: 'S2001A0001', service: 'urn:nhs:names:services:mm', signals },
            interaction: each.reply,
          },
          headerOf(answer.headers, 'content-type') ?? '',
          { id, payloadId: payloadId ?? id, ...ENDS },
          { interaction: each.reply, type: each.type, isToQuery: false },
        )
        check(t, held, answer, `${each.what} ${signals.join()}`)
      }
    }
    t.end()
  })
}

t.test('each rule of a reply is one a broken reply shows', t => {
  const unshown = [...rules].filter(([, isShown]) => !isShown).map(([name]) => name)
  t.strictSame(unshown, [])
  t.comment(`${rules.size} rules, each broken`)
  t.end()
})
