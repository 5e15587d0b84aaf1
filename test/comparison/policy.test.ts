import fc from 'fast-check'
import t from 'tap'
import {
  createCompare,
  definePolicy,
  NEVER_IGNORED,
  type Rule,
  withOperatorRules,
} from '../../src/comparison/index.ts'
import { matches, parsePattern } from '../../src/comparison/path-pattern.ts'
import { compareJson, compareXml, differing, KEY, NOW, policyOf, xml } from './compared.ts'

const ignore = (path: string): Rule => ({ id: path, path, why: 'a test', does: 'ignore' })

t.test('a path leads where its stars let it', async t => {
  const ROWS: readonly (readonly [pattern: string, path: string, leads: boolean])[] = [
    ['a/b', 'a/b', true],
    ['a/b', 'a/b/c', false],
    ['a/*', 'a/b', true],
    ['a/*', 'a', false],
    ['*/b', 'a/b', true],
    ['**/b', 'b', true],
    ['**/b', 'a/x/y/b', true],
    ['a/**', 'a', true],
    ['a/**/b', 'a/b', true],
    ['a/**/b', 'a/x/b/y/b', true],
    ['a/**/b', 'a/x/b/y', false],
    ['**/@code', 'a/@code', true],
    ['a/text()', 'a/text()', true],
  ]
  for (const [pattern, path, leads] of ROWS) {
    t.equal(matches(parsePattern(pattern), path.split('/')), leads, `${pattern} ${path}`)
  }
})

t.test('a rule holds exactly where its path leads', async t => {
  const names = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 6 })
  const steps = fc.array(fc.constantFrom('a', 'b', '*', '**'), { minLength: 1, maxLength: 5 })
  const holds = fc.property(names, steps, (path, pattern) => {
    const document = (value: string): unknown =>
      path.reduceRight<unknown>((below, name) => ({ [name]: below }), value)
    const rule: Rule = {
      id: 'rule',
      path: pattern.join('/'),
      why: 'a test',
      does: 'type',
      type: 'caseless',
    }
    const { verdict } = compareJson(document('x'), document('X'), policyOf(rule))
    return verdict === (matches(pattern, path) ? 'equivalent' : 'different')
  })
  t.doesNotThrow(() => fc.assert(holds, { numRuns: 500 }))
})

t.test('an ignored element is ignored with all it holds, and whether it is there', async t => {
  const policy = policyOf(ignore('**/systemEffectiveDate'))
  const control = '<a><systemEffectiveDate><value low="1"/></systemEffectiveDate><b/></a>'
  for (const candidate of [
    '<a><systemEffectiveDate><value low="2"/></systemEffectiveDate><b/></a>',
    '<a><systemEffectiveDate/><b/></a>',
    '<a><b/></a>',
  ]) {
    const { verdict, hits, differences } = compareXml(control, candidate, policy)
    t.equal(verdict, 'equivalent', candidate)
    t.strictSame(hits, { '**/systemEffectiveDate': 1 })
    t.equal(differences[0]?.rule, '**/systemEffectiveDate')
  }
  t.equal(compareXml(control, control.replace('<b/>', ''), policy).verdict, 'different')
})

t.test('where an ignored element stands says nothing either', async t => {
  const policy = policyOf(ignore('a/stamp'))
  const verdictOf = (candidate: string) =>
    compareXml('<a><stamp>1</stamp><b/><c/></a>', candidate, policy).verdict
  t.equal(verdictOf('<a><b/><c/><stamp>2</stamp></a>'), 'equivalent')
  t.equal(verdictOf('<a><b/><stamp>1</stamp><c/></a>'), 'identical')
  t.equal(verdictOf('<a><stamp>1</stamp><c/><b/></a>'), 'different')
})

t.test('hits are counted, one difference stands for all of a kind', async t => {
  const policy = policyOf(ignore('list/item/stamp'))
  const list = (stamp: string) => ({
    list: { item: [1, 2, 3].map(n => ({ n, stamp: `${stamp}${n}` })) },
  })
  const { hits, differences } = compareJson(list('x'), list('y'), policy)
  t.strictSame(hits, { 'list/item/stamp': 3 })
  t.equal(differences.length, 1)
})

