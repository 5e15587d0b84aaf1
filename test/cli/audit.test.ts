import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { bench, type Bench, owning } from '../flips/given.ts'
import { run, served } from './ask.ts'

const make = async () => {
  const made = await bench([owning('read')])
  const admin = await served(t, made)
  return { ...made, made, ficus: (...args: string[]) => run(args, { FICUS_ADMIN: admin }) }
}

/** Halts and resumes so many times. */
async function change({ ask }: Bench, times: number): Promise<void> {
  for (let i = 0; i < times; i += 1) {
    const reason = `ticket ${i}`
    await ask(i % 2 === 0 ? { verb: 'halt', reason } : { verb: 'resume', reason })
  }
}

/** Edits what a line says, as somebody would who has the store. */
function edit({ memory }: Bench, from: string, to: string): void {
  const i = memory.lines.findIndex(({ body }) => body.includes(from))
  const line = memory.lines[i]
  if (line === undefined) throw new Error('there is such a line')
  memory.lines[i] = { ...line, body: line.body.replace(from, to) }
}

t.test('audit list prints the last changes: when, what, who and why', async t => {
  const { ficus, made } = await make()
  await change(made, 30)
  const { code, out } = await ficus('audit', 'list')
  t.equal(code, 0)
  const lines = out.trimEnd().split('\n')
  t.match(lines[0], /^revision +when +change +who +why$/)
  t.equal(lines.length, 21)
  t.match(lines[1], /^12 +1970-01-01T01:23:20\.000Z +halt all +ada +ticket 10$/)
  t.match(lines.at(-1), /^31 .* resume all +ada +ticket 29$/)
  const some = await ficus('audit', 'list', '--from', '3', '--most', '2')
  t.match(some.out, /\n3 .*\n4 .*\n$/)
  const { out: json } = await ficus('audit', 'list', '--json', '--most', '1')
  t.match(JSON.parse(json), { lines: [{ revision: 31 }], verified: { isWhole: true } })
  t.match(await ficus('audit', 'list', '--from', '99'), { code: 0, out: 'no changes\n' })
})

t.test('who let a closed gate be passed is named', async t => {
  const { ficus, ask } = await make()
  const breakGlass = { approver: 'bob' }
  await ask({ verb: 'promote', name: 'read' })
  await ask({ verb: 'promote', name: 'read', breakGlass })
  t.match((await ficus('audit', 'list')).out, 'ada, glass broken for gate on the word of bob')
})

t.test('what makes no sense is refused, and an instance that is not there is told', async t => {
  const { ficus } = await make()
  for (const wrong of [
    ['--most', '0'],
    ['--most', 'x'],
    ['--most', '1001'],
    ['--from', 'x'],
    ['--from', '0'],
  ]) {
    t.match(await ficus('audit', 'list', ...wrong), { code: 2, out: '' }, wrong.join(' '))
  }
  t.match(await ficus('audit', 'list', '--admin', '127.0.0.1:1'), { code: 4 })
  t.match(await ficus('audit', 'verify', '--admin', '127.0.0.1:1'), { code: 4 })
})

t.test('a line that was edited ends list and verify with 1, and steers no terminal', async t => {
  const { ficus, made } = await make()
  await change(made, 3)
  edit(made, 'ticket 1', 'ticket \\u001b[2J')
  const { code, out, err } = await ficus('audit', 'list')
  t.equal(code, 1)
  t.match(out, 'ticket ?[2J')
  t.match(err, 'the audit is not whole: the line of revision 3 is not what was written')
  t.match(await ficus('audit', 'verify'), { code: 1, out: '', err: /revision 3 is not what/ })
  edit(made, '{', '[')
  t.match(await ficus('audit', 'list'), { code: 1, out: /\n1 +cannot be read\n/ })
})

