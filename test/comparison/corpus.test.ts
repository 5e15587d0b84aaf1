import { readFileSync } from 'node:fs'
import t from 'tap'
import type { Answered, Comparison, Pair, Policy } from '../../src/comparison/index.ts'
import { isNumberWritten } from '../../src/comparison/never-ignored.ts'
import type { JsonValue } from '../../src/json/index.ts'
import type { XmlElement } from '../../src/xml/index.ts'
import { corpusFolder, spineSamples } from '../support/corpus.ts'
import { createDraw } from '../support/corpus-cuts.ts'
import { compare, differing, json, NO_RULES, xml } from './compared.ts'
import { namesIn, publishedJson, publishedXml, textsIn, writeJsonAnew } from './corpus.ts'
import { changeableFrom, changeableJson, type Place } from './documents.ts'
import { elementsIn, leavesIn } from './planted.ts'
import { shippedPolicy } from './shipped-policies.ts'
import { valuesIn } from './trees.ts'
import { writeAnew } from './written.ts'

/** Every second attribute and every text changed by a character. */
const everyOther = (element: XmlElement): XmlElement => ({
  ...element,
  attributes: element.attributes.map((own, i) =>
    i % 2 === 0 ? { ...own, value: `${own.value}!` } : own,
  ),
  children: element.children.map(child =>
    typeof child === 'string' ? `${child}!` : everyOther(child),
  ),
})

/** Every string but a resource's type changed by a character. */
function everyText(value: JsonValue): JsonValue {
  if (value.is === 'string') return { ...value, text: `${value.text}!` }
  if (value.is === 'list') return { ...value, items: value.items.map(everyText) }
  if (value.is !== 'object') return value
  const properties = [...value.properties].map(
    ([name, own]) => [name, name === 'resourceType' ? own : everyText(own)] as const,
  )
  return { ...value, properties: new Map(properties) }
}

/** Whether a text is the type of some resource in a document. */
function isType(value: JsonValue, text: string): boolean {
  if (value.is === 'list') return value.items.some(item => isType(item, text))
  if (value.is !== 'object') return false
  const type = value.properties.get('resourceType')
  if (type?.is === 'string' && type.text === text) return true
  return [...value.properties.values()].some(own => isType(own, text))
}

t.test('every published message is identical to itself written anew', t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const draw = createDraw(3)
  const others: string[] = []
  const hold = (path: string, comparison: Comparison): void => {
    if (comparison.verdict !== 'identical') others.push(`${path}: ${comparison.verdict}`)
  }
  const [inXml, inJson] = [publishedXml(folder), publishedJson(folder)]
  for (const { path, bytes, value } of inXml) {
    const candidate = xml(writeAnew(value, draw))
    hold(path, compare({ control: xml(bytes), candidate }, NO_RULES))
  }
  for (const { path, bytes, value } of inJson) {
    const candidate = json(writeJsonAnew(value, draw))
    hold(path, compare({ control: json(bytes), candidate }, NO_RULES))
  }
  t.comment(`${inXml.length} in XML, ${inJson.length} in JSON`)
  t.strictSame(others, [])
  t.ok(inXml.length > 100 && inJson.length > 400)
  t.end()
})

/** What a policy says of a value: an id made anew, wherever it is no protected one. */
function isMadeAnew(policy: Policy, { names, value }: Place): boolean {
  const at = names.reduce((position, name) => position.next(name), policy.start)
  const isProtected = at.isProtected || (at.isProtectedNumber && isNumberWritten(value))
  return at.id !== undefined && !isProtected && at.ignore.length === 0
}

/** An id apart from what is written before and behind it. */
const ID = /[^/:<>\s]+(?=>?\s*$)/

