import type { Exported } from './export-files.ts'
import { podOf } from './export-k8s-pod.ts'
import { type InCluster, type Named, namesOf, PORTS, secretKeyOf } from './export-k8s-names.ts'
import { besideIt } from './exported-routes.ts'
import { type Plain, yamlOf } from './yaml-text.ts'

type Kept = Readonly<Record<string, Plain>>

/** Gives the objects of a fleet in Kubernetes, one file for what belongs together. */
export function k8sFiles(cluster: InCluster): readonly Exported[] {
  const named = namesOf(cluster.routes)
  const file = (path: string, why: string, ...objects: readonly Kept[]): Exported => ({
    path,
    text: `# ${why.split('\n').join('\n# ')}\n# Written by ficus export k8s.\n${objects.map(yamlOf).join('---\n')}`,
  })
  return [
    file('config.yml', CONFIG, configMap(cluster, named)),
    file(
      'instances.yml',
      instancesWhy(cluster, named),
      serviceAccount(named),
      workload(cluster, named),
    ),
    file('services.yml', SERVICES, service(named), adminService(named)),
    file('scaling.yml', SCALING, disruption(named), scaling(cluster, named)),
    file('network.yml', NETWORK, network(named)),
    file('monitoring.yml', MONITORING, podMonitor(named)),
  ]
}

const meta = ({ name, labels }: Named, suffix = ''): Kept => ({ name: `${name}${suffix}`, labels })

const CONFIG = `The routes file. One that is applied is taken over by running instances within about a minute, whole or not at all
where it has a mistake: check it first, with ficus check.`

const configMap = ({ routes }: InCluster, named: Named): Kept => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: meta(named),
  data: { 'routes.config.ts': routes.text },
})

const instancesWhy = ({ routes }: InCluster, { name }: Named): string =>
  `The instances. They take what no file here holds from a Secret ${name}, which whoever deploys makes; its keys are
${['FICUS_STORE', 'FICUS_FLEET_KEY', 'tokens', ...routes.variables, ...routes.files.map(secretKeyOf)].join(', ')}:
  kubectl create secret generic ${name} --from-file=FOLDER   (a file for each key)
tokens says who may ask on the admin port; FICUS_FLEET_KEY is 32 bytes or more.
${routes.hasPins ? STATEFUL : STATELESS}`

const STATEFUL = `Where entities are pinned, a disk that outlives its pod is how a Redis that was emptied is noticed: each has one.`
const STATELESS = `What an instance must not forget over a restart lies with its pod. A pod that is new and finds no store lets legacy
serve everyone, which is right while the routes file has no cohort with pins; with one, export again.`

const serviceAccount = (named: Named): Kept => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: meta(named),
  // It asks Kubernetes nothing.
  automountServiceAccountToken: false,
})

function workload(cluster: InCluster, named: Named): Kept {
  const { hasPins } = cluster.routes
  const pod = podOf({ ...cluster, files: besideIt(cluster.routes) }, named)
  const common = { selector: { matchLabels: named.labels }, template: pod }
  if (!hasPins) {
    return {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: meta(named),
      // How many there are says the HorizontalPodAutoscaler.
      spec: {
        ...common,
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
        minReadySeconds: 5,
      },
    }
  }
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: meta(named),
    spec: {
      serviceName: `${named.name}-admin`,
      podManagementPolicy: 'Parallel',
      minReadySeconds: 5,
      ...common,
      volumeClaimTemplates: [
        {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: { name: 'state', labels: named.labels },
          spec: {
            accessModes: ['ReadWriteOnce'],
            resources: { requests: { storage: '64Mi' } },
          },
        },
      ],
    },
  }
}

const SERVICES = `Where suppliers connect, and by what name instances find one another: a halt goes from each to all without the store.`

const service = (named: Named): Kept => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: meta(named),
  spec: {
    type: 'ClusterIP',
    selector: named.labels,
    ports: [{ name: 'suppliers', port: 80, targetPort: 'suppliers', protocol: 'TCP' }],
  },
})

const adminService = (named: Named): Kept => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: meta(named, '-admin'),
  spec: {
    clusterIP: 'None',
    // Also who drains, or is not ready yet, has to hear of a halt.
    publishNotReadyAddresses: true,
    selector: named.labels,
    ports: [{ name: 'admin', port: PORTS.admin, targetPort: 'admin', protocol: 'TCP' }],
  },
})

const SCALING = `Three to ten instances, and never more than one of them away at a time. Ficus is one busy thread: above a core
it gains nothing, so more instances are what helps.`

const disruption = (named: Named): Kept => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: meta(named),
  spec: { maxUnavailable: 1, selector: { matchLabels: named.labels } },
})

const scaling = ({ routes }: InCluster, named: Named): Kept => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: meta(named),
  spec: {
    scaleTargetRef: {
      apiVersion: 'apps/v1',
      kind: routes.hasPins ? 'StatefulSet' : 'Deployment',
      name: named.name,
    },
    minReplicas: 3,
    maxReplicas: 10,
    metrics: [
      {
        type: 'Resource',
        resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } },
      },
    ],
    behavior: { scaleDown: { stabilizationWindowSeconds: 600 } },
  },
})

const NETWORK = `Who reaches an instance: suppliers on one port; on the admin port other instances of the fleet, and whoever looks
from a namespace called monitoring. What an instance reaches is not held back here: where its store and its
upstreams are the routes file says, and only whoever deploys knows by which addresses.`

const network = (named: Named): Kept => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: meta(named),
  spec: {
    podSelector: { matchLabels: named.labels },
    policyTypes: ['Ingress'],
    ingress: [
      { ports: [{ port: 'suppliers', protocol: 'TCP' }] },
      {
        from: [
          { podSelector: { matchLabels: named.labels } },
          { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } },
        ],
        ports: [{ port: 'admin', protocol: 'TCP' }],
      },
    ],
  },
})

const MONITORING = `What the Prometheus Operator scrapes. The alerts stand on jobs whose names begin with ficus: the job is the label
that is named here. Without the operator there is no such kind: leave this file out, and see ficus export prometheus.`

const podMonitor = (named: Named): Kept => ({
  apiVersion: 'monitoring.coreos.com/v1',
  kind: 'PodMonitor',
  metadata: meta(named),
  spec: {
    jobLabel: 'app.kubernetes.io/instance',
    selector: { matchLabels: named.labels },
    podMetricsEndpoints: [{ port: 'admin', path: '/metrics', interval: '15s' }],
  },
})
