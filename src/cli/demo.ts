import { type Command, InvalidArgumentError, Option } from 'commander'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createRandom } from '../simulator/index.ts'
import { createAsking } from './demo-asking.ts'
import { createDirect } from './demo-direct.ts'
import { type DemoFolder, makeFolder } from './demo-folder.ts'
import { type DemoInstance, startInstance } from './demo-instance.ts'
import { retrievalToTry, type Writing } from './demo-messages.ts'
import { readMetrics } from './demo-metrics.ts'
import { showProgress } from './demo-progress.ts'
import { routesText } from './demo-routes.ts'
import { createScreen, DARK, type Screen } from './demo-screen.ts'
import { DEMO_FAULTS, type DemoFault, openSides, type Sides } from './demo-sides.ts'
import { STEPS } from './demo-steps.ts'
import { tellStory } from './demo-story.ts'
import { summarise, type Summary } from './demo-summary.ts'
import { createTally } from './demo-tally.ts'
import { startTraffic } from './demo-traffic.ts'
import { createTyping } from './demo-typing.ts'
import { createWitness } from './demo-witness.ts'
import { introduction, invitation, spokenSummary } from './demo-words.ts'
import { CommandError, EXIT, type Terminal } from './terminal.ts'

interface DemoOptions {
  readonly exit?: true
  readonly json?: true
  readonly seconds: number
  readonly rate: number
  readonly fault?: DemoFault
}

const MORE = `
What runs: a simulated legacy Spine and a simulated FHIR service with the same
200 made-up patients, one real instance (ficus start) in a process of its own,
and suppliers who ask it two hundred times a second. Ports are free ones of this
machine; routes file and store lie in a temporary folder. Nothing of yours is
read or changed.

What happens: pds-retrieval moves from legacy to the cloud, a step at a time, by
the commands a person types: ficus promote, halt, resume. In shadow the cloud is
found to have wrong postcodes; the gate closes until it is corrected.

What is checked: every answer, by its sender, from the bytes. That it names the
message, the supplier and the patient it is due to; that it says what legacy says
when it is asked directly, but for a list of losses; that messages sent wrong on
purpose get their error. Which side served, the sides say. That the evidence adds
up with what was asked, and that no gate was passed that was not open.

Faults of the cloud, besides, that no correction takes away:
  crossed        every fifth answer names another request
  other-patient  every fifth answer is about another patient
  down           it refuses connections
Each keeps the gate closed, so the demo ends there and says so.

Exit codes: 0 all went well; 1 something did not, with the reason in one line;
2 a wrong option.

Examples:
  ficus demo                          watch, then try it by hand; Ctrl-C ends it
  ficus demo --exit                   watch and end
  ficus demo --exit --fault crossed   the cloud mixes answers up
  ficus demo --json | jq .steps       for programs`

const within =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text)
    if (Number.isInteger(value) && value >= least && value <= most) return value
    throw new InvalidArgumentError(`write a whole number from ${least} to ${most}.`)
  }

/** Adds `demo [--exit] [--json]`: a whole migration on one machine, under traffic. */
export function addDemo(program: Command, terminal: Terminal): void {
  program
    .command('demo')
    .summary('watch a route move to the cloud under traffic, all on this machine')
    .description('Watch a route move to the cloud under traffic, all on this machine.')
    .option('--exit', 'end after the summary instead of listening on')
    .option('--json', 'one JSON object on standard output and nothing else; ends like --exit')
    .option(
      '--seconds <n>',
      'how long the steps last together, at least, 6 to 60',
      within(6, 60),
      30,
    )
    .option('--rate <n>', 'requests a second, 50 to 400', within(50, 400), 200)
    .addOption(
      new Option('--fault <name>', 'let the cloud go wrong').choices(Object.keys(DEMO_FAULTS)),
    )
    .addHelpText('after', MORE)
    .action((options: DemoOptions) => demo(options, terminal))
}

const INTERRUPTED = new CommandError(
  EXIT.failed,
  'the demo was stopped before its end, so nothing is shown by it',
)

/** What has been opened and must be closed again. */
interface Opened {
  readonly folder: DemoFolder
  readonly sides: Sides
  readonly instance: DemoInstance
}

