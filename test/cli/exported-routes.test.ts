import { join } from 'node:path'
import t from 'tap'
import { writeFileSync } from 'node:fs'
import { ficus } from '../support/ficus.ts'
import { start } from '../support/started.ts'

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

t.test('what is exported from a running configuration is what runs', async t => {
  const cwd = t.testdir({ 'routes.config.ts': file('') })
  const hook = {
    HOOK_URL: 'https://a.b/c',
    HOOK_SECRET: `whsec_${Buffer.alloc(24, 7).toString('base64')}`,
  }
  const { said } = start(t, [], { SPINE_URL: 'http://127.0.0.1:1', ...hook }, cwd)
  const [, admin = ''] = await said(/health and metrics on http:\/\/(\S+)/)
  const command = ['export', 'systemd', '--only', 'ficus.env', '--admin', admin]
  const same = await ficus(command, {}, cwd)
  t.equal(same.code, 0, same.err)

  const other = file('').replace("name: 'default'", "name: 'default', slo: { answered: 0.9 }")
  writeFileSync(join(cwd, 'other.config.ts'), other)
  const { code, err, out } = await ficus([...command, '--config', 'other.config.ts'], {}, cwd)
  t.equal(code, 2)
  t.match(
    err,
    /other\.config\.ts is not what runs at 127[^]*routes\.default\.slo[^]*→ ficus reload/,
  )
  t.equal(out, '')

  const gone = await ficus([...command.slice(0, -1), '127.0.0.1:1'], {}, cwd)
  t.match(gone, { code: 4, err: /no instance answers/ })
})
