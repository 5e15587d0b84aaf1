/** What a request says of its sender's trace is believed where W3C Trace Context allows it, and else is as if it were not said. */
import fc from 'fast-check'
import t from 'tap'
import { readTraceContext, traceLines } from '../../src/telemetry/trace-context.ts'
import { readTraceState, traceStateOf } from '../../src/telemetry/trace-state.ts'

const TRACE = '0af7651916cd43dd8448eb211c80319c'
const SPAN = 'b7ad6b7169203331'

type Row = readonly [how: string, value: string]

/** What is believed: the flags that are handed on. */
const BELIEVED: readonly (readonly [...Row, flags: number])[] = [
  ['sampled', `00-${TRACE}-${SPAN}-01`, 1],
  ['not sampled', `00-${TRACE}-${SPAN}-00`, 0],
  ['random and sampled, of Level 2', `00-${TRACE}-${SPAN}-03`, 3],
  ['flags nobody knows yet, which are not handed on', `00-${TRACE}-${SPAN}-ff`, 3],
  ['flags of which none is known', `00-${TRACE}-${SPAN}-fc`, 0],
  ['a later version of the same length', `01-${TRACE}-${SPAN}-01`, 1],
  ['a later version that says more', `cc-${TRACE}-${SPAN}-01-what-the-future-will-be-like`, 1],
  ['a later version that ends in a dash', `cc-${TRACE}-${SPAN}-01-`, 1],
  ['a later version, of whose flags one is known', `fe-${TRACE}-${SPAN}-03`, 1],
  ['zeros in all but one place', `00-${'0'.repeat(31)}1-${'0'.repeat(15)}1-01`, 1],
]

/** What is not. */
const REFUSED: readonly Row[] = [
  ['nothing', ''],
  ['a version that is forbidden', `ff-${TRACE}-${SPAN}-01`],
  ['version 00 that says more', `00-${TRACE}-${SPAN}-01-more`],
  ['version 00 that ends in a dash', `00-${TRACE}-${SPAN}-01-`],
  ['a later version that goes on without a dash', `cc-${TRACE}-${SPAN}-01.more`],
  ['a trace id of zeros', `00-${'0'.repeat(32)}-${SPAN}-01`],
  ['a parent id of zeros', `00-${TRACE}-${'0'.repeat(16)}-01`],
  ['a trace id that is too short', `00-${TRACE.slice(1)}-${SPAN}-01`],
  ['a trace id that is too long', `00-${TRACE}0-${SPAN}-01`],
  ['a parent id that is too short', `00-${TRACE}-${SPAN.slice(1)}-01`],
  ['flags that are too short', `00-${TRACE}-${SPAN}-1`],
  ['no flags', `00-${TRACE}-${SPAN}`],
  ['a version of one digit', `0-${TRACE}-${SPAN}-01`],
  ['capitals in the trace id', `00-${TRACE.toUpperCase()}-${SPAN}-01`],
  ['capitals in the parent id', `00-${TRACE}-${SPAN.toUpperCase()}-01`],
  ['capitals in the version', `CC-${TRACE}-${SPAN}-01`],
  ['letters that are no digits', `00-${TRACE.replace('0', 'g')}-${SPAN}-01`],
  ['other dividers', `00_${TRACE}_${SPAN}_01`],
  ['two in one line', `00-${TRACE}-${SPAN}-01,00-${TRACE}-${SPAN}-01`],
  ['a blank in it', `00-${TRACE}-${SPAN}- 1`],
]

for (const [how, value, flags] of BELIEVED) {
  t.test(`believed: ${how}`, async t => {
    t.strictSame(readTraceContext(['Host', 'a', 'traceparent', value]), {
      traceId: value.slice(3, 35),
      parentId: value.slice(36, 52),
      flags,
      state: '',
    })
  })
}

for (const [how, value] of REFUSED) {
  t.test(`as if it were not said: ${how}`, async t => {
    const headers = ['traceparent', value, 'tracestate', 'a=1']
    t.equal(readTraceContext(headers), undefined)
  })
}

