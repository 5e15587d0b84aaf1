import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { parse, parseAllDocuments } from 'yaml'
import { ficus } from '../support/ficus.ts'
import { type Manifest, strangeIn } from '../support/kubernetes-strict.ts'
import { everythingTo, startProxy } from '../support/proxy.ts'
import { startUpstream } from '../support/upstream.ts'

const routesWith = (cohort: string): string => `export default {
  environment: { name: 'int-2' },
  upstreams: { spine: { url: 'env:SPINE_URL' } },
  cohorts: { entities: ${cohort} },
  routes: [{ name: 'default', legacy: 'spine' }],
}
`
const SHARED = routesWith("{ key: 'nhsNumber', records: 'shared' }")

/** Exports a routes file and gives the objects, each of them read as strictly as YAML can be. */
async function exported(
  t: Test,
  routes = SHARED,
  args: readonly string[] = [],
): Promise<{ readonly folder: string; readonly manifests: readonly Manifest[] }> {
  const cwd = t.testdir({ 'my.config.ts': routes })
  const command = ['export', 'k8s', '--config', 'my.config.ts', '--to', 'k8s', ...args]
  const came = await ficus(command, {}, cwd)
  t.equal(came.code, 0, came.err)
  const folder = join(cwd, 'k8s')
  const manifests = readdirSync(folder).flatMap(name => {
    const text = readFileSync(join(folder, name), 'utf8')
    return parseAllDocuments(text, { strict: true, uniqueKeys: true }).map(document => {
      t.strictSame([document.errors, document.warnings], [[], []], name)
      return document.toJS() as Manifest
    })
  })
  return { folder, manifests }
}

type Loose = Readonly<Record<string, never>>

/** The object of a kind, whose shape its own types have been held against. */
const one = (manifests: readonly Manifest[], kind: string, end = ''): Loose =>
  (manifests.find(each => each.kind === kind && each.metadata.name.endsWith(end)) ??
    {}) as unknown as Loose

interface Container {
  readonly image: string
  readonly env: readonly {
    name: string
    value?: string
    valueFrom?: { secretKeyRef: { name: string; key: string } }
  }[]
  readonly ports: readonly { name: string; containerPort: number }[]
  readonly volumeMounts: readonly { name: string; mountPath: string; readOnly?: boolean }[]
  readonly lifecycle: { preStop: { exec: { command: string[] } } }
  readonly [key: string]: unknown
}

interface Pod {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> }
  readonly spec: {
    readonly containers: readonly [Container]
    readonly volumes: readonly { readonly name: string; readonly [key: string]: unknown }[]
    readonly serviceAccountName: string
    readonly terminationGracePeriodSeconds: number
    readonly topologySpreadConstraints: readonly { labelSelector: { matchLabels: object } }[]
    readonly [key: string]: unknown
  }
}

const podOf = (manifests: readonly Manifest[], kind = 'Deployment'): Pod =>
  (one(manifests, kind)['spec'] as unknown as { template: Pod }).template

const KINDS = [
  ...['ConfigMap', 'Deployment', 'HorizontalPodAutoscaler', 'NetworkPolicy'],
  ...['PodDisruptionBudget', 'PodMonitor', 'Service', 'Service', 'ServiceAccount'],
]

t.test('each object is one of its kind, and has no key at any depth its kind has not', async t => {
  const { manifests } = await exported(t)
  t.strictSame(manifests.map(({ kind }) => kind).toSorted(), KINDS)
  t.strictSame(strangeIn(manifests), [])
  for (const manifest of manifests.filter(({ kind }) => kind !== 'PodMonitor')) {
    const module = (await import(`kubernetes-models/${manifest.apiVersion}`)) as Record<
      string,
      new (manifest: Manifest) => { validate(): void }
    >
    const Kind = module[manifest.kind]
    t.ok(Kind, manifest.kind)
    t.doesNotThrow(() => Kind && new Kind(manifest).validate(), manifest.kind)
  }
})

t.test('what a kind has not is found, however deep', async t => {
  const { manifests } = await exported(t)
  const broken = JSON.parse(
    JSON.stringify(manifests)
      .replace('"readOnlyRootFilesystem"', '"readOnlyRootFileSystem"')
      .replace('"podMetricsEndpoints"', '"podMetricEndpoints"')
      .replace('"maxUnavailable":1', '"maxUnavailable":true'),
  ) as Manifest[]
  const strange = strangeIn(broken).join('\n')
  for (const key of ['readOnlyRootFileSystem', 'podMetricEndpoints', 'boolean']) {
    t.match(strange, key)
  }
})

