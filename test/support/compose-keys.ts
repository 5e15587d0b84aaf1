/** Keys of the Compose specification, as far as an export of ours may use them; any other is a mistake. */
const TOP = ['name', 'services', 'networks', 'volumes', 'secrets', 'configs', 'include']

const SERVICE = [
  ...['build', 'cap_add', 'cap_drop', 'command', 'configs', 'container_name', 'depends_on'],
  ...['deploy', 'dns', 'entrypoint', 'env_file', 'environment', 'expose', 'extra_hosts'],
  ...['healthcheck', 'hostname', 'image', 'init', 'labels', 'logging', 'mem_limit', 'networks'],
  ...['pids_limit', 'platform', 'ports', 'profiles', 'pull_policy', 'read_only', 'restart'],
  ...['scale', 'secrets', 'security_opt', 'stop_grace_period', 'stop_signal', 'sysctls', 'tmpfs'],
  ...['ulimits', 'user', 'volumes', 'working_dir'],
]

const WITHIN: Readonly<Record<string, readonly string[]>> = {
  build: ['context', 'dockerfile', 'dockerfile_inline', 'args', 'target', 'tags', 'platforms'],
  healthcheck: [
    ...['test', 'interval', 'timeout', 'retries'],
    ...['start_period', 'start_interval', 'disable'],
  ],
  volumes: ['type', 'source', 'target', 'read_only', 'bind', 'volume', 'tmpfs', 'consistency'],
  depends_on: ['condition', 'restart', 'required'],
}
const CONDITIONS = ['service_started', 'service_healthy', 'service_completed_successfully']

type Keyed = Readonly<Record<string, unknown>>

/** A file of Compose that was read as YAML, its merges done. */
export interface Compose {
  readonly services: Readonly<Record<string, Keyed>>
  readonly networks: Keyed
  readonly volumes: Keyed
}

const isKeyed = (value: unknown): value is Keyed =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const listed = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

const strange = (at: string, value: unknown, known: readonly string[]): readonly string[] =>
  isKeyed(value)
    ? Object.keys(value)
        .filter(key => !known.includes(key) && !key.startsWith('x-'))
        .map(key => `${at}.${key}`)
    : []

/** Says where a file of Compose has what the specification does not, or names what is not there. */
export function strangeIn(compose: Compose): readonly string[] {
  const { services, networks, volumes } = compose
  return [
    ...strange('', compose, TOP),
    ...Object.entries(services).flatMap(([name, service]) => [
      ...strange(name, service, SERVICE),
      ...strange(`${name}.build`, service['build'], WITHIN['build'] ?? []),
      ...strange(`${name}.healthcheck`, service['healthcheck'], WITHIN['healthcheck'] ?? []),
      ...dependsOn(name, service['depends_on'], services),
      ...listed(service['networks'])
        .filter(each => typeof each === 'string' && !Object.hasOwn(networks, each))
        .map(each => `${name} is on ${String(each)}, which is no network`),
      ...listed(service['volumes']).flatMap(each => mounts(name, each, volumes)),
    ]),
  ]
}

function dependsOn(name: string, on: unknown, services: Keyed): readonly string[] {
  return Object.entries(isKeyed(on) ? on : {}).flatMap(([other, how]) => [
    ...(Object.hasOwn(services, other) ? [] : [`${name} depends on ${other}, which is no service`]),
    ...strange(`${name}.depends_on.${other}`, how, WITHIN['depends_on'] ?? []),
    ...(isKeyed(how) && CONDITIONS.includes(String(how['condition'])) ? [] : [`${name}: ${other}`]),
  ])
}

function mounts(name: string, mount: unknown, volumes: Keyed): readonly string[] {
  if (!isKeyed(mount)) return []
  const source = String(mount['source'])
  const isMissing = mount['type'] === 'volume' && !Object.hasOwn(volumes, source)
  return [
    ...strange(`${name}.volumes`, mount, WITHIN['volumes'] ?? []),
    ...(isMissing ? [`${name} has ${source}, which is no volume`] : []),
  ]
}
