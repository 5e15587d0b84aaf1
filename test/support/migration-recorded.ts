import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { migrate, rewind } from './migration-script.ts'
import { type Stand, startMigration } from './migration-stand.ts'
import type { Truth } from './migration-truth.ts'
import { type Prometheus, startPrometheus } from './prometheus.ts'
import type { Closing } from './upstream.ts'

/** A migration that is over, and the Prometheus that scraped it all the while. */
export interface Recorded {
  readonly stand: Stand
  readonly truth: Truth
  readonly prometheus: Prometheus
  /** From a scrape before the first request to one after the last. */
  readonly window: Window
  /** For each step a moment at which it was over and scraped, and the next had not begun; epoch milliseconds. */
  readonly moments: Readonly<Record<string, number>>
}

/**
 * A time both ends of which are moments at which the instance that serves was scraped, epoch milliseconds. Over it
 * `increase()` has nothing to extrapolate, so that it is by how much a counter grew, exactly.
 */
export interface Window {
  readonly from: number
  readonly to: number
}

/** What the fleet is called at Prometheus. */
export const JOB = 'ficus'

const EVERY_MS = 500
const RULES = 'grafana/rules'
const SETTLED_MS = 30_000
const LOOK_MS = 50

/** How slowly the story is told: for who looks at it, or as fast as it goes. */
export interface Telling {
  /** Between two requests. Default 0. */
  readonly paceMs?: number
  /** Scrapes at least after each step. Default 2. */
  readonly scrapes?: number
}

/** Starts everything, tells the story, and waits until its end was scraped and the rules have seen it. */
export async function recordMigration(
  t: Closing,
  { paceMs = 0, scrapes = 2 }: Telling = {},
): Promise<Recorded> {
  const stand = await startMigration(t)
  const prometheus = await startPrometheus(t, {
    scrapes: [{ job: JOB, targets: [stand.admin, stand.idle.admin] }],
    everyMs: EVERY_MS,
    rules: hurried(t),
  })
  const scraped = (): Promise<number> => prometheus.scrapedSince(Date.now())
  await scraped()
  // The first time makes every series there is: by how much one grew before it was first seen nobody can tell.
  await migrate(stand, 1, { paceMs: 0, stepped: () => Promise.resolve() })
  await untilSettled(stand)
  await rewind(stand, 2)
  await scraped()
  const from = await lastScrape(prometheus, stand)
  const moments: Record<string, number> = {}
  const truth = await migrate(stand, 2, {
    paceMs,
    stepped: async step => {
      for (let n = 0; n < scrapes; n += 1) await scraped()
      moments[step] = Date.now()
    },
  })
  await untilSettled(stand)
  // The rules look at what was scraped before them.
  for (let n = 0; n < 4; n += 1) await scraped()
  const to = await lastScrape(prometheus, stand)
  return { stand, truth, prometheus, moments, window: { from, to } }
}

/** The rules as they are, but for how often they are evaluated: the story is over before they were twice. */
function hurried(t: Closing): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'ficus-rules-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const names = readdirSync(RULES).filter(name => name.endsWith('.yml'))
  return names.map(name => {
    const text = readFileSync(join(RULES, name), 'utf8')
    const path = join(folder, name)
    writeFileSync(path, text.replaceAll(/^( *)interval: .*$/gm, `$1interval: ${EVERY_MS}ms`))
    return path
  })
}

/** Waits until no copy is under way, and of every answer it is known what it says, or that it was not read. */
async function untilSettled({ admin }: Stand): Promise<void> {
  const until = Date.now() + SETTLED_MS
  while (Date.now() < until) {
    const text = await (await fetch(new URL('/metrics', admin))).text()
    const sum = (series: RegExp): number =>
      [...text.matchAll(series)].reduce((all, [, value]) => all + Number(value), 0)
    const read = sum(/^ficus_outcomes_total\{.*role="control".*\} (\d+)$/gm)
    const unread = sum(/^ficus_outcomes_unread_total\{.*\} (\d+)$/gm)
    const isRead = read + unread >= sum(/^ficus_requests_total\{.*\} (\d+)$/gm)
    if (isRead && /^ficus_shadow_pending_copies 0$/m.test(text)) return
    await wait(LOOK_MS)
  }
  throw new Error('it did not come to an end')
}

/** When the instance that serves was last scraped, of what is stored already. */
async function lastScrape({ samples }: Prometheus, { admin }: Stand): Promise<number> {
  const [up] = await samples(`up{instance="${admin.host}"}[1h]`, Date.now() / 1_000)
  const last = up?.points.at(-1)
  if (last === undefined) throw new Error('it was not scraped')
  return Math.round(last[0] * 1_000)
}
