import { CLOUD, MOVING } from './demo-routes.ts'

/** What the demo asks of the instance's own metrics. */
export interface DemoMetrics {
  /** Answers of the cloud that did not belong to their request, or to whom it asked for, and went no further. */
  readonly stopped: number
  /** Requests that legacy was asked instead, because the cloud failed them. */
  readonly fallbacks: number
}

/** Reads the instance's metrics page; undefined where nobody answers. */
export async function readMetrics(admin: string): Promise<DemoMetrics | undefined> {
  const text = await textAt(`${admin}/metrics`)
  if (text === undefined) return undefined
  const sum = (family: string, ...labels: string[]): number =>
    text
      .split('\n')
      .filter(line => line.startsWith(`${family}{`) && labels.every(each => line.includes(each)))
      .reduce((total, line) => total + Number(line.slice(line.lastIndexOf(' '))), 0)
  const bindings = (result: string): number =>
    sum('ficus_bindings_total', `upstream="${CLOUD}"`, `result="${result}"`)
  return {
    stopped: bindings('crossed') + bindings('unproven'),
    fallbacks: sum('ficus_fallbacks_total', `route="${MOVING}"`),
  }
}

async function textAt(url: string): Promise<string | undefined> {
  try {
    return await (await fetch(url)).text()
  } catch {
    // Its end is told by the instance itself, with what it said last.
    return undefined
  }
}
