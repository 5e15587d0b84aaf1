import { type Exported, filesOf } from './export-files.ts'
import { DOCKERFILE, IMAGE } from './export-dockerfile.ts'
import { prometheusFiles } from './export-prometheus.ts'

/** What a fleet in containers is made of. */
export interface Composed {
  /** Where Ficus lies, and its routes file, as seen from the folder that is written. */
  readonly checkout: string
  readonly routes: string
  /** What the routes file takes from the environment. */
  readonly variables: readonly string[]
}

/** Images by version. The Prometheus is of the line the rules are tested on. */
const IMAGES = {
  redis: 'redis:7.4.2',
  prometheus: 'prom/prometheus:v2.55.1',
  grafana: 'grafana/grafana:12.4.10',
} as const

const INSTANCES = [1, 2, 3] as const
const ADMIN_PORT = 9_400

/** Gives a fleet in containers: three instances on one Redis, a Prometheus that scrapes them, a Grafana that shows it. */
export function composeFiles(composed: Composed): readonly Exported[] {
  const targets = INSTANCES.map(n => `ficus-${n}:${ADMIN_PORT}`)
  const scraping = prometheusFiles(targets)
  return [
    { path: 'compose.yml', text: composeText(composed) },
    ...scraping.map(({ path, text }) => ({ path: `prometheus/${path}`, text })),
    ...filesOf('provisioning', 'grafana/provisioning'),
    ...filesOf('dashboards', 'grafana/dashboards'),
  ]
}

const composeText = (composed: Composed): string => [head(composed), services(), REST].join('\n')

// A path may hold what YAML or Compose reads otherwise: $ begins a variable there.
const quoted = (path: string): string => JSON.stringify(path.replaceAll('$', '$$$$'))

const asked = (name: string, why: string): string => `\${${name}:?${why}}`

function head({ checkout, routes, variables }: Composed): string {
  const named = variables.map(
    name => `    ${name}: ${JSON.stringify(asked(name, 'the routes file takes it from here'))}\n`,
  )
  return `# Three instances of Ficus on one Redis, a Prometheus that scrapes them and a Grafana that shows it, on one machine.
# Written by ficus export compose; docker compose up --build --wait starts it. Nothing is open beyond this machine.
#
# What no file here should hold it asks for, in the environment or in a file .env beside this one: FICUS_FLEET_KEY (32
# bytes or more: openssl rand -base64 32), GRAFANA_PASSWORD, and what the routes file takes from the environment.
# Beside this file lies tokens.json, which says who may ask on the admin ports (README, Who may what); user 1000 reads it.
# Certificates the routes file names must be mounted where it names them, beside it.
name: ficus

x-ficus: &ficus
  image: ${IMAGE}
  build:
    context: ${quoted(checkout)}
    dockerfile_inline: |
${indented(DOCKERFILE)}
  environment:
    FICUS_LISTEN: 0.0.0.0:8080
    FICUS_ADMIN: 0.0.0.0:${ADMIN_PORT}
    FICUS_STORE: redis://redis:6379/0
    FICUS_FLEET_KEY: ${JSON.stringify(asked('FICUS_FLEET_KEY', '32 bytes or more, the same on all'))}
    FICUS_TOKEN_FILE: /run/secrets/tokens
${named.join('')}  depends_on:
    redis: { condition: service_healthy }
  networks: [fleet]
  secrets: [tokens]
  restart: unless-stopped
  # Longer than a drain takes.
  stop_grace_period: 40s
  read_only: true
  tmpfs: [/tmp]
  cap_drop: [ALL]
  security_opt: ['no-new-privileges:true']
  healthcheck:
    test: ${HEALTHY}
    interval: 5s
    timeout: 3s
    retries: 6
    start_period: 10s

x-routes: &routes
  type: bind
  source: ${quoted(routes)}
  target: /ficus/routes.config.ts
  read_only: true
`
}

const HEALTHY = JSON.stringify([
  'CMD',
  'node',
  '-e',
  `fetch('http://127.0.0.1:${ADMIN_PORT}/readyz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))`,
])

const indented = (text: string): string =>
  text
    .trimEnd()
    .split('\n')
    .map(line => (line === '' ? '' : `      ${line}`))
    .join('\n')

const services = (): string =>
  `services:\n${INSTANCES.map(
    n => `  ficus-${n}:
    <<: *ficus
    hostname: ficus-${n}
    ports: ['127.0.0.1:808${n}:8080', '127.0.0.1:940${n}:${ADMIN_PORT}']
    volumes:
      - *routes
      - { type: volume, source: ficus-${n}, target: /ficus/.ficus }
`,
  ).join('')}`

const REST = `  redis:
    image: ${IMAGES.redis}
    # An evicted binding is a message that may be carried out twice.
    command: [redis-server, --appendonly, 'yes', --maxmemory-policy, noeviction]
    networks: [fleet]
    restart: unless-stopped
    volumes:
      - { type: volume, source: redis, target: /data }
    healthcheck:
      test: [CMD, redis-cli, ping]
      interval: 5s
      timeout: 3s
      retries: 6

  prometheus:
    image: ${IMAGES.prometheus}
    command:
      - --config.file=/etc/prometheus/prometheus.yml
      - --storage.tsdb.path=/prometheus
      - --storage.tsdb.retention.time=35d
      - --enable-feature=exemplar-storage
    networks: [fleet, shown]
    ports: ['127.0.0.1:9090:9090']
    restart: unless-stopped
    volumes:
      - { type: bind, source: ./prometheus, target: /etc/prometheus, read_only: true }
      - { type: volume, source: prometheus, target: /prometheus }
    healthcheck:
      test: [CMD, wget, -qO-, 'http://127.0.0.1:9090/-/ready']
      interval: 5s
      timeout: 3s
      retries: 6

  grafana:
    image: ${IMAGES.grafana}
    environment:
      PROMETHEUS_URL: http://prometheus:9090
      GF_SECURITY_ADMIN_PASSWORD: ${JSON.stringify(asked('GRAFANA_PASSWORD', 'of the user admin'))}
      GF_ANALYTICS_REPORTING_ENABLED: 'false'
      GF_ANALYTICS_CHECK_FOR_UPDATES: 'false'
    depends_on:
      prometheus: { condition: service_healthy }
    networks: [shown]
    ports: ['127.0.0.1:3000:3000']
    restart: unless-stopped
    volumes:
      - { type: bind, source: ./grafana/provisioning, target: /etc/grafana/provisioning, read_only: true }
      - { type: bind, source: ./grafana/dashboards, target: /etc/grafana/dashboards, read_only: true }
      - { type: volume, source: grafana, target: /var/lib/grafana }
    healthcheck:
      test: [CMD, wget, -qO-, 'http://127.0.0.1:3000/api/health']
      interval: 5s
      timeout: 3s
      retries: 6

networks:
  # Suppliers' messages and the store; who only looks is not on it.
  fleet: {}
  shown: {}

secrets:
  tokens: { file: ./tokens.json }

volumes:
${[...INSTANCES.map(n => `ficus-${n}`), 'redis', 'prometheus', 'grafana'].map(name => `  ${name}: {}\n`).join('')}`
