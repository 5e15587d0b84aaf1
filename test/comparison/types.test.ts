import t from 'tap'
import type { LeafType, Rule } from '../../src/comparison/index.ts'
import { readTime } from '../../src/comparison/times.ts'
import { compareJson, policyOf } from './compared.ts'

const hold = (rule: Rule, a: string, b: string): string =>
  compareJson({ a }, { a: b }, policyOf(rule)).verdict

const typed = (type: LeafType): Rule => ({ id: type, path: 'a', why: 'a test', does: 'type', type })

t.test('a type knows the ways one value is written, and no others', async t => {
  const ROWS: readonly (readonly [LeafType, control: string, candidate: string, same: boolean])[] =
    [
      ['time', '20260101', '2026-01-01', true],
      ['time', '202601', '2026-01', true],
      ['time', '20260101120000', '2026-01-01T12:00:00', true],
      ['time', '20260101120000+0000', '2026-01-01T12:00:00Z', true],
      ['time', '20260701130000+0100', '2026-07-01T12:00:00+00:00', true],
      ['time', '20260101000000+0100', '20251231230000+0000', true],
      ['time', '20260101', '20260101000000', false],
      ['time', '20260101120000', '20260101120000+0000', false],
      ['time', '20260101120000.5Z', '20260101120000.50Z', false],
      ['time', '2026-02-31', '20260231', false],
      ['time', '202613', '2026-13', false],
      ['time', 'now', 'NOW', false],
      ['decimal', '.5', '0.50', true],
      ['decimal', '+1', '1.0', true],
      ['decimal', '-0', '0', true],
      ['decimal', '010', '10', true],
      ['decimal', '1.10', '1.01', false],
      ['decimal', '-1', '1', false],
      ['decimal', '.', '0', false],
      ['decimal', '1e2', '100', false],
      ['decimal', '12345678901234567890', '12345678901234567891', false],
      [
        'uuid',
        '5A562114-4B7A-4C4C-9E4B-5B3F0E6C0001',
        '5a562114-4b7a-4c4c-9e4b-5b3f0e6c0001',
        true,
      ],
      ['uuid', 'ABC', 'abc', false],
      ['telecom', 'tel:01632960000', '01632960000', true],
      ['telecom', 'mailto:a@b.test', 'a@b.test', false],
      ['collapsed', ' a\n b ', 'a b', true],
      ['collapsed', 'ab', 'a b', false],
      ['caseless', 'Person.id', 'person.id', true],
      ['base64', 'aGVsbG8gd29ybGQ=', 'aGVsbG8g\r\n  d29ybGQ=', true],
      ['base64', 'aGVsbG8=', 'aGVsbG9=', false],
      ['base64', 'a b', 'ab', true],
      ['base64', 'a-b', 'a- b', false],
      [
        'xhtml',
        '<div><p a="1" b="2">x  y</p></div>',
        "<div>\n<p b='2' a='1'>x\ny</p>\n</div>",
        true,
      ],
      ['xhtml', '<div>one <b>two </b>three</div>', '<div>one <b>two</b>three</div>', false],
      [
        'xhtml',
        '<div xmlns="http://www.w3.org/1999/xhtml"><b/>x</div>',
        '<h:div xmlns:h="http://www.w3.org/1999/xhtml"><h:b></h:b>x</h:div>',
        true,
      ],
      ['xhtml', '<div><p>take 1</p></div>', '<div><p>take 2</p></div>', false],
      ['xhtml', '<div><p>one</p>two</div>', '<div>two<p>one</p></div>', false],
      ['xhtml', '<div xmlns="urn:a"/>', '<div xmlns="urn:b"/>', false],
      ['xhtml', '<div>a&lt;b/></div>', '<div>a<b/></div>', false],
      ['xhtml', '<div>', '<div >', false],
      [
        'xhtml',
        `${'<b>'.repeat(90)}x${'</b>'.repeat(90)}`,
        `${'<b>'.repeat(90)}x${'</b >'.repeat(90)}`,
        true,
      ],
      ['qname', ' hl7:TS', 'hl7:TS', true],
      ['qname', 'hl7:TS', 'TS', false],
      ['qname', 'hl7:TS', 'hl7:ST', false],
    ]
  for (const [type, a, b, same] of ROWS) {
    t.equal(hold(typed(type), a, b), same ? 'equivalent' : 'different', `${type} ${a} ${b}`)
  }
})

t.test('two times are as far apart as a rule lets them', async t => {
  const within = (withinMs?: number): Rule => ({
    ...{ id: 'time', path: 'a', why: 'a test', does: 'timestamp' },
    ...(withinMs !== undefined && { withinMs }),
  })
  const ROWS: readonly (readonly [
    limit: number | undefined,
    a: string,
    b: string,
    same: boolean,
  ])[] = [
    [undefined, '19700101', '2026-01-01T12:00:00Z', true],
    [undefined, '20260101', 'yesterday', false],
    [undefined, '20260101', '', false],
    [1000, '20260101120000', '20260101120001', true],
    [999, '20260101120000', '20260101120001', false],
    [0, '20260701130000+0100', '2026-07-01T12:00:00Z', true],
    // One says it to the day, the other to the second: the same, where a rule says so, at the day's beginning.
    [0, '20260101', '202601010000+0000', true],
    [0, '20260101', '20260101093000', false],
    [0, '20260701130000+0100', '20260701130000+0000', false],
  ]
  for (const [limit, a, b, same] of ROWS) {
    t.equal(hold(within(limit), a, b), same ? 'equivalent' : 'different', `${a} ${b}`)
  }
})

t.test('a time is read as far as it is written', async t => {
  t.match(readTime('2026'), { digits: '2026', zone: undefined, ms: Date.UTC(2026) })
  t.match(readTime('20260131235959.25-0530'), { digits: '2026013123595925', zone: -330 })
  for (const none of [
    '',
    '26',
    '2026-1',
    '20260229',
    '20260101 12',
    '2026010125',
    '20260101120060',
  ]) {
    t.equal(readTime(none), undefined, none)
  }
})
