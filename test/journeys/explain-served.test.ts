/** What was decided about a message that was served, told later: what it was then, and nothing it was about. */
import t from 'tap'
import type { DecisionsView } from '../../src/admin/index.ts'
import { decidedProxy, patientsOf } from '../support/decided.ts'
import { ficus } from '../support/ficus.ts'

interface Explained extends Omit<DecisionsView, 'instance' | 'kept'> {
  readonly asked: readonly { readonly instance: string; readonly kept: DecisionsView['kept'] }[]
}

const explained = async (id: string, admin: string): Promise<Explained['decisions']> => {
  const { code, out, err } = await ficus(['explain', '--id', id, '--json', '--admin', admin])
  if (code !== 0) throw new Error(err)
  return (JSON.parse(out) as Explained).decisions // our own command wrote it
}

t.test('what was decided is told as it was decided, whatever was flipped since', async t => {
  const { at, place, send } = await decidedProxy(t)
  await place({ stage: 'canary', percent: 50 })
  const sent = []
  for (const patient of patientsOf(12)) sent.push(await send(patient))
  t.strictSame(new Set(sent.map(({ side }) => side)), new Set(['legacy', 'cloud']))
  const before = new Map<string, unknown>()
  for (const { id, side } of sent) {
    const [decision, ...others] = await explained(id, at)
    t.same(others, [])
    t.match(decision, {
      decision: { side, because: 'percentage' },
      came: { side, because: 'percentage', status: 200 },
      stood: { stage: 'canary', percent: 50, halt: 'none' },
      route: 'moving',
    })
    before.set(id, decision)
  }
  await place({ stage: 'cloud' })
  for (const { id } of sent) t.strictSame((await explained(id, at))[0], before.get(id))
})

t.test('one sent twice was decided about twice: the newest comes first', async t => {
  const { at, place, send } = await decidedProxy(t)
  const [patient = ''] = patientsOf(1)
  await place({ stage: 'canary', percent: 100 })
  const { id } = await send(patient)
  await place({ stage: 'cloud' })
  await send(patient, { id })
  const [second, first] = await explained(id, at)
  t.match(first, { stood: { stage: 'canary' }, decision: { side: 'cloud', because: 'percentage' } })
  t.match(second, { stood: { stage: 'cloud' }, decision: { side: 'cloud', because: 'stage' } })
  t.equal(second?.revision, (first?.revision ?? 0) + 1)
  const { out } = await ficus(['explain', '--id', id, '--admin', at])
  t.match(out, /stood at cloud\n[^]*stood at canary 100 %\n/)
})

t.test('an id is found in every form it is written in', async t => {
  const { at, place, send } = await decidedProxy(t)
  await place({ stage: 'cloud' })
  const { id } = await send(patientsOf(1)[0] ?? '')
  const lower = id.toLowerCase()
  for (const form of [id, lower, `uuid:${id}`, `urn:uuid:${lower}`, `URN:UUID:${id}`, ` ${id} `]) {
    t.equal((await explained(form, at)).length, 1, form)
  }
})

t.test('a decision tells which rules were tried, and what hung on what is not kept', async t => {
  const { at, place, send } = await decidedProxy(t)
  await place({ stage: 'cloud' })
  const { id } = await send(patientsOf(1)[0] ?? '')
  const { out } = await ficus(['explain', '--id', id, '--admin', at])
  t.match(out, /elsewhere +no: it hung on its path, which is not kept/)
  t.match(out, /puts +no: method was POST, wanted PUT/)
  t.match(out, /moving +owned it/)
  t.match(out, /stage +stage cloud +cloud/)
  t.match(out, /decided: cloud \(rehosted\), because of stage; route moving stood at cloud/)
  t.match(out, /asked: rehosted; the supplier saw 200/)
})

