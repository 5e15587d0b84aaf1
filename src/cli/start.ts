import type { Command } from 'commander'
import { resolve } from 'node:path'
import { type Config, ConfigError, loadConfig } from '../config/index.ts'
import type { Store } from '../fleet/index.ts'
import { INTERACTIONS, MAPPINGS, POLICIES } from '../products/index.ts'
import { openProxy, type Proxy, type ProxyOptions } from '../proxy.ts'
import { FileRefused } from '../standing.ts'
import { spokenAddress } from './address.ts'
import { drain } from './draining.ts'
import { admissionFor } from './admission-at.ts'
import { haltOnSignal } from './halt-signal.ts'
import { logFor } from './log-at.ts'
import { namingFor } from './naming-at.ts'
import { peersFor, spokenPeers } from './peers-at.ts'
import { portsFor, whyNotStarted } from './ports-at.ts'
import { createReloading } from './reloading.ts'
import { simulatedConfig } from './simulated.ts'
import { setWarnings } from './spoken-warnings.ts'
import { storeAddress, storeFor } from './store-at.ts'
import { CommandError, EXIT, type Terminal } from './terminal.ts'
import { VERSION } from './version.ts'

/** Less than whoever asks for a reload waits. */
const RELOAD_MS = 8_000

/** Adds `ficus start`: one instance, until a signal drains it. */
export function addStart(program: Command, terminal: Terminal): void {
  program
    .command('start')
    .description('run one instance until SIGTERM or SIGINT, then drain')
    .option('--config <file>', 'the routes file', 'routes.config.ts')
    .addHelpText('after', ENVIRONMENT)
    .action(async ({ config }: { config: string }) =>
      start(resolve(terminal.cwd, config), terminal),
    )
}

const ENVIRONMENT = `
Environment:
  FICUS_LISTEN   where suppliers connect (127.0.0.1:8080)
  FICUS_ADMIN    health, metrics and the API the other commands speak to (127.0.0.1:9400)
  FICUS_STORE    where the fleet keeps what stands where: file:.ficus/state.db, or for several machines
                 redis[s]://[user:password@]host[:port][/db], redis[s]+sentinel://host[:port],…/master,
                 redis[s]+cluster://host[:port],…;
                 user and password may be env:NAME or file:path as ?user=…&password=…
  FICUS_REUSE_PORT  1 where several instances of this machine share FICUS_LISTEN, each with a FICUS_ADMIN of its own
                 and all with one Redis (0)
  FICUS_DRAIN_WAIT  so many seconds a drain still takes connections once /readyz says 503 (0)
  FICUS_PEERS    admin ports that are told a halt without the store besides those of the instances the store has
                 told of: host:port, several divided by commas, or one name that stands for all of them
  FICUS_FLEET_KEY  the key they are told with, and the store's names are made with, the same on all: 32 bytes or
                 more, or file:path; a Redis asks for one, beside a file one is made
  FICUS_TOKEN_FILE  who may ask on the admin port, and what: tokens by their SHA-256, as README has them; with none
                 and no issuer whoever asks on loopback is an operator, elsewhere one who may look and halt
  FICUS_OIDC_ISSUER, FICUS_OIDC_AUDIENCE  an OpenID issuer whose bearer tokens are let in, and whom they are for
  FICUS_OIDC_ROLES  the claim that holds roles, dots go deeper (roles)
  FICUS_OIDC_NAME   the claim the audit calls somebody by (sub)
  FICUS_TOKEN    for the other commands: the token they ask with, or file:path of it
  FICUS_LOG      a file for the log instead of standard output
  FICUS_LOG_LEVEL  info, warn, error or silent (info)
  FICUS_LOG_LINES  so many exchanges that went well are written a second, beyond it one in ten; 0 for all (1000)
  …              every address the routes file names as env:NAME; with none of them set, and on
                 loopback, simulators stand in and every reply says so

Signals: SIGTERM and SIGINT drain and exit 0, SIGHUP loads the routes file again (so does saving it),
SIGUSR2 halts this instance at once, until it is resumed.

Exit codes: 0 drained, also where requests were cut at the hard stop, which is said; 1 a port or the
store cannot be had; 2 the routes file or a variable is wrong, or the fleet does not take the file in.

Examples:
  ficus start
  FICUS_LISTEN=0.0.0.0:8080 ficus start --config int.config.ts`

