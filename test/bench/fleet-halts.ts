import { ask, now, type Running, type Spread, spreadOf } from './fleet-running.ts'

/** What has become of the store when a halt is asked for, and how it comes back. */
const STORES = {
  alive: { ends: () => undefined, returns: () => undefined },
  killed: {
    ends: (running: Running) => running.redis.kill(),
    returns: (running: Running) => running.redis.start(),
  },
  stopped: {
    ends: (running: Running) => running.redis.stop(),
    returns: (running: Running) => running.redis.resume(),
  },
} as const satisfies Record<
  string,
  Readonly<Record<'ends' | 'returns', (running: Running) => unknown>>
>

const REACH_MS = 1_000

/** How long a halt takes until every instance goes by it, with the store alive, killed and stopped. */
export async function measureHalts(
  running: Running,
  halts: number,
  tell: (line: string) => void,
): Promise<readonly Spread[]> {
  const rows: Spread[] = []
  for (const [store, { ends, returns }] of Object.entries(STORES)) {
    const took: number[] = []
    for (let i = 0; i < halts; i += 1) {
      tell(`fleet, halt ${i + 1} of ${halts} with the store ${store}`)
      await ends(running)
      const asked = now()
      const answered = ask(running.admins[i % running.admins.length], { verb: 'halt' })
      took.push((await running.halted(asked)) - asked)
      await answered
      await returns(running)
      await resumed(running)
    }
    rows.push(spreadOf(`a halt, store ${store}`, took, REACH_MS))
  }
  return rows
}

/** Says how many of the instances in a process that hangs a halt names, and how long that takes, milliseconds. */
export async function namedByHalt(
  running: Running,
): Promise<{ readonly silent: number; readonly named: number; readonly ms: number }> {
  const { pid, admins } = running.hang()
  try {
    const asked = now()
    const { peers = [] } = await ask(running.admins[0], { verb: 'halt' })
    const silent = peers.filter(({ isConfirmed }) => !isConfirmed).map(({ address }) => address)
    const named = admins.filter(port => silent.includes(`127.0.0.1:${port}`)).length
    return { silent: admins.length, named, ms: now() - asked }
  } finally {
    process.kill(pid, 'SIGCONT')
  }
}

/** Takes every halt off; a store that has just come back may have to be asked again. */
async function resumed(running: Running): Promise<void> {
  const until = now() + 30_000
  while (now() < until) {
    const came = await ask(running.admins[0], { verb: 'resume' })
    if (came.kind === 'flipped' && (await running.isNobodyHalted(500))) return
  }
  throw new Error('the halt could not be taken off again')
}
