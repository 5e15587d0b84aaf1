/** A supplier that fetches its answers is answered by the cloud, once, whatever becomes of the route meanwhile. */
import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import { type Position, StoreError } from '../../src/fleet/index.ts'
import { readEbxmlMessage } from '../../src/message/index.ts'
import { textOf } from '../../src/xml/index.ts'
import { folder, moving, opened } from '../fleet/given.ts'
import { prescription, SECRET, startSides } from '../support/fetched-later.ts'
import { ebxmlPost, FROM } from '../support/messages.ts'
import { storeFor } from '../support/proxy.ts'
import { lineOf, type RawAnswer } from '../support/raw-client.ts'

const locationIn = ({ headers }: RawAnswer): string => lineOf(headers, 'content-location') ?? ''

function readReply({ body, headers }: RawAnswer) {
  const read = readEbxmlMessage(body, headers)
  if (read.kind === 'rest') throw new Error(`no reply: ${read.of}`)
  return { ...read.header, said: textOf(read.message) }
}

t.test('the cloud answers, its sender is told where, and fetches it from there', async t => {
  const { start, cloud, legacy } = await startSides(t)
  const { post, fetch, lines, admin } = await start()
  const { body, messageId, payloadId } = prescription()
  const accepted = await post(body)
  t.equal(accepted.status, 202)
  t.match(locationIn(accepted), /^\/_poll\/fx-[\w-]{32}$/)
  t.match(accepted.body.toString(), `<eb:RefToMessageId>${messageId}<`, 'acknowledged as asked')
  t.notMatch(accepted.body.toString(), SECRET)
  t.strictSame(cloud.asked, [payloadId.toLowerCase()])

  const first = await fetch(locationIn(accepted))
  t.equal(first.status, 200)
  t.match(lineOf(first.headers, 'cache-control'), 'no-store')
  t.match(readReply(first), {
    fromParty: 'SPINE-200002',
    toParty: 'ACME-100001',
    cpaId: 'S2001A0001',
    conversationId: messageId,
    service: 'urn:nhs:names:services:mm',
    action: 'MCCI_IN010000UK13',
    refToMessageId: messageId,
    signals: { duplicateElimination: true, ackRequested: true, syncReply: true },
    said: SECRET,
  })
  const again = await fetch(locationIn(accepted))
  t.strictSame([again.status, again.body], [200, first.body], 'again and again')
  t.equal(legacy.got.length, 0)
  t.match(lines, [{ side: 'cloud', status: 202 }, { attempts: 0, status: 200 }, { status: 200 }])
  const metrics = await (await globalThis.fetch(new URL('/metrics', admin))).text()
  t.match(metrics, 'ficus_polls_total{result="given"} 2\n')
})

t.test('of the signals those that were asked for are there, and no other', async t => {
  const { start } = await startSides(t)
  const { post, fetch } = await start()
  for (const asked of [0, 1, 2, 3, 4, 5, 6, 7]) {
    const signals = {
      duplicateElimination: (asked & 1) > 0,
      ackRequested: (asked & 2) > 0,
      syncReply: (asked & 4) > 0,
    }
    const accepted = await post(prescription({}, signals).body)
    t.equal(accepted.body.length > 0, signals.ackRequested)
    t.strictSame(readReply(await fetch(locationIn(accepted))).signals, signals)
  }
})

t.test('sent again it is told the same, and nobody is asked twice', async t => {
  const { start, cloud, legacy } = await startSides(t)
  const { post, fetch } = await start()
  const sent = prescription()
  const first = await post(sent.body)
  const again = await post(sent.body)
  t.strictSame([again.status, again.headers, again.body], [202, first.headers, first.body])
  t.equal(cloud.asked.length, 1)

  const renamed = prescription({ payloadId: sent.payloadId })
  const other = await post(renamed.body)
  t.not(locationIn(other), locationIn(first), 'another message is fetched from another place')
  t.equal(readReply(await fetch(locationIn(other))).refToMessageId, renamed.messageId)
  t.strictSame(
    cloud.asked,
    [sent.payloadId, sent.payloadId].map(id => id.toLowerCase()),
  )
  t.equal(legacy.got.length, 0)
})

