import { join } from 'node:path'
import t from 'tap'
import { ficus } from '../support/ficus.ts'

const file = (more: string): string => `export default {
  environment: { name: 'int' },
  upstreams: { spine: { url: 'env:SPINE_URL'${more} } },
  routes: [{ name: 'default', legacy: 'spine' }],
  notify: [{ name: 'desk', url: 'env:HOOK_URL', on: ['promote'], secret: 'env:HOOK_SECRET' }],
}
`

const KINDS = {
  compose: 'compose.yml',
  k8s: 'instances.yml',
  systemd: 'ficus.env',
} as const

for (const [kind, only] of Object.entries(KINDS)) {
  t.test(
    `export ${kind} asks for everything the routes file takes from the environment`,
    async t => {
      const cwd = t.testdir({ 'routes.config.ts': file('') })
      const { code, out, err } = await ficus(['export', kind, '--to', 'there'], {}, cwd)
      t.equal(code, 0, err || out)
      const shown = await ficus(
        ['export', kind, '--only', only],
        { HOOK_URL: 'https://a.b/c' },
        cwd,
      )
      for (const name of ['SPINE_URL', 'HOOK_URL', 'HOOK_SECRET']) t.match(shown.out, name)
      t.notMatch(shown.out, 'a.b/c', 'and writes down nothing of it')
    },
  )
}

t.test('what nothing can stand in for is set by whoever exports', async t => {
  const cwd = t.testdir({ 'routes.config.ts': file(", tls: { ca: 'env:SPINE_CA' }") })
  const { code, err } = await ficus(['export', 'systemd', '--to', join(cwd, 'there')], {}, cwd)
  t.equal(code, 2)
  t.match(err, /upstreams\.spine\.tls\.ca: SPINE_CA is not set\n.*its value is not exported/)
})