t.test('verify reads every line there is, however many pages that takes', async t => {
  const { ficus, made, memory } = await make()
  await change(made, 2_005)
  const head = memory.lines.at(-1)?.hash ?? ''
  const { code, out } = await ficus('audit', 'verify')
  t.equal(code, 0)
  t.equal(out, `the audit is whole: 2006 lines, the last ${head}\n`)
  const { out: json } = await ficus('audit', 'verify', '--json')
  t.strictSame(JSON.parse(json), { isWhole: true, lines: 2_006, head })
  edit(made, 'ticket 1500', 'ticket 1501')
  t.match(await ficus('audit', 'verify'), { code: 1, err: /revision 1502 is not what/ })
})

t.test('verify does not take an instance at its word', async t => {
  const { made, memory } = await make()
  await change(made, 3)
  edit(made, 'ticket 1', 'ticket 2')
  const view = { lines: memory.lines, verified: { isWhole: true, says: null } }
  const server = createServer((_, response) => response.end(JSON.stringify(view)))
  t.teardown(() => server.close())
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const admin = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const came = await run(['audit', 'verify', '--admin', admin], {})
  t.match(came, { code: 1, out: '', err: /revision 3 is not what was written/ })
})

t.test('lines missing at the end, or all written anew, are missed', async t => {
  const { ficus, made, memory } = await make()
  await change(made, 4)
  const kept = memory.lines.at(2)?.hash ?? ''
  t.match(await ficus('audit', 'verify', '--head', kept), { code: 0 })
  const other = '0'.repeat(64)
  t.match(await ficus('audit', 'verify', '--head', other), { code: 1, out: '', err: /was kept/ })
  memory.lines.pop()
  t.match(await ficus('audit', 'verify'), { code: 1, err: /the line is missing/ })
})

t.test('export writes every line as it is stored, and the file can be verified again', async t => {
  const { ficus, made, memory } = await make()
  await change(made, 1_005)
  const { code, out, err } = await ficus('audit', 'export')
  t.equal(code, 0)
  const lines = out
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as unknown)
  t.strictSame(lines, memory.lines)
  t.match(err, 'the audit is whole: 1006 lines')
  const file = join(t.testdir({}), 'audit.jsonl')
  const to = await ficus('audit', 'export', '--to', file, '--json')
  t.match(JSON.parse(to.out), { isWhole: true, lines: 1_006, head: memory.lines.at(-1)?.hash })
  t.equal(readFileSync(file, 'utf8'), out)
  t.match(
    await ficus('audit', 'export', '--to', file),
    { code: 2, err: /EEXIST/ },
    'never over another',
  )
  const verified = await run(['audit', 'verify', file], {})
  t.match(verified, { code: 0, out: /whole: 1006 lines/ }, 'no instance is asked')
  const edited = readFileSync(file, 'utf8').replace('ticket 500', 'ticket 501')
  writeFileSync(file, edited)
  t.match(await run(['audit', 'verify', file], {}), { code: 1, err: /revision 502 is not what/ })
  for (const other of ['', '{}', 'null', 'SECRET']) {
    writeFileSync(file, `${other}\n`)
    const came = await run(['audit', 'verify', file], {})
    t.match(came, { code: 1, out: '', err: /line 1 of the file is no line of an audit/ })
    t.notMatch(came.err, 'SECRET')
  }
  t.match(await run(['audit', 'verify', 'nowhere.jsonl'], {}), { code: 2, err: /ENOENT/ })
})

t.test('an export of an audit that breaks ends with 1, after the lines that stand', async t => {
  const { ficus, made } = await make()
  await change(made, 5)
  edit(made, 'ticket 2', 'ticket 1')
  const { code, out, err } = await ficus('audit', 'export')
  t.equal(code, 1)
  t.equal(out.trimEnd().split('\n').length, 3)
  t.match(err, 'not whole: the line of revision 4 is not what was written')
  const file = join(t.testdir({}), 'audit.jsonl')
  t.match(await ficus('audit', 'export', '--to', file), { code: 1 })
  t.ok(existsSync(file), 'what stands is there to be looked at')
  made.memory.lines.splice(1, 1)
  t.match(await ficus('audit', 'export'), { code: 1, err: /revision 3 does not follow/ })
  t.match(await ficus('audit', 'export', '--admin', '127.0.0.1:1'), { code: 4, out: '' })
})
