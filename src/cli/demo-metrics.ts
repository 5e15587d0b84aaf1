import { CLOUD, type DemoStage, MOVING } from './demo-routes.ts'

/** What the demo asks of the instance's own metrics. */
export interface DemoMetrics {
  /** Whether the moving route stands at a stage. */
  isAt(stage: DemoStage): boolean
  /** Answers of the re-hosted Spine that did not belong to their request and went no further. */
  readonly stopped: number
  /** Requests that legacy was asked instead, because the re-hosted Spine failed them. */
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
    isAt: stage => sum('ficus_route_stage_info', `route="${MOVING}"`, `stage="${stage}"`) === 1,
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
