import fc from 'fast-check'
import t from 'tap'
import { answerApi } from '../../src/admin/index.ts'
import { createPeers, PEER_PATH, type Peers } from '../../src/fleet/index.ts'
import { createPeerKey } from '../../src/fleet/peer-key.ts'
import { at, bench, owning } from '../flips/given.ts'

const KEY = Buffer.alloc(32, 'a')
const OTHER = crypto.randomUUID()
const NOBODY = { now: [], close: () => undefined }
const BY = { name: 'all', actor: 'ada', reason: 'incident 4711', at: 1 }
const HALT = { says: 'halt', halt: 'halt', routes: 'all', revision: 0, id: 'a', by: BY } as const

/** One instance that hears others, and a clock all of them go by. */
async function hearing() {
  let now = 1_700_000_000_000
  const peers: Peers = createPeers({ addresses: NOBODY, key: KEY, now: () => now })
  const made = await bench([owning('read')], { read: at('cloud') })
  const store = Object.assign(made.store, { peers })
  const hear = (signature: string | undefined, body: string) =>
    answerApi(
      {
        method: 'POST',
        path: PEER_PATH,
        query: '',
        contentType: undefined,
        body,
        actor: 'viewer',
        roles: ['viewer'],
        signature,
      },
      { store, flips: made.context },
    )
  const signed = (body: string, key = KEY, path = PEER_PATH) =>
    createPeerKey(key, () => now).sign({ method: 'POST', path, body }).header
  const say = async (message: object) => {
    const body = JSON.stringify({ from: OTHER, message })
    return hear(signed(body), body)
  }
  const told = (answer: { body: unknown }) =>
    JSON.parse((answer.body as { told: string }).told) as {
      isDone: boolean
      isKept: boolean
      last: string
    }
  return { hear, signed, say, told, peers, made, pass: (ms: number) => (now += ms) }
}

t.test('a halt of another instance is held at once, also where the store is gone', async t => {
  const { say, told, made } = await hearing()
  made.store.failure = undefined
  const came = await say(HALT)
  t.equal(came.status, 200)
  t.equal(told(came).isDone, true)
  t.equal(made.store.held.all, 'halt')
  await say({ ...HALT, id: 'b', halt: 'hard', routes: ['read'] })
  t.strictSame(made.store.held, { all: 'halt', routes: new Map([['read', 'hard']]) })
})

t.test('a halt that is not on the disk is confirmed as one a restart forgets', async t => {
  const { say, told, made } = await hearing()
  t.equal(told(await say(HALT)).isKept, true)
  made.store.isKept = false
  const came = told(await say({ ...HALT, id: 'b', routes: ['read'] }))
  t.match(came, { isDone: true, isKept: false })
  t.equal(made.store.held.routes.get('read'), 'halt')
})

t.test('a halt is in force before the disk is waited for, and answered after it', async t => {
  const { say, made } = await hearing()
  const disk = Promise.withResolvers<boolean>()
  made.store.kept = () => {
    t.equal(made.store.held.all, 'halt')
    return disk.promise
  }
  let isAnswered = false
  const answered = say(HALT).then(() => (isAnswered = true))
  await new Promise(resolve => setImmediate(resolve))
  t.notOk(isAnswered)
  disk.resolve(true)
  await answered
})

t.test('who has not the key changes nothing: 403, and it is counted by why', async t => {
  const { hear, signed, peers, made, pass } = await hearing()
  const body = JSON.stringify({ from: OTHER, message: HALT })
  const own = signed(body)
  const [time = '', nonce = '', mac = ''] = own.split(' ')
  const other = (hex: string) => hex.replace(/^./, first => (first === '0' ? '1' : '0'))
  const forged = {
    'another key': signed(body, Buffer.alloc(32, 'b')),
    'another page': signed(body, KEY, '/api/flip'),
    'another time': `${Number(time) + 1} ${nonce} ${mac}`,
    'another nonce': `${time} ${other(nonce)} ${mac}`,
    'a bit of the signature': `${time} ${nonce} ${other(mac)}`,
  }
  for (const [what, header] of Object.entries(forged)) {
    t.equal((await hear(header, body)).status, 403, what)
  }
  t.equal(
    (await hear(own, body.replace('"halt":"halt"', '"halt":"hard"'))).status,
    403,
    'another body',
  )
  t.equal(peers.refused.get('forged'), Object.keys(forged).length + 1)
  for (const header of [undefined, '', 'Bearer x', `${own} `, mac]) {
    t.equal((await hear(header, body)).status, 403)
  }
  t.equal(peers.refused.get('unsigned'), 5)
  t.equal(made.store.held.all, 'none', 'nothing is held')
  pass(60_001)
  t.equal((await hear(own, body)).status, 403, 'a minute late')
  pass(-120_002)
  t.equal((await hear(own, body)).status, 403, 'a minute early')
  t.equal(peers.refused.get('late'), 2)
  t.equal(made.store.held.all, 'none')
})

