import { verifyAudit } from '../../src/flips/index.ts'
import type { Served } from './fleet-verdict.ts'
import { faultsIn } from './fleet-verdict.ts'
import { auditOf, quieten, type World } from './fleet-world.ts'

/** Ends a story: quiet, one answer, and nothing in all that was seen that must not be. Throws what is wrong. */
export async function judge(world: World): Promise<void> {
  checkOneAnswer(await quieten(world, 'resume'))
  const lines = await auditOf(world)
  const head = await world.redis.client.hget('{ficus:test}:fleet', 'head')
  const verified = verifyAudit(lines, head === null ? {} : { head })
  if (!verified.isWhole) throw new Error(`the audit: ${verified.says}`)
  const faults = faultsIn(world, lines)
  if (faults.length > 0) throw new Error(faults.slice(0, 10).join('\n'))
  for (const { by } of world.suppliers.served.splice(0)) {
    if (typeof by === 'string') world.judged[by] += 1
  }
}

/** Throws where two instances serve the same request by different sides. */
export function checkOneAnswer(answers: readonly (readonly Served[])[]): void {
  const [first = [], ...others] = answers
  for (const other of others) {
    for (const [i, { by, route, sender, instance }] of other.entries()) {
      const there = first[i]?.by
      if (by === there) continue
      const says = [there, by].map(each => (typeof each === 'string' ? each : JSON.stringify(each)))
      throw new Error(`${route} of ${sender}: ${says[0]} at 0 and ${says[1]} at ${instance}`)
    }
  }
}
