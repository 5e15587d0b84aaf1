import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Programs the tests drive that npm does not bring, and the Debian packages they come in. */
const TOOLS: Readonly<Record<string, string>> = {
  xmllint: 'libxml2-utils',
  'redis-server': 'redis-server',
  prometheus: 'prometheus',
  promtool: 'prometheus',
  chromium: 'chromium',
  'systemd-analyze': 'systemd',
  ip: 'iproute2',
  ps: 'procps',
}

const isThere = (tool: string): boolean =>
  ['/usr/bin', '/usr/sbin', '/usr/local/bin'].some(folder => existsSync(`${folder}/${tool}`))

/**
 * Installs what is missing where this is root on Debian, saying so; gives what is missing still, where it is
 * required. Elsewhere the tests that need it skip.
 */
export function installTools(isRequired: boolean): string[] {
  const missing = (): string[] => Object.keys(TOOLS).filter(tool => !isThere(tool))
  const isDebianRoot = existsSync('/etc/debian_version') && process.getuid?.() === 0
  if (missing().length > 0 && isDebianRoot) {
    const packages = missing().map(tool => TOOLS[tool] as string)
    console.log(`installing what the tests drive: ${packages.join(', ')}`)
    const quiet = {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    } as const
    spawnSync('apt-get', ['update', '-qq'], quiet)
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], quiet)
  }
  return isRequired ? missing() : []
}