async function start(file: string, terminal: Terminal): Promise<void> {
  // Before anything is open: whoever ends what has just begun to take connections would end it without a drain.
  const ending = ended(terminal)
  const address = storeAddress(terminal)
  const { listen, admin, drainWaitMs } = portsFor(terminal, address)
  const log = logFor(terminal)
  const say = (line: string): void => void terminal.stderr.write(`${line}\n`)
  const peers = peersFor(terminal, log)
  const naming = namingFor(terminal, address)
  const admission = await admissionFor(terminal, admin.host, log)
  const found = await configured(file, terminal, listen.host)
  const environment = found.config.environment.name
  const store = await closingOnError(
    storeFor(address, { environment, listen, admin, cwd: terminal.cwd, peers }),
    found,
  )
  const stopHalting = haltOnSignal({ store, log, say, terminal })
  sayTrouble(store, say)
  const simulated = found.simulators !== undefined
  const again = { env: found.env, ...known, simulated, timeoutMs: RELOAD_MS }
  const load = (): Promise<Config> => loadConfig(file, again)
  const reloading = createReloading({ file, files: found.config.files, load, log, say })
  const proxy = await opened(
    {
      config: found.config,
      store,
      naming,
      listen,
      admin: { ...admin, admission },
      log,
      version: { version: VERSION, node: process.versions.node },
      reload: asked => reloading.ask(asked),
      ...(found.simulators && { added: ['Ficus-Simulated', 'true'] }),
    },
    found,
  )
  // Before anybody is told that it runs: who is told may save the file.
  reloading.serve(proxy)
  const stopReloading = reloading.follow(terminal)
  if (found.simulators) say('no upstream address is set: simulators stand in for all of them')
  say(`suppliers connect to ${spokenAddress(proxy.address)}`)
  say(`the fleet's state is in ${address.says}`)
  say(`health and metrics on ${spokenAddress(proxy.adminAddress)}`)
  say(admission.says)
  for (const line of [spokenPeers(peers), ...setWarnings(found.config)]) say(line)
  log.event('started', 'info', startedWith(found.config))
  await ending
  stopReloading()
  await drain(proxy, drainWaitMs, { log, say })
  stopHalting()
  await found.simulators?.close()
}

/** What the log says of what was started. */
const startedWith = ({ environment, routes }: Config): Record<string, unknown> => ({
  version: VERSION,
  environment: environment.name,
  routes: routes.length,
})

/** What a routes file may name. */
const known = { interactions: INTERACTIONS, mappings: MAPPINGS, policies: POLICIES }

interface Configured {
  readonly config: Config
  readonly env: Terminal['env']
  readonly simulators?: { close(): Promise<void> }
}

/** Loads the file; where no address at all is set, fills in simulators instead of refusing. */
async function configured(file: string, terminal: Terminal, host: string): Promise<Configured> {
  const { env } = terminal
  try {
    return {
      config: await loadConfig(file, { env, ...known }),
      env,
    }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const simulated = await simulatedConfig({ file, env, host, interactions: INTERACTIONS, error })
    if (simulated !== undefined) return simulated
    throw new CommandError(EXIT.usage, error.message)
  }
}

/** Simulators that nobody closes would keep a process alive whose start has failed. */
async function closingOnError<Opened>(
  opening: Promise<Opened>,
  { simulators }: Configured,
): Promise<Opened> {
  try {
    return await opening
  } catch (error) {
    await simulators?.close()
    throw error
  }
}

function sayTrouble({ trouble, known }: Store, say: (line: string) => void): void {
  if (trouble === undefined) return
  const until = known.epoch === undefined ? 'legacy serves' : 'what was last known holds'
  say(`the store does not answer, and ${until} until it does: ${trouble.message}`)
}

async function opened(options: ProxyOptions, found: Configured): Promise<Proxy> {
  try {
    return await closingOnError(openProxy(options), found)
  } catch (error) {
    const why = whyNotStarted(error)
    if (!(error instanceof FileRefused)) throw new CommandError(EXIT.failed, `cannot start: ${why}`)
    const wayOut = 'a file that is not this fleet’s gets a fleet of its own with FICUS_STORE'
    throw new CommandError(EXIT.usage, `cannot start: ${why}; ${wayOut}`)
  }
}

/** Waits for SIGTERM or SIGINT. */
const ended = (terminal: Terminal): Promise<void> =>
  new Promise(resolve => {
    const stop = terminal.onSignal(signal => {
      if (signal !== 'SIGTERM' && signal !== 'SIGINT') return
      stop()
      resolve()
    })
  })
