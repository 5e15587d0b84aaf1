/**
 * Every operation and every verb of the API, asked by everybody there is: as the document of a running instance has
 * them, so that one that is added is asked too.
 */
import t, { type Test } from 'tap'
import type { Role } from '../../src/roles/index.ts'
import {
  type ApiDocument,
  bodiesOf,
  type Described,
  leastOf,
  operationsIn,
} from '../support/api-document.ts'
import { admissionOf, type Person, tokenOf } from '../support/ficus-with-tokens.ts'
import { startUpstream } from '../support/upstream.ts'
import { configOf, startProxy, storeFor } from '../support/proxy.ts'

t.setTimeout(60_000)

/** What a role is for: written down here once more, so that nobody is given more by a slip. */
const ALLOWED: Readonly<Record<string, readonly Role[]>> = {
  look: ['viewer', 'operator', 'approver', 'sample-reader'],
  halt: ['viewer', 'operator', 'approver', 'sample-reader'],
  change: ['operator'],
  approve: ['approver'],
  reject: ['operator', 'approver'],
}

/** Every verb there is, and what it takes. */
const ACTS: Readonly<Record<string, string>> = {
  promote: 'change',
  rollback: 'change',
  halt: 'halt',
  resume: 'change',
  undo: 'change',
  relax: 'change',
  override: 'change',
  pin: 'change',
  freeze: 'change',
  unfreeze: 'change',
}

const SINGLE = ['viewer', 'operator', 'approver', 'sample-reader'] as const
const PAIRS = SINGLE.flatMap((one, i) => SINGLE.slice(i + 1).map(other => [one, other] as const))

/** One of each role, and of each two at once. */
const PEOPLE: readonly Person[] = [...SINGLE.map(role => [role]), ...PAIRS].map(roles => ({
  name: `person-with-${roles.join('-and-')}`,
  roles,
}))

const NAMES: Readonly<Record<string, string>> = { routes: 'read', cohorts: 'dispensing' }

/** One well-formed request. */
interface Asked {
  readonly at: Described
  /** What it takes by the document. */
  readonly act: string
  readonly verb: string
  readonly body: string | undefined
}

function requestsOf(document: ApiDocument): readonly Asked[] {
  return operationsIn(document).flatMap((at): readonly Asked[] => {
    const { operation } = at
    const act = operation['x-ficus-act'] ?? 'none'
    const bodies = bodiesOf(operation, document)
    if (bodies.length === 0) return [{ at, act, verb: act, body: undefined }]
    return bodies.map(schema => {
      const body = leastOf(schema, document) as { readonly verb?: string }
      const verb = body.verb ?? act
      const takes = operation['x-ficus-acts']?.[verb] ?? act
      return { at, act: takes, verb, body: JSON.stringify(body) }
    })
  })
}

async function running(t: Test) {
  const upstream = await startUpstream(t, (_, response) => response.end())
  const store = await storeFor(t)
  const config = configOf({
    environment: { name: 'test' },
    upstreams: {
      spine: { url: upstream.origin },
      cloud: { url: upstream.origin, simulated: true },
    },
    cohorts: { dispensing: { key: 'prescriptionId', records: 'apart', pin: true } },
    routes: [
      { name: 'read', match: { path: ['/read'] }, legacy: 'spine', cloud: 'cloud', class: 'read' },
      { name: 'default', legacy: 'spine' },
    ],
  })
  let passed = 0
  const admin = {
    ...{ host: '127.0.0.1', port: 0, admission: admissionOf(t, PEOPLE) },
    // An hour between any two requests: how often somebody may ask is not what is asked here.
    clock: () => (passed += 3_600_000),
  }
  const started = await startProxy(t, config, { store, admin })
  /** Everything a change could change. */
  const stands = async (): Promise<string> => {
    const { revision, head } = await store.read()
    const lines = await store.readAudit(1, 10_000)
    const { known, held, laid } = store
    const written = (_: string, value: unknown): unknown =>
      value instanceof Map ? [...(value as Map<unknown, unknown>)] : value
    return JSON.stringify({ revision, head, lines, known, held, laid }, written)
  }
  const ask = async ({ at, body }: Asked, token: string | undefined) => {
    const [, , room = ''] = at.path.split('/')
    const path = at.path.replace('{name}', NAMES[room] ?? '1')
    const response = await fetch(new URL(path, started.admin), {
      method: at.method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body }),
    })
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true
    if (isStream) await response.body?.cancel()
    const text = isStream ? '' : await response.text()
    return { status: response.status, text, challenge: response.headers.get('www-authenticate') }
  }
  return { ...started, stands, ask }
}

