import t from 'tap'
import { epochOf, type EpochParts } from '../../src/evidence/index.ts'

const PARTS: EpochParts = {
  mapping: 'pds.retrieval 3',
  policy: 'pds 7',
  ignore: [{ path: '**/a', why: 'b', owner: 'c', expires: '2027-03-31' }],
  upstreams: { legacy: 'spine 1', cloud: 'pds-fhir 2' },
}

t.test('an epoch has the same name wherever its parts are the same', async t => {
  t.match(epochOf(PARTS), /^[0-9a-f]{16}$/)
  t.equal(epochOf(structuredClone(PARTS)), epochOf(PARTS))
  const turned = { expires: '2027-03-31', owner: 'c', why: 'b', path: '**/a' }
  t.equal(
    epochOf({ ...PARTS, ignore: [turned] }),
    epochOf(PARTS),
    'in whatever order it is written',
  )
})

t.test('whatever evidence stands on ends its epoch by changing', async t => {
  const others: readonly EpochParts[] = [
    PARTS,
    { ...PARTS, mapping: 'pds.retrieval 4' },
    { ...PARTS, mapping: undefined },
    { ...PARTS, policy: 'pds 8' },
    { ...PARTS, ignore: [] },
    { ...PARTS, ignore: [{ ...PARTS.ignore[0], path: '**/b' }] },
    { ...PARTS, ignore: [...PARTS.ignore, ...PARTS.ignore] },
    { ...PARTS, upstreams: { ...PARTS.upstreams, legacy: 'spine 2' } },
    { ...PARTS, upstreams: { ...PARTS.upstreams, cloud: 'pds-fhir 3' } },
    { ...PARTS, upstreams: { ...PARTS.upstreams, cloud: undefined } },
  ]
  t.equal(new Set(others.map(epochOf)).size, others.length)
})
