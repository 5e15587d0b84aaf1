/**
 * `npm run bench [row] [blocks]`: Ficus beside its peers on this machine, with every request copied beside none, and
 * comparing and translating beside merely parsing, and itself without
 * telling of itself, in turns, as ratios; and how soon a whole fleet knows of a flip and a halt. Exit 1 where Ficus
 * costs more or is later than it should, 2 where the machine is too noisy to say.
 */
import { against, comparisonTable, measureComparison } from './comparison.ts'
import { FLEET, fleetTable, isReached, measureFleet } from './fleet.ts'
import { costAgainst, forwardingTable, measureForwarding } from './forwarding.ts'
import { measureSeeing, type Part, PARTS } from './seeing.ts'
import { measureShadow } from './shadow.ts'
import { measureTranslation, translatedAgainst, translationTable } from './translation.ts'
import { measureShares } from '../support/fleet-shares.ts'

type Exit = 0 | 1 | 2

const tell = (line: string): void => void process.stderr.write(`\r${line} `)

const exitOf = (isTooNoisy: boolean, isReached: boolean): Exit =>
  isTooNoisy ? 2 : isReached ? 0 : 1

const SAYS = ['reached', 'not reached', 'too noisy to say'] as const

/** CPU per request as a share of http-proxy's, with metrics, log and binding on. */
const FORWARDING_REACH = 0.8

async function forwarding(blocks: number): Promise<Exit> {
  const { rows, noise, isTooNoisy } = await measureForwarding(blocks, tell)
  process.stderr.write('\n')
  console.log(forwardingTable(rows))
  console.log(`ficus against itself: ${noise.toFixed(2)}`)
  const cost = costAgainst(rows, 'http-proxy')
  const exit = exitOf(isTooNoisy, cost <= FORWARDING_REACH)
  console.log(
    `CPU per request against http-proxy: ${cost.toFixed(2)}, to reach ${FORWARDING_REACH}: ${SAYS[exit]}`,
  )
  return exit
}

/** CPU of the serving thread per request with everything copied, as a share of that with nothing. */
const SHADOW_REACH = 1.6

async function shadow(blocks: number): Promise<Exit> {
  const { ratio, readRatio, noise, isTooNoisy, micros, compared } = await measureShadow(
    blocks,
    tell,
  )
  process.stderr.write('\n')
  const exit = exitOf(isTooNoisy, ratio <= SHADOW_REACH)
  console.log(
    `shadow at 100 %: CPU of the serving thread ${micros.on.toFixed(0)} µs a request against ` +
      `${micros.off.toFixed(0)}, ${(compared * 100).toFixed(1)} % compared and equal`,
  )
  console.log(`every request read and none copied: ${readRatio.toFixed(2)}`)
  console.log(`shadow off against itself: ${noise.toFixed(2)}`)
  console.log(
    `CPU of the serving thread, copied against not: ${ratio.toFixed(2)}, to reach ${SHADOW_REACH}: ${SAYS[exit]}`,
  )
  return exit
}

/** From bytes to verdict as a share of what merely parsing both documents takes, at every size. */
const COMPARISON_REACH = { 'fast-xml-parser': 0.65, saxes: 1.9 } as const
/** The peak resident set that one comparison adds, in times the bytes of both documents. */
const MEMORY_REACH = 12

async function comparison(blocks: number): Promise<Exit> {
  const { rows, siblings, memory, noise, isTooNoisy } = await measureComparison(blocks, tell)
  process.stderr.write('\n')
  console.log(comparisonTable(rows))
  if (!rows.some(({ isPublished }) => isPublished)) {
    console.log('there are no published messages on this machine: every size is generated')
  }
  console.log(`ficus against itself: ${noise.map(ratio => ratio.toFixed(2)).join(', ')}`)
  const exits: Exit[] = []
  const judge = (line: string, isReached: boolean): void => {
    const exit = exitOf(isTooNoisy, isReached)
    exits.push(exit)
    console.log(`${line}: ${SAYS[exit]}`)
  }
  for (const is of ['equal', 'five differences'] as const) {
    for (const peer of ['fast-xml-parser', 'saxes'] as const) {
      const own = rows.filter(row => row.is === is).map(row => against(row, peer))
      const [worst, reach] = [Math.max(...own), COMPARISON_REACH[peer]]
      judge(
        `${is}, against ${peer}: at worst ${worst.toFixed(2)}, to reach ${reach}`,
        worst <= reach,
      )
    }
  }
  for (const { what, ms, verdict, reason, steps, counts } of siblings) {
    const line =
      `5,000 siblings in any order, ${what}: ${ms.toFixed(0)} ms, ${steps} steps, ` +
      `${verdict}${reason === undefined ? '' : ` (${reason})`}`
    if (counts) judge(`${line}, to reach within the budget`, reason === undefined)
    else console.log(line)
  }
  const middle = memory[memory.length >> 1] ?? { input: NaN, least: NaN, most: NaN }
  const [least, most] = [middle.least / middle.input, middle.most / middle.input]
  judge(
    `memory: ${least.toFixed(1)} to ${most.toFixed(1)} times the input, to reach ${MEMORY_REACH}`,
    most <= MEMORY_REACH,
  )
  return exits.includes(1) ? 1 : exits.includes(2) ? 2 : 0
}

