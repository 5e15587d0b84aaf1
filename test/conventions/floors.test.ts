import { dirname, join, relative } from 'node:path'
import t from 'tap'
import { importsOf, sourcesOf } from './sources.ts'

/** A file imports from lines below its own; never from its own line, never from above. */
const FLOORS = [
  ['main'],
  ['cli', 'console'],
  ['proxy'],
  ['worker', 'reader'],
  ['telling', 'showing', 'beside', 'draining'],
  ['standing'],
  ['admin'],
  ['decisions'],
  ['journey', 'notify'],
  [
    'listener',
    'routing',
    'rollout',
    'records',
    'replies',
    'translation',
    'upstream',
    'shadow',
    'outcomes',
    'flips',
  ],
  ['config', 'evidence'],
  ['mappings'],
  ['products', 'generic', 'modules'],
  ['comparison', 'acceptance'],
  ['message', 'mapping'],
  ['roles', 'fhir'],
  ['fleet', 'sockets', 'windows', 'workers', 'telemetry', 'xml'],
  ['json'],
  ['exchange', 'files'],
  ['simulator'],
]
/** Plain JavaScript that stands before everything else: what an older Node must still be able to read. */
const THRESHOLD = ['start', 'runtime']

const floorOf = (room: string): number => FLOORS.findIndex(floor => floor.includes(room))
const roomOf = (path: string): string => path.split(/[/.]/, 2)[0] as string

interface Import {
  readonly file: string
  readonly to: string
}

const internal: Import[] = sourcesOf('src').flatMap(path =>
  importsOf(path)
    .filter(to => to.startsWith('.'))
    .map(to => ({ file: relative('src', path), to: relative('src', join(dirname(path), to)) })),
)

/** Says what is wrong with one import, or nothing. */
function wrongWith({ file, to }: Import): string | undefined {
  const [from, into] = [roomOf(file), roomOf(to)]
  if (THRESHOLD.includes(from)) return undefined
  const isOwnRoom = from === into && file.includes('/')
  if (isOwnRoom) {
    const isProduct = from === 'products'
    if (isProduct && isOtherProduct(file, to)) return `${file}: a product imports no other: ${to}`
    const isOwnDoor = to === `${from}/index.ts`
    return isOwnDoor ? `${file} goes through its own door to reach its own room` : undefined
  }
  if (from === 'main' && into === 'runtime') return undefined
  const isDoor = to === `${into}/index.ts` || !to.includes('/')
  if (!isDoor) return `${file} enters a room by its door, not by ${to}`
  return floorOf(into) > floorOf(from) && floorOf(from) >= 0
    ? undefined
    : `${file} may not import ${to}: it is not on a floor below`
}

function isOtherProduct(file: string, to: string): boolean {
  const [, own, inside] = file.split('/')
  const [, other, otherInside] = to.split('/')
  return inside !== undefined && otherInside !== undefined && own !== other
}

t.test('a file imports only from floors below its own, through the one door', async t => {
  t.ok(internal.length > 100, 'a rule that looked at nothing would pass')
  t.strictSame(
    internal.map(wrongWith).filter(wrong => wrong !== undefined),
    [],
  )
})

t.test('the root of a thread is an import of whoever names it', async t => {
  t.ok(internal.some(({ file, to }) => file === 'proxy.ts' && to === 'worker.ts'))
  t.ok(wrongWith({ file: 'shadow/shadow.ts', to: 'worker.ts' }))
})

t.test(
  'the rule itself refuses a back door, a floor above, a sibling and another product',
  async t => {
    const refused: Import[] = [
      { file: 'upstream/send.ts', to: 'message/soap.ts' },
      { file: 'message/scan.ts', to: 'routing/index.ts' },
      { file: 'routing/need.ts', to: 'rollout/index.ts' },
      { file: 'products/pds/reads.ts', to: 'products/eps/index.ts' },
      { file: 'simulator/cloud.ts', to: 'exchange/index.ts' },
      { file: 'exchange/body.ts', to: 'exchange/index.ts' },
    ]
    for (const line of refused) t.ok(wrongWith(line), `${line.file} → ${line.to}`)
    t.notOk(wrongWith({ file: 'journey.ts', to: 'routing/index.ts' }))
  },
)

t.test('every room has a door that says In, Out and Never and holds no logic', async t => {
  for (const path of sourcesOf('src').filter(path => /^src\/[a-z]+\/index\.ts$/.test(path))) {
    const text = (await import('node:fs')).readFileSync(path, 'utf8')
    for (const word of ['In:', 'Out:', 'Never:'])
      t.match(text, ` * ${word}`, `${path} says ${word}`)
    const code = text
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .replace(/export (?:type )?\{[^}]*\} from '[^']+'/g, '')
    t.equal(code.trim(), '', `${path} holds nothing but named re-exports`)
  }
})

t.test('folders are one level deep, but for products', async t => {
  const deep = sourcesOf('src').filter(path => path.split('/').length > 3)
  t.strictSame(
    deep.filter(path => !/^src\/products\/[a-z]+\/[a-z-]+\.ts$/.test(path)),
    [],
  )
})
