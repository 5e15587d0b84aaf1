/** The first hour of whoever moves a route of their own, as the README has it: what is typed is taken from there. */
import { once } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t, { type Test } from 'tap'
import {
  createLegacySpine,
  createPatients,
  createRandom,
  createRequest,
} from '../../src/simulator/index.ts'
import { blocksOf, type Came, linesOf, openTerminal } from '../support/first-hour.ts'
import { ask } from '../support/raw-client.ts'
import { deadPort } from '../support/upstream.ts'
import { onTheWire } from '../support/translated.ts'

const random = createRandom(12)
const patients = createPatients()

/** A supplier's question for the list of somebody's documents. */
function question(): Buffer {
  const patient = patients[Math.floor(random() * patients.length)]
  if (patient === undefined) throw new Error('nobody is known')
  const ids = { messageId: crypto.randomUUID(), payloadId: crypto.randomUUID(), random }
  return onTheWire(createRequest('QUPC_IN180000SM04', patient, { ...ids, now: Date.now() }))
}

/** Sends so many, some at once, and fails where one is not answered well. */
async function send(t: Test, url: URL, count: number): Promise<void> {
  const statuses = new Set<number | undefined>()
  let left = count
  const one = async (): Promise<void> => {
    while (left > 0) {
      left -= 1
      statuses.add((await ask(url, question()))?.status)
    }
  }
  await Promise.all(Array.from({ length: 8 }, one))
  t.strictSame([...statuses], [200], `${count} suppliers got their answers`)
}

async function until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const over = performance.now() + 20_000
  while (!(await isSo())) {
    if (performance.now() > over) throw new Error(`it never came to ${what}`)
    await pause(50)
  }
}

/** Two servers of one's own, a folder with nothing in it, and two terminals. */
async function stand(t: Test) {
  const [spine, rehosted] = [await createLegacySpine(), await createLegacySpine()]
  const folder = mkdtempSync(join(tmpdir(), 'ficus-hour-'))
  const [listen, admin] = [await deadPort(), await deadPort()]
  const env = {
    SPINE_URL: spine.url,
    REHOSTED_URL: rehosted.url,
    FICUS_LISTEN: `127.0.0.1:${listen.port}`,
    FICUS_ADMIN: `127.0.0.1:${admin.port}`,
    FICUS_LOG: join(folder, 'ficus.log'),
  }
  const terminal = openTerminal(folder, env)
  t.teardown(async () => {
    await Promise.all([spine.close(), rehosted.close()])
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
  })
  return { spine, rehosted, folder, terminal, url: new URL(`http://${env.FICUS_LISTEN}`) }
}

t.setTimeout(120_000)

t.test('the first hour, as it is typed', async t => {
  const { rehosted, folder, terminal, url } = await stand(t)
  const [file = ''] = blocksOf('ts')
  const [mistake = ''] = blocksOf('text')
  const [starting = '', copying = '', early = '', moving = '', incident = '', after = ''] =
    blocksOf('sh')
  const typed: string[] = []

  /** Types the next line there is; what came of it must be that. */
  const type = async (line: string | undefined, code: number, says: RegExp): Promise<Came> => {
    if (line === undefined) throw new Error('the README has no such line')
    typed.push(line)
    const came = await terminal.type(line)
    t.equal(came.code, code, `${line}: ${came.err}`)
    t.match(code === 0 ? came.out : came.err, says, line)
    t.notMatch(came.err, /\n\s+at /, 'no stack')
    return came
  }

  const [exported = '', check, start = ''] = linesOf(starting)
  t.match(exported, /^export SPINE_URL=\S+ REHOSTED_URL=\S+$/)
  const routesFile = join(folder, 'my.routes.config.ts')
  t.match(file, '// my.routes.config.ts')
  writeFileSync(routesFile, file.replace("cohort: 'patients'", "cohort: 'patient'"))
  const wrong = await terminal.type(check ?? '')
  t.equal(wrong.code, 2)
  t.match(wrong.err, mistake, 'check says what the README has it say')
  writeFileSync(routesFile, file)
  await type(check, 0, /No mistakes\./)

  typed.push(start)
  const instance = terminal.begin(start)
  t.teardown(() => instance.child.kill('SIGKILL'))
  await until(() => instance.said().includes('health and metrics on'), 'an instance')

  const [routes, toShadow] = linesOf(copying)
  await type(routes, 0, /scr-list +legacy +legacy serves everyone/)
  await type(toShadow, 0, /scr-list +legacy +shadow +legacy serves everyone/)
  await send(t, url, 20)

  const [tooEarly, evidence, divergences, watching = ''] = linesOf(early)
  await type(tooEarly, 3, /the gate of scr-list is undecided[^]*→ wait for \d+ more comparisons/)
  await type(evidence, 0, /asks for +fewer than 1 % different[^]*missing +\d+ comparisons/)
  await type(divergences, 0, /no difference that no rule explains in \d+ compared/)
  t.match(watching, /--watch$/)
  typed.push(watching)
  const watch = terminal.begin(watching)
  await send(t, url, 600)
  await until(() => watch.said().includes('scr-list: the gate is open'), 'an open gate')
  watch.child.kill('SIGINT')
  const [ended] = (await once(watch.child, 'close')) as [number | null]
  t.equal(ended, 0, 'Ctrl-C ends it well')

  const [toFive, whatIf, toHalf, wouldUndo, undo, show] = linesOf(moving)
  await type(toFive, 0, /shadow +canary 5 % +the cloud serves 5 %, legacy 95 %/)
  await send(t, url, 40)
  await type(whatIf, 0, /scr-list at canary 50 %: \d+ of 40 requests[^]*promote would be done now/)
  await type(toHalf, 0, /canary 5 % +canary 50 %/)
  await send(t, url, 40)
  await type(wouldUndo, 0, /nothing was changed[^]*canary 50 % +canary 5 %/)
  await type(undo, 0, /undo: done[^]*canary 50 % +canary 5 %/)
  await type(show, 0, /stands at +canary 5 %[^]*last flip +undo/)

  rehosted.set({ status: 503 })
  await send(t, url, 60)
  const [halt, status, fleet, resume, rollback] = linesOf(incident)
  await type(halt, 0, /canary 5 % · halted/)
  rehosted.set({ refuse: true })
  await send(t, url, 40)
  await type(status, 0, /halts +everything halted/)
  await type(fleet, 0, /everything halted/)
  rehosted.set({ status: undefined, refuse: false })
  await type(resume, 0, /resume: done[^]*canary 5 %/)
  await type(rollback, 0, /shadow +legacy serves everyone/)

  const [list, verify, toFile, verifyFile] = linesOf(after)
  const { out } = await type(list, 0, /incident 4711/)
  for (const why of ['first copies', 'the gate is open', 'one step too many', 'is over']) {
    t.match(out, why)
  }
  t.notMatch(out, 'can it move yet?', 'what was refused changed nothing')
  await type(verify, 0, /^the audit is whole: \d+ lines/)
  await type(toFile, 0, /^the audit is whole: \d+ lines/)
  await type(verifyFile, 0, /^the audit is whole: \d+ lines/)

  instance.child.kill('SIGTERM')
  const [code] = (await once(instance.child, 'close')) as [number | null]
  t.equal(code, 0)
  t.match(instance.said(), 'stopped: nothing was lost')
  const all = [starting, copying, early, moving, incident, after].flatMap(linesOf)
  t.strictSame(typed, all.slice(1), 'every line of the README was typed, in its order')
})
