// JSON written with something put into it that JSON.stringify would not write.

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** How an object's members, and a text, are written: their number in the document counts from 0. */
interface Hooks {
  readonly members?: (n: number, names: readonly string[]) => string
  readonly text?: (n: number, value: string) => string
}

/** Writes a JSON value as text; what a hook gives for an object's members stands before them. */
export function jsonText(value: unknown, hooks: Hooks): string {
  const counted = { objects: 0, texts: 0 }
  const write = (each: unknown): string => {
    if (Array.isArray(each)) return `[${(each as readonly unknown[]).map(write).join(',')}]`
    if (isObject(each)) {
      const more = hooks.members?.(counted.objects++, Object.keys(each)) ?? ''
      const members = Object.entries(each).map(
        ([name, member]) => `${JSON.stringify(name)}:${write(member)}`,
      )
      return `{${[...(more === '' ? [] : [more]), ...members].join(',')}}`
    }
    if (typeof each !== 'string') return JSON.stringify(each)
    return hooks.text?.(counted.texts++, each) ?? JSON.stringify(each)
  }
  return write(value)
}

/** How many objects, and how many texts, a JSON value has. */
export function countIn(value: unknown): { readonly objects: number; readonly texts: number } {
  const counted = { objects: 0, texts: 0 }
  jsonText(value, {
    members: n => {
      counted.objects = n + 1
      return ''
    },
    text: (n, text) => {
      counted.texts = n + 1
      return JSON.stringify(text)
    },
  })
  return counted
}

/** Texts that mean something in some place or other where they are not escaped for it. */
export const TRICKS: readonly string[] = [
  '!',
  '?',
  '#',
  '@value',
  '#text',
  '$t',
  '%',
  '*',
  '**',
  'text()',
  'xml()',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'xmlns',
  'xmlns:x',
  'xml:lang',
  'h:id',
  'a/b',
  '../id',
  'a b',
  '<x/>',
  '</ParentPrescription>',
  ']]>',
  '<![CDATA[x]]>',
  '<!--',
  '<?x?>',
  '&lt;',
  '&x;',
  '" x="1',
  "' x='1",
  '{fact}',
  '[url=x]',
  '\u0000',
  '\u0008',
  '\u000B',
  '\u001F',
  '\u007F',
  '\u0085',
  '\u2028',
  '\uFFFE',
  '\uFFFF',
  '\r\n',
  '\t',
  '',
  ' ',
  '\u202E',
  '\uD83D\uDCA9',
]
