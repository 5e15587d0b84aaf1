import t from 'tap'
import { createAdmission } from '../../src/roles/index.ts'

t.test(
  'without tokens an operator asks on loopback, and elsewhere one who may look and halt',
  async t => {
    for (const host of ['127.0.0.1', '127.9.9.9', 'localhost', '::1']) {
      const open = createAdmission(host)
      t.match(
        await open.admit(undefined),
        { actor: 'operator', roles: ['operator', 'approver'] },
        host,
      )
      t.match(open, { asksForTokens: false, isOpen: true, says: /is an operator: it is loopback/ })
    }
    for (const host of ['0.0.0.0', '::', '10.0.0.7', '127.evil.example', 'localhost.example']) {
      const open = createAdmission(host)
      t.match(await open.admit('Bearer x'), { actor: 'viewer', roles: ['viewer'] }, host)
      t.match(open, { asksForTokens: false, isOpen: false, says: /may look and halt/ })
    }
  },
)

t.test('with either proof nobody is an operator for where they ask', async t => {
  const found = { actor: 'anna', roles: ['operator'] } as const
  const tokens = {
    ...{ count: 1, trouble: undefined, close: () => undefined },
    find: (token: string) => (token === 'a' ? found : undefined),
  }
  const issuer = { name: 'https://idp.example', verify: () => Promise.resolve(found) }
  const [byFile, byIssuer, byBoth] = [{ tokens }, { issuer }, { tokens, issuer }].map(proofs =>
    createAdmission('127.0.0.1', proofs),
  )
  for (const admission of [byFile, byIssuer, byBoth]) {
    t.match(await admission?.admit(undefined), { not: 'without-token' })
    t.match(await admission?.admit('Bearer unknown'), { not: 'token' })
    t.match(admission, { asksForTokens: true, isOpen: false })
  }
  t.match(byBoth?.says, 'a token of FICUS_TOKEN_FILE, or a token of https://idp.example')
  t.match(await byFile?.admit('Bearer a'), found)
  t.match(await byFile?.admit('Bearer a.b.c'), { not: 'token' })
  t.match(await byIssuer?.admit('Bearer a'), { not: 'token' }, 'no token of an issuer')
  t.match(await byIssuer?.admit('Bearer a.b.c'), found)
  t.match(await byBoth?.admit(`Bearer ${'a'.repeat(9_000)}`), { not: 'token' })
})
