/**
 * Draws every dashboard from its own JSON, its queries asked of a Prometheus that scraped a migration, to
 * `grafana/pictures`. A stand-in for Grafana, which is not asked: run by hand, `node test/grafana/pictures.ts`.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { recordMigration } from '../support/migration-recorded.ts'
import {
  type Dashboard,
  interpolate,
  readDashboards,
  shownAt,
  shownOver,
} from '../support/migration-panels.ts'
import { pageOf, WIDTH } from './pictures-page.ts'
import type { Given } from './pictures-panels.ts'
import { small } from './pictures-small.ts'
import { stretch, type Stretched } from './pictures-stretched.ts'

const FOLDER = 'grafana/pictures'
const CHROMIUM = '/usr/bin/chromium'

/** What a route's dashboard is drawn of. */
const ROUTE = 'retrievals'

const closing: (() => unknown)[] = []
const t = { teardown: (close: () => unknown) => void closing.unshift(close) }
try {
  const recorded = await recordMigration(t, { paceMs: 60, scrapes: 5 })
  const stretched = await stretch(t, recorded)
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
  t.teardown(() => browser.close())
  mkdirSync(FOLDER, { recursive: true })
  for (const dashboard of readDashboards()) {
    const page = await browser.newPage({ viewport: { width: WIDTH, height: 800 } })
    const mistakes: string[] = []
    page.on('pageerror', ({ message }) => mistakes.push(message))
    await page.setContent(await drawn(dashboard, stretched))
    const file = join(FOLDER, `${dashboard.uid.replace('ficus-', '')}.png`)
    const picture = small(await page.screenshot({ fullPage: true }))
    if (mistakes.length > 0) throw new Error(`${file}: ${mistakes.join('; ')}`)
    await page.close()
    writeFileSync(file, picture)
    process.stdout.write(`${file} ${Math.round(picture.length / 1_000)} kB\n`)
  }
} finally {
  for (const close of closing) await close()
}

async function drawn(
  dashboard: Dashboard,
  { prometheus, window, scrapeMs }: Stretched,
): Promise<string> {
  const chosen = {
    ...{ rangeMs: window.to - window.from, rateMs: 4 * scrapeMs, intervalMs: scrapeMs },
    variables: dashboard.uid === 'ficus-route' ? { route: ROUTE } : {},
  }
  const span = { from: window.from / 1_000, to: window.to / 1_000, step: scrapeMs / 1_000 }
  const given: Given[] = []
  for (const panel of dashboard.panels) {
    given.push({
      panel,
      over: panel.type === 'table' ? [] : await shownOver(prometheus, panel, { span, chosen }),
      at: await shownAt(prometheus, panel, { at: window.to, chosen }),
    })
  }
  const [changes] = dashboard.annotations.filter(({ name }) => name.startsWith('Changes'))
  const marks =
    changes === undefined
      ? []
      : await prometheus.queryRange(interpolate(changes.expr, chosen), span)
  const moments = marks.flatMap(({ points }) => points.map(([, value]) => value))
  return pageOf(dashboard, given, {
    window,
    marks: [...new Set(moments)].filter(at => at >= window.from),
  })
}
