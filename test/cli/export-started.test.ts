import { createHash } from 'node:crypto'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { parse } from 'yaml'
import { ficus } from '../support/ficus.ts'
import { noRedis, startRedis } from '../support/redis-server.ts'

const run = promisify(execFile)

const TOKEN = 'x'.repeat(40)
const TOKENS = JSON.stringify({
  tokens: [
    {
      name: 'anna',
      roles: ['operator'],
      sha256: createHash('sha256').update(TOKEN).digest('hex'),
    },
  ],
})
const ROUTES = `import { defineRoutes } from 'ficus'
export default defineRoutes({
  environment: { name: 'int' },
  upstreams: { spine: { url: 'env:SPINE_URL' } },
  routes: [{ name: 'default', legacy: 'spine' }],
})`

interface Service {
  readonly build: { readonly dockerfile_inline: string }
  readonly environment: Readonly<Record<string, string>>
  readonly healthcheck: { readonly test: readonly string[] }
  readonly stop_grace_period: string
}

/** What npm leaves out for --omit=dev --omit=optional. */
interface Locked {
  readonly dev?: true
  readonly optional?: true
  readonly devOptional?: true
}

/** Lays what the image holds into a folder, by its own COPY lines; gives the command it runs. */
function lay(folder: string, dockerfile: string): readonly string[] {
  const last = dockerfile.slice(dockerfile.lastIndexOf('FROM '))
  for (const [, paths = '', to = ''] of last.matchAll(/^COPY (?!--)(.+) (\S+)$/gm)) {
    for (const path of paths.split(' ')) {
      cpSync(path, join(folder, to === './' ? path : to), { recursive: true })
    }
  }
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, Locked>
  }
  for (const [path, { dev, optional, devOptional }] of Object.entries(packages)) {
    if (!path.startsWith('node_modules/') || dev || optional || devOptional) continue
    // What lies below another package comes with it.
    if (path.lastIndexOf('node_modules/') > 0) continue
    cpSync(path, join(folder, path), { recursive: true })
  }
  return JSON.parse(/^CMD (.+)$/m.exec(last)?.[1] ?? '[]') as string[]
}

t.test(
  'an instance starts from what the image holds, with what Compose gives it',
  { skip: noRedis },
  async t => {
    const redis = await startRedis(t)
    const cwd = t.testdir({ 'routes.config.ts': ROUTES, 'tokens.json': TOKENS, image: {} })
    const exported = await ficus(['export', 'compose', '--only', 'compose.yml'], {}, cwd)
    const { services, secrets } = parse(exported.out, { merge: true }) as {
      services: Record<string, Service>
      secrets: Record<string, unknown>
    }
    const { build, environment, healthcheck, stop_grace_period } = services['ficus-1'] as Service
    t.strictSame(secrets, { tokens: { file: './tokens.json' } })
    t.match(services['ficus-1'], {
      secrets: ['tokens'],
      environment: { FICUS_TOKEN_FILE: '/run/secrets/tokens' },
    })
    const image = join(cwd, 'image')
    const [node = '', ...args] = lay(image, build.dockerfile_inline)
    t.equal(node, 'node')
    // As the volume does.
    cpSync(join(cwd, 'routes.config.ts'), join(image, 'routes.config.ts'))
    const env = {
      ...environment,
      FICUS_LISTEN: '0.0.0.0:0',
      FICUS_ADMIN: '0.0.0.0:0',
      FICUS_STORE: (environment['FICUS_STORE'] ?? '').replace(
        'redis:6379',
        `127.0.0.1:${redis.port}`,
      ),
      FICUS_FLEET_KEY: 'k'.repeat(32),
      FICUS_TOKEN_FILE: join(cwd, 'tokens.json'),
      SPINE_URL: 'http://127.0.0.1:1',
    }
    const child = spawn(process.execPath, args, {
      cwd: image,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    t.teardown(() => child.kill('SIGKILL'))
    const ended = once(child, 'close')
    const port = await new Promise<string>((found, lost) => {
      let said = ''
      child.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString()
        const at = /health and metrics on http:\/\/0\.0\.0\.0:(\d+)/.exec(said)?.[1]
        if (at !== undefined) found(at)
      })
      void ended.then(() => lost(new Error(said)))
    })

    const [how, , ...check] = healthcheck.test
    t.equal(how, 'CMD')
    const at = (text: string): string => text.replace(':9400/', `:${port}/`)
    await t.resolves(run(process.execPath, check.map(at)), 'it is well, says its health check')
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
    t.match(metrics, /^ficus_store_answering 1$/m)
    const ask = (authorization?: string): Promise<Response> =>
      fetch(`http://127.0.0.1:${port}/api/routes`, {
        headers: { ...(authorization && { authorization }) },
      })
    t.equal((await ask()).status, 401, 'who may ask hangs on the tokens')
    t.equal((await ask(`Bearer ${TOKEN}`)).status, 200)

    child.kill('SIGTERM')
    const [code] = (await ended) as [number]
    t.equal(code, 0, 'and it drains')
    await t.rejects(run(process.execPath, check.map(at)), 'then it is not well')
    t.match(stop_grace_period, /^[34]\ds$/, 'the hard stop of a drain is after 30 seconds')
  },
)
