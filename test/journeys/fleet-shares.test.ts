import t from 'tap'
import { measureShares } from '../support/fleet-shares.ts'

t.test(
  'each share of a million keys is what was asked for, and nobody leaves it as it grows',
  t => {
    for (const { percent, seen, sigmas, left } of measureShares()) {
      t.ok(sigmas <= 3, `${percent} %: ${seen.toFixed(3)} %, ${sigmas.toFixed(2)} σ`)
      t.equal(left, 0)
    }
    t.end()
  },
)
