/** What a route's mapping makes of a call is explained with it, from a raw HTTP request. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { fileOfCall } from '../support/call-files.ts'
import { ficus } from '../support/ficus.ts'
import { type Called, SEARCHED } from '../support/nrl-called.ts'
import { NEW } from '../support/nrl-golden.ts'
import { NHS_NUMBER } from '../support/nrl-golden-plain.ts'

const ROUTES = `export default {
  environment: { name: 'test' },
  upstreams: {
    spine: { url: 'http://127.0.0.1:1' },
    nrl: { url: 'http://127.0.0.1:2', simulated: true },
  },
  routes: [
    {
      name: 'pointers',
      match: { interaction: ['nrl-stu3-search'] },
      ...{ legacy: 'spine', cloud: 'nrl', translate: 'nrl.pointers' },
    },
    { name: 'default', legacy: 'spine' },
  ],
}`

async function explain(t: Test, called: Called, ...more: readonly string[]) {
  const cwd = t.testdir({ 'routes.config.ts': ROUTES })
  await writeFile(join(cwd, 'call.http'), fileOfCall(called))
  return ficus(['explain', 'call.http', ...more], {}, cwd)
}

const search = (end: string): Called => ({ interaction: 'nrl-stu3-search', end })

t.test('a call its mapping takes is explained with what the cloud would be asked by', async t => {
  const { code, out, err } = await explain(t, search(SEARCHED))
  t.equal(code, 0, err)
  t.match(out, /nrl-stu3-search/)
  t.match(out, 'nrl.pointers takes it: the cloud would be asked by GET')
  t.notMatch(out, NHS_NUMBER)
})

t.test('a call its mapping does not take is explained with the reason', async t => {
  const { out } = await explain(t, search(`${SEARCHED}&_sort=date`))
  t.match(out, /nrl\.pointers does not take it/)
  t.notMatch(out, NHS_NUMBER)
})

t.test('a call with a body in XML is known by its head, and its body is read', async t => {
  const [pair] = NEW
  const body = pair?.stu3 ?? {}
  const { code, out, err } = await explain(t, {
    interaction: 'nrl-stu3-create',
    method: 'POST',
    body,
  })
  t.equal(code, 0, err)
  t.match(out, /nrl-stu3-create/)
})
