import { join } from 'node:path'
import t from 'tap'
import { evaluateFile } from '../../src/config/evaluate-file.ts'
import { folderOutside } from './folder-outside.ts'

t.test('a file gives its default export', async t => {
  const folder = folderOutside(t, {
    'a.ts': `import { defineRoutes } from 'ficus'\nexport default defineRoutes({ a: [1] })`,
  })
  t.same(await evaluateFile(join(folder, 'a.ts')), {
    ...{ kind: 'data', data: { a: [1] }, modules: [] },
  })
})

t.test('what it does wrong comes back and is not thrown', async t => {
  const folder = folderOutside(t, {
    'thrown.ts': `throw new Error('no luck')`,
    'plain.ts': `throw 'a text'`,
    'none.ts': 'export {}',
    'code.ts': 'export default { a: { b: [() => 1] } }',
  })
  const mistakes = async (name: string) => {
    const evaluated = await evaluateFile(join(folder, name))
    return evaluated.kind === 'mistakes' ? evaluated.mistakes : []
  }
  t.match(await mistakes('thrown.ts'), [{ path: '', says: /no luck \(.*thrown\.ts, line 1\)/ }])
  t.match(await mistakes('plain.ts'), [{ path: '', says: 'cannot be loaded: a text' }])
  t.match(await mistakes('none.ts'), [{ path: '', says: 'there is no default export' }])
  t.match(await mistakes('code.ts'), [{ path: 'a.b[0]', says: /a function/ }])
  t.match(await mistakes('.'), [{ path: '', says: 'is a folder' }])
  t.match(await mistakes('nowhere.ts'), [{ path: '', says: 'there is no such file' }])
})

t.test('`ficus` means nothing here once the file is evaluated', async t => {
  const folder = folderOutside(t, { 'a.ts': 'export default 1', 'b.mjs': `import 'ficus'` })
  await evaluateFile(join(folder, 'a.ts'))
  await t.rejects(import(join(folder, 'b.mjs')), { code: 'ERR_MODULE_NOT_FOUND' })
})