t.test('no rule can be defined that makes less of a field never to be ignored', async t => {
  const COVERING = [
    '**',
    '*',
    '**/patientRole',
    '**/patientRole/id',
    '**/patientRole/**',
    '**/id/@extension',
    '**/@extension',
    '**/@code',
    '**/ControlActEvent',
    'Envelope',
    'Envelope/Body',
    'Envelope/Body/*/*/ControlActEvent/subject',
    '*/ControlActEvent',
    'Patient',
    'Patient/*',
    'Patient/id',
    'Bundle/entry',
    '**/quantity',
    '**/text()',
    '**/status',
    'nhsNumber',
    'OperationOutcome/issue',
  ]
  for (const path of COVERING) {
    t.throws(() => policyOf(ignore(path)), /never to be ignored/, path)
  }
  for (const does of ['id', 'cosmetic', 'empty-is-absent'] as const) {
    const rule: Rule = { id: does, path: '**/patientRole/id/@extension', why: 'a test', does }
    t.throws(() => policyOf(rule), /NHS number/, does)
  }
  const timestamp: Rule = { id: 't', path: '**/quantity/@value', why: 'a', does: 'timestamp' }
  t.throws(() => policyOf(timestamp), /quantity/)
})

t.test('every field of the list refuses a rule at its own path', async t => {
  for (const { path } of NEVER_IGNORED) {
    t.throws(() => policyOf(ignore(path)), /never to be ignored/, path)
  }
  t.ok(NEVER_IGNORED.length > 40)
})

t.test('a rule that covers none is taken', async t => {
  for (const path of [
    '**/systemEffectiveDate',
    '**/creationTime',
    'Envelope/Header/MessageID/text()',
    'Envelope/Body/*/*/id/@root',
    '*/id/@root',
    '**/communicationFunctionSnd/device/id/@extension',
    'Bundle/timestamp',
    'http/etag',
  ]) {
    t.doesNotThrow(() => policyOf(ignore(path)), path)
  }
})

t.test('a policy may protect more, and a rule may cover none of it', async t => {
  const protects = [
    { what: 'serial change number', path: '**/pertinentSerialChangeNumber/value/@value' },
  ]
  const input = { name: 'test', protects }
  const rules = [ignore('**/pertinentSerialChangeNumber')]
  t.throws(() => definePolicy({ ...input, rules }), /serial change number/)
  t.doesNotThrow(() => definePolicy({ ...input, rules: [] }))
})

t.test(
  'what definition could not see, comparison does: a protected field is never explained',
  async t => {
    // The rule names no field, and only the message shows what stands below it.
    const policy = policyOf(ignore('odd/shape'))
    const odd = (number: string, other: string) =>
      `<odd><shape><id root="2.16.840.1.113883.2.1.4.1" extension="${number}"/><other>${other}</other></shape></odd>`
    const control = odd('9990000018', 'x')
    t.equal(compareXml(control, odd('9990000018', 'y'), policy).verdict, 'equivalent')
    const changed = compareXml(control, odd('9990000026', 'y'), policy)
    t.equal(changed.verdict, 'different')
    t.strictSame(differing(changed), ['value odd/shape/id/@extension'])
    t.equal(changed.differences.find(({ rule }) => rule === undefined)?.severity, 'critical')
    const gone = compareXml(control, '<odd/>', policy)
    t.strictSame(differing(gone), ['missing odd/shape/id/@extension'])
  },
)

t.test('nor renamed, nor taken for a time, wherever it stands', async t => {
  const xmlOf = (number: string) =>
    `<odd><id root="2.16.840.1.113883.2.1.4.1" extension="${number}"/></odd>`
  const jsonOf = (number: string) => ({
    odd: { system: 'https://fhir.nhs.uk/Id/nhs-number', value: number },
  })
  // Ten digits may be an hour of a day as well.
  const [one, two] = ['2020010112', '2020010113']
  for (const does of ['ignore', 'id', 'timestamp', 'cosmetic'] as const) {
    const policy = policyOf({
      id: 'rule',
      path: ['odd/id/@extension', 'odd/value'],
      why: 'a',
      does,
    })
    for (const comparison of [
      compareXml(xmlOf(one), xmlOf(two), policy),
      compareJson(jsonOf(one), jsonOf(two), policy),
    ]) {
      t.equal(comparison.verdict, 'different', does)
      t.match(comparison.differences, [{ kind: 'value', severity: 'critical' }], does)
    }
  }
})

