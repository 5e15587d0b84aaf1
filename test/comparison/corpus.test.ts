import t from 'tap'
import type { Comparison } from '../../src/comparison/index.ts'
import type { JsonValue } from '../../src/comparison/read-json.ts'
import type { XmlElement } from '../../src/xml/index.ts'
import { corpusFolder } from '../support/corpus.ts'
import { createDraw } from '../support/corpus-cuts.ts'
import { compare, differing, json, NO_RULES, xml } from './compared.ts'
import {
  namesIn,
  publishedJson,
  publishedXml,
  textsIn,
  withoutBlanks,
  writeJsonAnew,
} from './corpus.ts'
import { edited, elementsIn, leavesIn } from './planted.ts'
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

t.test('one change planted anywhere in a published message is found, there and nowhere else', t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const draw = createDraw(5)
  const missed: string[] = []
  let planted = 0
  for (const { path, value: read } of publishedXml(folder)) {
    const value = withoutBlanks(read)
    const leaves = leavesIn(value).filter(({ isMixed }) => !isMixed)
    for (let seed = 0; seed < 3; seed += 1) {
      const leaf = leaves[draw(leaves.length)]
      if (leaf === undefined) continue
      planted += 1
      const candidate = xml(writeAnew(edited(value, leaf, `planted ${seed}`), draw))
      const comparison = compare({ control: xml(writeAnew(value, draw)), candidate }, NO_RULES)
      const found = differing(comparison).filter(line => !line.startsWith('domain-outcome '))
      const hasOther = comparison.differences.some(({ path: where }) => where === 'outcome')
      const expected = `value ${leaf.names.join('/')}`
      if (!hasOther && found.join() !== expected)
        missed.push(`${path}: ${expected}, ${found.join()}`)
    }
  }
  t.comment(`${planted} changes`)
  t.strictSame(missed, [])
  t.ok(planted > 400)
  t.end()
})

/** Words of ours that are values in some published message too. */
const OUR_WORDS = new Set(
  'absent attribute boolean date digits element http letters list number object order other path string text time type uuid value rule kind blank case test'.split(
    ' ',
  ),
)

t.test('no value of a published message is in what is said of changes in it', t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const leaks: string[] = []
  let values = 0
  const search = (path: string, said: Comparison, own: Iterable<string>, names: string): void => {
    const text = JSON.stringify(said)
    for (const value of new Set([...own].map(one => one.trim()))) {
      // A value that is a name as well, or a word of ours, shows nothing.
      if (value.length < 4 || names.includes(value) || OUR_WORDS.has(value)) continue
      values += 1
      if (text.includes(value)) leaks.push(`${path}: one of ${value.length} characters`)
    }
  }
  for (const { path, bytes, value } of publishedXml(folder)) {
    const candidate = xml(writeAnew(everyOther(value), createDraw(7)))
    const names = elementsIn(value).map(({ element }) => element.name)
    const attributes = leavesIn(value).map(({ attribute }) => attribute ?? '')
    const said = compare({ control: xml(bytes), candidate }, NO_RULES)
    search(path, said, valuesIn(value), [...names, ...attributes].join('\n'))
  }
  for (const { path, bytes, value } of publishedJson(folder)) {
    const candidate = json(writeJsonAnew(everyText(value), createDraw(7)))
    const said = compare({ control: json(bytes), candidate }, NO_RULES)
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
