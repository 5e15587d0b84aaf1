import fc from 'fast-check'
import t from 'tap'
import { type ApiContext, answerApi } from '../../src/admin/index.ts'
import type { Comparison, Difference } from '../../src/comparison/index.ts'
import { createDivergences, type Divergences } from '../../src/evidence/index.ts'
import { compareJson, compareXml } from '../comparison/compared.ts'
import { arbitraryElement, arbitraryValue, valuesIn, written } from '../comparison/trees.ts'
import { bench, NOW, owning } from '../flips/given.ts'

const ROUTES = [owning('read'), owning('write', { cloud: undefined })]

const about = async (divergences: Divergences | undefined) => {
  const { store, context } = await bench(ROUTES)
  const api: ApiContext = {
    store,
    flips: context,
    ...(divergences && { divergencesOf: ({ name }) => divergences.of(name, 'e1') }),
  }
  return (path: string, method = 'GET') =>
    answerApi(
      {
        ...{ method, path, query: '', contentType: undefined, body: '' },
        ...{ actor: 'ada', roles: ['viewer'] },
      },
      api,
    )
}

const DIFFERENCE: Difference = {
  path: 'birthDate',
  kind: 'value',
  editClass: 'time-shift',
  severity: 'significant',
  expired: 'operator-1',
  leftToken: 'date(10)#0a1\u00b70a1',
  rightToken: 'date(10)#0a2\u00b70a2',
}

const DIFFERENT = { verdict: 'different', differences: [DIFFERENCE] } as const

t.test(
  'the divergences of a route in the epoch that is now, and one of them by its id',
  async t => {
    const divergences = createDivergences()
    divergences.add('read', 'e1', DIFFERENT, NOW)
    divergences.add('read', 'e1', { verdict: 'identical', differences: [] }, NOW)
    divergences.add('read', 'e0', DIFFERENT, NOW)
    const ask = await about(divergences)
    const id = divergences.of('read', 'e1').groups[0]?.id ?? ''
    const group = {
      id,
      path: 'birthDate',
      kind: 'value',
      editClass: 'time-shift',
      severity: 'significant',
      verdict: 'different',
      count: 1,
      rate: 0.5,
      firstAt: NOW,
      lastAt: NOW,
      shapes: [{ control: 'date(10)', candidate: 'date(10)', count: 1 }],
      rule: { id: 'operator-1', isExpired: true },
    }
    t.strictSame(await ask('/api/routes/read/divergences'), {
      status: 200,
      headers: { ETag: '"1"' },
      body: { route: 'read', epoch: 'e1', compared: 2, groups: [group], overflown: 0 },
    })
    t.strictSame(await ask(`/api/divergences/${id}`), {
      status: 200,
      body: { route: 'read', epoch: 'e1', compared: 2, ...group },
    })
    t.match(await ask('/api/routes/write/divergences'), {
      status: 200,
      body: { groups: { length: 0 } },
    })
  },
)

t.test('a group is found by its id among those of every route', async t => {
  const divergences = createDivergences()
  const PLACES = [
    ['read', 'birthDate'],
    ['read', 'gender'],
    ['write', 'birthDate'],
  ] as const
  for (const [route, path] of PLACES) {
    divergences.add(route, 'e1', { ...DIFFERENT, differences: [{ ...DIFFERENCE, path }] }, NOW)
  }
  const ask = await about(divergences)
  for (const [route, path] of PLACES) {
    const group = divergences.of(route, 'e1').groups.find(each => each.path === path)
    t.match(await ask(`/api/divergences/${group?.id ?? ''}`), { body: { route, path } })
  }
})

t.test('an instance that knows of none says so, with the epoch', async t => {
  const ask = await about(undefined)
  t.strictSame(await ask('/api/routes/read/divergences'), {
    status: 200,
    headers: { ETag: '"1"' },
    body: { route: 'read', epoch: 'e1', compared: 0, groups: [], overflown: 0 },
  })
})

t.test('a name nobody has is not found, nor a group of an epoch that is over', async t => {
  const divergences = createDivergences()
  divergences.add('read', 'e0', DIFFERENT, NOW)
  const ask = await about(divergences)
  const [over] = divergences.of('read', 'e0').groups
  for (const path of [
    '/api/routes/nobody/divergences',
    '/api/routes/%E0%A4%A/divergences',
    '/api/divergences/0123456789abcdef',
    `/api/divergences/${over?.id ?? ''}`,
    '/api/divergences/__proto__',
    '/api/divergences/%E0%A4%A',
    '/api/divergences/',
    '/api/divergences',
  ]) {
    t.match(await ask(path), { status: 404, body: { error: String } }, path)
  }
  t.match(await ask('/api/routes/read/divergences', 'POST'), { status: 405 })
  t.match(await ask('/api/divergences/0', 'POST'), { status: 405 })
})

t.test('whatever two messages hold, no value of theirs comes out', async t => {
  let groups = 0
  const isPrivate =
    (found: Comparison, values: readonly string[]) => async (): Promise<boolean> => {
      const divergences = createDivergences()
      divergences.add('read', 'e1', found, NOW)
      const ask = await about(divergences)
      const list = await ask('/api/routes/read/divergences')
      const own = divergences.of('read', 'e1').groups
      groups += own.length
      const each = await Promise.all(own.map(({ id }) => ask(`/api/divergences/${id}`)))
      const text = JSON.stringify([list, each])
      return (
        each.every(({ status }) => status === 200) && values.every(value => !text.includes(value))
      )
    }
  const inXml = fc.asyncProperty(arbitraryElement, arbitraryElement, (one, two) => {
    const other = { ...two, ns: one.ns, name: one.name }
    const found = compareXml(written(one, 1), written(other, 2))
    return isPrivate(found, [...valuesIn(one), ...valuesIn(other)])()
  })
  const named = arbitraryValue.map(value => `${value} of`)
  const inNames = fc.asyncProperty(named, named, arbitraryValue, (one, two, value) =>
    isPrivate(compareJson({ [one]: { a: value } }, { [two]: value }), [one, two, value])(),
  )
  await t.resolves(fc.assert(inXml, { numRuns: 150 }))
  await t.resolves(fc.assert(inNames, { numRuns: 150 }))
  t.ok(groups > 300)
})
