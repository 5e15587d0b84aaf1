import { createHash } from 'node:crypto'
import { SaxesParser } from 'saxes'
import t from 'tap'
import { createPatients, createRequest } from '../../src/simulator/index.ts'
import { idsOf, read } from './ask.ts'

interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: (Element | string)[]
}

/** Reads a document into a tree: what the simulator wrote is read by somebody else. */
function treeOf(xml: string): Element {
  const root: Element = { name: '', attributes: {}, children: [] }
  const open = [root]
  const parser = new SaxesParser()
  parser.on('opentag', ({ name, attributes }) => {
    const element: Element = { name, attributes, children: [] }
    open.at(-1)?.children.push(element)
    open.push(element)
  })
  parser.on('text', text => open.at(-1)?.children.push(text))
  parser.on('closetag', () => open.pop())
  parser.write(xml).close()
  return root
}

const elements = ({ children }: Element): Element[] =>
  children.filter((each): each is Element => typeof each !== 'string')

/** Every element of a name, in document order. */
const all = (element: Element, name: string): Element[] =>
  elements(element).flatMap(each => [...(each.name === name ? [each] : []), ...all(each, name)])

// W3C Exclusive XML Canonicalization 1.0 for a document of one namespace.
const text = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const quoted = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

function canonical(element: Element, declares = true): string {
  const names = Object.keys(element.attributes)
    .filter(name => name !== 'xmlns')
    .sort()
  const attributes = names.map(name => ` ${name}="${quoted(element.attributes[name] ?? '')}"`)
  const declaration = declares ? ' xmlns="urn:hl7-org:v3"' : ''
  const inside = element.children.map(each =>
    typeof each === 'string' ? text(each) : canonical(each, false),
  )
  return `<${element.name}${declaration}${attributes.join('')}>${inside.join('')}</${element.name}>`
}

/** The digest of what is signed, by the public description of the fragments. */
function digest(xml: string): string {
  const [prescription] = all(treeOf(xml), 'pertinentPrescription')
  const [target] = all(treeOf(xml), 'recordTarget')
  const [author] = elements(prescription!).filter(({ name }) => name === 'author')
  const child = (name: string) => elements(author!).filter(each => each.name === name)[0]!
  const items = all(prescription!, 'pertinentLineItem').map(item => ({
    ...item,
    children: elements(item)
      .filter(({ name }) => name !== 'pertinentInformation4')
      .map(each =>
        each.name === 'repeatNumber'
          ? { ...each, children: elements(each).filter(({ name }) => name !== 'low') }
          : each,
      ),
  }))
  const id = elements(prescription!).filter(({ name }) => name === 'id')[0]!
  const fragments = [
    canonical(child('time')) + canonical(id),
    canonical(child('AgentPerson')),
    canonical(target!),
    ...items.map(item => canonical(item)),
  ].map(each => `<Fragment>${each}</Fragment>`)
  return createHash('sha256')
    .update(`<FragmentsToBeHashed>${fragments.join('')}</FragmentsToBeHashed>`)
    .digest('base64')
}

const signedIn = (body: string): string => read(body, /<DigestValue>([^<]*)/)

t.test('the digest in a prescription is of the fragments that are signed', t => {
  const digests = createPatients()
    .filter((_, place) => place % 4 === 0)
    .map((patient, n) => {
      const therapy = (['acute', 'repeat', 'repeat-dispensing'] as const)[n % 3]!
      const ids = { ...idsOf(n), eps: { therapy } }
      const { body } = createRequest('PORX_IN020101UK31', patient, ids)
      const part = /<PORX_IN020101UK31[\s\S]*<\/PORX_IN020101UK31>/.exec(body)?.[0] ?? ''
      t.equal(signedIn(body), digest(part), patient.kinds.join(' '))
      const order = createRequest('eps-fhir-prescribe', patient, {
        ...ids,
        supplier: { name: '', asid: '', partyKey: '', ods: '' },
      })
      const data = read(order.body, /"data":"([^"]*)"/)
      t.match(Buffer.from(data, 'base64').toString(), /^<Signature [\s\S]*<DigestValue>.{44}</)
      return signedIn(body)
    })
  t.equal(new Set(digests).size, digests.length)
  t.end()
})

t.test('both languages of one prescription carry the same signature', t => {
  const [patient] = createPatients()
  const supplier = { name: 'Acme GP', asid: '1', partyKey: 'Z-1', ods: 'Z99001' }
  const ids = () => ({ ...idsOf(1), supplier })
  const { body } = createRequest('PORX_IN020101UK31', patient!, ids())
  const order = createRequest('eps-fhir-prescribe', patient!, ids())
  const data = Buffer.from(read(order.body, /"data":"([^"]*)"/), 'base64').toString()
  t.equal(data, `<Signature ${read(body, /<Signature ([\s\S]*?<\/Signature>)/)}`)
  t.end()
})
