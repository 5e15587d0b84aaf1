import t from 'tap'
import { PDS_RETRIEVAL } from '../../src/products/pds/retrieval.ts'
import { factsOf, GOLDEN, PAIRS, SHAPE_NAMES, treeOf } from '../support/pds-golden.ts'
import { answerAbout, cloudAnswer } from '../support/pds-golden-about.ts'
import { bodyOf, patient } from '../support/pds-golden-cloud.ts'

for (const [title, golden] of Object.entries(GOLDEN)) {
  t.test(title, async t => {
    for (const { title, check } of golden) t.strictSame(...check(PDS_RETRIEVAL), title)
  })
}

t.test('at least thirty pairs stand for each shape, no two alike', async t => {
  t.strictSame(SHAPE_NAMES, ['mim6', 'mim7'])
  t.ok(PAIRS.length >= 30, `${PAIRS.length} pairs in each shape`)
  t.equal(new Set(PAIRS.map(({ cloud }) => JSON.stringify(cloud))).size, PAIRS.length)
})

t.test('whom a resource is about is told by its id and by every number in it', async t => {
  const { subjectOf } = PDS_RETRIEVAL
  const system = 'https://fhir.nhs.uk/Id/nhs-number'
  const resource = {
    ...patient('9990001006', '1'),
    identifier: [
      { system, value: '9990001014' },
      { system: 'https://example.test/other', value: '7' },
    ],
  }
  t.strictSame(subjectOf(bodyOf(resource)), ['9990001006', '9990001014'])
  t.strictSame(subjectOf(bodyOf({ resourceType: 'Patient' })), [])
  t.strictSame(subjectOf(Buffer.from('no JSON')), [])
})

t.test('a translation’s loss is counted by path, and says nothing of a value', async t => {
  const answer = PDS_RETRIEVAL.answer(
    cloudAnswer({ ...patient('9990001006', '1', { gender: 'male', birthDate: '1971' }) }),
    answerAbout('QUPA_IN000008UK05', '9990001006'),
  )
  t.equal(answer.kind, 'answer')
  const loss = answer.kind === 'answer' ? answer.loss : undefined
  t.strictSame(loss?.source.used, {
    id: 1,
    'meta/versionId': 1,
    'meta/security/code': 1,
    gender: 1,
    birthDate: 1,
    'identifier/value': 1,
  })
  t.strictSame(loss?.source.dropped, {})
  t.strictSame(loss?.target.said['subject/patientRole/id/@extension'], 1)
  t.notMatch(JSON.stringify(loss), /9990001006|male|1971/)
})

t.test('an information set’s leaves say which of them are times', async t => {
  const said = PDS_RETRIEVAL.readCloud(
    cloudAnswer(patient('9990001006', '1', { birthDate: '1971-02-03', gender: 'male' })),
  )
  t.equal(said.kind, 'said')
  if (said.kind !== 'said') return
  t.strictSame(PDS_RETRIEVAL.leaves(said.information ?? {}, 'QUPA_IN000008UK02'), [
    { path: 'nhsNumber', value: '9990001006', type: 'text' },
    { path: 'serialChangeNumber', value: '1', type: 'text' },
    { path: 'confidentiality', value: 'unrestricted', type: 'text' },
    { path: 'gender', value: 'male', type: 'text' },
    { path: 'birthDate', value: '1971-02-03', type: 'time' },
  ])
  t.strictSame(PDS_RETRIEVAL.leaves(said.information ?? {}, 'QUPA_IN000005UK01'), [])
})

t.test('a reason to decline repeats nothing of the message', async t => {
  const resource = patient('9990001006', '1', { gender: 'SECRET', SECRET_NAME: 'SECRET' })
  const about = answerAbout('QUPA_IN000008UK05', '9990001006')
  t.strictSame(PDS_RETRIEVAL.answer(cloudAnswer(resource), about), {
    kind: 'declined',
    code: 'value',
    says: 'gender: a value its row cannot say',
  })
  const message = treeOf('<x xmlns="urn:hl7-org:v3">SECRET</x>')
  t.notMatch(factsOf(PDS_RETRIEVAL, PDS_RETRIEVAL.readLegacy(message), ''), /SECRET/)
})