t.test('every published message is equivalent to itself under ids made anew', t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const draw = createDraw(13)
  const others: string[] = []
  let renamed = 0
  const documents = [
    ...publishedXml(folder).map(changeableFrom),
    ...publishedJson(folder).map(changeableJson),
  ]
  for (const document of documents) {
    const policy = shippedPolicy(document)
    const names = new Map<string, string>()
    const rename = (place: Place): string => {
      if (!isMadeAnew(policy, place)) return place.value
      return place.value.replace(ID, id => {
        const known = names.get(id.toLowerCase()) ?? `renamed-${names.size}-${draw(1_000_000)}`
        names.set(id.toLowerCase(), known)
        return known
      })
    }
    const of = document.is === 'xml' ? xml : json
    const pair = {
      control: of(document.bytes),
      candidate: of(document.renamed(rename).written(draw)),
    }
    renamed += names.size
    const said = compare(pair, policy)
    if (said.verdict !== 'identical' && said.verdict !== 'equivalent') {
      others.push(`${document.path}: ${said.verdict} ${differing(said).slice(0, 3).join(', ')}`)
    }
  }
  t.comment(`${documents.length} messages, ${renamed} ids`)
  t.strictSame(others, [])
  t.ok(renamed > 1_000)
  t.end()
})

const BOUNDARY = /^--([^\r\n]+?)[ \t]*\r?\n/

/** Every published multipart message, with the type its own first line asks for. */
const publishedParts = (folder: string): { path: string; answer: Answered }[] =>
  spineSamples(folder).flatMap(({ file, path }) => {
    const body = readFileSync(file)
    const boundary = BOUNDARY.exec(body.toString('latin1', 0, 200))?.[1]
    if (boundary === undefined) return []
    const type = `multipart/related; boundary="${boundary}"; type="text/xml"`
    return [{ path, answer: { status: 200, headers: ['Content-Type', type], body } }]
  })

t.test('every published multipart message is identical to itself behind other boundaries', t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const verdicts: Record<string, number> = {}
  for (const { path, answer } of publishedParts(folder)) {
    const [, boundary = ''] = BOUNDARY.exec(answer.body.toString('latin1', 0, 200)) ?? []
    const body = answer.body.toString('latin1').replaceAll(`--${boundary}`, '--of-another')
    const headers = ['Content-Type', 'multipart/related; boundary=of-another; type="text/xml"']
    const candidate = { status: 200, headers, body: Buffer.from(body, 'latin1') }
    const { verdict, reason } = compare({ control: answer, candidate }, NO_RULES)
    const said = reason ?? verdict
    verdicts[said] = (verdicts[said] ?? 0) + 1
    if (verdict === 'different') t.fail(path)
  }
  t.comment(JSON.stringify(verdicts))
  t.ok((verdicts['identical'] ?? 0) > 7)
  t.end()
})

/** What is said without a rule and under the policy the product ships. */
const bothSaid = (pair: Pair, policy: Policy): Comparison[] =>
  [NO_RULES, policy].map(each => compare(pair, each))

/** Words of ours that are values in some published message too. */
const OUR_WORDS = new Set(
  'absent attribute boolean date digits element http letters list number object order other path string text time type uuid value rule kind blank case test self'.split(
    ' ',
  ),
)

t.test('no value of a published message is in what is said of changes in it', t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const leaks: string[] = []
  let values = 0
  const search = (
    path: string,
    said: readonly Comparison[],
    own: Iterable<string>,
    names: string,
  ): void => {
    const text = JSON.stringify(said)
    for (const value of new Set([...own].map(one => one.trim()))) {
      // A value that is a name as well, or a word of ours, shows nothing.
      if (value.length < 4 || names.includes(value) || OUR_WORDS.has(value)) continue
      values += 1
      if (text.includes(value)) leaks.push(`${path}: one of ${value.length} characters`)
    }
  }
  for (const { path, product, bytes, value } of publishedXml(folder)) {
    const candidate = xml(writeAnew(everyOther(value), createDraw(7)))
    const names = elementsIn(value).map(({ element }) => element.name)
    const attributes = leavesIn(value).map(({ attribute }) => attribute ?? '')
    const said = bothSaid({ control: xml(bytes), candidate }, shippedPolicy({ product, bytes }))
    search(path, said, valuesIn(value), [...names, ...attributes].join('\n'))
  }
  for (const { path, product, bytes, value } of publishedJson(folder)) {
    const candidate = json(writeJsonAnew(everyText(value), createDraw(7)))
    const said = bothSaid({ control: json(bytes), candidate }, shippedPolicy({ product, bytes }))
    const types = textsIn(value).filter(
      text => /^[A-Z][A-Za-z]+$/.test(text) && isType(value, text),
    )
    search(path, said, textsIn(value), [...namesIn(value), ...types].join('\n'))
  }
  t.comment(`${values} values`)
  t.strictSame(leaks, [])
  t.ok(values > 10_000)
  t.end()
})
