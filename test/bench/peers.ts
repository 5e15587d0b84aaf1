import { spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { soapAnswer } from './messages.ts'

/** A program under measurement. */
export interface Peer {
  readonly name: string
  readonly port: number
  readonly pid: number
  stop(): void
}

const PROXY_CORE = '0'
const LOAD_CORE = '1'

/** Starts a command on one core; its output goes nowhere. */
function onCore(core: string, command: string, args: readonly string[]): ChildProcess {
  return spawn('taskset', ['-c', core, command, ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

export const loadCore = LOAD_CORE

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

async function answering(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    try {
      await fetch(`http://127.0.0.1:${port}/`)
      return
    } catch {
      await new Promise(resolve => setTimeout(resolve, 100))
    }
  }
  throw new Error(`nothing answers on port ${port}`)
}

async function started(name: string, port: number, child: ChildProcess): Promise<Peer> {
  await answering(port)
  return { name, port, pid: child.pid ?? 0, stop: () => child.kill('SIGKILL') }
}

const folder = mkdtempSync(join(tmpdir(), 'ficus-bench-'))
// nginx gives up root before it reads its files.
chmodSync(folder, 0o755)

/** A file an upstream answers everything with. */
export interface Answering {
  readonly name: string
  readonly type: string
  readonly body: string
  /** Further directives of its server. */
  readonly more?: string
}

/** Starts nginx with one fixed answer, so that it costs next to nothing. */
export async function startAnswering({ name, type, body, more = '' }: Answering): Promise<Peer> {
  const port = await freePort()
  const root = join(folder, name)
  mkdirSync(root)
  const config = `
worker_processes 1; daemon off; error_log /dev/null; pid ${root}/nginx.pid;
events { worker_connections 1024; }
http {
  access_log off; keepalive_requests 1000000000; client_body_buffer_size 64k; etag off;
  server {
    listen 127.0.0.1:${port};
    default_type "${type}";
    root ${root};
    ${more}
    # A static file takes no POST: the refusal becomes a GET of the answer.
    error_page 405 =200 /answer;
    location / { try_files /answer =404; }
  }
}`
  writeFileSync(join(root, 'answer'), body)
  const path = join(root, 'nginx.conf')
  writeFileSync(path, config)
  return started(name, port, onCore(LOAD_CORE, 'nginx', ['-c', path, '-p', root]))
}

/** What answers behind every proxy. */
export const startUpstream = (answerBytes: number): Promise<Peer> =>
  startAnswering({
    name: 'upstream',
    type: 'text/xml; charset=UTF-8',
    body: soapAnswer(answerBytes),
  })

async function startNginx(upstream: number): Promise<Peer> {
  const port = await freePort()
  const path = join(folder, 'nginx.conf')
  writeFileSync(
    path,
    `
worker_processes 1; daemon off; error_log /dev/null; pid ${folder}/nginx.pid;
events { worker_connections 1024; }
http {
  access_log ${folder}/access.log; keepalive_requests 1000000000; client_body_buffer_size 64k;
  upstream spine { server 127.0.0.1:${upstream}; keepalive 64; keepalive_requests 1000000000; }
  server {
    listen 127.0.0.1:${port};
    location / { proxy_pass http://spine; proxy_http_version 1.1; proxy_set_header Connection ""; }
  }
}`,
  )
  return started('nginx', port, onCore(PROXY_CORE, 'nginx', ['-c', path, '-p', folder]))
}

async function startHaproxy(upstream: number): Promise<Peer> {
  const port = await freePort()
  const path = join(folder, 'haproxy.cfg')
  writeFileSync(
    path,
    `global
  nbthread 1
defaults
  mode http
  timeout client 30s
  timeout server 30s
  timeout connect 5s
  http-reuse always
frontend in
  bind 127.0.0.1:${port}
  default_backend spine
backend spine
  server s1 127.0.0.1:${upstream}
`,
  )
  return started('haproxy', port, onCore(PROXY_CORE, 'haproxy', ['-f', path, '-db']))
}

async function startHttpProxy(upstream: number): Promise<Peer> {
  const port = await freePort()
  const script = new URL('./http-proxy-peer.ts', import.meta.url).pathname
  const child = onCore(PROXY_CORE, process.execPath, [script, String(port), String(upstream)])
  return started('http-proxy', port, child)
}

/** The routes of a Ficus that lets everything pass to one upstream. */
export const passing = (upstream: number): string => `
  upstreams: { spine: { url: 'http://127.0.0.1:${upstream}' } },
  routes: [
    { name: 'pds-retrieval', match: { interaction: ['QUPA_IN000008UK02'] }, legacy: 'spine' },
    { name: 'default', legacy: 'spine' },
  ],`

/** A Ficus under measurement and where it tells of itself. */
export interface FicusPeer extends Peer {
  readonly admin: URL
}

/** Where a Ficus under measurement runs, and what its Node is told besides. */
export interface FicusPlace {
  /** Default: the one for proxies. */
  readonly core?: string
  readonly nodeOptions?: string
}

/** Starts a Ficus on one core, or on any, with what its file says of upstreams and routes. */
export async function startFicus(
  name: string,
  routes: string,
  { core = PROXY_CORE, nodeOptions }: FicusPlace = {},
): Promise<FicusPeer> {
  const [port, admin] = [await freePort(), await freePort()]
  const file = join(folder, `${name}.routes.config.ts`)
  const text = `import { defineRoutes } from 'ficus'
export default defineRoutes({ environment: { name: 'bench' },${routes} })
`
  writeFileSync(file, text)
  const child = spawn(
    'taskset',
    ['-c', core, process.execPath, 'src/start.js', 'start', '--config', file],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        ...(nodeOptions !== undefined && { NODE_OPTIONS: nodeOptions }),
        FICUS_LISTEN: `127.0.0.1:${port}`,
        FICUS_ADMIN: `127.0.0.1:${admin}`,
        FICUS_LOG: join(folder, `${name}.log`),
        // Every line: one in ten would cost a tenth.
        FICUS_LOG_LINES: '0',
        FICUS_STORE: `file:${join(folder, `${name}.db`)}`,
      },
    },
  )
  return { ...(await started(name, port, child)), admin: new URL(`http://127.0.0.1:${admin}`) }
}

/** Starts every peer in front of one upstream; Ficus stands twice, to show how noisy the machine is. */
export async function startPeers(upstream: number): Promise<readonly Peer[]> {
  return [
    await startFicus('ficus', passing(upstream)),
    await startHttpProxy(upstream),
    await startNginx(upstream),
    await startHaproxy(upstream),
    await startFicus('ficus again', passing(upstream)),
  ]
}