t.test('YAML 1.1 and YAML 1.2 read the same, and a routes file is the very file', async t => {
  const odd = `${SHARED}// a "$HOME": 'x' # 1\n\n//   - on: yes\n`
  const { folder, manifests } = await exported(t, odd)
  for (const name of readdirSync(folder)) {
    for (const text of readFileSync(join(folder, name), 'utf8').split('---\n')) {
      t.strictSame(parse(text, { version: '1.1' }), parse(text, { version: '1.2' }), name)
    }
  }
  t.strictSame(one(manifests, 'ConfigMap')['data'], { 'routes.config.ts': odd })
})

t.test('whoever selects finds the instances of its fleet and no others', async t => {
  const { manifests } = await exported(t)
  const { labels } = podOf(manifests).metadata
  t.strictSame(labels, {
    'app.kubernetes.io/name': 'ficus',
    'app.kubernetes.io/instance': 'ficus-int-2',
  })
  const text = JSON.stringify(manifests)
  const selectors = [...text.matchAll(/"(?:matchLabels|selector)":(\{"app[^}]*\})/g)]
  t.equal(
    selectors.length,
    9,
    'workload, two spreads, two services, budget, two of network, monitor',
  )
  for (const [, selector = ''] of selectors) t.strictSame(JSON.parse(selector), labels)
  for (const { metadata } of manifests) t.strictSame(metadata.labels, labels)
})

t.test('what is named is there: ports, accounts, maps, disks, whom to scale', async t => {
  const { manifests } = await exported(t)
  const { spec } = podOf(manifests)
  const [container] = spec.containers
  const ports = container.ports.map(({ name }) => name)
  t.strictSame(ports, ['suppliers', 'admin'])
  const text = JSON.stringify(manifests)
  const named = [...text.matchAll(/"(?:targetPort|port)":"([^"]*)"/g)].map(([, name]) => name)
  t.ok(named.length >= 8)
  for (const name of named) t.ok(ports.includes(name ?? ''), name ?? '')
  t.equal(spec.serviceAccountName, 'ficus-int-2')
  t.match(one(manifests, 'ServiceAccount'), { metadata: { name: spec.serviceAccountName } })
  t.match(one(manifests, 'HorizontalPodAutoscaler')['spec'], {
    scaleTargetRef: { kind: 'Deployment', name: 'ficus-int-2' },
  })
  t.match(spec.volumes, [
    { projected: { sources: [{ configMap: { name: 'ficus-int-2' } }] } },
    { secret: { secretName: 'ficus-int-2' } },
  ])
  const volumes = spec.volumes.map(({ name }) => name).toSorted()
  t.strictSame(container.volumeMounts.map(({ name }) => name).toSorted(), volumes)
  t.match(one(manifests, 'Service', '-admin')['spec'], { clusterIP: 'None' })
  const peers = container.env.find(({ name }) => name === 'FICUS_PEERS')
  t.equal(peers?.value, 'ficus-int-2-admin:9400', 'the name that stands for all of them')
})

t.test('an instance answers where it is probed and where it is scraped', async t => {
  const { manifests } = await exported(t)
  const [container] = podOf(manifests).spec.containers
  const upstream = await startUpstream(t, (_request, response) => response.end())
  const { admin } = await startProxy(t, everythingTo(upstream))
  const paths = [...JSON.stringify(manifests).matchAll(/"path":"(\/[^"]*)"/g)].map(
    ([, path]) => path,
  )
  t.strictSame(paths.toSorted(), ['/livez', '/metrics', '/readyz', '/startupz'])
  for (const path of paths)
    t.equal((await fetch(new URL(path ?? '', admin))).status, 200, path ?? '')
  t.match(container, {
    livenessProbe: { httpGet: { path: '/livez' } },
    readinessProbe: { httpGet: { path: '/readyz' } },
    startupProbe: { httpGet: { path: '/startupz' } },
  })
})

t.test(
  'every variable is one Ficus knows or the routes file takes, and no secret is written',
  async t => {
    const { manifests } = await exported(t)
    const readme = readFileSync('README.md', 'utf8')
    const [container] = podOf(manifests).spec.containers
    const names = container.env.map(({ name }) => name)
    for (const name of names.filter(each => each !== 'SPINE_URL'))
      t.match(readme, `\`${name}\``, name)
    for (const name of ['FICUS_STORE', 'SPINE_URL']) {
      const variable = container.env.find(each => each.name === name)
      t.strictSame(variable?.valueFrom?.secretKeyRef, { name: 'ficus-int-2', key: name })
    }
    t.notOk(manifests.some(({ kind }) => kind === 'Secret'))
    const cwd = t.testdir({ 'routes.config.ts': SHARED })
    const env = { SPINE_URL: 'https://whom:word@spine.example', FICUS_STORE: 'redis://a:word@b' }
    const { out } = await ficus(['export', 'k8s', '--only', 'instances.yml'], env, cwd)
    t.notMatch(out, 'word', 'what this machine has set is not for the cluster')
  },
)

t.test('a pod is given longer than a drain takes, and nobody is asked too early', async t => {
  const { spec } = podOf((await exported(t)).manifests)
  const [command = '', seconds = ''] = spec.containers[0].lifecycle.preStop.exec.command
  t.equal(command, 'sleep')
  const hardStop = Number(
    /HARD_STOP_MS = (\d+)_000/.exec(readFileSync('src/cli/draining.ts', 'utf8'))?.[1],
  )
  t.ok(spec.terminationGracePeriodSeconds > Number(seconds) + hardStop + 2)
})

t.test(
  'a pod is restricted as the Pod Security Standards say, and has a place for its state',
  async t => {
    const { spec } = podOf((await exported(t)).manifests)
    t.match(spec, {
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
        },
      ],
    })
    const writable = spec.containers[0].volumeMounts.filter(({ readOnly }) => readOnly !== true)
    t.strictSame(
      writable.map(({ mountPath }) => mountPath),
      ['/ficus/.ficus', '/tmp'],
    )
  },
)

t.test('where entities are pinned each instance has a disk that outlives it', async t => {
  const PINNED = routesWith("{ key: 'prescriptionId', records: 'apart', pin: true }")
  const { manifests } = await exported(t, PINNED)
  t.strictSame(strangeIn(manifests), [])
  const { spec } = podOf(manifests, 'StatefulSet')
  const set = one(manifests, 'StatefulSet')['spec'] as unknown as {
    serviceName: string
    volumeClaimTemplates: readonly { metadata: { name: string } }[]
  }
  t.match(one(manifests, 'Service', '-admin'), { metadata: { name: set.serviceName } })
  t.strictSame(
    set.volumeClaimTemplates.map(({ metadata }) => metadata.name),
    ['state'],
  )
  t.notOk(spec.volumes.some(({ name }) => name === 'state'))
  t.match(one(manifests, 'HorizontalPodAutoscaler')['spec'], {
    scaleTargetRef: { kind: 'StatefulSet' },
  })
  t.notOk(manifests.some(({ kind }) => kind === 'Deployment'))
})

t.test('a file the routes file names is mounted where it names it', async t => {
  const { rootCertificates } = await import('node:tls')
  const cwd = t.testdir({ certs: { 'ca.pem': rootCertificates[0] ?? '' } })
  const write = (ca: string): void =>
    writeFileSync(
      join(cwd, 'routes.config.ts'),
      SHARED.replace("'env:SPINE_URL'", `'https://spine.example', tls: { ca: '${ca}' }`),
    )
  write('certs/ca.pem')
  const { out } = await ficus(['export', 'k8s', '--only', 'instances.yml'], {}, cwd)
  const [, deployment] = parseAllDocuments(out).map(each => each.toJS() as Manifest)
  t.match(podOf([deployment as Manifest]).spec.volumes[0], {
    projected: {
      sources: [{}, { secret: { items: [{ key: 'certs_ca.pem', path: 'certs/ca.pem' }] } }],
    },
  })
  t.match(out, /its keys are\n# .*certs_ca\.pem/)
  write(join(cwd, 'certs/ca.pem'))
  t.equal((await ficus(['export', 'k8s'], {}, cwd)).code, 0, 'below it by its whole path')
  writeFileSync(join(cwd, '../ca-outside.pem'), rootCertificates[0] ?? '')
  write('../ca-outside.pem')
  const refused = await ficus(['export', 'k8s'], {}, cwd)
  t.match(refused, {
    code: 2,
    err: /\.\.\/ca-outside\.pem: not in the folder .*\n {2}→ put it there/,
  })
})

t.test('the image is the one that is named', async t => {
  const { manifests } = await exported(t, SHARED, ['--image', 'registry.example/ficus:7'])
  t.equal(podOf(manifests).spec.containers[0].image, 'registry.example/ficus:7')
})

t.test('a routes file with a mistake is not exported', async t => {
  const cwd = t.testdir({ 'routes.config.ts': routesWith("{ key: 'shoe' }") })
  const { code, err } = await ficus(['export', 'k8s'], {}, cwd)
  t.equal(code, 2)
  t.match(err, /cohorts\.entities\.key/)
})
