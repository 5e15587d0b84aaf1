/** What a route's mapping makes of a message is explained with it, whichever side serves it. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { ficus } from '../support/ficus.ts'
import { ebxmlAround } from '../support/messages.ts'
import { goldenMessage } from '../support/prescription-golden-hl7.ts'
import { BASE, SAID } from '../support/prescription-golden-parts.ts'
import { retrieval } from '../translation/given.ts'

const ROUTES = `export default {
  environment: { name: 'test' },
  suppliers: { '200000000001': { name: 'Acme', reply: 'poll' } },
  upstreams: {
    spine: { url: 'http://127.0.0.1:1' },
    eps: { url: 'http://127.0.0.1:2', simulated: true },
    pds: { url: 'http://127.0.0.1:3' },
  },
  cohorts: { prescriptions: { key: 'prescriptionId', records: 'apart', pin: true } },
  routes: [
    {
      name: 'prescribing',
      match: { interaction: ['PORX_IN020101UK31'] },
      ...{ legacy: 'spine', cloud: 'eps', translate: 'eps.prescription', cohort: 'prescriptions' },
    },
    {
      name: 'retrieval',
      match: { interaction: ['QUPA_IN000008UK02'] },
      ...{ legacy: 'spine', cloud: 'pds', translate: 'pds.retrieval' },
    },
    { name: 'default', legacy: 'spine' },
  ],
}`

const PRESCRIPTION = goldenMessage(BASE).toString()
const UNREAD = PRESCRIPTION.replace('<prefix>', '<prefix nullFlavor="NI">')

async function explain(t: Test, message: string, ...more: string[]) {
  const cwd = t.testdir({ 'routes.config.ts': ROUTES })
  await writeFile(join(cwd, 'message'), message)
  return ficus(['explain', 'message', ...more], {}, cwd)
}

const inEbxml = (payload: string): string => ebxmlAround(payload, 'PORX_IN020101UK31')

t.test('a message its mapping takes is explained with what is lost of it', async t => {
  const { err, out } = await explain(t, inEbxml(PRESCRIPTION))
  t.equal(err, '')
  t.match(out, 'served by legacy (spine), because of stage')
  t.match(out, 'eps.prescription takes it: the cloud would be asked by POST')
  t.match(out, /eps\.prescription: leaves read\n +\d+ used +said in the other language/)
  t.notMatch(out, SAID.nhsNumber)
  const json = await explain(t, inEbxml(PRESCRIPTION), '--json')
  t.match(JSON.parse(json.out), {
    translation: { mapping: 'eps.prescription', takes: true, loss: { source: { dropped: {} } } },
  })
})

t.test('a message its mapping does not take is explained with the reason', async t => {
  const { err, out } = await explain(t, inEbxml(UNREAD))
  t.equal(err, '')
  t.match(out, /eps\.prescription does not take it \(unread\): \S+prefix/)
  const json = await explain(t, inEbxml(UNREAD), '--json')
  t.match(JSON.parse(json.out), { translation: { takes: false, code: 'unread' } })
})

t.test(
  'of a query there is nothing to lose, and of an untranslated route nothing to say',
  async t => {
    const { out } = await explain(t, retrieval())
    t.match(out, 'pds.retrieval takes it: the cloud would be asked by GET')
    t.match(out, 'pds.retrieval: all of it is asked, leaf by leaf')
    const other = await explain(t, retrieval({ interaction: 'QUPA_IN000005UK01' }), '--json')
    t.notMatch(other.out, '"translation"')
  },
)
