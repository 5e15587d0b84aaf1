import type { Answered } from '../../src/comparison/index.ts'

const SPACES =
  ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'

const inXml = (names: readonly string[], value: string): string => {
  const [leaf = '', ...before] = names.toReversed()
  const own = leaf.startsWith('@') ? ` ${leaf.slice(1)}="${value}"` : ''
  return before.reduce(
    (inside, name, i) => {
      const spaces = i === before.length - 1 ? SPACES : ''
      return `<${name}${spaces}${i === 0 ? own : ''}>${inside}</${name}>`
    },
    leaf === 'text()' ? value : '',
  )
}

const inJson = (names: readonly string[], value: string): string =>
  JSON.stringify(names.reduceRight<unknown>((inside, name) => ({ [name]: inside }), value))

const answered = (type: string, body: string, headers: readonly string[] = []): Answered => ({
  status: 200,
  headers: ['Content-Type', type, ...headers],
  body: Buffer.from(body),
})

const inPart = (names: readonly string[], value: string): Answered => {
  const isOfPart = names[0] === '@Content-Id'
  const [contentId, document] = isOfPart ? [value, '<a/>'] : ['same', inXml(names, value)]
  const part = `Content-Id: <${contentId}>\r\nContent-Type: text/xml\r\n\r\n${document}`
  return answered('multipart/related; boundary=b', `--b\r\n${part}\r\n--b--\r\n`)
}

/**
 * An answer that has one value at one path, as the comparison names it, and nothing else: XML where it ends at an
 * attribute or a text, else JSON. `http/x` is a header line and `body` all of the bytes.
 */
export function answerAt(path: string, value: string): Answered {
  if (path === 'body') return answered('application/octet-stream', value)
  const names = path.split('/')
  if (names[0] === 'http') return answered('application/octet-stream', '', [names[1] ?? '', value])
  if (names[0] === 'multipart') return inPart(names.slice(2), value)
  return /^(?:@|text\(\))/.test(names.at(-1) ?? '')
    ? answered('text/xml', inXml(names, value))
    : answered('application/json', inJson(names, value))
}
