import { readFileSync } from 'node:fs'
import t from 'tap'
import { defineRoutes } from 'ficus'
import * as room from '../../src/config/define-routes.ts'
import { aFile } from './given.ts'

t.test('`ficus` is the package’s own name for it', t => {
  t.equal(defineRoutes, room.defineRoutes)
  t.end()
})

t.test('it gives back what it got', t => {
  const file = aFile()
  t.equal(defineRoutes(file), file)
  t.end()
})

t.test('it loads nothing but types, so that importing it costs nothing', t => {
  const source = readFileSync(new URL('../../src/config/routes-file.ts', import.meta.url), 'utf8')
  const lines = source.split('\n').filter(line => /^(import|export)\b.*\bfrom\b/.test(line))
  t.ok(lines.length > 0)
  for (const line of lines) t.match(line, /^(import|export) type /)
  t.end()
})
