import { createHmac } from 'node:crypto'
import { type CryptoKey, exportSPKI, importJWK } from 'jose'
import t, { type Test } from 'tap'
import { createIssuer } from '../../src/roles/index.ts'
import { AUDIENCE, type LocalIssuer, NOW_SECONDS, startIssuer } from './local-issuer.ts'

/** An issuer, and who reads its tokens by a clock the test sets. */
async function bench(t: Test, more: { readonly rolesIn?: string; readonly nameIn?: string } = {}) {
  const local = await startIssuer(t)
  const clock = { now: NOW_SECONDS * 1_000 }
  const reader = await createIssuer({
    ...{ issuer: local.issuer, audience: AUDIENCE, rolesIn: 'roles', nameIn: 'sub', ...more },
    now: () => clock.now,
  })
  return { local, clock, verify: (token: string) => reader.verify(token) }
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

const ANNA = { actor: 'anna', roles: ['operator'] }
const not = (why: string) => ({ not: 'token', says: `the token is not let in: ${why}` })

t.test('a token its issuer has signed says who somebody is and what they may', async t => {
  const { local, verify } = await bench(t)
  t.strictSame(await verify(await local.sign()), ANNA)
  for (const alg of ['RS256', 'PS256', 'EdDSA']) {
    await local.rotate(alg, { alg })
    const fresh = await createIssuer({
      ...{ issuer: local.issuer, audience: AUDIENCE, rolesIn: 'roles', nameIn: 'sub' },
      now: () => NOW_SECONDS * 1_000,
    })
    t.strictSame(await fresh.verify(await local.sign()), ANNA, alg)
  }
})

t.test('what is not what it says it is, is told so and lets nobody in', async t => {
  const { local, verify } = await bench(t)
  const signed = (claims: object) => local.sign({ ...claims })
  t.strictSame(await verify(await signed({ aud: 'other' })), not('it is for somebody else'))
  t.strictSame(await verify(await signed({ aud: 'ficus-x' })), not('it is for somebody else'))
  t.strictSame(await verify(await signed({ aud: ['other', AUDIENCE] })), ANNA)
  t.strictSame(await verify(await signed({ aud: undefined })), not('it is for somebody else'))
  const elsewhere = await signed({ iss: 'https://elsewhere.example' })
  t.strictSame(await verify(elsewhere), not('somebody else has issued it'))
  const endless = await signed({ exp: undefined })
  t.strictSame(await verify(endless), not('it does not say until when it holds'))
  for (const garbage of ['a.b.c', '..', 'x', `${part({ alg: 'ES256' })}.${part({})}.AAAA`]) {
    t.match(await verify(garbage), { not: 'token' }, garbage)
  }
  const [head, , tail] = (await local.sign()).split('.')
  const forged = part({ iss: local.issuer, aud: AUDIENCE, sub: 'eve', exp: NOW_SECONDS + 300 })
  t.strictSame(await verify(`${head}.${forged}.${tail}`), not('its signature is not its issuer’s'))
})

t.test('a token nobody has signed, or signed with what everybody knows, is none', async t => {
  const { local, verify } = await bench(t)
  const claims = {
    ...{ iss: local.issuer, aud: AUDIENCE, sub: 'eve', roles: ['operator'] },
    exp: NOW_SECONDS + 300,
  }
  const says = not('it is not signed in a way that proves anything')
  for (const alg of ['none', 'None', 'NONE', '']) {
    t.match(await verify(`${part({ alg })}.${part(claims)}.`), { not: 'token' }, alg)
    t.match(
      await verify(`${part({ alg, kid: 'first' })}.${part(claims)}.AA`),
      { not: 'token' },
      alg,
    )
  }
  await local.rotate('rsa', { alg: 'RS256' })
  const jwk = local.publicKey()
  const pem = await exportSPKI((await importJWK(jwk)) as CryptoKey)
  for (const secret of [pem, JSON.stringify(jwk), jwk.n ?? '']) {
    const text = `${part({ alg: 'HS256', kid: 'rsa' })}.${part(claims)}`
    const mac = createHmac('sha256', secret).update(text).digest('base64url')
    t.strictSame(await verify(`${text}.${mac}`), says)
  }
})

t.test('two clocks may be thirty seconds apart and no more', async t => {
  const { local, verify } = await bench(t)
  const at = async (claims: object) => verify(await local.sign({ ...claims }))
  t.strictSame(await at({ exp: NOW_SECONDS - 29 }), ANNA)
  t.strictSame(await at({ exp: NOW_SECONDS - 30 }), not('it has expired'))
  t.strictSame(await at({ nbf: NOW_SECONDS + 30 }), ANNA)
  t.strictSame(await at({ nbf: NOW_SECONDS + 31 }), not('it is not valid yet'))
  t.strictSame(await at({ iat: NOW_SECONDS + 30 }), ANNA)
  t.strictSame(await at({ iat: NOW_SECONDS + 31 }), not('it is not valid yet'))
})

t.test('a token that is for something else than to ask with is none', async t => {
  const { local, verify } = await bench(t)
  const none = not('it is no access token')
  for (const typ of ['at+jwt', 'JWT', 'application/at+jwt']) {
    t.strictSame(await verify(await local.sign({}, { header: { typ } })), ANNA, typ)
  }
  for (const typ of ['logout+jwt', 'dpop+jwt', 'id+jwt']) {
    t.strictSame(await verify(await local.sign({}, { header: { typ } })), none, typ)
  }
  t.strictSame(await verify(await local.sign({ typ: 'Bearer' })), ANNA)
  t.strictSame(await verify(await local.sign({ typ: 'ID' })), none)
  t.strictSame(await verify(await local.sign({ typ: 'Refresh' })), none)
  t.strictSame(await verify(await local.sign({ token_use: 'id' })), none)
})

t.test(
  'roles come from a claim, deeper or shallow, with our prefix or none; the rest is another’s',
  async t => {
    const { local, verify } = await bench(t, { rolesIn: 'realm_access.roles', nameIn: 'upn' })
    const rolesOf = async (realm_access: unknown, more: object = {}) => {
      const came = await verify(await local.sign({ realm_access, upn: 'anna@x', ...more }))
      return 'roles' in came ? came.roles : came
    }
    t.strictSame(await rolesOf({ roles: ['ficus-approver', 'viewer', 'admin'] }), [
      'viewer',
      'approver',
    ])
    t.strictSame(await rolesOf({ roles: 'ficus:operator offline' }), ['operator'])
    for (const none of [
      { roles: ['Operator', 'ficus_operator', 7, null] },
      {},
      'x',
      null,
      [['operator']],
    ]) {
      t.strictSame(await rolesOf(none), [])
    }
    t.strictSame(await rolesOf({}, { 'realm_access.roles': ['operator'] }), ['operator'])
    t.strictSame(
      await verify(await local.sign({ roles: ['operator'] })),
      not('it names nobody the audit could name'),
    )
    for (const upn of ['', 'a'.repeat(65), 'two\nlines', '943 476 5919', 7, '\u202eanna']) {
      t.match(await verify(await local.sign({ upn })), { not: 'token' }, String(upn))
    }
  },
)

t.test('a key the issuer made since is found, and one it took back is not', async t => {
  const { local, clock, verify } = await bench(t)
  const old = await local.sign()
  t.strictSame(await verify(old), ANNA)
  await local.rotate('second', { keepsOld: true })
  const fresh = await local.sign()
  t.strictSame(await verify(fresh), not('its issuer has no such key'), 'asked a moment ago')
  clock.now += 10_000
  t.strictSame(await verify(fresh), ANNA)
  t.strictSame(await verify(old), ANNA)
  await local.rotate('third')
  clock.now += 10_000
  t.strictSame(await verify(await local.sign()), ANNA)
  t.strictSame(await verify(old), not('its issuer has no such key'))
})

t.test('whoever names keys nobody has makes the issuer asked once in ten seconds', async t => {
  const { local, clock, verify } = await bench(t)
  const made = await local.sign()
  await verify(made)
  const before = local.asked()
  clock.now += 10_000
  const [, claims = '', tail = ''] = made.split('.')
  const tokens = Array.from({ length: 50 }, (_, i) => part({ alg: 'ES256', kid: `k${i}` }))
  for (const head of tokens) {
    t.strictSame(await verify(`${head}.${claims}.${tail}`), not('its issuer has no such key'))
  }
  await Promise.all(tokens.map(head => verify(`${head}.${claims}.${tail}`)))
  t.equal(local.asked(), before + 1)
})

const SILENT = { not: 'issuer', afterSeconds: Number }

t.test('an issuer that is gone takes back no key it gave, for an hour', async t => {
  const { local, clock, verify } = await bench(t)
  const forDays = await local.sign({ exp: NOW_SECONDS + 1e6 })
  t.strictSame(await verify(forDays), ANNA)
  await local.goAway('closed')
  for (const ms of [700_000, 1_200_000, 1_600_000]) {
    clock.now += ms
    t.strictSame(await verify(forDays), ANNA)
  }
  clock.now += 100_000
  t.match(await verify(forDays), SILENT)
  const unknown = `${part({ alg: 'ES256', kid: 'other' })}.${forDays.split('.').slice(1).join('.')}`
  t.match(await verify(unknown), SILENT)
})

t.test('one that never answered is waited for two seconds, and then said to be silent', async t => {
  const { local, clock, verify } = await bench(t)
  await local.goAway('hangs')
  const token = await local.sign()
  const started = performance.now()
  const came = await Promise.all([verify(token), verify(token)])
  t.ok(performance.now() - started < 3_500)
  for (const each of came) t.match(each, { ...SILENT, afterSeconds: 10 })
  const again = performance.now()
  t.match(await verify(token), SILENT)
  t.ok(performance.now() - again < 1_000, 'nobody waits for it again so soon')
  local.comeBack()
  clock.now += 10_000
  t.strictSame(await verify(token), ANNA)
})

t.test(
  'one who answers in another’s name, or keeps keys where anybody could swap them, is silent',
  async t => {
    const cases: ((local: LocalIssuer) => LocalIssuer['says'])[] = [
      ({ issuer }) => ({
        metadata: { issuer: 'https://other.example', jwks_uri: `${issuer}/keys` },
      }),
      ({ issuer }) => ({ metadata: { issuer: `${issuer}/`, jwks_uri: `${issuer}/keys` } }),
      ({ issuer }) => ({
        // The same machine, and no name of it that says so.
        metadata: { issuer, jwks_uri: `${issuer.replace('127.0.0.1', '0.0.0.0')}/keys` },
      }),
      ({ issuer }) => ({ metadata: { issuer } }),
      () => ({ metadata: [] }),
      ({ issuer }) => ({
        metadata: { issuer, jwks_uri: `${issuer}/keys`, pad: 'x'.repeat(300_000) },
      }),
    ]
    for (const says of cases) {
      const { local, verify } = await bench(t)
      Object.assign(local.says, says(local))
      t.match(await verify(await local.sign()), SILENT)
    }
  },
)

t.test('an issuer is where nobody on the way could answer for it', async t => {
  const made = (issuer: string) =>
    createIssuer({ issuer, audience: AUDIENCE, rolesIn: 'roles', nameIn: 'sub' })
  for (const issuer of [
    'http://idp.example',
    'idp',
    'https://u:p@idp.example',
    'ftp://127.0.0.1',
    'http://127.0.0.1.example',
  ]) {
    await t.rejects(made(issuer), { name: 'IssuerRefused' }, issuer)
  }
  for (const issuer of ['https://idp.example/realms/x', 'http://localhost:1', 'http://[::1]:1']) {
    await t.resolves(made(issuer), issuer)
  }
})
