import { Writable } from 'node:stream'
import t from 'tap'
import { createScreen } from '../../src/cli/demo-screen.ts'
import { percent, setDemoTable } from '../../src/cli/demo-table.ts'
import { createTally, quantile } from '../../src/cli/demo-tally.ts'
import { DEMO_ROWS, rowOf } from '../../src/cli/demo-rows.ts'
import type { Terminal } from '../../src/cli/terminal.ts'

class Glass extends Writable {
  text = ''
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString()
    done()
  }
}

function glass(env: Terminal['env'], terminal: object = { isTTY: true, columns: 20 }) {
  const stdout = Object.assign(new Glass(), terminal)
  const screen = createScreen({ env, stdout } as unknown as Terminal) // a screen asks no more of it
  return { screen, stdout }
}

const bad = { text: 'a line of more than twenty characters', dress: 'bad' } as const
const plain = { text: 'short', dress: 'plain' } as const

t.test('on a terminal a drawing takes the place of the one before, cut to its width', async t => {
  const { screen, stdout } = glass({ NO_COLOR: '1' })
  screen.draw([bad, plain])
  stdout.text = ''
  screen.draw([plain, bad])
  t.equal(stdout.text, '\x1b[2A\rshort\x1b[K\na line of more than \x1b[K\n\x1b[J')
  stdout.text = ''
  screen.leave()
  t.equal(stdout.text, '\x1b[?25h', 'the cursor is shown again')
  screen.say(bad)
  t.match(stdout.text, `${bad.text}\n`, 'what is said is never cut: it may be a command to copy')
})

t.test('what is said while something is drawn stays above it, and the drawing below', async t => {
  const { screen, stdout } = glass({ NO_COLOR: '1' })
  screen.draw([plain, plain])
  stdout.text = ''
  screen.say('said')
  t.equal(stdout.text, '\x1b[2A\r\x1b[Jsaid\nshort\nshort\n')
  screen.leave()
  stdout.text = ''
  screen.say('after')
  t.equal(stdout.text, 'after\n', 'what was drawn last stays where it is')
})

t.test('colour is shown on a terminal unless NO_COLOR says otherwise', async t => {
  for (const [env, isColoured] of [
    [{}, true],
    [{ NO_COLOR: '' }, true],
    [{ NO_COLOR: '1' }, false],
    [{ TERM: 'dumb' }, false],
  ] as const) {
    const { screen, stdout } = glass(env)
    screen.say(bad)
    t.equal(stdout.text.includes('\x1b[31m'), isColoured, JSON.stringify(env))
  }
})

t.test('a pipe and a terminal that cannot move its cursor get no drawing', async t => {
  for (const { screen, stdout } of [glass({}, {}), glass({ TERM: 'dumb' })]) {
    screen.draw([plain])
    screen.leave()
    t.equal(stdout.text, '')
    t.equal(screen.width, 80)
  }
})

t.test('the table fits its terminal, and the live picture a screen of 24 lines', async t => {
  const tally = createTally()
  for (const { name } of DEMO_ROWS) {
    for (let i = 0; i < 9_999; i += 1) tally.count(name, { outcome: 'ok' }, 1_234)
    tally.count(name, { outcome: 'failed', why: 'wrong status' }, 1)
  }
  const shares = () => ({ legacy: 1, cloud: 99_999 })
  const widest = (width: number): number =>
    Math.max(...setDemoTable(tally, shares, width).map(({ text }) => text.length))
  t.ok(widest(80) <= 80, `${widest(80)} of 80`)
  t.ok(widest(120) <= 120 && widest(120) > 80, `${widest(120)} of 120`)
  const [blank, bar, place, legend, prompt] = [1, 1, 1, 1, 1]
  t.ok(setDemoTable(tally, shares, 80).length + blank + bar + place + legend + prompt <= 24)
})

t.test('a share is 0% only where there is none and 100% only where it is all', async t => {
  t.strictSame(
    [percent(0, 5), percent(1, 9_999), percent(1, 2), percent(9_998, 9_999), percent(5, 5)],
    ['0%', '1%', '50%', '99%', '100%'],
  )
  t.equal(percent(0, 0), '0%')
})

t.test('a quantile is one of the numbers', async t => {
  t.equal(quantile([], 0.5), undefined)
  t.equal(quantile([3], 0.99), 3)
  t.equal(quantile([4, 1, 3, 2], 0.5), 2)
  const hundred = Array.from({ length: 100 }, (_, i) => i + 1)
  t.equal(quantile(hundred, 0.99), 99)
})

t.test('versions of an interaction share a row, except on the route that moves', async t => {
  t.equal(rowOf('QUPA_IN000008UK05'), 'QUPA_IN000008UK05')
  t.equal(rowOf('QUPA_IN000005UK03'), 'QUPA_IN000005')
  t.equal(rowOf('QUPA_IN999999UK99'), 'wrong on purpose')
})
