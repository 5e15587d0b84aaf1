/** Whether a route's requests carry their trace is its file's to say, and where it does not, what they are says it. */
import t from 'tap'
import { ConfigError } from '../../src/config/index.ts'
import { configOf } from '../support/proxy.ts'

const traceOf = (more: object): boolean | undefined =>
  configOf({
    environment: { name: 'test' },
    upstreams: { spine: { url: 'http://spine.test' } },
    routes: [{ name: 'default', legacy: 'spine', ...more }],
  }).routes[0]?.trace

t.test('a route says that it takes part in traces, that it does not, or neither', async t => {
  t.equal(traceOf({ trace: true }), true)
  t.equal(traceOf({ trace: false }), false)
  t.equal(traceOf({}), undefined)
  t.throws(() => traceOf({ trace: 'yes' }), ConfigError)
  t.throws(() => traceOf({ traces: true }), /trace/, 'a mistyped one is no silent default')
})