t.test(
  'an id of a resource is protected where it is an NHS number, and may else be made anew',
  async t => {
    const policy = policyOf({
      id: 'ids',
      path: ['Patient/id', '**/reference'],
      why: 'a test',
      does: 'id',
    })
    const patient = (own: string, subject = `Patient/${own}`) => ({
      resourceType: 'Patient',
      id: own,
      link: { subject: { reference: subject } },
    })
    const hold = (a: unknown, b: unknown) => compareJson(a, b, policy).differences
    t.strictSame(hold(patient('a-1'), patient('b-2')), [])
    const CRITICAL = [{ severity: 'critical' }, { severity: 'critical' }]
    t.match(hold(patient('9990000018'), patient('9990000026')), CRITICAL)
    t.match(hold(patient('9990000018'), patient('b-2')), CRITICAL)
    t.match(hold(patient('a-1'), patient('9990000026')), CRITICAL)
    t.match(hold(patient('a-1', 'Patient/999 000 0018'), patient('b-2')), [
      { kind: 'value', severity: 'critical' },
    ])
    for (const does of ['ignore', 'cosmetic', 'timestamp', 'empty-is-absent'] as const) {
      t.throws(
        () => policyOf({ id: 'x', path: 'Patient/id', why: 'a test', does }),
        /NHS number/,
        does,
      )
    }
  },
)

t.test('every mistake in a policy is told at once', async t => {
  const rules: Rule[] = [
    { id: 'one', path: 'a b', why: 'x', does: 'ignore' },
    { id: 'two', path: '**', why: 'x', does: 'ignore' },
    { id: 'three', path: 'a', why: ' ', does: 'cosmetic' },
    { id: 'three', path: 'a', why: 'x', does: 'key', key: [] },
    { id: 'four', path: 'a', why: 'x', does: 'ignore', expires: '2026-02-31' },
    // What a file says need not be one of them.
    { id: 'five', path: 'a', why: 'x', does: 'type', type: 'colour' as 'uuid' },
  ]
  const message = (): string => {
    try {
      policyOf(...rules)
      return ''
    } catch (error) {
      return String(error)
    }
  }
  for (const id of ['one', 'two', 'three', 'four', 'five']) t.match(message(), `${id}: `)
  t.match(message(), 'there are two of this id')
})

t.test(
  'an operator’s rule explains until the end of its last day, and then its difference is back',
  async t => {
    const policy = withOperatorRules(policyOf(), [
      { path: '**/notes', why: 'known', owner: 'pds-team', expires: '2026-11-22' },
    ])
    const at = (moment: string) =>
      createCompare({ key: KEY, now: () => Date.parse(moment) })(
        { control: xml('<a><notes>x</notes></a>'), candidate: xml('<a><notes>y</notes></a>') },
        policy,
      )
    t.equal(at('2026-11-22T23:59:59.999Z').verdict, 'equivalent')
    const late = at('2026-11-23T00:00:00Z')
    t.equal(late.verdict, 'different')
    t.match(late.differences, [{ path: 'a/notes/text()', expired: 'ignore **/notes' }])
    t.notOk(late.differences[0]?.rule)
    t.strictSame(late.hits, {})
  },
)

t.test(
  'an operator’s rule needs an owner and a day, and covers nothing protected either',
  async t => {
    const rule = { path: '**/notes', why: 'known', owner: 'pds-team', expires: '2027-03-31' }
    const add = (own: Partial<typeof rule>) => () =>
      withOperatorRules(policyOf(), [{ ...rule, ...own }])
    t.doesNotThrow(add({}))
    t.throws(add({ owner: ' ' }), /owner/)
    t.throws(add({ expires: 'soon' }), /last day/)
    t.throws(add({ path: '**/patientRole' }), /NHS number/)
  },
)

t.test('the version changes with the rules, and every verdict names it', async t => {
  const one = policyOf(ignore('a/b'))
  const two = policyOf({ ...ignore('a/b'), why: 'another reason' })
  t.not(one.version, two.version)
  t.equal(policyOf(ignore('a/b')).version, one.version)
  t.equal(compareXml('<a/>', '<a/>', one).policy, `test@${one.version}`)
})

t.test('adding an ignore rule never adds a difference', async t => {
  const value: fc.Arbitrary<fc.JsonValue> = fc.jsonValue({ maxDepth: 3 })
  const path = fc
    .array(fc.constantFrom('a', 'b', '*', '**', 'c'), { minLength: 1, maxLength: 3 })
    .map(steps => ['x', ...steps].join('/'))
  const isMonotone = fc.property(value, value, path, (a, b, covered) => {
    const [control, candidate] = [{ x: a }, { x: b }]
    const before = differing(compareJson(control, candidate))
    const after = differing(compareJson(control, candidate, policyOf(ignore(covered))))
    return after.length <= before.length
  })
  t.doesNotThrow(() => fc.assert(isMonotone, { numRuns: 300 }))
})

t.test('the key of a comparison is long enough to be one', async t => {
  t.throws(() => createCompare({ key: Buffer.alloc(8), now: () => NOW }), /16 bytes/)
})
