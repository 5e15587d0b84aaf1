import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import type { Closing } from './upstream.ts'

const run = promisify(execFile)

const SYSTEMD = '/lib/systemd/systemd'

/** Why a systemd of the test's own cannot be had here; false where it can. */
export const noSystemd: string | false =
  process.env['FICUS_REQUIRE'] === 'all' ||
  (process.getuid?.() === 0 &&
    [SYSTEMD, '/usr/bin/unshare', '/usr/bin/nsenter', '/usr/sbin/ip'].every(existsSync))
    ? false
    : 'no root here, or no systemd of its own to be had'

/** A systemd that is the first process of a machine of its own: its processes, mounts, network and cgroups are its. */
export interface OwnSystemd {
  /** Runs a command there. Rejects where it fails, with what it said. */
  run(command: string, ...args: readonly string[]): Promise<string>
  /** Starts a command there that lasts. */
  start(command: string, ...args: readonly string[]): ChildProcess
}

/** What units hang on that have default dependencies: here there is nothing to be done for any of them. */
const TARGETS = ['sysinit', 'basic', 'shutdown', 'umount', 'network-online', 'multi-user']

const OUTER = `
set -e
mount --make-rprivate /
mount -t tmpfs -o mode=755 tmpfs /sys/fs/cgroup
mkdir /sys/fs/cgroup/systemd
mount -t cgroup -o none,name=systemd cgroup /sys/fs/cgroup/systemd
own=/sys/fs/cgroup/systemd/ficus-test-$$
mkdir "$own"
(
  echo 0 > "$own/cgroup.procs"
  exec unshare --pid --net --uts --ipc --cgroup --mount --fork --kill-child bash -c "$INNER"
) || true
find "$own" -depth -type d -exec rmdir {} + || true
`

// /etc is a copy and /var/lib and /opt are empty: what is set up there is gone with it.
const INNER = `
set -e
mount --make-rprivate /
mount -t proc proc /proc
umount /sys/fs/cgroup/systemd
mount -t cgroup -o none,name=systemd cgroup /sys/fs/cgroup/systemd
mount -t tmpfs -o mode=755 tmpfs /run
mkdir /run/etc /run/units
cp -a /etc/. /run/etc
mount --bind /run/etc /etc
mount -t tmpfs -o mode=755 tmpfs /var/lib
mount -t tmpfs -o mode=755 tmpfs /opt
mkdir /opt/ficus
mount --bind "$CHECKOUT" /opt/ficus
ip link set lo up
for target in ${TARGETS.join(' ')}; do
  printf '[Unit]\\nDefaultDependencies=no\\n' > /run/units/$target.target
done
# As systemd does where no container is: what it mounts for a unit has to be seen by that unit.
mount --make-rshared /
export SYSTEMD_UNIT_PATH=/run/units container=ficus-test
exec ${SYSTEMD} --system --unit=basic.target --log-target=console --show-status=no < /dev/null
`

/** Starts one; this checkout lies at /opt/ficus there, units in /run/units. It ends with the test. */
export async function startSystemd(t: Closing): Promise<OwnSystemd> {
  const outer = spawn('unshare', ['--mount', 'bash', '-c', OUTER], {
    env: { ...process.env, INNER, CHECKOUT: process.cwd() },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [outer.stdout, outer.stderr]) {
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  }
  const ended = once(outer, 'close')
  let first: number | undefined
  t.teardown(async () => {
    if (first !== undefined) process.kill(first, 'SIGKILL')
    else outer.kill('SIGKILL')
    await ended
  })
  const inside = (): readonly string[] => ['--target', String(first), '--all', '--']
  const system: OwnSystemd = {
    run: async (command, ...args) => {
      const { stdout, stderr } = await run('nsenter', [...inside(), command, ...args])
      return stdout + stderr
    },
    start: (command, ...args) => spawn('nsenter', [...inside(), command, ...args]),
  }
  const until = Date.now() + 20_000
  for (;;) {
    first = firstOf(outer.pid)
    const isUp =
      first !== undefined &&
      (await system.run('systemctl', 'is-active', 'basic.target').catch(() => ''))
    if (isUp !== false && isUp !== '') return system
    if (outer.exitCode !== null || Date.now() > until) throw new Error(`no systemd: ${said}`)
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

/** Finds the systemd below a process. */
function firstOf(pid: number | undefined): number | undefined {
  if (pid === undefined) return undefined
  try {
    if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith(SYSTEMD)) return pid
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
    for (const child of children.split(' ').filter(Boolean)) {
      const found = firstOf(Number(child))
      if (found !== undefined) return found
    }
  } catch {
    // It ended meanwhile.
  }
  return undefined
}
