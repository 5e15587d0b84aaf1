import t from 'tap'
import type { ApiRequest } from '../../src/admin/page.ts'
import { asking, make, posting } from './given.ts'

t.test(
  'a field that is wrong is named with what it is to be, and one that is no word by its place',
  async t => {
    const made = await make()
    const post = posting(made)
    const why = async (body: object | string, path = '/api/routes/read/flip') => {
      const { status, body: said } = await post(path, body)
      t.equal(status, 400)
      return (said as { error: string }).error
    }
    const promote = { verb: 'promote', reason: 'x' }
    t.match(await why({ ...promote, percnt: 5 }), /^percnt is none there is: the fields are verb, /)
    t.match(await why({ ...promote, percent: '5' }), /^percent is to be a number$/)
    t.match(await why({ ...promote, to: 'prod' }), /^to is to be one of legacy, shadow, /)
    const glass = (breakGlass: object) => why({ ...promote, breakGlass })
    t.match(await glass({ aprover: 'b', approver: 'b' }), /^breakGlass.aprover is none there is/)
    t.match(await glass({}), /^breakGlass.approver is missing$/)
    t.match(await glass({ approver: 5 }), /^breakGlass.approver is to be a text$/)
    t.match(await why({ ...promote, hunter2: 1 }), /^field 3 of the body is none there is/)
    t.match(await glass({ hunter2: 1 }), /^field 1 of breakGlass is none there is/)
    t.match(
      await why({ reasn: 'x' }, '/api/reload'),
      /^reasn is none there is: the fields are reason/,
    )
  },
)

t.test('a body that two readers could read otherwise is refused', async t => {
  const made = await make()
  const post = posting(made)
  const deep = `{"verb":"halt","reason":"x","isHard":${'['.repeat(20)}${']'.repeat(20)}}`
  const deepest = `{"verb":"halt","reason":${'['.repeat(50_000)}`
  for (const body of [
    '{"verb":"halt","reason":"x","verb":"halt"}',
    '{"verb":"halt","verb":"promote","reason":"x"}',
    '{"verb":"halt","reason":"x","__proto__":{"isHard":true}}',
    '{"verb":"halt","reason":"x"}{}',
    '{"verb":"halt","reason":"x",}',
    "{'verb':'halt','reason':'x'}",
    deep,
    deepest,
  ]) {
    t.match(await post('/api/flip', body), { status: 400 }, body.slice(0, 60))
  }
  t.equal(made.store.known.halt, 'none')
})

t.test('a change is made at the revision it was decided on, or not at all', async t => {
  const made = await make()
  const post = posting(made)
  const shown = await asking(made)({ path: '/api/routes/read' })
  t.match(shown.headers, { ETag: '"1"' })
  t.match((await asking(made)({ path: '/api/overrides' })).headers, { ETag: '"1"' })
  const resume = { verb: 'resume', reason: 'x' }
  const halt = { verb: 'halt', reason: 'x' }
  const at = (ifMatch: string, body: object = resume) => post('/api/flip', body, { ifMatch })
  t.match(await at('"2"'), { status: 409, body: { code: 'conflict', exitCode: 5, revision: 1 } })
  t.match(await at('"1"', { ...resume, revision: 2 }), { status: 400 })
  for (const garbled of ['W/"1"', '1', '"1", "2"', '"x"', '""', '"01"', '"-1"', '"1']) {
    t.match(await at(garbled), { status: 400, body: { error: /If-Match/ } }, garbled)
  }
  t.match(await at('"1"', { ...resume, revision: 1 }), { status: 200 })
  t.match(await at('*'), { status: 200 })
  const reload = await post('/api/reload', { reason: 'x' }, { ifMatch: '"1"' })
  t.match(reload, { status: 400, body: { error: /leave If-Match out/ } })
  t.match(await at('"1"'), { status: 200 })
  t.match(await at('"99"', halt), { status: 200 }, 'a halt does not care')
  t.equal(made.store.known.halt, 'halt')
})

t.test('who may not is told who may, and whom they were taken for', async t => {
  const made = await make()
  const post = posting(made)
  const promote = { verb: 'promote', reason: 'x' }
  const as = (...roles: ApiRequest['roles']) =>
    post('/api/routes/read/flip', promote, { actor: 'ben', roles })
  t.match(await as('approver'), {
    status: 403,
    body: { error: 'promote takes operator; ben asks as approver' },
  })
  t.match(await as(), {
    status: 403,
    body: { error: 'promote takes operator; ben asks as no role' },
  })
  const open = { roles: ['viewer'], wayOut: 'ask elsewhere' } as const
  t.match(await post('/api/routes/read/flip', promote, open), {
    body: { error: 'promote takes operator; ada asks as viewer: ask elsewhere' },
  })
  t.match(await asking(made)({ path: '/api/routes', roles: [] }), { status: 403, turned: 'role' })
})
