/** What a file of YAML can be made of. */
export type Plain = string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain }

// What YAML 1.1 and 1.2 both read as the very text it is: no word that stands for something else, no number.
const BARE = /^[A-Za-z/][\w./-]*$/
const WORDS = /^(?:true|false|yes|no|on|off|null|y|n)$/i
const BLOCK = /^[^\s][^\0-\x08\x0b-\x1f\x7f]*\n$/

/** Writes a value as YAML, its keys in their order. Texts of several lines stand as they are. */
export function yamlOf(value: Plain): string {
  return `${lines(value, '').join('\n')}\n`
}

function lines(value: Plain, indent: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((each: Plain) => item(each, indent))
  if (typeof value !== 'object') return [`${indent}${scalar(value)}`]
  return Object.entries(value).flatMap(([key, each]) => entry(scalar(key), each, indent))
}

function entry(key: string, value: Plain, indent: string): readonly string[] {
  if (typeof value === 'string' && value.includes('\n') && BLOCK.test(value)) {
    const text = value.trimEnd().split('\n')
    return [`${indent}${key}: |`, ...text.map(line => (line === '' ? '' : `${indent}  ${line}`))]
  }
  if (typeof value !== 'object') return [`${indent}${key}: ${scalar(value)}`]
  const isEmpty = Object.keys(value).length === 0
  if (isEmpty) return [`${indent}${key}: ${Array.isArray(value) ? '[]' : '{}'}`]
  return [`${indent}${key}:`, ...lines(value, `${indent}  `)]
}

function item(value: Plain, indent: string): readonly string[] {
  const [first = '', ...rest] = lines(value, `${indent}  `)
  return [`${indent}- ${first.trimStart()}`, ...rest]
}

const scalar = (value: string | number | boolean): string =>
  typeof value === 'string' && !(BARE.test(value) && !WORDS.test(value))
    ? JSON.stringify(value)
    : String(value)