t.test('who went away before the answer is told it when it sends again', async t => {
  const { start, cloud } = await startSides(t)
  const { url, post, fetch, lines } = await start()
  const { body } = prescription()
  const held = cloud.hold()
  const socket = connect(Number(url.port), url.hostname)
  socket.write(ebxmlPost(body))
  await held.came
  socket.destroy()
  const again = [post(body), post(body)]
  // A message of another begins and ends meanwhile: these wait for theirs, and hold nobody up.
  t.equal((await fetch(`/_poll/fx-${'A'.repeat(32)}`)).status, 404)
  held.release()
  for (const accepted of await Promise.all(again)) {
    t.equal(accepted.status, 202)
    t.equal(readReply(await fetch(locationIn(accepted))).said, SECRET)
  }
  t.equal(cloud.asked.length, 1, 'nobody is asked twice')
  t.ok(lines.some(line => line.status === 499 && line.side === 'cloud'))
})

t.test('one that failed holds up nobody who sends it again', async t => {
  const { start, cloud } = await startSides(t)
  const { post } = await start()
  const { body } = prescription()
  const held = cloud.hold()
  cloud.status = 503
  const first = post(body)
  await held.came
  const again = post(body)
  held.release()
  t.match((await first).body.toString(), /eb:errorCode="504"/)
  t.match((await again).body.toString(), /eb:errorCode="504"/)
  cloud.status = 200
  t.equal((await post(body)).status, 202)
  t.equal(new Set(cloud.asked).size, 1)
})

/** Everything that may lie over the route meanwhile. */
const BACK: readonly Partial<Position>[] = [
  { stage: 'cloud', halt: 'halt' },
  { stage: 'cloud', halt: 'hard' },
  { stage: 'legacy' },
  { stage: 'legacy', halt: 'hard' },
]

t.test('it is given through halts, a rollback and a restart, on any instance', async t => {
  const { start, cloud, legacy } = await startSides(t)
  const path = join(folder(t), 'state.db')
  const store = await opened(t, path)
  const first = await start(store)
  const other = await start(await opened(t, path))
  const { body } = prescription()
  const location = locationIn(await first.post(body))
  for (const at of BACK) {
    await store.change(
      store.known.revision,
      moving(store.known, 'eps', { ...at, turned: Date.now() }),
    )
    for (const instance of [first, other]) {
      t.equal(readReply(await instance.fetch(location)).said, SECRET, JSON.stringify(at))
    }
    const again = await first.post(body)
    t.strictSame([again.status, locationIn(again)], [202, location], 'and told again')
  }
  await first.proxy.close(0)
  await other.proxy.close(0)
  const later = await start(await opened(t, path))
  t.equal(readReply(await later.fetch(location)).said, SECRET)
  t.equal(cloud.asked.length, 1)
  t.equal(legacy.got.length, 0)
})

t.test('nobody else gets it, and nobody is told that it is there', async t => {
  const { start, legacy } = await startSides(t)
  const { post, fetch, admin } = await start()
  const location = locationIn(await post(prescription().body))
  const none = await fetch(`/_poll/fx-${'A'.repeat(32)}`)
  t.equal(none.status, 404)
  t.equal(none.body.length, 0)
  for (const [what, answer] of [
    ['another system', await fetch(location, '200000000116')],
    ['a system that has no name', await fetch(location, [])],
    ['one of two names', await fetch(location, [FROM, '200000000116'])],
    [
      'an id that was changed',
      await fetch(location.replace(/.$/, end => (end === 'A' ? 'B' : 'A'))),
    ],
    ['an id of no form', await fetch('/_poll/fx-1')],
    ['no id', await fetch('/_poll/fx-?x=1')],
  ] as const) {
    t.strictSame([answer.status, answer.headers, answer.body], [404, none.headers, none.body], what)
  }
  t.equal((await fetch(location, FROM, 'POST')).status, 405)
  t.equal(legacy.targets.length, 0, 'legacy is never asked for what is ours')
  t.equal((await fetch(location)).status, 200)
  const metrics = await (await globalThis.fetch(new URL('/metrics', admin))).text()
  t.match(metrics, 'ficus_polls_total{result="unknown"} 7\n')
})

t.test('what is not ours passes to legacy untouched', async t => {
  const { start, legacy } = await startSides(t)
  const { fetch } = await start()
  for (const target of [
    '/_poll/9807d292_074a_49e8_b48d_52e5bbf785ed',
    '/_poll/',
    '/_polls/fx-1',
    '/x?at=/_poll/9807d292',
  ]) {
    t.equal((await fetch(target)).status, 202)
    t.equal(legacy.targets.at(-1), target)
  }
})

