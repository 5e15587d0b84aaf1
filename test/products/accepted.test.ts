/** Every message we write of a resource is one Spine 2's own validators would take. */
import { readFileSync } from 'node:fs'
import t from 'tap'
import { corpusFolder, spineSamples } from '../support/corpus.ts'
import { brokenRules, readNode } from '../support/spine-acceptance.ts'
import { PAYLOAD_BREAKS, unproven, WRAPPER_BREAKS } from '../support/spine-acceptance-broken.ts'
import { requestRules } from '../support/spine-acceptance-requests.ts'
import { messageOf, WRITTEN } from '../support/spine-acceptance-written.ts'

/** Resources that say less or other than Spine takes: what is written says it still, and nothing else is wrong. */
const SAID_WRONG: Readonly<Record<string, readonly string[]>> = {
  // NHSDigital/electronic-prescription-service-api writes no practice as UNK too.
  'eps.prescription: practice: [null,null]': ['a patient’s practice'],
  'eps.prescription: site: ["0004","0004"]': ['nobody nominated where nobody is to be'],
  'eps.prescription: pharmacy: false': ['somebody nominated where somebody is to be'],
  'eps.cancellation: another’s: a service that is only named': ['an organisation’s address'],
  'eps.notification: reasons that are codes alone': ['an agent’s name', 'an organisation’s name'],
  'eps.notification: codes alone': ['an agent’s name', 'an organisation’s name'],
  'eps.return: by nobody who is named': [
    'an agent’s name',
    'an organisation’s name',
    'an organisation’s address',
  ],
}

const NOMINATED = 'eps.nominated-release'

/** Published Bundles whose signature is what is signed, without its value. */
const UNSIGNED = /homecare\/acute\/nominated-pharmacy\/(?:con[^/]+)-dosage-instructions\//

for (const [document, asked] of WRITTEN) {
  t.test(`every ${document.name} we write is taken`, t => {
    for (const interaction of document.interactions) {
      for (const [title, resource] of asked) {
        const message = messageOf(document, resource, interaction)
        if (message === undefined) {
          t.fail(`${interaction} ${title} was declined`)
          continue
        }
        const broken = brokenRules(requestRules(interaction), readNode(message))
        t.strictSame(
          broken,
          SAID_WRONG[`${document.name}: ${title}`] ?? [],
          `${interaction} ${title}`,
        )
      }
    }
    t.end()
  })
}

t.test('every published request we write is taken', t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const counts = new Map<string, number>()
  const requests = spineSamples(folder).filter(
    ({ product, kind }) => product === 'EPS' && kind === 'fhir-request',
  )
  for (const { file, path } of requests) {
    const resource = readFileSync(file)
    for (const [document] of WRITTEN) {
      // What names a prescription asks for that one.
      if (document.name === NOMINATED && resource.includes('group-identifier')) continue
      const [interaction = ''] = document.interactions
      const message = messageOf(document, resource, interaction)
      if (message === undefined) continue
      counts.set(document.name, (counts.get(document.name) ?? 0) + 1)
      const broken = brokenRules(requestRules(interaction), readNode(message))
      const wrong = document.name === 'eps.prescription' && UNSIGNED.test(path)
      t.strictSame(broken, wrong ? ['a signature'] : [], `${document.name} ${path}`)
    }
  }
  t.comment(`of ${requests.length} requests`, Object.fromEntries(counts))
  t.equal(counts.size, WRITTEN.length - 1, 'some of every kind but one that nobody published')
  t.end()
})

for (const [document, asked] of WRITTEN) {
  const [interaction = ''] = document.interactions
  t.test(`each rule of ${document.name} is one a broken message shows`, t => {
    const rules = requestRules(interaction)
    const messages = asked.flatMap(
      ([, resource]) => messageOf(document, resource, interaction) ?? [],
    )
    const good = messages.filter(message => brokenRules(rules, readNode(message)).length === 0)
    const names = rules.map(({ name }) => name)
    const breaks = [...WRAPPER_BREAKS, ...PAYLOAD_BREAKS]
    const brokenIn = (message: string) => brokenRules(rules, readNode(message))
    t.strictSame(unproven(names, breaks, good, brokenIn), [])
    t.comment(`${new Set(names).size} rules, each broken`)
    t.end()
  })
}
