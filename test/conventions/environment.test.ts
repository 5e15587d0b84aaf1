import t from 'tap'
import { sourcesOf, textOf } from './sources.ts'

t.test('the environment, the arguments and signals are read in main and nowhere else', async t => {
  const files = sourcesOf('src').filter(path => path !== 'src/main.ts' && path !== 'src/start.js')
  t.ok(files.length > 50, 'a rule that looked at nothing would pass')
  for (const path of files) {
    const code = textOf(path).replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '')
    t.notMatch(code, /\bprocess\.(?:env|argv|on|once)\b/, path)
    t.notMatch(code, /from '(?:node:)?process'/, path)
  }
})

t.test('only one room speaks to each library', async t => {
  const HOMES: Readonly<Record<string, readonly string[]>> = {
    saxes: ['src/xml/'],
    undici: ['src/sockets/'],
    'prom-client': ['src/telemetry/'],
    pino: ['src/telemetry/'],
    zod: ['src/config/'],
    commander: ['src/cli/'],
    ioredis: ['src/fleet/'],
    jose: ['src/roles/'],
  }
  for (const path of sourcesOf('src')) {
    for (const [library, homes] of Object.entries(HOMES)) {
      if (!textOf(path).includes(`from '${library}'`)) continue
      t.ok(
        homes.some(home => path.startsWith(home)),
        `${path} may import ${library}`,
      )
    }
  }
})
