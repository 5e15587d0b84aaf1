import t from 'tap'
import { treeOfJson } from '../../src/mapping/json-tree.ts'
import { leavesOf } from '../../src/mapping/tree.ts'
import { unfolded, unfoldedResource } from '../../src/mapping/unfold.ts'

const bundle = (...entries: readonly object[]): Buffer =>
  Buffer.from(JSON.stringify({ resourceType: 'Bundle', entry: entries }))

const at = (id: string, resource: object): object => ({ fullUrl: `urn:uuid:${id}`, resource })

const leaves = (bytes: Buffer): string[] =>
  [...leavesOf(unfolded(treeOfJson(bytes)))].map(([leaf, path]) => `${path}=${leaf.value}`)

t.test('each resource’s leaves are told once, however often it is pointed at', async t => {
  const two = bundle(
    at('a', { resourceType: 'Patient', gender: 'male' }),
    at('b', { resourceType: 'Task', for: { reference: 'urn:uuid:a' } }),
    at('c', { resourceType: 'Task', for: { reference: 'urn:uuid:A' } }),
  )
  t.strictSame(leaves(two), ['Patient/gender=male'])
})

t.test('what is pointed at stands there, by its address or by its type and id', async t => {
  const tree = unfolded(
    treeOfJson(
      bundle(
        at('a', { resourceType: 'Patient', id: 'p', gender: 'male' }),
        at('b', { resourceType: 'Task', for: { reference: 'Patient/p', display: 'x' } }),
      ),
    ),
  )
  const task = tree.children.find(({ label }) => label === 'Task')
  const [pointer] = task?.children ?? []
  t.strictSame(
    pointer?.children.map(({ label }) => label),
    ['display', 'Patient'],
  )
})

t.test('references in a circle stay what they are', async t => {
  const circle = bundle(
    at('a', { resourceType: 'Task', partOf: [{ reference: 'urn:uuid:b' }] }),
    at('b', { resourceType: 'Task', partOf: [{ reference: 'urn:uuid:a' }] }),
  )
  t.strictSame(leaves(circle).length, 1)
  const own = bundle(at('a', { resourceType: 'Task', focus: { reference: 'urn:uuid:a' } }))
  t.strictSame(leaves(own), ['Task/focus/reference=urn:uuid:a'])
})

t.test('a Bundle that would come to more than memory holds is refused before it does', async t => {
  const doubled = Array.from({ length: 40 }, (_, i) =>
    at(String(i), {
      resourceType: 'Task',
      a: { reference: `urn:uuid:${i + 1}` },
      b: { reference: `urn:uuid:${i + 1}` },
      x: 'x',
    }),
  )
  t.throws(() => unfolded(treeOfJson(bundle(...doubled))), { code: 'malformed' })
})

t.test('what is no resource, or two of one address, is refused', async t => {
  const rows: readonly (readonly [why: string, entries: readonly object[]])[] = [
    ['no type', [at('a', { gender: 'male' })]],
    ['a type that is no name', [at('a', { resourceType: 'x/y' })]],
    ['a property called as a resource', [at('a', { resourceType: 'Task', for: { Patient: {} } })]],
    ['two of one address', [at('a', { resourceType: 'Task' }), at('A', { resourceType: 'Task' })]],
    [
      'two of one id',
      [at('a', { resourceType: 'Task', id: 'x' }), at('b', { resourceType: 'Task', id: 'x' })],
    ],
  ]
  for (const [why, entries] of rows) {
    t.throws(() => unfolded(treeOfJson(bundle(...entries))), { code: 'malformed' }, why)
  }
})

const CONTAINING = {
  resourceType: 'Task',
  contained: [
    { resourceType: 'PractitionerRole', id: 'r', organization: { reference: '#o' } },
    { resourceType: 'Organization', id: 'o', name: 'x' },
  ],
  requester: { reference: '#r' },
  owner: { reference: '#nobody' },
}

const leavesOfOne = (resource: object): string[] =>
  [...leavesOf(unfoldedResource(treeOfJson(Buffer.from(JSON.stringify(resource)))))].map(
    ([leaf, path]) => `${path}=${leaf.value}`,
  )

t.test('what a resource contains stands where it is pointed at, and is told once', async t => {
  t.strictSame(leavesOfOne(CONTAINING), [
    'PractitionerRole/id=r',
    'Organization/id=o',
    'Organization/name=x',
    'owner/reference=#nobody',
  ])
  const tree = unfoldedResource(treeOfJson(Buffer.from(JSON.stringify(CONTAINING))))
  const requester = tree.children.find(({ label }) => label === 'requester')
  const [role] = requester?.children ?? []
  t.equal(role?.label, 'PractitionerRole')
  const organization = role?.children.find(({ label }) => label === 'organization')
  t.strictSame(
    organization?.children.map(({ label }) => label),
    ['Organization'],
  )
})

t.test('of what an entry of a Bundle contains no other entry knows', async t => {
  const two = bundle(
    at('a', CONTAINING),
    at('b', { resourceType: 'Task', requester: { reference: '#r' } }),
  )
  t.strictSame(
    leaves(two).filter(leaf => leaf.includes('#')),
    ['Task/owner/reference=#nobody', 'Task/requester/reference=#r'],
  )
})

t.test('two contained resources of one id, or one without a type, are refused', async t => {
  const { contained } = CONTAINING
  for (const each of [{ resourceType: 'Organization', id: 'r' }, { id: 'p' }]) {
    const resource = { ...CONTAINING, contained: [...contained, each] }
    t.throws(() => leavesOfOne(resource), { code: 'malformed' })
  }
})