async function demo(options: DemoOptions, terminal: Terminal): Promise<void> {
  const stopping = new AbortController()
  const stopListening = terminal.onSignal(signal => {
    if (signal !== 'SIGUSR2') stopping.abort(INTERRUPTED)
  })
  // Whoever reads may go away, as `head` does: the instance must still be ended.
  terminal.stdout.on('error', () => stopping.abort(INTERRUPTED))
  const screen = options.json === true ? DARK : createScreen(terminal)
  const closing: (() => Promise<unknown>)[] = []
  try {
    const opened = await open(options, terminal, closing)
    void opened.instance.ended.then(said => {
      if (!stopping.signal.aborted)
        stopping.abort(kept(opened.folder, `the instance ended: ${said}`))
    })
    const { signal } = stopping
    const summary = await shown(options, opened, { screen, env: terminal.env, signal })
    if (options.json === true) terminal.stdout.write(`${JSON.stringify(summary, null, 2)}\n`)
    else {
      screen.say(...spokenSummary(summary))
      if (options.exit !== true) await listenOn(opened, screen, stopping.signal)
    }
    if (!summary.ok) throw failureOf(summary, opened.folder)
  } finally {
    stopping.abort(INTERRUPTED)
    screen.leave()
    for (const close of closing.reverse()) await close()
    stopListening()
  }
}

/** What a failed demo ends with; where nobody made it fail, the instance's log is kept. */
function failureOf({ reasons, fault }: Summary, folder: DemoFolder): CommandError {
  const why = reasons.join('; ')
  return fault === 'none' ? kept(folder, why) : new CommandError(EXIT.failed, why)
}

function kept(folder: DemoFolder, why: string): CommandError {
  folder.keep()
  return new CommandError(EXIT.failed, `${why} (its log is kept: ${folder.log})`)
}

async function open(
  { fault }: DemoOptions,
  { env }: Terminal,
  closing: (() => Promise<unknown>)[],
): Promise<Opened> {
  const sides = await openSides(fault)
  closing.push(() => Promise.all([sides.legacy.close(), sides.cloud.close()]))
  const folder = await makeFolder()
  closing.push(() => folder.remove())
  await folder.saveRoutes(routesText(sides, '1'))
  const { path, routesFile, log, store } = folder
  const instance = await startInstance({
    folder: path,
    routesFile,
    log,
    store,
    env: { ...env, ...folder.env },
  })
  closing.push(() => instance.close())
  return { folder, sides, instance }
}

// The same messages every time, but for their ids and times: Spine refuses an id that was used before.
const WRITING: Writing = { random: createRandom(15), now: Date.now, newId: randomUUID }
const CONNECTIONS = 24

async function shown(
  options: DemoOptions,
  opened: Opened,
  { screen, env, signal }: { screen: Screen; env: Terminal['env']; signal: AbortSignal },
): Promise<Summary> {
  const { fault, seconds, rate } = options
  const { sides, folder, instance } = opened
  const { url, admin } = instance
  screen.say(...introduction(instance, fault ?? 'none'))
  const tally = createTally()
  const direct = createDirect(sides.legacy.url)
  const witness = createWitness(sides, direct.ids)
  const asking = createAsking(admin, signal)
  const progress = showProgress({ screen, tally, witness })
  const began = Date.now()
  const traffic = startTraffic({
    ...{ url, tally, witness, direct, writing: WRITING },
    ...{ perSecond: rate, connections: CONNECTIONS },
  })
  try {
    const type = createTyping({
      ...{ admin, folder: folder.path, env: { ...env, ...folder.env }, signal },
      shown: progress.types,
    })
    const dwellMs = (seconds * 1_000) / STEPS.length
    const told = await tellStory({
      ...{ sides, folder, asking, type, tally, witness, traffic, dwellMs, signal },
      perSecond: rate,
      audience: progress,
    })
    const audit = await asking.changes()
    await traffic.stop()
    witness.look()
    const metrics = await readMetrics(admin)
    if (metrics === undefined) throw kept(folder, 'the admin port no longer answers')
    const ended = Date.now()
    return summarise({ began, ended, told, tally, witness, fault, metrics, audit })
  } finally {
    await traffic.stop()
    progress.end()
  }
}

/** Says what can be tried and waits for a signal; throws where the instance ends before one. */
async function listenOn(
  { folder, instance }: Opened,
  screen: Screen,
  signal: AbortSignal,
): Promise<void> {
  const request = retrievalToTry(WRITING)
  const file = await folder.saveMessage(request.body)
  screen.say(...invitation(instance, folder, { file, request }))
  if (!signal.aborted) await once(signal, 'abort')
  if (signal.reason !== INTERRUPTED) signal.throwIfAborted()
}
