import { type Command, InvalidArgumentError, Option } from 'commander'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createRandom } from '../simulator/index.ts'
import { type DemoFolder, makeFolder } from './demo-folder.ts'
import { type DemoInstance, startInstance } from './demo-instance.ts'
import { retrievalToTry, type Writing } from './demo-messages.ts'
import { readMetrics } from './demo-metrics.ts'
import { routesText } from './demo-routes.ts'
import { createScreen, DARK, type Screen } from './demo-screen.ts'
import { DEMO_FAULTS, type DemoFault, openSpines, type Spines } from './demo-spines.ts'
import { tellStory } from './demo-story.ts'
import { summarise, type Summary } from './demo-summary.ts'
import { createTally } from './demo-tally.ts'
import { startTraffic } from './demo-traffic.ts'
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
What runs: two simulated Spines with the same 200 made-up patients, one real
instance (ficus start) in a process of its own, and suppliers who ask it a few
hundred times a second. Ports are free ones of this machine, the routes file
lies in a temporary folder; nothing of yours is read or changed.

What is checked: every answer, by its sender, from the bytes. That it names the
message it answers and the patient asked for, and that messages sent wrong on
purpose get their error and nothing else. Which side was asked, each Spine says.

Faults of the re-hosted Spine, to see what suppliers then see:
  crossed        every fifth answer names another request: Ficus stops it and
                 asks legacy instead
  down           it refuses connections: Ficus asks legacy instead, and the demo
                 fails because nothing moved
  other-patient  every fifth answer is about another patient, under the right
                 ids: where nothing is compared nobody between can tell, so
                 suppliers get it and the demo fails

Exit code: 0 all went well; 1 something did not, with the reason in one line;
2 a wrong option.

Examples:
  ficus demo                          watch, then try it by hand; Ctrl-C ends it
  ficus demo --exit                   watch and end
  ficus demo --exit --fault crossed   the cloud mixes answers up
  ficus demo --json | jq .outcomes    for programs
`

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
    .summary('watch a route move to the cloud and back under traffic, all on this machine')
    .description('Watch a route move to the cloud and back under traffic, all on this machine.')
    .option('--exit', 'end after the summary instead of listening on')
    .option('--json', 'one JSON object on standard output and nothing else; ends like --exit')
    .option('--seconds <n>', 'how long suppliers ask, 3 to 60', within(3, 60), 12)
    .option('--rate <n>', 'requests a second, 20 to 600', within(20, 600), 300)
    .addOption(
      new Option('--fault <name>', 'let the re-hosted Spine go wrong').choices(
        Object.keys(DEMO_FAULTS),
      ),
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
  readonly spines: Spines
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
    const summary = await shown(options, opened, screen, stopping.signal)
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
  const spines = await openSpines(fault)
  closing.push(() => Promise.all([spines.legacy.close(), spines.cloud.close()]))
  const folder = await makeFolder()
  closing.push(() => folder.remove())
  await folder.saveRoutes(routesText(spines, 'legacy'))
  const { path, routesFile, log } = folder
  const instance = await startInstance({ folder: path, routesFile, log, env })
  closing.push(() => instance.close())
  return { folder, spines, instance }
}

// The same messages every time, but for their ids and times: Spine refuses an id that was used before.
const WRITING: Writing = { random: createRandom(15), now: Date.now, newId: randomUUID }
const CONNECTIONS = 24

async function shown(
  options: DemoOptions,
  opened: Opened,
  screen: Screen,
  signal: AbortSignal,
): Promise<Summary> {
  const { fault, seconds, rate } = options
  const { spines, instance } = opened
  screen.say(...introduction(instance.url, fault ?? 'none'))
  const [tally, witness] = [createTally(), createWitness(spines)]
  const { url } = instance
  const cast = { ...opened, tally, witness, screen, stepMs: (seconds * 1_000) / 3, signal }
  const moments = await tellStory(cast, () =>
    startTraffic({ url, perSecond: rate, connections: CONNECTIONS, writing: WRITING, tally }),
  )
  const metrics = await readMetrics(instance.admin)
  if (metrics === undefined) throw kept(opened.folder, 'the admin port no longer answers')
  const { stopped, fallbacks } = metrics
  return summarise({ tally, witness, moments, fault, stopped, fallbacks })
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