t.test('the same message again is refused, for as long as it would be believed', async t => {
  const { hear, signed, peers, made, pass } = await hearing()
  const body = JSON.stringify({ from: OTHER, message: HALT })
  const header = signed(body)
  t.equal((await hear(header, body)).status, 200)
  made.store.release('all')
  for (const ms of [0, 1, 59_999, 1]) {
    pass(ms)
    t.equal((await hear(header, body)).status, 403)
  }
  t.strictSame([...peers.refused.keys()].sort(), ['late', 'repeated'])
  t.equal(made.store.held.all, 'none')
})

t.test('a message of a clock that is ahead is not believed twice either', async t => {
  const { hear, signed, pass, peers } = await hearing()
  const body = JSON.stringify({ from: OTHER, message: { says: 'look' } })
  pass(50_000)
  const header = signed(body)
  pass(-50_000)
  t.equal((await hear(header, body)).status, 200)
  pass(109_000)
  t.equal((await hear(header, body)).status, 403)
  t.equal(peers.refused.get('repeated'), 1)
})

t.test('a resume takes off what was seen, and no halt that was laid since', async t => {
  const { say, told, made } = await hearing()
  await say({ ...HALT, id: 'c', routes: ['read'] })
  const { last } = told(await say({ says: 'look' }))
  const resume = { says: 'resume', routes: ['read'], revision: 7, seen: last }
  await say({ ...HALT, id: 'd', routes: ['read'] })
  t.equal(told(await say(resume)).isDone, false, 'somebody halted meanwhile')
  t.equal(made.store.held.routes.get('read'), 'halt')
  const again = { ...resume, seen: told(await say({ says: 'look' })).last }
  t.equal(told(await say(again)).isDone, true)
  t.equal(made.store.held.routes.size, 0)
  await say({ ...HALT, id: 'e', routes: ['read'] })
  t.equal(told(await say(again)).isDone, false, 'a resume that comes late takes off nothing')
  t.equal(made.store.held.routes.get('read'), 'halt')
})

t.test('what is signed and makes no sense is refused and holds nothing', async t => {
  const { say, hear, signed, made } = await hearing()
  const WRONG = [
    {},
    [],
    { says: 'halt' },
    { ...HALT, halt: 'none' },
    { ...HALT, routes: 'some' },
    { ...HALT, routes: ['No Route'] },
    { ...HALT, routes: Array.from({ length: 1_001 }, () => 'read') },
    { ...HALT, revision: -1 },
    { ...HALT, id: '' },
    { ...HALT, by: { ...BY, reason: 'of 999 000 0018' } },
    { ...HALT, more: 1 },
    { says: 'resume', routes: 'all', revision: 1, seen: 'anything' },
    { says: 'promote', routes: 'all' },
    { says: '__proto__' },
  ]
  for (const wrong of WRONG)
    t.equal((await say(wrong)).status, 400, JSON.stringify(wrong).slice(0, 60))
  t.equal((await hear(signed('no JSON'), 'no JSON')).status, 400)
  t.strictSame(made.store.held, { all: 'none', routes: new Map() })
})

t.test('no bytes but those of a message signed with the key are believed', async t => {
  const { hear, signed, made } = await hearing()
  const body = JSON.stringify({ from: OTHER, message: HALT })
  const property = fc.asyncProperty(
    fc.nat(body.length - 1),
    fc.integer({ min: 1, max: 127 }),
    async (place, by) => {
      const code = (body.charCodeAt(place) ^ by) & 127
      const other = body.slice(0, place) + String.fromCharCode(code) + body.slice(place + 1)
      return (await hear(signed(body), other)).status === 403
    },
  )
  await t.resolves(fc.assert(property, { numRuns: 200 }))
  t.equal(made.store.held.all, 'none')
})

t.test('an instance without a key hears nobody', async t => {
  const made = await bench([owning('read')], { read: at('cloud') })
  const body = JSON.stringify({ from: OTHER, message: HALT })
  const request = { method: 'POST', path: PEER_PATH, query: '', contentType: undefined, body }
  const whole = { ...request, actor: 'operator', roles: ['operator'], signature: 'x' } as const
  t.equal((await answerApi(whole, { store: made.store, flips: made.context })).status, 404)
  t.equal(made.store.held.all, 'none')
})
