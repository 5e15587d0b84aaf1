/** The root of a thread that says of each copy what its target asks: what a test needs to come of it. */
import type { CopyCame, CopyWork } from '../../src/shadow/index.ts'
import { serveThread } from '../../src/workers/index.ts'

const EQUAL = {
  verdict: 'identical',
  differences: [],
  hits: {},
  signature: '',
  policy: 'test',
  steps: 1,
} as const

const SAYS: Readonly<Record<string, CopyCame>> = {
  '/limited': {
    comparison: { verdict: 'not_compared', reason: 'rate' },
    candidateMs: 1,
    upstream: 'limited',
    retryAfterMs: 60_000,
  },
  '/failed': { comparison: EQUAL, candidateMs: 1, upstream: 'failed' },
}

const never = new Promise<never>(() => undefined)

serveThread({
  use: () => undefined,
  run: work => {
    const { target } = (work as CopyWork).request
    if (target === '/wait') return never
    if (target === '/die') process.exit(1)
    if (target === '/throw') throw new Error('a piece of a message')
    return Promise.resolve(
      SAYS[target] ?? { comparison: EQUAL, candidateMs: 1, upstream: 'answered' },
    )
  },
})
