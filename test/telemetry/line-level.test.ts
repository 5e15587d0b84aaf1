import t from 'tap'
import {
  type AttemptRecord,
  type ErrorCode,
  ERRORS,
  type ExchangeRecord,
  FicusError,
} from '../../src/exchange/index.ts'
import { createMetrics, createRecorder, LEVEL_OF_ERROR } from '../../src/telemetry/index.ts'
import { CLOUD, LEGACY, route, routed } from '../routing/given.ts'

const ASSIGNED = {
  ...routed(route('pds-retrieval', 'default')),
  side: 'legacy',
  upstream: LEGACY,
  because: 'stage',
  mirror: { not: 'stage' },
  fallback: undefined,
} as const

const attempt = (more: Partial<AttemptRecord> = {}): ExchangeRecord['attempts'][number] => ({
  upstream: LEGACY,
  record: { result: 'answered', status: 200, error: undefined, bound: 'bound', ms: 1, ...more },
})

/** The level of the line of one exchange. */
function levelOf(more: Partial<ExchangeRecord>): string {
  const levels: string[] = []
  const record = createRecorder(createMetrics(), {
    exchange: ({ level }) => levels.push(level),
    compared: () => undefined,
    event: () => undefined,
    flush: () => undefined,
  })
  record({
    traceId: '0af7651916cd43dd8448eb211c80319c',
    received: ASSIGNED,
    identified: ASSIGNED,
    assigned: ASSIGNED,
    stage: 'legacy',
    attempts: [attempt()],
    fellBack: undefined,
    settled: { status: 200, bytes: 10, error: undefined },
    ms: 3,
    ...more,
  })
  return levels.join()
}

const told = (code: ErrorCode): Partial<ExchangeRecord> => ({
  settled: { status: ERRORS[code].status, bytes: 10, error: new FicusError(code) },
})

t.test(
  'an exchange that went well is info, also where an upstream said no in its own words',
  async t => {
    t.equal(levelOf({}), 'info')
    t.equal(levelOf({ attempts: [attempt({ status: 500 })] }), 'info')
  },
)

t.test('what its supplier was told decides the level', async t => {
  for (const code of Object.keys(ERRORS) as ErrorCode[]) {
    t.equal(levelOf(told(code)), LEVEL_OF_ERROR[code], code)
  }
})

t.test(
  'a sender’s own mistake is info, what may be sent again is a warning, the rest an error',
  async t => {
    for (const [code, { blame, retry }] of Object.entries(ERRORS)) {
      const expected = blame === 'client' ? 'info' : retry ? 'warn' : 'error'
      t.equal(LEVEL_OF_ERROR[code as ErrorCode], expected, code)
    }
  },
)

t.test('a read that fell back is a warning though its supplier has its answer', async t => {
  const error = new FicusError('bad-answer')
  const attempts = [
    { ...attempt({ result: 'failed', error, bound: 'none' }), upstream: CLOUD },
    attempt(),
  ]
  t.equal(levelOf({ attempts, fellBack: error }), 'warn')
})

t.test('an answer that was another’s is an error though nobody saw it', async t => {
  for (const bound of ['crossed', 'unproven'] as const) {
    const error = new FicusError('crossed')
    const attempts = [
      { ...attempt({ result: 'failed', error, bound }), upstream: CLOUD },
      attempt(),
    ]
    t.equal(levelOf({ attempts, fellBack: error }), 'error', bound)
  }
})

t.test('a write nobody knows the fate of is an error though its supplier went away', async t => {
  const error = new FicusError('sent-unknown')
  const attempts = [attempt({ result: 'failed', error, bound: 'none' })]
  t.equal(levelOf({ ...told('aborted'), attempts }), 'error')
})

t.test('a read that was asked again on another socket went well', async t => {
  const error = new FicusError('no-answer')
  t.equal(levelOf({ attempts: [attempt({ result: 'failed', error }), attempt()] }), 'info')
})
