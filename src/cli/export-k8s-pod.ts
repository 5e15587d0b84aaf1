import { IMAGE_USER, IN_IMAGE } from './export-dockerfile.ts'
import { type InCluster, type Named, PORTS, secretKeyOf } from './export-k8s-names.ts'
import type { Plain } from './yaml-text.ts'

/** What a pod is made of. */
interface Podded extends InCluster {
  /** Files the routes file names, as seen from its folder. */
  readonly files: readonly string[]
}

/** Where the routes file lies there, and what else an instance reads. */
const AT = { routes: '/etc/ficus', secrets: '/run/secrets/ficus' } as const

/** How long a pod is asked still after it was told to end: those who balance hear of it meanwhile. Seconds. */
const PRE_STOP_S = 5
/** Longer than that and a drain take. Seconds. */
const GRACE_S = 60

/** Gives the template of a pod: one instance, restricted as Kubernetes's Pod Security Standards say. */
export const podOf = (podded: Podded, { name, labels }: Named): Plain => ({
  metadata: { labels },
  spec: {
    serviceAccountName: name,
    automountServiceAccountToken: false,
    // Else every service would put variables of its own beside ours.
    enableServiceLinks: false,
    terminationGracePeriodSeconds: GRACE_S,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: IMAGE_USER,
      runAsGroup: IMAGE_USER,
      fsGroup: IMAGE_USER,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    topologySpreadConstraints: ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map(
      topologyKey => ({
        maxSkew: 1,
        topologyKey,
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: labels },
      }),
    ),
    containers: [containerOf(podded, name)],
    volumes: volumesOf(podded, name),
  },
})

const containerOf = ({ image, routes }: Podded, name: string): Plain => ({
  name: 'ficus',
  image,
  command: ['node', 'src/start.js', 'start', '--config', `${AT.routes}/routes.config.ts`],
  env: [
    { name: 'FICUS_LISTEN', value: `0.0.0.0:${PORTS.suppliers}` },
    { name: 'FICUS_ADMIN', value: `0.0.0.0:${PORTS.admin}` },
    { name: 'FICUS_PEERS', value: `${name}-admin:${PORTS.admin}` },
    { name: 'FICUS_FLEET_KEY', value: `file:${AT.secrets}/FICUS_FLEET_KEY` },
    { name: 'FICUS_TOKEN_FILE', value: `${AT.secrets}/tokens` },
    ...['FICUS_STORE', ...routes.variables].map(variable => ({
      name: variable,
      valueFrom: { secretKeyRef: { name, key: variable } },
    })),
  ],
  ports: Object.entries(PORTS).map(([port, containerPort]) => ({
    name: port,
    containerPort,
    protocol: 'TCP',
  })),
  startupProbe: probe('/startupz', { periodSeconds: 1, failureThreshold: 60 }),
  livenessProbe: probe('/livez', { periodSeconds: 10, failureThreshold: 6 }),
  readinessProbe: probe('/readyz', { periodSeconds: 2, failureThreshold: 2 }),
  lifecycle: { preStop: { exec: { command: ['sleep', String(PRE_STOP_S)] } } },
  // One thread serves; others beside it compare and translate. No limit on it: a throttled thread holds suppliers up.
  resources: { requests: { cpu: '1', memory: '512Mi' }, limits: { memory: '2Gi' } },
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  },
  volumeMounts: [
    { name: 'config', mountPath: AT.routes, readOnly: true },
    { name: 'secrets', mountPath: AT.secrets, readOnly: true },
    { name: 'state', mountPath: IN_IMAGE.state },
    { name: 'tmp', mountPath: '/tmp' },
  ],
})

const probe = (path: string, more: Readonly<Record<string, number>>): Plain => ({
  httpGet: { path, port: 'admin' },
  timeoutSeconds: 3,
  ...more,
})

function volumesOf({ files, routes }: Podded, name: string): Plain {
  const items = files.map(path => ({ key: secretKeyOf(path), path }))
  return [
    {
      // One folder: the routes file names its certificates as seen from there.
      name: 'config',
      projected: {
        defaultMode: 0o440,
        sources: [
          { configMap: { name } },
          ...(items.length === 0 ? [] : [{ secret: { name, items } }]),
        ],
      },
    },
    {
      name: 'secrets',
      secret: {
        secretName: name,
        defaultMode: 0o440,
        items: ['FICUS_FLEET_KEY', 'tokens'].map(key => ({ key, path: key })),
      },
    },
    ...(routes.hasPins ? [] : [{ name: 'state', emptyDir: { sizeLimit: '64Mi' } }]),
    { name: 'tmp', emptyDir: { sizeLimit: '64Mi' } },
  ]
}
