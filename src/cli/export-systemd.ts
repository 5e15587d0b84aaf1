import { CHECKOUT, type Exported } from './export-files.ts'
import type { ExportedRoutes } from './exported-routes.ts'

/** What instances of one machine are made of. */
export interface OnMachine {
  readonly routes: ExportedRoutes
  /** Where suppliers connect, as the environment says. */
  readonly listen: string
  readonly instances: number
}

/** Gives units for instances of one machine that share a port: `ficus@1` and so on, which `ficus.target` holds together. */
export const systemdFiles = (machine: OnMachine): readonly Exported[] => [
  { path: 'system/ficus@.service', text: serviceText(machine) },
  { path: 'system/ficus.target', text: targetText(machine) },
  { path: 'sysctl.d/60-ficus.conf', text: SYSCTL },
  { path: 'sysusers.d/ficus.conf', text: usersText(machine) },
  { path: 'ficus.env', text: environmentText(machine) },
]

// The name of a user has 31 characters.
const userOf = ({ routes }: OnMachine): string => `ficus-${routes.environment}`.slice(0, 31)

// % begins a specifier and $ a variable where systemd reads a command.
const word = (text: string): string =>
  `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%').replaceAll('$', '$$$$')}"`

const node = `${CHECKOUT}node_modules/.bin/node`

/** Waits until an instance wants traffic: whoever restarts one after the other goes on then and no sooner. */
const READY = `const until = Date.now() + 50_000; const ask = () => fetch('http://127.0.0.1:' + process.argv[1] + '/readyz').then(({ ok }) => ok, () => false).then(ok => ok ? 0 : Date.now() > until ? process.exit(1) : setTimeout(ask, 100)); ask()`

function serviceText(machine: OnMachine): string {
  const { routes, listen } = machine
  const start = [node, `${CHECKOUT}src/start.js`, 'start', '--config', routes.file]
  return `# One instance of Ficus on this machine, the one with admin port 9400 and its number: ficus@1 has 9401, up to ficus@9.
# Written by ficus export systemd. All share one port (SO_REUSEPORT), one Redis and one user, whom no other fleet may
# have: the system lets a port be shared by processes of one user alone.
#
# systemctl restart ficus@1 && systemctl restart ficus@2 loses no request while net.ipv4.tcp_migrate_req is 1
# (sysctl.d/60-ficus.conf); each goes on once its instance is ready.
[Unit]
Description=Ficus ${routes.environment}, instance %i
Wants=network-online.target
After=network-online.target
PartOf=ficus.target

[Service]
Type=exec
User=${userOf(machine)}
Group=${userOf(machine)}
Environment=NODE_ENV=production
Environment=FICUS_REUSE_PORT=1
Environment=FICUS_LISTEN=${listen}
Environment=FICUS_ADMIN=127.0.0.1:940%i
# FICUS_STORE, and what the routes file takes from the environment.
EnvironmentFile=/etc/ficus/ficus.env
# Only root need be able to read these.
LoadCredential=fleet-key:/etc/ficus/fleet-key
LoadCredential=tokens:/etc/ficus/tokens
Environment=FICUS_FLEET_KEY=file:%d/fleet-key
Environment=FICUS_TOKEN_FILE=%d/tokens
# What an instance must not forget over a restart.
StateDirectory=ficus/%i
StateDirectoryMode=0700
WorkingDirectory=/var/lib/ficus/%i
ExecStart=${start.map(word).join(' ')}
ExecStartPost=${[node, '-e', READY].map(word).join(' ')} 940%i
ExecReload=/bin/kill -HUP $MAINPID
KillSignal=SIGTERM
KillMode=mixed
TimeoutStartSec=60
# Longer than a drain takes: 30 s for requests, 2 s for what is done beside them.
TimeoutStopSec=60
Restart=always
RestartSec=1
LimitNOFILE=65536

${HARDENING}
[Install]
WantedBy=ficus.target
`
}

const HARDENING = `# It needs the network, its state and what it reads. No MemoryDenyWriteExecute: Node makes code as it runs; nothing
# against @resources: threads beside the path step back behind the one that serves.
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
ProtectSystem=strict
ProtectHome=read-only
PrivateTmp=yes
PrivateDevices=yes
PrivateUsers=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RemoveIPC=yes
DevicePolicy=closed
KeyringMode=private
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged
SystemCallErrorNumber=EPERM
UMask=0077
`

const targetText = ({
  routes,
  instances,
}: OnMachine): string => `# All instances of Ficus on this machine. Written by ficus export systemd.
[Unit]
Description=Ficus ${routes.environment}
${Array.from({ length: instances }, (_, i) => `Wants=ficus@${i + 1}.service\n`).join('')}
[Install]
WantedBy=multi-user.target
`

const SYSCTL = `# Connections that wait before an instance that ends go to another one of the same port. Without it they are reset, and
# a supplier must not send a write again that was. Written by ficus export systemd; sysctl --system takes it over.
net.ipv4.tcp_migrate_req = 1
`

const usersText = (
  machine: OnMachine,
): string => `# Whose processes the instances are. Written by ficus export systemd; systemd-sysusers makes it.
u ${userOf(machine)} - "Ficus" /var/lib/ficus
`

const environmentText = ({
  routes: { variables },
}: OnMachine): string => `# What the instances take from the environment, to be filled in as /etc/ficus/ficus.env (0600, root's): a name, = and
# the value. Written by ficus export systemd. An instance is not started without FICUS_STORE.
#
# Beside it lie fleet-key (32 bytes or more, the same on all machines: openssl rand -base64 32) and tokens (who may ask
# on the admin ports, and what). Certificates the routes file names lie where it names them, readable to its user.
FICUS_STORE=
${variables.map(name => `${name}=\n`).join('')}`
