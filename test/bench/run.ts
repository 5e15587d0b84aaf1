/**
 * `npm run bench`: Ficus beside its peers on this machine, in turns, as ratios. Exit 1 where Ficus costs more than
 * it should, 2 where the machine is too noisy to say.
 */
import { costAgainst, forwardingTable, measureForwarding } from './forwarding.ts'

/** CPU per request as a share of http-proxy's, with metrics, log and binding on. */
const REACH = 0.8

const [only = 'forwarding', blocks = '8'] = process.argv.slice(2)
if (only !== 'forwarding') {
  console.error(`bench: no such row: ${only} (there is: forwarding)`)
  process.exit(2)
}
const { rows, noise, isTooNoisy } = await measureForwarding(Number(blocks), line => {
  process.stderr.write(`\r${line} `)
})
process.stderr.write('\n')
console.log(forwardingTable(rows))
console.log(`ficus against itself: ${noise.toFixed(2)}`)
const cost = costAgainst(rows, 'http-proxy')
const isReached = cost <= REACH
console.log(
  `CPU per request against http-proxy: ${cost.toFixed(2)}, to reach ${REACH}: ` +
    (isTooNoisy ? 'too noisy to say' : isReached ? 'reached' : 'not reached'),
)
process.exitCode = isTooNoisy ? 2 : isReached ? 0 : 1