t.test('its name is read in any case, and where it stands twice nobody is believed', async t => {
  const value = `00-${TRACE}-${SPAN}-01`
  t.equal(readTraceContext(['TraceParent', value])?.traceId, TRACE)
  t.equal(readTraceContext(['traceparent', value, 'TRACEPARENT', value]), undefined)
  t.equal(readTraceContext(['x-trace-par', value, 'accept', 'a']), undefined, 'of the same length')
  t.equal(readTraceContext([]), undefined)
})

t.test('nothing anybody writes there makes it throw, or is handed on as it is not allowed', t => {
  const piece = fc.oneof(
    fc.constantFrom('00', 'ff', 'cc', '-', TRACE, SPAN, '01', '03', '0'.repeat(32)),
    fc.string({ maxLength: 4 }),
  )
  const value = fc.array(piece, { maxLength: 9 }).map(pieces => pieces.join(''))
  fc.assert(
    fc.property(value, fc.string(), (parent, state) => {
      const read = readTraceContext(['traceparent', parent, 'tracestate', state])
      if (read === undefined) return true
      const [, written = ''] = traceLines(read, SPAN)
      return (
        /^00-(?!0{32})[0-9a-f]{32}-b7ad6b7169203331-0[0-3]$/.test(written) &&
        read.state.length <= 512 &&
        /^[\x20-\x7e]*$/.test(read.state)
      )
    }),
    { numRuns: 2_000 },
  )
  t.end()
})

const LONG = `long=${'v'.repeat(200)}`
const many = (count: number): string => Array.from({ length: count }, (_, i) => `k${i}=v`).join(',')

const STATES: readonly (readonly [how: string, lines: readonly string[], kept: string])[] = [
  ['no line', [], ''],
  ['one member', ['rojo=00f067aa0ba902b7'], 'rojo=00f067aa0ba902b7'],
  ['several lines, in their order', ['a=1', 'b=2,c=3'], 'a=1,b=2,c=3'],
  ['blanks and tabs around members', [' a=1 ,\tb=2\t'], 'a=1,b=2'],
  ['empty members', ['a=1,,b=2,'], 'a=1,b=2'],
  ['a tenant', ['fw529a3039@dt=FfQ'], 'fw529a3039@dt=FfQ'],
  ['a key that begins with a digit, of Level 2', ['1a=2'], '1a=2'],
  ['a blank within a value', ['a=1 2'], 'a=1 2'],
  ['as many members as may be', [many(32)], many(32)],
  ['one more', [many(33)], ''],
  ['a key twice', ['a=1,b=2,a=3'], ''],
  ['a key in capitals', ['A=1,b=2'], ''],
  ['no value', ['a=,b=2'], ''],
  ['no key', ['=1,b=2'], ''],
  ['no equals sign', ['a,b=2'], ''],
  ['two equals signs', ['a=1=2'], ''],
  ['a letter beyond ASCII', ['a=\u00e9'], ''],
  ['a key that is too long', [`${'k'.repeat(257)}=1`], ''],
  ['a value that is too long', [`a=${'v'.repeat(257)}`], ''],
  [
    'too long in all: the long members go',
    [`a=1,${LONG},b=2,${LONG.replace('l', 'm')},${LONG.replace('l', 'n')}`],
    'a=1,b=2',
  ],
]

for (const [how, lines, kept] of STATES) {
  t.test(`of tracestate, ${how}`, async t => t.equal(readTraceState(lines), kept))
}

t.test('of a tracestate that is too long whole members go from its end', async t => {
  const members = Array.from({ length: 10 }, (_, i) => `k${i}=${'v'.repeat(97)}`)
  const kept = readTraceState([members.join(',')])
  t.equal(kept, members.slice(0, 5).join(','))
  t.ok(kept.length <= 512)
})

t.test('an SDK may change a list, and what it changes goes to the front', async t => {
  const list = traceStateOf('a=1,b=2')
  t.equal(list.get('b'), '2')
  t.equal(list.get('c'), undefined)
  t.equal(list.set('b', '3').serialize(), 'b=3,a=1')
  t.equal(list.unset('a').serialize(), 'b=2')
  t.equal(list.unset('a').unset('b').serialize(), '')
  t.equal(list.serialize(), 'a=1,b=2', 'it is not changed itself')
})