t.test('while the store is silent it is to be asked for again', async t => {
  const { start } = await startSides(t)
  const store = await storeFor(t)
  const { post, fetch } = await start(store)
  const location = locationIn(await post(prescription().body))
  for (const code of ['silent', 'unknown', 'invalid'] as const) {
    const { find } = store.replies
    Object.assign(store.replies, { find: () => Promise.reject(new StoreError(code, 'a test')) })
    const answer = await fetch(location)
    t.equal(answer.status, 202)
    t.equal(locationIn(answer), location)
    Object.assign(store.replies, { find })
  }
  t.equal((await fetch(location)).status, 200)
})

t.test('a write whose answer is not kept is never told to be sent again', async t => {
  for (const code of ['silent', 'unknown', 'invalid'] as const) {
    const { start, cloud, legacy } = await startSides(t)
    const store = await storeFor(t)
    const { post, lines } = await start(store)
    const { keep } = store.replies
    const { body, payloadId } = prescription()
    Object.assign(store.replies, { keep: () => Promise.reject(new StoreError(code, 'a test')) })
    const answer = await post(body)
    t.equal(answer.status, 200)
    t.match(answer.body.toString(), /eb:errorCode="504"/, code)
    t.match(lines.at(-1), { error: 'sent-unknown', attempts: 1 })
    Object.assign(store.replies, { keep })

    const next = await post(prescription().body)
    const again = await post(body)
    t.strictSame(
      [next.status, again.status, cloud.asked.length],
      code === 'invalid' ? [202, 202, 3] : [200, 200, 1],
      'one that is too large says nothing of the next; else nothing is sent for a while',
    )
    if (code !== 'invalid') t.match(next.body.toString(), /eb:errorCode="200"/)
    else t.equal(cloud.asked.at(-1), payloadId.toLowerCase(), 'known to the cloud by one id')
    t.equal(legacy.got.length, 0)
  }
})

t.test('a cloud that fails a write, or answers another, is no reason to send again', async t => {
  const { start, cloud, legacy } = await startSides(t)
  const { post } = await start()
  cloud.status = 503
  t.match((await post(prescription().body)).body.toString(), /eb:errorCode="504"/)
  cloud.status = 200
  cloud.isCrossed = true
  t.match((await post(prescription().body)).body.toString(), /eb:errorCode="502"/)
  t.equal(legacy.got.length, 0)
})

t.test('of a sender that is not known to fetch its answers everything is legacy’s', async t => {
  const { start, cloud, legacy } = await startSides(t, '200000000999')
  const { post, lines, admin } = await start()
  const { body } = prescription()
  t.equal((await post(body)).status, 202)
  t.strictSame(legacy.got, [Buffer.from(body)], 'byte for byte')
  t.match(lines.at(-1), { side: 'legacy', because: 'declined', declined: 'party' })
  t.equal(cloud.asked.length, 0)
  const metrics = await (await globalThis.fetch(new URL('/metrics', admin))).text()
  t.match(metrics, 'ficus_declined_total{route="eps",reason="party"} 1\n')
})

t.test('what its envelope says besides is legacy’s', async t => {
  const { start, cloud, legacy } = await startSides(t)
  const { post, lines } = await start()
  const more = `----=_MIME-Boundary\r\nContent-Id: <b@x>\r\n\r\nmore\r\n----=_MIME-Boundary--`
  const answering = `</eb:Timestamp><eb:RefToMessageId>${randomUUID()}</eb:RefToMessageId>`
  for (const [reason, part, instead] of [
    ['attachments', '----=_MIME-Boundary--', more],
    ['header', '<eb:DuplicateElimination/>', '<eb:Description>d</eb:Description>'],
    ['header', 'signed="false"', 'signed="true"'],
    ['header', '</eb:Timestamp>', answering],
  ] as const) {
    const other = prescription().body.replace(part, instead)
    t.equal((await post(other)).status, 202)
    t.match(lines.at(-1), { side: 'legacy', because: 'declined', declined: reason })
    t.equal(legacy.got.at(-1)?.toString(), other)
  }
  t.equal(cloud.asked.length, 0)
})
