/**
 * `npm run soak`: what takes too long for `npm test`. Bodies of one and of four gigabytes, every way, through a
 * proxy that may not need more memory for the larger. Prints every figure; exits 1 where one is out of bounds.
 */
import { GiB, growthBy, growthFaults, spoken, WAYS } from '../support/streams-growth.ts'

const faults: string[] = []
for (const way of WAYS) {
  const closing: (() => unknown)[] = []
  const t = { teardown: (close: () => unknown) => closing.unshift(close) }
  try {
    const { quarters, whole } = await growthBy(t, way, 4 * GiB)
    for (const growth of [quarters, whole]) console.log(spoken(way, growth))
    const found = growthFaults(quarters, whole)
    faults.push(...found.map(fault => `${way.direction} ${way.framing}: ${fault}`))
  } finally {
    for (const close of closing) await close()
  }
}
for (const fault of faults) console.log(`fault: ${fault}`)
console.log(faults.length === 0 ? 'soak: all within bounds' : `soak: ${faults.length} faults`)
process.exitCode = faults.length === 0 ? 0 : 1
