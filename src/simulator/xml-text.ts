// The simulator reads and writes XML with a few regular expressions of its own, so that it is a second
// witness of the wire formats and not an echo of the proxy's reader. It is given only well-formed requests.

const MARKS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const UNMARKS: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Writes a text so that it can stand in an element or a quoted attribute. */
export const escape = (text: string): string => text.replace(/[&<>"]/g, mark => MARKS[mark] ?? mark)

/** Reads a text as it stood between tags: the five named references and numbered ones. */
export const unescape = (text: string): string =>
  text.replace(/&(#x?)?(\w+);/g, (whole, number: string | undefined, name: string) =>
    number === undefined
      ? (UNMARKS[name] ?? whole)
      : String.fromCodePoint(parseInt(name, number === '#x' ? 16 : 10)),
  )

const named = (name: string): string => `(?:[\\w.-]+:)?${name.replaceAll('.', '\\.')}`

/** Makes an expression of a name once: compiling one takes longer than most searches with it. */
function expressions(of: (name: string) => string, flags = ''): (name: string) => RegExp {
  const known = new Map<string, RegExp>()
  return name => {
    const found = known.get(name) ?? new RegExp(of(name), flags)
    known.set(name, found)
    return found
  }
}

const END = (name: string): string => `</${named(name)}\\s*>`
const INSIDE = expressions(n => `<${named(n)}(?:\\s[^>]*[^/>])?>([\\s\\S]*?)${END(n)}`)
const OUTER = expressions(n => `<${named(n)}(?=[\\s>])[\\s\\S]*?${END(n)}`)
const OUTERS = expressions(n => `<${named(n)}(?=[\\s>])[\\s\\S]*?${END(n)}`, 'g')
const TAG = expressions(n => `<${named(n)}(?=[\\s/>])[^>]*>`)
const TAGS = expressions(n => `<${named(n)}(?=[\\s/>])`, 'g')
const ATTRIBUTE = expressions(n => `\\s(?:[\\w.-]+:)?${n}\\s*=\\s*("[^"]*"|'[^']*')`)

/** Gives what stands between the first start tag of a name, under any prefix, and its end tag. */
export const inside = (text: string, name: string): string | undefined =>
  INSIDE(name).exec(text)?.[1]

/** Gives the first element of a name whole, its tags included. */
export const outer = (text: string, name: string): string | undefined => OUTER(name).exec(text)?.[0]

/** Gives every element of a name whole, in order, where none stands inside another of its name. */
export const outers = (text: string, name: string): readonly string[] =>
  text.match(OUTERS(name)) ?? []

/** Gives the first start tag of a name, under any prefix. */
export const tagOf = (text: string, name: string): string | undefined => TAG(name).exec(text)?.[0]

/** Counts the start tags of a name. */
export const countOf = (text: string, name: string): number => text.match(TAGS(name))?.length ?? 0

/** Gives an attribute of a start tag, under any prefix, in either sort of quotes. */
export function attributeOf(tag: string | undefined, name: string): string | undefined {
  const found = ATTRIBUTE(name).exec(tag ?? '')?.[1]
  return found === undefined ? undefined : unescape(found.slice(1, -1))
}

/** Gives the text of the first element of a name, trimmed. */
export function textOf(text: string | undefined, name: string): string | undefined {
  const found = text === undefined ? undefined : inside(text, name)
  return found === undefined ? undefined : unescape(found.trim())
}

/** Gives an attribute of the first element of a name. */
export const valueOf = (
  text: string | undefined,
  name: string,
  attribute: string,
): string | undefined =>
  text === undefined ? undefined : attributeOf(tagOf(text, name), attribute)

/** Gives the local name of the first element. */
export const rootOf = (text: string | undefined): string | undefined =>
  /<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)/.exec(text ?? '')?.[1]
