import { type Command } from 'commander'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import {
  type Assigned,
  type Body,
  FicusError,
  type Identified,
  isFicusError,
  type Need,
  NO_BODY,
  type Received,
  type Stage,
  STAGES,
  type State,
} from '../exchange/index.ts'
import { emptyFleet, stateOf } from '../fleet/index.ts'
import { decide, type Snapshot, type Trace } from '../journey.ts'
import { languageOf } from '../message/index.ts'
import { INTERACTIONS } from '../products/index.ts'
import { compileSnapshot } from '../standing.ts'
import { configFor } from './config-for.ts'
import { type HeadOptions, readRequestFile, type RequestFile } from './request-file.ts'
import { explainedTranslation } from './explained-translation.ts'
import { explainServed } from './explain-served.ts'
import { type Explanation, factsOf, spoken } from './spoken-explanation.ts'
import { pageOf } from './print.ts'
import { CommandError, EXIT, type Terminal } from './terminal.ts'

interface ExplainOptions extends HeadOptions {
  readonly config: string
  readonly stage?: readonly string[]
  readonly json?: boolean
  readonly id?: string
  readonly admin?: string
}

const each = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  value,
]

const DESCRIPTION = `Say what would happen to a message, or what happened to one that was served,
and every step to that decision.

Takes a raw HTTP request (head and body), or a body alone (SOAP, ebXML or JSON),
for which the head a supplier would have sent is made up, and said. It asks the
very functions the proxy asks; nothing is sent. Routes stand where the routes
file starts them; where a fleet has moved one, say so with --stage. No key and
no path is printed.

With --id it asks the instances (--admin, FICUS_ADMIN and FICUS_PEERS) what they
decided about the message of this id, on where everything stood then. They keep
the last of what they read, in memory, and nothing the message was about.`

const MORE = `
Exit codes: 0 explained, also where the message would be refused; 1 no instance that
answers knows the message; 2 the message or the routes file cannot be read; 4 no
instance answers.

Examples:
  ficus explain retrieval.xml
  ficus explain captured.http --stage pds-retrieval=canary:25
  ficus explain upload.mime --header 'X-Region: north' --json
  ficus explain --id 2F5A7C10-0000-4000-8000-000000000001`

/** Adds `ficus explain FILE | --id ID`: the decision about one message and every step to it. */
export function addExplain(program: Command, terminal: Terminal): void {
  program
    .command('explain')
    .summary('say what would happen to a message, or happened to one served, and why')
    .description(DESCRIPTION)
    .argument('[file]', 'a raw HTTP request, or a body alone')
    .option('--id <message-id>', 'a message that was served, by its id')
    .option('--admin <address>', 'the admin port of an instance (FICUS_ADMIN, 127.0.0.1:9400)')
    .option('--config <file>', 'the routes file', 'routes.config.ts')
    .option('--header <line>', "add or replace a header, 'Name: value' (repeatable)", each)
    .option('--method <method>', 'another method than the file has')
    .option('--path <target>', 'another target than the file has, byte for byte')
    .option('--stage <route=stage>', 'as if a route stood there (repeatable)', each)
    .option('--json', 'print one JSON object')
    .addHelpText('after', MORE)
    .action(async (file: string | undefined, options: ExplainOptions) => {
      const { id } = options
      if ((file === undefined) === (id === undefined)) {
        throw new CommandError(EXIT.usage, 'explain takes a file, or --id with the id of a message')
      }
      if (id !== undefined) return explainServed(id, options, terminal)
      const explanation = await explain(file ?? '', options, terminal)
      const text = options.json
        ? JSON.stringify(factsOf(explanation), null, 2)
        : spoken(explanation, pageOf(terminal).width)
      terminal.stdout.write(`${text}\n`)
    })
}

/** The fleet an explanation supposes: one in which nothing was ever changed, so that routes are where they start. */
const NEVER_RUN = emptyFleet('supposed')

async function explain(
  file: string,
  options: ExplainOptions,
  terminal: Terminal,
): Promise<Explanation> {
  const bytes = await readOrRefuse(resolve(terminal.cwd, file), file)
  const loaded = await configFor(resolve(terminal.cwd, options.config), terminal)
  const state = supposed(stateOf(NEVER_RUN, loaded.config.routes), options.stage ?? [])
  const snapshot = compileSnapshot(loaded.config, state)
  const request = withAction(readRequestFile(file, bytes, options), snapshot, file)
  const received = receivedOf(request)
  const named = snapshot.identifier.headInteraction(received)
  const need = snapshot.table.need(received, named, state)
  // Also where the proxy itself would not open the body: the person who asks wants to know what it is.
  const message = readMessage(received, request.body, snapshot, file)
  const decision = decided(received, request.body, need, snapshot)
  const { outcome } = decision
  return {
    request,
    received,
    need,
    state,
    assumed: [...spokenUnset(loaded.unset), ...request.assumed],
    message,
    ...decision,
    translation: isFicusError(outcome)
      ? undefined
      : explainedTranslation({ ...outcome, ...message }, request.body),
  }
}

