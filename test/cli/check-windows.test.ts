import t, { type Test } from 'tap'
import { ficus } from '../support/ficus.ts'

/** Times that are on, over and to come whenever this runs. */
const FILE = `
  export default {
    environment: { name: 'int' },
    upstreams: {
      spine: {
        url: 'http://127.0.0.1:1',
        maintenance: [
          { every: 'sun 02:00', for: '2h', zone: 'Europe/London', why: 'patches' },
          { from: '2020-01-01', to: '2020-01-02', why: 'long ago' },
        ],
      },
    },
    freeze: [
      { from: '2020-01-01', to: '2020-01-05', why: 'a winter' },
      { from: '2020-01-01', to: '2999-01-01', why: 'for good', routes: ['default'] },
      { from: '2998-12-18T17:00:00Z', to: '2999-01-04T08:00:00Z', why: 'another' },
    ],
    routes: [{ name: 'default', legacy: 'spine' }],
  }
`

const check = (t: Test, ...args: string[]) => {
  const folder = t.testdir({ 'routes.config.ts': FILE })
  return ficus(['check', ...args], {}, folder)
}

t.test('check prints what is frozen, and when upstreams are worked on', async t => {
  const { code, out } = await check(t)
  t.equal(code, 0)
  t.match(out, /^freeze +is +over +why\n/m)
  t.match(
    out,
    /^from 2020-01-01T00:00:00.000Z to 2020-01-06T00:00:00.000Z +over +every route +a winter$/m,
  )
  t.match(out, /to 2999-01-02T00:00:00.000Z +on +default +for good$/m)
  t.match(out, /^from 2998-12-18T17:00:00.000Z .* +coming +every route +another$/m)
  t.match(out, /^spine +every sun 02:00 Europe\/London for 2 h +from 2\d{3}-.* +patches$/m)
  t.match(out, /^spine +from 2020-01-01T00:00:00.000Z .* +never again +long ago$/m)
})

t.test('for a program it is the same, in milliseconds', async t => {
  const { out } = await check(t, '--json')
  t.match(JSON.parse(out), {
    freezes: [
      { state: 'over' },
      { state: 'on', routes: ['default'] },
      { state: 'coming', from: Date.parse('2998-12-18T17:00Z') },
    ],
    maintenance: [{ upstream: 'spine', next: { to: Number } }, { next: null }],
  })
})

t.test('a file of another environment than was named is refused', async t => {
  t.match(await check(t, '--environment', 'int'), { code: 0, out: /No mistakes/ })
  const other = await check(t, '--environment', 'live')
  t.match(other, {
    code: 2,
    err: /environment.name\n {2}this file is for int and not for live, which was named/,
  })
  t.match(JSON.parse((await check(t, '--environment', 'live', '--json')).out), {
    ok: false,
    mistakes: [{ path: 'environment.name' }],
  })
})
