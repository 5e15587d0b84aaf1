import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import t from 'tap'
import { noRedis } from '../support/redis-server.ts'
import type { Rolled } from '../support/rolling-restart.ts'

t.setTimeout(110_000)

const run = promisify(execFile)

/** Why a network of its own cannot be had here; false where it can. */
const noNetwork: string | false =
  process.env['FICUS_REQUIRE'] === 'all' ||
  (process.getuid?.() === 0 &&
    ['/usr/bin/unshare', '/usr/sbin/ip', '/proc/sys/net/ipv4/tcp_migrate_req'].every(existsSync))
    ? false
    : 'no root here, or no network of its own to be had'

/** Has instances restarted in a network of its own. */
async function rolled(migrate: 0 | 1, least: number, restarts: number): Promise<Rolled> {
  const script = ['test/support/rolling-restart.ts', migrate, least, restarts].map(String)
  const { stdout } = await run('unshare', ['--net', process.execPath, ...script])
  return JSON.parse(stdout) as Rolled
}

const skip = noNetwork || noRedis

t.test(
  'two instances on one port are restarted under load, and no request fails',
  { skip },
  async t => {
    const { fates, seen, unsent, twice, codes, lastWords, served, waited } = await rolled(
      1,
      20_000,
      4,
    )
    const { answered, ...failed } = fates
    t.comment(`${answered} answered; ${lastWords.join(' | ')}`)
    t.ok(answered >= 10_000, `${answered} were answered`)
    for (const [fate, count] of Object.entries(failed))
      t.equal(count, 0, `${fate}: ${seen.join(', ')}`)
    t.strictSame({ unsent, twice }, { unsent: 0, twice: 0 }, 'each reached the upstream once')
    t.strictSame(codes, [0, 0, 0, 0])
    for (const says of lastWords)
      t.match(says, /^stopped: nothing was lost; after \d+\.\d s of \d+ /)
    t.ok(
      served.every(count => count > 100),
      `both served: ${served.join(', ')}`,
    )
    t.equal(waited.answered, 40, 'and what waited before one that died the other one takes')
  },
)

t.test(
  'without net.ipv4.tcp_migrate_req what waits before one that ends is reset',
  { skip },
  async t => {
    const { waited } = await rolled(0, 0, 0)
    const { answered, reset, ...others } = waited
    t.ok(reset > 0, `${reset} of 40 were reset`)
    t.equal(answered + reset, 40, JSON.stringify(others))
  },
)