t.test('no record and no answer holds a key, a path, a header or a byte of a body', async t => {
  const { admin, at, place, send } = await decidedProxy(t, { readEvery: 1 })
  const patients = patientsOf(4)
  for (const stage of ['legacy', 'shadow', 'canary', 'cloud'] as const) {
    await place({ stage, percent: stage === 'canary' ? 50 : 0 })
    for (const patient of patients) await send(patient)
  }
  const all = await (await fetch(new URL('/api/decisions', admin))).text()
  const { decisions } = JSON.parse(all) as DecisionsView // our own API wrote it
  t.equal(decisions.length, 16)
  const whatIf = await ficus(['whatif', 'moving', '--percent', '50', '--json', '--admin', at])
  const shown = await ficus(['explain', '--id', decisions[0]?.ids[0] ?? '', '--admin', at])
  for (const text of [all, whatIf.out, shown.out]) {
    t.ok(text.length > 500, 'a search of nothing would find nothing')
    for (const part of [...patients, 'syncservice-pds', 'nhs:names', 'historicData', 'text/xml']) {
      t.notMatch(text, part)
    }
  }
  t.equal(new Set(decisions.map(({ keyName }) => keyName)).size, 4, 'a patient has one name')
})

t.test('what is kept is bounded, and what was forgotten is counted', async t => {
  const { at, place, send } = await decidedProxy(t, { most: 5 })
  await place({ stage: 'cloud' })
  const sent = []
  for (const patient of patientsOf(8)) sent.push(await send(patient))
  const found = []
  for (const { id } of sent) {
    const { code } = await ficus(['explain', '--id', id, '--admin', at])
    found.push(code)
  }
  t.strictSame(found, [1, 1, 1, 0, 0, 0, 0, 0])
  const { err } = await ficus(['explain', '--id', sent[0]?.id ?? '', '--admin', at])
  t.match(err, /no decision about this message is kept/)
  t.match(err, /127\.0\.0\.1:\d+ keeps 5 since \d{4}-\S+Z, 3 forgotten/)
})

t.test('what nobody had to read is counted, and now and then read', async t => {
  const { at, place, send } = await decidedProxy(t, { readEvery: 3 })
  await place({ stage: 'legacy' })
  const sent = []
  for (const patient of patientsOf(6)) sent.push(await send(patient))
  const codes = []
  for (const { id } of sent) codes.push((await ficus(['explain', '--id', id, '--admin', at])).code)
  t.strictSame(codes, [1, 1, 0, 1, 1, 0])
  const [decision] = await explained(sent[2]?.id ?? '', at)
  t.match(decision, { need: 'headers', agrees: null, decision: { side: 'legacy' } })
  const { err } = await ficus(['explain', '--id', sent[0]?.id ?? '', '--admin', at])
  t.match(err, /6 passed unread, whose ids nobody knows/)
})

t.test('every instance is asked, and each is named that does not know it or is silent', async t => {
  const [one, other] = [await decidedProxy(t), await decidedProxy(t)]
  await other.place({ stage: 'cloud' })
  const { id } = await other.send(patientsOf(1)[0] ?? '')
  const env = { FICUS_PEERS: `${one.at},${other.at},127.0.0.1:1` }
  const known = await ficus(['explain', '--id', id], env)
  t.match(known, { code: 0, out: `decided by ${other.at} at revision` })
  t.match(known.out, /do not answer: 127\.0\.0\.1:1\n$/)
  const unknown = await ficus(['explain', '--id', 'A-1'], env)
  t.equal(unknown.code, 1)
  for (const asked of [`${one.at} keeps 0`, `${other.at} keeps 1`, 'answer: 127.0.0.1:1']) {
    t.match(unknown.err, asked)
  }
  const twice = ['--admin', `localhost:${other.admin.port}`]
  const same = await ficus(['explain', '--id', id, ...twice], { FICUS_PEERS: other.at })
  t.equal(same.out.match(/decided by/g)?.length, 1, 'one instance under two addresses is one')
})