const isOfApi = ({ at, act }: Asked): boolean => at.path.startsWith('/api/') && act !== 'peer'

const said = ({ at, verb }: Asked): string => `${at.method} ${at.path} ${verb}`

/** Whether an answer says that whoever asked may not; a change may be refused for other reasons. */
const isRefusedByRole = ({ status, text }: { status: number; text: string }): boolean =>
  status === 403 && !text.includes('"kind":"refused"')

t.test(
  'every operation and verb, asked by everybody, is done or refused, and nothing in between',
  async t => {
    const { admin, ask, stands } = await running(t)
    const response = await fetch(new URL('/api/openapi.json', admin), {
      headers: { authorization: `Bearer ${tokenOf('person-with-viewer')}` },
    })
    const document = (await response.json()) as ApiDocument
    const requests = requestsOf(document)

    t.strictSame(document['x-ficus-roles'], ALLOWED, 'what roles are for')
    const acts = Object.assign(
      {},
      ...operationsIn(document).map(each => each.operation['x-ficus-acts'] ?? {}),
    ) as object
    t.strictSame(acts, ACTS, 'what verbs take')
    t.ok(requests.length > 35, `${requests.length} requests`)

    for (const asked of requests.filter(isOfApi)) {
      for (const token of [undefined, 'nobodys', '', 'x'.repeat(5_000)]) {
        const before = await stands()
        const answer = await ask(asked, token)
        t.equal(answer.status, 401, `${said(asked)} by nobody`)
        t.match(answer.challenge, /^Bearer/)
        t.equal(await stands(), before, `${said(asked)} by nobody changes nothing`)
      }
      for (const { name, roles } of PEOPLE) {
        const allowed = ALLOWED[asked.act] ?? []
        const mayDo = roles.some(role => allowed.includes(role))
        const before = await stands()
        const answer = await ask(asked, tokenOf(name))
        t.equal(
          isRefusedByRole(answer),
          !mayDo,
          `${said(asked)} by ${name}: ${answer.status} ${answer.text.slice(0, 100)}`,
        )
        t.not(answer.status, 401)
        if (mayDo) continue
        const { error } = JSON.parse(answer.text) as { error: string }
        t.match(error, `${asked.verb} takes ${allowed.join(' or ')}`)
        t.match(error, `asks as ${roles.join(', ')}`)
        t.equal(await stands(), before, `${said(asked)} refused changes nothing`)
      }
    }
  },
)

t.test(
  'what operators may is done by them: a halt and its end are in the audit under their names',
  async t => {
    const { ask, stands } = await running(t)
    const flip = { method: 'POST', path: '/api/flip' } as Described
    const asked = (verb: string): Asked => ({
      ...{ at: flip, act: '', verb },
      body: JSON.stringify({ verb, reason: 'ticket 12' }),
    })
    t.equal((await ask(asked('halt'), tokenOf('person-with-viewer'))).status, 200)
    t.equal((await ask(asked('resume'), tokenOf('person-with-viewer'))).status, 403)
    t.equal((await ask(asked('resume'), tokenOf('person-with-operator-and-approver'))).status, 200)
    const audit = await stands()
    t.match(audit, /\\"verb\\":\\"halt\\"[^}]*\\"actor\\":\\"person-with-viewer\\"/)
    t.match(
      audit,
      /\\"verb\\":\\"resume\\"[^}]*\\"actor\\":\\"person-with-operator-and-approver\\"/,
    )
  },
)

t.test(
  'a word of another instance is believed by its signature, whoever’s token it brings',
  async t => {
    const { ask, stands } = await running(t)
    const body = JSON.stringify({ from: 'a', message: { says: 'halt' } })
    const asked: Asked = {
      at: { method: 'POST', path: '/api/peer' } as Described,
      act: '',
      verb: '',
      body,
    }
    const before = await stands()
    for (const token of [undefined, ...PEOPLE.map(({ name }) => tokenOf(name))]) {
      // Without a key of the fleet nobody is believed.
      t.equal((await ask(asked, token)).status, 404)
    }
    t.equal(await stands(), before)
  },
)

t.test('probes and metrics are for whoever asks', async t => {
  const { ask } = await running(t)
  for (const path of ['/livez', '/readyz', '/startupz', '/version', '/metrics']) {
    const asked: Asked = {
      at: { method: 'GET', path } as Described,
      act: '',
      verb: '',
      body: undefined,
    }
    t.equal((await ask(asked, undefined)).status, 200, path)
    t.equal((await ask(asked, 'nobodys')).status, 200, path)
  }
})
