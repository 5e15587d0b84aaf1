import { Command } from 'commander'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { finished } from 'node:stream/promises'
import type { Test } from 'tap'
import { answerApi, type ApiContext } from '../../src/admin/index.ts'
import { addAudit } from '../../src/cli/audit.ts'
import { addDiff } from '../../src/cli/diff.ts'
import { addDivergence, addDivergences } from '../../src/cli/divergences.ts'
import { addEvidence } from '../../src/cli/evidence.ts'
import { addFleet } from '../../src/cli/fleet.ts'
import { addFreeze } from '../../src/cli/freeze.ts'
import { addHalt } from '../../src/cli/halt.ts'
import { addOverride } from '../../src/cli/override.ts'
import { addPins } from '../../src/cli/pins.ts'
import { addPromote } from '../../src/cli/promote.ts'
import { addReload } from '../../src/cli/reload.ts'
import { addResume } from '../../src/cli/resume.ts'
import { addRollback } from '../../src/cli/rollback.ts'
import { addRoutes } from '../../src/cli/routes.ts'
import { addStatus } from '../../src/cli/status.ts'
import { CommandError, type Terminal } from '../../src/cli/terminal.ts'
import { addUndo } from '../../src/cli/undo.ts'
import type { Bench } from '../flips/given.ts'

const SHOW = [
  addDiff,
  addStatus,
  addFleet,
  addRoutes,
  addEvidence,
  addDivergences,
  addDivergence,
  addAudit,
]
const VERBS = [
  ...SHOW,
  addPromote,
  addRollback,
  addHalt,
  addResume,
  addUndo,
  addOverride,
  addPins,
  addFreeze,
  addReload,
]

/** An admin port over a bench: a real socket, and the API behind it. */
export async function served(
  t: Test,
  { store, context }: Bench,
  more: Partial<ApiContext> = {},
): Promise<string> {
  const server = createServer((request, response) => {
    void text(request).then(async body => {
      const [path = '', query = ''] = (request.url ?? '').split('?', 2)
      const { method = '', headers } = request
      const contentType = headers['content-type']
      const answer = await answerApi(
        { method, path, query, contentType, body, actor: 'ada', roles: ['operator'] },
        { store, flips: context, perSecondOf: () => 2, ...more },
      )
      response.writeHead(answer.status, { 'Content-Type': 'application/json' })
      response.end(JSON.stringify(answer.body))
    })
  }).listen(0, '127.0.0.1')
  t.teardown(() => server.close())
  await once(server, 'listening')
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

interface Given {
  readonly signalAfter?: number
  readonly typed?: string
  /** Of a terminal; without them it is a pipe. */
  readonly isTTY?: boolean
  readonly columns?: number
  readonly rows?: number
}

/**
 * Runs one command line that speaks to an instance and gives what came out. A signal comes after so many writes to
 * its output, where it would go on for ever; `typed` is its standard input.
 */
export async function run(
  args: readonly string[],
  env: Terminal['env'],
  { signalAfter = Infinity, typed = '', ...glass }: Given = {},
) {
  const [stdout, stderr] = [Object.assign(new PassThrough(), glass), new PassThrough()]
  const said = { out: '', err: '' }
  const listeners: ((signal: NodeJS.Signals) => void)[] = []
  let writes = 0
  stdout.on('data', (chunk: Buffer) => {
    said.out += chunk.toString()
    writes += 1
    if (writes === signalAfter) for (const listener of listeners) listener('SIGINT')
  })
  stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()))
  const terminal: Terminal = {
    ...{ env, cwd: '/', stdout, stderr },
    stdin: Readable.from([typed]),
    onSignal: listener => {
      listeners.push(listener)
      return () => undefined
    },
  }
  const program = new Command('ficus').exitOverride().configureOutput({
    writeOut: out => stdout.write(out),
    writeErr: err => stderr.write(err),
  })
  for (const add of VERBS) add(program, terminal)
  let code = 0
  try {
    await program.parseAsync([...args], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    stderr.write(`${error.message}\n`)
    code = error.exitCode
  }
  stdout.end()
  stderr.end()
  await Promise.all([finished(stdout), finished(stderr)])
  return { code, ...said }
}
