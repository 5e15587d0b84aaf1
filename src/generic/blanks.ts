import type { GenericOptions } from './options.ts'
import { refuse } from './refusal.ts'

const BLANK = /^[ \t\r\n]*$/

type Members = Readonly<Record<string, unknown>>
type Names = Pick<GenericOptions, 'textName' | 'attributePrefix'>

const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null

const isBlank = (value: unknown): boolean => typeof value === 'string' && BLANK.test(value)

/**
 * Takes away text that is nothing but blanks where its element has other elements too: there it only sets lines. What
 * an element says that has nothing else stays.
 *
 * @throws FicusError `malformed` where a document says of itself that its blanks are to be kept.
 */
export function withoutBlanks(shape: unknown, names: Names): unknown {
  if (Array.isArray(shape)) return listWithoutBlanks(shape, names)
  if (!isMembers(shape)) return shape
  const { textName, attributePrefix } = names
  const members = Object.entries(shape)
  if (shape[`${attributePrefix}xml:space`] === 'preserve') refuse('blanks that are to be kept')
  const isElement = (name: string): boolean =>
    name !== textName && !name.startsWith(attributePrefix)
  const mayGo = members.some(([name]) => isElement(name))
  return Object.fromEntries(
    members
      .filter(([name, value]) => !(mayGo && name === textName && isBlank(value)))
      .map(([name, value]) => [name, withoutBlanks(value, names)]),
  )
}

function listWithoutBlanks(list: readonly unknown[], names: Names): readonly unknown[] {
  const { textName } = names
  const isText = (each: unknown): boolean => isMembers(each) && Object.hasOwn(each, textName)
  const mayGo = list.some(each => !isText(each))
  return list
    .filter(each => !(mayGo && isText(each) && isMembers(each) && isBlank(each[textName])))
    .map(each => withoutBlanks(each, names))
}

// In a canonical form text holds no `<` and no `>`, and of an attribute's value no `<` stands behind a blank.
const BETWEEN_TAGS = /(<\/?)([^<>]*>)(?:[ \t\n]|&#xD;)+(?=(<\/?))/g

/** Does the same to a canonical form. */
export const canonicalWithoutBlanks = (canonical: string): string =>
  canonical.replace(BETWEEN_TAGS, (all, begins: string, rest: string, next: string) =>
    begins === '<' && next === '</' ? all : begins + rest,
  )
