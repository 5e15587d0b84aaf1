import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Test } from 'tap'
import type { ExportedSpan } from './otel-sdk.ts'
import { start } from './started.ts'
import { type TracedSides, tracedFile, until } from './traced-sides.ts'

/** How much of an SDK is loaded beside a proxy: see `otel-sdk.ts`. */
export type Loaded = 'bare' | 'instrumented' | 'propagating'

/** A proxy as an operator starts it, with an SDK beside it. */
export interface TracedProcess {
  readonly url: URL
  /** Waits until a trace has so many spans, and gives all it has. */
  spansOf(traceId: string, count: number): Promise<readonly ExportedSpan[]>
  /** Every span there is by now. */
  spans(): readonly ExportedSpan[]
  /** Waits for the log line of an exchange by its number: they count up from 1. */
  line(number: number): Promise<ToldExchange>
}

/** What these tests look at of a log line. */
interface ToldExchange {
  readonly trace_id: string
  readonly n: number
  readonly event: string
}

const SDK = pathToFileURL(resolve('test/support/otel-sdk.ts')).href

/** Starts one in a folder of its own; it ends with the test. */
export async function startTraced(
  t: Pick<Test, 'testdir' | 'teardown'>,
  sides: TracedSides,
  loaded: Loaded,
): Promise<TracedProcess> {
  const folder = t.testdir({})
  const [file, spans, log] = ['routes.config.ts', 'spans', 'log'].map(name =>
    join(folder, name),
  ) as [
    ...[string, string, string], // as many as there are names
  ]
  writeFileSync(file, `export default ${JSON.stringify(tracedFile(sides))}\n`)
  const env = {
    ...{ NODE_OPTIONS: `--import ${SDK}`, TEST_SDK: loaded, TEST_SPANS: spans, FICUS_LOG: log },
    FICUS_FLEET_KEY: 'a key of these tests, of bytes enough',
  }
  const started = start(t, ['--config', file], env)
  const [, url = ''] = await started.said(/suppliers connect to (\S+)/)
  const read = <Line>(path: string): Line[] => {
    const whole = existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : []
    return whole.map(line => JSON.parse(line) as Line) // written by the process itself
  }
  return {
    url: new URL(url),
    spansOf: (traceId, count) =>
      until(() => {
        const own = read<ExportedSpan>(spans).filter(span => span.traceId === traceId)
        return own.length >= count ? own : undefined
      }, `${count} spans of ${traceId}`),
    spans: () => read(spans),
    line: number =>
      until(
        () => read<ToldExchange>(log).find(({ event, n }) => event === 'exchange' && n === number),
        `the line of exchange ${number}`,
      ),
  }
}
