import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Asking, asking } from './prometheus-api.ts'
import { freePort } from './redis-server.ts'
import type { Closing } from './upstream.ts'

export const PROMETHEUS = '/usr/bin/prometheus'
export const PROMTOOL = '/usr/bin/promtool'

/** Why tests that need a Prometheus are skipped on this machine; false where it has one. */
export const noPrometheus: string | false =
  (existsSync(PROMETHEUS) && existsSync(PROMTOOL)) || process.env['FICUS_REQUIRE'] === 'all'
    ? false
    : 'no prometheus here'

/** What it scrapes, as a job; the metrics are where an instance has them. */
export interface Scraped {
  readonly job: string
  readonly targets: readonly URL[]
}

/** How a Prometheus of a test differs from one that scrapes nothing. */
export interface PrometheusSettings {
  readonly scrapes?: readonly Scraped[]
  /** Between two scrapes, and between two evaluations of its rules. Default 1,000. */
  readonly everyMs?: number
  /** Paths of rule files. */
  readonly rules?: readonly string[]
  /** OpenMetrics with timestamps, which it has from the start, as if it had been scraped then. */
  readonly backfilled?: string
}

/** A Prometheus of the test's own. */
export interface Prometheus extends Asking {
  readonly url: URL
}

const READY_MS = 60_000
const LOOK_MS = 50

// What it is not given it must not forget, however old the backfilled samples are.
const KEPT = '100y'

/** Starts Debian's Prometheus on a free port, with a folder of its own; both end with the test. */
export async function startPrometheus(
  t: Closing,
  settings: PrometheusSettings = {},
): Promise<Prometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'ficus-prometheus-'))
  t.teardown(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }))
  if (settings.backfilled !== undefined) backfill(folder, settings.backfilled)
  const config = join(folder, 'prometheus.yml')
  // Every JSON document is a YAML one.
  writeFileSync(config, JSON.stringify(configOf(settings)))
  const url = new URL(`http://127.0.0.1:${await freePort()}`)
  const child = spawn(
    PROMETHEUS,
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder, 'tsdb')}`,
      `--storage.tsdb.retention.time=${KEPT}`,
      `--web.listen-address=${url.host}`,
      '--enable-feature=exemplar-storage',
      '--log.level=warn',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const ended = once(child, 'exit')
  // What still writes into the folder would keep it from being taken away: tap ends what was begun last first.
  t.teardown(async () => {
    child.kill('SIGKILL')
    await ended
  })
  await untilReady(child, url)
  return { url, ...asking(url) }
}

function configOf({ scrapes = [], everyMs = 1_000, rules = [] }: PrometheusSettings): object {
  const every = `${everyMs}ms`
  return {
    global: { scrape_interval: every, scrape_timeout: every, evaluation_interval: every },
    rule_files: rules.map(path => resolve(path)),
    scrape_configs: scrapes.map(({ job, targets }) => ({
      job_name: job,
      static_configs: [{ targets: targets.map(({ host }) => host) }],
    })),
  }
}

/** Makes blocks of samples that were never scraped, by the tool that is there for it. */
function backfill(folder: string, text: string): void {
  const file = join(folder, 'backfilled.om')
  const blocks = join(folder, 'tsdb')
  mkdirSync(blocks)
  writeFileSync(file, text)
  const made = spawnSync(PROMTOOL, ['tsdb', 'create-blocks-from', 'openmetrics', file, blocks], {
    encoding: 'utf8',
  })
  if (made.status !== 0) throw new Error(`promtool took no samples: ${made.stderr}${made.stdout}`)
}

async function untilReady(child: ChildProcess, url: URL): Promise<void> {
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const until = Date.now() + READY_MS
  while (Date.now() < until && child.exitCode === null) {
    const answer = await fetch(new URL('/-/ready', url)).catch(() => undefined)
    if (answer?.ok === true) return
    await wait(LOOK_MS)
  }
  throw new Error(`prometheus did not start: ${said}`)
}
