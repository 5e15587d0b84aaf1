import type { Test } from 'tap'
import type { OpenRequest } from '../../src/fleet/index.ts'
import { writeDocument } from '../../src/fleet/fleet-document.ts'
import { codeOf, content, moving } from './given.ts'
import type { MakeStore } from './store-contract.ts'

const ASKED: Omit<OpenRequest, 'id' | 'verb' | 'name'> = {
  actor: 'ada',
  reason: 'the soak is over',
  at: 5_000,
  until: 9_000,
  needs: 3,
  approvals: [{ actor: 'ben', at: 6_000, reason: 'looked at it' }],
  on: [
    {
      route: 'pds',
      stage: 'shadow',
      percent: 0,
      halt: 'none',
      since: 4_000,
      epoch: '0123456789abcdef',
      overrides: '0123456789abcdef',
      to: { stage: 'canary', percent: 12.5 },
    },
  ],
}

/** A promotion that one of two others has approved. */
const A_REQUEST: OpenRequest = {
  ...ASKED,
  id: 1,
  verb: 'promote',
  name: 'cohort:patients',
  to: 'canary',
  percent: 12.5,
}

const OTHERS: readonly OpenRequest[] = [
  {
    ...ASKED,
    id: 2,
    verb: 'override',
    name: 'senders',
    key: '200000000115',
    side: 'cloud',
    owner: 'pds-team',
    expires: 99_000,
    approvals: [],
  },
  { ...ASKED, id: 3, verb: 'undo', name: 'all', undoes: 2, on: [] },
]

/** What a store holds of changes that wait for a second person. */
export function requestsContract(
  name: string,
  makeStore: MakeStore,
  within: Pick<Test, 'test'>,
): void {
  within.test(`${name}: what waits for a second person is there as it was asked`, async t => {
    const made = makeStore(t)
    const store = await made.connect()
    const requests = new Map([A_REQUEST, ...OTHERS].map(each => [String(each.id), each] as const))
    const next = content({ requests, people: new Map([['pds', 3]]) })
    const { line } = moving(store.known, 'pds', {})
    await store.change(0, { next, line })
    const later = await made.connect()
    t.strictSame(later.known.requests, requests)
    t.strictSame(later.known.people, new Map([['pds', 3]]))
    t.strictSame(JSON.parse(writeDocument(later.known)), JSON.parse(writeDocument(next)))
  })

  within.test(`${name}: a fleet without requests is written as it always was`, async t => {
    const store = await makeStore(t).connect()
    const { line } = moving(store.known, 'pds', {})
    const after = await store.change(0, { next: content(), line })
    t.equal(writeDocument(after), '{"halt":"none","routes":{},"overrides":{}}')
  })

  within.test(`${name}: a request that is none is not stored`, async t => {
    const store = await makeStore(t).connect()
    const { line } = moving(store.known, 'pds', {})
    const wrong: readonly object[] = [
      { verb: 'rollback' },
      { needs: 6 },
      { reason: 'for 999 000 0018' },
      { key: '999 000 0018' },
      { until: -1 },
      { because: 'it says more' },
      { approvals: Array.from({ length: 6 }, () => A_REQUEST.approvals[0]) },
    ]
    for (const each of wrong) {
      const request = { ...A_REQUEST, ...each }
      const next = content({ requests: new Map([['1', request]]) })
      t.strictSame(await codeOf(store.change(0, { next, line })), ['invalid', undefined])
    }
    t.equal((await store.read()).revision, 0)
  })
}