async function readOrRefuse(path: string, file: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
    throw new CommandError(EXIT.usage, `${file} cannot be read (${code})`)
  }
}

const spokenUnset = (unset: readonly string[]): readonly string[] =>
  unset.length === 0
    ? []
    : [`${unset.join(', ')} not set: nothing is sent, so no address is needed`]

/** Puts routes where `--stage` supposes them to be. */
function supposed(state: State, suppositions: readonly string[]): State {
  const routes = new Map(state.routes)
  for (const text of suppositions) {
    const [, route = '', stage = '', percent = '0'] =
      /^([^=]+)=([a-z-]+)(?::(\d+(?:\.\d+)?))?$/.exec(text) ?? []
    const isStage = (word: string): word is Stage => STAGES.some(known => known === word)
    if (!isStage(stage) || Number(percent) > 100) {
      throw new CommandError(
        EXIT.usage,
        `--stage ${text} is not route=stage; stages are ${STAGES.join(', ')}, percent as canary:25`,
      )
    }
    if (!routes.has(route)) {
      const names = [...routes.keys()].join(', ')
      throw new CommandError(EXIT.usage, `--stage ${text}: there is no such route, only ${names}`)
    }
    routes.set(route, { stage, percent: Number(percent), halt: 'none' })
  }
  return { ...state, routes }
}

/** Gives a body that came without a head the SOAPAction that its own interaction asks for. */
function withAction(request: RequestFile, snapshot: Snapshot, file: string): RequestFile {
  const received = receivedOf(request)
  const isSpine = received.language === 'soap' || received.language === 'ebxml'
  const hasHead = !request.assumed.some(line => line.startsWith('Content-Type'))
  if (!isSpine || hasHead || snapshot.identifier.headInteraction(received)) return request
  const { interaction } = readMessage(received, request.body, snapshot, file)
  const service = INTERACTIONS.find(({ id }) => id === interaction)?.service
  if (interaction === undefined || service === undefined) {
    const says = 'no SOAPAction: the body names no interaction of which the service is known'
    return { ...request, assumed: [...request.assumed, says] }
  }
  const action = `"${service}/${interaction}"`
  return {
    ...request,
    headers: [...request.headers, 'SOAPAction', action],
    assumed: [...request.assumed, `SOAPAction: ${action}`],
  }
}

const receivedOf = ({ method, target, headers, body }: RequestFile): Received => ({
  number: 1,
  at: 0,
  method,
  target,
  headers,
  language: languageOf(method, target, headers),
  length: body.length,
})

function readMessage(
  received: Received,
  bytes: Buffer,
  snapshot: Snapshot,
  file: string,
): Identified {
  try {
    return snapshot.identifier.scan(received, bodyOf(bytes, 'whole'), 'whole')
  } catch (error) {
    if (!isFicusError(error)) throw error
    const detail = error.detail === undefined ? '' : ` (${error.detail})`
    throw new CommandError(EXIT.usage, `${file} is not a message: ${error.row.says}${detail}`)
  }
}

const SCANNED_BYTES = 262_144

/** The body as the proxy has it when it decides: of a long one that need not be whole, the beginning. */
function bodyOf(bytes: Buffer, need: Need): Body {
  if (bytes.length === 0) return NO_BODY
  if (need === 'whole' || bytes.length <= SCANNED_BYTES) return { kind: 'whole', bytes }
  return {
    kind: 'stream',
    read: bytes.subarray(0, SCANNED_BYTES),
    length: bytes.length,
    open: () => Readable.from([bytes]),
  }
}

/** Decides as the proxy does, with the proxy's own functions, and keeps every step. */
function decided(
  received: Received,
  bytes: Buffer,
  need: Need,
  snapshot: Snapshot,
): { trace: Trace; outcome: Assigned | FicusError } {
  const trace: Trace = { trials: [], steps: [] }
  try {
    if (need === 'whole' && bytes.length > snapshot.maxBodyBytes) throw new FicusError('too-large')
    const { identifier } = snapshot
    const body = bodyOf(bytes, need)
    const identified =
      need === 'headers' || need === 'kept'
        ? identifier.fromHead(received, body, need)
        : identifier.scan(received, body, need)
    return { trace, outcome: decide(identified, snapshot, Date.now(), trace) }
  } catch (error) {
    if (!isFicusError(error)) throw error
    return { trace, outcome: error }
  }
}
