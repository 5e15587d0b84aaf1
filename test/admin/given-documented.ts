import type { Test } from 'tap'
import { type AdminOptions, answerApi, type ApiContext, openAdmin } from '../../src/admin/index.ts'
import { createDivergences } from '../../src/evidence/index.ts'
import { createPeers, PEER_PATH } from '../../src/fleet/index.ts'
import { createPeerKey } from '../../src/fleet/peer-key.ts'
import { connectMemory } from '../fleet/memory-store.ts'
import { THREE, TWO } from '../flips/approvals-given.ts'
import { at, bench, type Bench, count, ENOUGH, NOW, owning, SENDERS } from '../flips/given.ts'

const KEY = Buffer.alloc(32, 'a')
/** What time instances say to each other that it is. */
const THEN = 1_700_000_000_000

/** An admin port over a fleet that has something of everything. */
export interface GivenDocumented extends Bench {
  readonly url: URL
  /** A divergence there is. */
  readonly divergence: string
  /** Signs a body as another instance of the fleet does. */
  signed(body: string): Record<string, string>
}

/** Opens it; without `api` it answers as an instance does. */
export async function givenDocumented(
  t: Test,
  options: Partial<AdminOptions> = {},
  more: Partial<ApiContext> & { readonly api?: () => never; readonly isReady?: boolean } = {},
): Promise<GivenDocumented> {
  const routes = [
    owning('read', { approvals: TWO }),
    owning('audited-read'),
    owning('write', { cloud: undefined, cohort: SENDERS }),
    owning('unknown', { cohort: { ...SENDERS, name: 'others' }, approvals: THREE }),
  ]
  const positions = {
    read: at('canary', 25),
    'audited-read': at('shadow'),
    write: at('legacy'),
    unknown: at('canary', 10),
  }
  const made = await bench(routes, positions)
  await count(made, 'read', { ...ENOUGH, 'not_compared.size': 3 })
  const divergences = createDivergences()
  const difference = {
    path: 'birthDate',
    kind: 'value',
    editClass: 'time-shift',
    severity: 'significant',
  } as const
  const tokens = { leftToken: 'date(10)#0a1·0a1', rightToken: 'date(10)#0a2·0a2' }
  divergences.add(
    'read',
    'e1',
    { verdict: 'different', differences: [{ ...difference, ...tokens }] },
    NOW,
  )
  const peers = createPeers({
    addresses: { now: [], close: () => undefined },
    key: KEY,
    now: () => THEN,
  })
  const store = Object.assign(connectMemory(made.memory), { peers })
  const { api, isReady = false, ...context } = more
  const admin = await openAdmin(
    { host: '127.0.0.1', port: 0, ...options },
    {
      metrics: () => (api ?? (() => Promise.resolve({ pieces: [], contentType: 'text/plain' })))(),
      readiness: () =>
        (api ?? (() => ({ reasons: isReady ? [] : ['draining'], facts: { revision: 1 } })))(),
      isStarted: isReady,
      api:
        api ??
        (request =>
          answerApi(request, {
            store,
            flips: made.context,
            divergencesOf: ({ name }) => divergences.of(name, 'e1'),
            ...context,
          })),
      failed: () => undefined,
      version: { version: '1', node: '24', environment: 'int' },
    },
  )
  t.teardown(() => admin.close())
  return {
    ...made,
    store,
    url: new URL(`http://127.0.0.1:${admin.address.port}`),
    divergence: divergences.of('read', 'e1').groups[0]?.id ?? '',
    signed: body => {
      const { header } = createPeerKey(KEY, () => THEN).sign({
        method: 'POST',
        path: PEER_PATH,
        body,
      })
      return { 'ficus-signature': header }
    },
  }
}
