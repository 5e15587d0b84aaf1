import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Facts, Question } from './interleaved-proxy.ts'
import type { Closing } from './upstream.ts'

/** A proxy in a process of its own that can be asked what it noted and holds. */
export interface AskedProxy {
  readonly url: URL
  readonly admin: URL
  facts(): Promise<Facts>
  /** Drains it; gives how many requests were cut. */
  close(): Promise<number>
  /** The value of a series in its metrics, 0 where there is none; of a name alone, the sum of all its series. */
  metric(series: string): Promise<number>
}

/** Starts it on free ports; it is ended with the test. */
export async function startAskedProxy(t: Closing, routes: object): Promise<AskedProxy> {
  const child = fork(join(import.meta.dirname, 'interleaved-proxy.ts'), {
    execArgv: ['--expose-gc'],
    env: {},
  })
  t.teardown(() => child.kill('SIGKILL'))
  const ask = async <Said>(question: Question): Promise<Said> => {
    const answered = once(child, 'message') as Promise<[{ said?: Said; wrong?: string }]>
    child.send(question)
    const [{ said, wrong }] = await answered
    if (said === undefined) throw new Error(wrong)
    return said
  }
  const at = (port: number): URL => new URL(`http://127.0.0.1:${port}`)
  const { port, adminPort } = await ask<{ port: number; adminPort: number }>({
    ask: 'open',
    routes,
  })
  const admin = at(adminPort)
  return {
    url: at(port),
    admin,
    facts: () => ask({ ask: 'facts' }),
    close: async () => (await ask<{ cut: number }>({ ask: 'close' })).cut,
    metric: async series => {
      const text = await (await fetch(new URL('/metrics', admin))).text()
      const values = text.split('\n').flatMap(line => {
        const isIt = line.startsWith(`${series} `) || line.startsWith(`${series}{`)
        return isIt ? Number(line.slice(line.lastIndexOf(' ') + 1)) : []
      })
      return values.reduce((sum, value) => sum + value, 0)
    },
  }
}
