/** `npm run bench`: Ficus beside its peers on this machine, in turns, as ratios. Exit 2 where it is too noisy. */
import { forwardingTable, measureForwarding } from './forwarding.ts'

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
if (isTooNoisy) console.log('too noisy: these figures say nothing')
process.exitCode = isTooNoisy ? 2 : 0
