import { existsSync, readdirSync, readFileSync } from 'node:fs'
import t from 'tap'

const readme = readFileSync('README.md', 'utf8')
const section = (title: string): string =>
  readme.split(/^## /m).find(part => part.startsWith(title)) ?? ''

t.test('the map names what is in src, all of it and nothing else', async t => {
  const map = section('The map').split('```')[1] ?? ''
  const drawn = [...map.matchAll(/^ {2}([a-z-]+(?:\/|\.(?:ts|js)))/gm)].map(match => match[1])
  const there = readdirSync('src', { withFileTypes: true }).map(entry =>
    entry.isDirectory() ? `${entry.name}/` : entry.name,
  )
  const told = [...drawn, ...[...map.matchAll(/\(([a-z]+\.js)/g)].map(match => match[1])]
  t.strictSame([...new Set(told)].sort(), there.sort())
})

t.test('the products on the map are those there are', async t => {
  const line = /products\/ .*: ([a-z ]+)$/m.exec(section('The map'))?.[1]?.split(' ')
  const folders = readdirSync('src/products', { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(entry => entry.name)
  t.strictSame(line?.sort(), folders.sort())
})

t.test('every hazard names a test that is there', async t => {
  const tests = [...section('Hazards').matchAll(/`(test\/[^`]+)`/g)].map(match => match[1] ?? '')
  t.ok(tests.length >= 8)
  for (const path of tests) t.ok(existsSync(path), path)
})

t.test('every dependency says why it is there', async t => {
  const { dependencies, optionalDependencies } = JSON.parse(
    readFileSync('package.json', 'utf8'),
  ) as Record<string, Record<string, string>>
  const why = section('Dependencies')
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
    t.match(why, name)
  }
})

t.test('the commands and variables the README names are those there are', async t => {
  const start = readFileSync('src/cli/start.ts', 'utf8')
  for (const variable of readme.match(
    /FICUS_(?!REQUIRE|CORPUS|FLEET_(?:STORIES|FLIPS|RELOADS))[A-Z_]+/g,
  ) ?? []) {
    t.match(start, variable)
  }
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    scripts: Record<string, string>
  }
  for (const [, script = ''] of readme.matchAll(/npm run ([a-z]+)/g)) t.ok(scripts[script], script)
})