/** All of a translation as a share of what parsing its XML and writing it as JSON takes. */
const TRANSLATION_REACH = 0.6

async function translation(blocks: number): Promise<Exit> {
  const { rows, noise, isTooNoisy } = await measureTranslation(blocks, tell)
  process.stderr.write('\n')
  console.log(translationTable(rows))
  console.log(`ficus against itself: ${noise.map(ratio => ratio.toFixed(2)).join(', ')}`)
  const worst = Math.max(...rows.map(row => translatedAgainst(row, 'to JSON')))
  const exit = exitOf(isTooNoisy, worst <= TRANSLATION_REACH)
  console.log(
    `against fast-xml-parser: at worst ${worst.toFixed(2)}, to reach ${TRANSLATION_REACH}: ${SAYS[exit]}`,
  )
  return exit
}

/** How often one bench flips, for each block asked for. */
const FLIPS_A_BLOCK = 40

async function fleet(blocks: number): Promise<Exit> {
  const measured = await measureFleet(blocks * FLIPS_A_BLOCK, tell)
  process.stderr.write('\n')
  console.log(`${FLEET.instances} instances in ${FLEET.processes} processes on one Redis`)
  console.log(fleetTable(measured))
  const shares = measureShares()
  for (const { percent, seen, sigmas, left } of shares) {
    console.log(
      `${percent} % of 10⁶ keys: ${seen.toFixed(3)} %, ${sigmas.toFixed(2)} σ off; ${left} left it as it grew`,
    )
  }
  const isFair = shares.every(({ sigmas, left }) => sigmas <= 3 && left === 0)
  const exit = exitOf(false, isFair && isReached(measured))
  console.log(`everywhere in time, and shares within 3 σ: ${SAYS[exit]}`)
  return exit
}

/** What each part of telling may cost, as a share of a request's CPU without it; of one nothing is asked. */
const SEEING_REACH: Readonly<Record<Part, number>> = {
  metrics: 0.02,
  log: 0.2,
  traces: 0.03,
  outcomes: Infinity,
}

async function seeing(blocks: number): Promise<Exit> {
  const { ratios, noise, isTooNoisy, micros } = await measureSeeing(blocks, tell)
  process.stderr.write('\n')
  console.log(`a request that passes untouched: ${micros.toFixed(1)} µs of CPU`)
  console.log(`ficus against itself: ${noise.toFixed(3)}`)
  const exits = PARTS.map(part => {
    const [cost, reach] = [ratios[part] - 1, SEEING_REACH[part]]
    const exit = exitOf(isTooNoisy, cost <= reach)
    const asked = Number.isFinite(reach) ? `, to reach ${reach * 100} %: ${SAYS[exit]}` : ''
    console.log(`${part}: ${(cost * 100).toFixed(1)} % of it${asked}`)
    return exit
  })
  return exits.includes(1) ? 1 : exits.includes(2) ? 2 : 0
}

const ROWS = { forwarding, shadow, seeing, comparison, translation, fleet }
const isRow = (name: string): name is keyof typeof ROWS => Object.hasOwn(ROWS, name)

const [only, blocks = '8'] = process.argv.slice(2)
if (only !== undefined && !isRow(only)) {
  console.error(`bench: no such row: ${only} (there are: ${Object.keys(ROWS).join(', ')})`)
  process.exit(2)
}
const exits: Exit[] = []
for (const row of only === undefined ? Object.values(ROWS) : [ROWS[only]]) {
  exits.push(await row(Number(blocks)))
}
process.exitCode = exits.includes(1) ? 1 : exits.includes(2) ? 2 : 0
