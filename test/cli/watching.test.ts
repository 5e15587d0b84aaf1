import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { folded } from '../../src/cli/print.ts'
import { run } from './ask.ts'
import { makeInstance } from './given-instance.ts'

const ENTER = '\x1b[?1049h'
const LEAVE = '\x1b[?1049l'
const SCREEN = { isTTY: true, columns: 80, rows: 24, signalAfter: 3 }

/** Watches something three looks long. */
const watched = (
  admin: string,
  args: readonly string[],
  glass: object = SCREEN,
  env: object = {},
) => run([...args, '--watch', '--every', '0.1', '--admin', admin], { ...env }, { ...glass })

t.test('everything that stands somewhere can be watched', async t => {
  const { admin } = await makeInstance(t)
  for (const args of [
    ['status'],
    ['fleet'],
    ['routes'],
    ['routes', 'show', 'read'],
    ['evidence', 'read'],
    ['divergences', 'read'],
  ]) {
    const { code, out, err } = await watched(admin, [...args, '--json'], { signalAfter: 2 })
    t.strictSame([code, err], [0, ''], args.join(' '))
    const lines = out.trimEnd().split('\n')
    t.ok(lines.length >= 2)
    for (const line of lines) t.type(JSON.parse(line), 'object')
  }
})

t.test('on a terminal it is in place, and the last look stays when it ends', async t => {
  const { admin } = await makeInstance(t)
  const { code, out } = await watched(admin, ['routes'])
  t.equal(code, 0)
  t.ok(out.startsWith(ENTER), 'a page of its own, so that nothing rolls away')
  const [inside = '', after = ''] = out.split(LEAVE)
  t.match(inside, /every 0\.1 s · \d\d:\d\d:\d\d UTC · Ctrl-C ends it/)
  t.notMatch(inside, '\x1b[2J', 'nothing is cleared before it is written: it would flicker')
  t.equal((inside.match(/\n/g) ?? []).length, (inside.match(/\r\n/g) ?? []).length)
  t.match(after, /^int, revision 1\n/)
  t.notMatch(after, '\x1b[H')
})

t.test('what has more lines than the terminal has rows says how many more', async t => {
  const { admin } = await makeInstance(t)
  const { out } = await watched(admin, ['routes', 'show', 'read'], { ...SCREEN, rows: 6 })
  const [inside = '', after = ''] = out.split(LEAVE)
  t.match(inside, /… \d+ more lines/)
  t.match(after, 'last flip', 'the last look stays whole')
})

t.test('a terminal that cannot be steered, and a pipe, get one look after another', async t => {
  const { admin } = await makeInstance(t)
  for (const [glass, env] of [
    [SCREEN, { TERM: 'dumb' }],
    [{ signalAfter: 3 }, {}],
  ] as const) {
    const { out } = await watched(admin, ['status'], glass, env)
    t.notMatch(out, '\x1b')
    t.ok((out.match(/^instance one$/gm) ?? []).length >= 2)
  }
})

/** An admin port that says nothing well until it is told to. */
async function away(t: Test, status: number) {
  const server = createServer((_, response) => {
    response.writeHead(status, { 'Content-Type': 'application/json' })
    response.end(JSON.stringify({ error: 'it is away' }))
  }).listen(0, '127.0.0.1')
  t.teardown(() => server.close())
  await once(server, 'listening')
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

t.test('one that is away is shown and waited for; whatever else is wrong ends it', async t => {
  const silent = await watched(await away(t, 503), ['routes'], { signalAfter: 2 })
  t.match(silent, { code: 0, out: /it is away[^]*it is away/ })
  const told = await watched(await away(t, 503), ['routes', '--json'], { signalAfter: 2 })
  t.strictSame(JSON.parse(told.out.split('\n')[0] ?? ''), { error: 'it is away' })
  t.match(await watched(await away(t, 403), ['routes']), { code: 3, err: 'it is away' })
  t.match(await watched(await away(t, 404), ['routes']), { code: 2, err: 'it is away' })
})

t.test('instances that do not agree are said while it goes on, and it ends with 0', async t => {
  const { code, out } = await run(
    ['fleet', '127.0.0.1:1', '--watch', '--every', '0.1'],
    {},
    { signalAfter: 2 },
  )
  t.match({ code, out }, { code: 0, out: /1 of 1 do not answer: 127\.0\.0\.1:1/ })
})

t.test('a line longer than the page is folded between words, below its beginning', async t => {
  t.equal(
    folded('  freeze     frozen until the winter is over\n  routes     2\n', 30),
    '  freeze     frozen until the\n             winter is over\n  routes     2\n',
  )
  t.equal(folded('ficus: it is closed now\n', 14), 'ficus: it is\n  closed now\n')
  t.equal(folded('\x1b[31mclosed\x1b[0m\n', 6), '\x1b[31mclosed\x1b[0m\n', 'paint takes no room')
  const hash = 'a'.repeat(40)
  t.equal(folded(`head ${hash}\n`, 20), `head\n  ${hash}\n`, 'what is to be copied stays whole')
  t.equal(folded('on a pipe it is one line\n', Infinity), 'on a pipe it is one line\n')
})
