import fc from 'fast-check'
import t from 'tap'
import { isColoured, paintFor } from '../../src/cli/paint.ts'
import { pageOf } from '../../src/cli/print.ts'
import { setTable } from '../../src/cli/table.ts'
import { cutTo, piecesOf, textWidth } from '../../src/cli/text-width.ts'
import { PassThrough } from 'node:stream'

const linesOf = (text: string): string[] => text.trimEnd().split('\n')
const bare = (text: string): string => text.replace(/\s/gu, '')

t.test('a text is as wide as a terminal sets it', async t => {
  for (const [text, width] of [
    ['', 0],
    ['Acme GP', 7],
    ['Ýrsa', 4],
    ['Y\u0301rsa', 4],
    ['e\u0301e\u0302', 2],
    ['東京', 4],
    ['한국어', 6],
    ['ｆｕｌｌ', 8],
    ['👩‍⚕️', 2],
    ['a\u200bb', 2],
    ['25\u00a0%', 4],
    ['…→–', 3],
  ] as const) {
    t.equal(textWidth(text), width, JSON.stringify(text))
  }
})

t.test('what is cut says so, and what is broken loses nothing', async t => {
  t.equal(cutTo('東京都', 6), '東京都')
  t.equal(cutTo('東京都', 5), '東京…')
  t.equal(cutTo('東京都', 4), '東…', 'half a character cannot be set')
  t.equal(cutTo('abcdef', 4), 'abc…')
  t.strictSame(piecesOf('ab東京e\u0301x', 3), ['ab', '東', '京e\u0301', 'x'])
})

const ROUTES = {
  headings: ['route', 'who serves', 'gate'],
  rows: [
    ['pds-retrieval', 'the cloud serves 25 %, legacy 75 %', 'open on 4000 compared'],
    ['default', 'legacy serves everyone', 'no cloud side'],
  ],
}

t.test('on a wide page every row is one line, and columns stand below each other', async t => {
  const lines = linesOf(setTable(ROUTES, 120))
  t.equal(lines.length, 3)
  for (const line of lines) t.equal(line, line.trimEnd())
  const at = lines[0]?.indexOf('gate')
  t.strictSame([lines[1]?.indexOf('open on'), lines[2]?.indexOf('no cloud')], [at, at])
})

t.test('on a narrower one the widest column wraps between words', async t => {
  const lines = linesOf(setTable(ROUTES, 60))
  t.ok(lines.length > 3)
  t.strictSame(
    lines.filter(line => textWidth(line) > 60),
    [],
  )
  t.match(lines[0], /^route +who serves +gate$/)
})

t.test('where its longest words find no room beside each other, a row is a paragraph', async t => {
  const hash = 'a'.repeat(64)
  const table = {
    headings: ['revision', 'hash'],
    rows: [
      ['1', hash],
      ['2', ''],
    ],
  }
  t.equal(setTable(table, 80), `revision  hash\n1         ${hash}\n2\n`)
  t.equal(
    setTable({ ...table, headings: ['revision', 'hash', 'who'], rows: [['1', hash, 'ada']] }, 76),
    `revision  1\nhash      ${hash}\nwho       ada\n`,
  )
  t.equal(
    setTable(table, 40),
    `revision  1\nhash      ${'a'.repeat(30)}\n          ${'a'.repeat(30)}\n          aaaa\n\nrevision  2\n`,
  )
})

t.test('whatever a table says, it fits the terminal and nothing of it is lost', async t => {
  const word = fc.oneof(
    fc.stringMatching(/^[a-z0-9/.-]{1,90}$/),
    fc.constantFrom('東京都', 'Y\u0301rsa', '25\u00a0%', '👩‍⚕️', '…'),
  )
  const cell = fc.array(word, { maxLength: 8 }).map(words => words.join(' '))
  const columns = fc.integer({ min: 1, max: 6 })
  const table = columns.chain(count =>
    fc.record({
      headings: fc.array(fc.stringMatching(/^[a-z]{1,12}$/), {
        minLength: count,
        maxLength: count,
      }),
      rows: fc.array(fc.array(cell, { minLength: count, maxLength: count }), { maxLength: 5 }),
    }),
  )
  const property = fc.property(table, fc.integer({ min: 16, max: 200 }), (given, width) => {
    const set = setTable(given, width)
    for (const line of linesOf(set)) {
      if (textWidth(line) > width) throw new Error(`${textWidth(line)} of ${width}: ${line}`)
    }
    const said = given.rows.flat().map(bare).join('')
    const count = (text: string, character: string): number => text.split(character).length
    for (const character of new Set(said.split(/(?:)/u))) {
      if (count(bare(set), character) < count(said, character))
        throw new Error(`${character} is lost`)
    }
  })
  t.doesNotThrow(() => fc.assert(property, { numRuns: 300 }))
})

t.test('columns stand below each other also where characters are wide or combine', async t => {
  const rows = [
    ['東京', 'x'],
    ['Y\u0301rsa', 'x'],
    ['Acme', 'x'],
  ]
  const lines = linesOf(setTable({ headings: ['name', 'at'], rows }, 80))
  t.strictSame(
    lines.slice(1).map(line => textWidth(line.slice(0, line.indexOf('x')))),
    [6, 6, 6],
  )
})

t.test('a cell is painted, and its blanks and its width are not', async t => {
  const paint = paintFor({ isTTY: true }, {})
  const table = {
    headings: ['route', 'gate', ''],
    rows: [['one', { text: 'closed', dress: 'bad' as const }, 'now']],
  }
  const painted = setTable(table, 80, paint)
  t.match(painted, 'one    \x1b[31mclosed\x1b[0m  now\n')
  t.equal(painted.replace(/\x1b\[\d+m/g, ''), setTable(table, 80))
})

t.test('colours are for a terminal that wants them', async t => {
  const terminal = { isTTY: true }
  t.ok(isColoured(terminal, {}))
  t.ok(isColoured(terminal, { NO_COLOR: '' }), 'no-color.org: not where it is empty')
  t.notOk(isColoured(terminal, { NO_COLOR: '1' }))
  t.notOk(isColoured(terminal, { NO_COLOR: '0' }), 'no-color.org: whatever it says')
  t.notOk(isColoured(terminal, { TERM: 'dumb' }))
  t.notOk(isColoured({}, {}))
  t.ok(isColoured({}, { FORCE_COLOR: '1' }))
  t.ok(isColoured(terminal, { FORCE_COLOR: '1', NO_COLOR: '1' }))
  t.notOk(isColoured(terminal, { FORCE_COLOR: '0' }))
})

t.test('on a pipe a row is one line however long', async t => {
  const page = pageOf({ stdout: new PassThrough(), env: {} })
  t.equal(page.width, Infinity)
  t.equal(linesOf(setTable(ROUTES, page.width)).length, 3)
})
