const isBlank = (text: string, at: number): boolean => text[at] === ' ' || text[at] === '\t'

/**
 * Takes blanks and tabs off the end of a header or line, and nothing else: `trimEnd` takes U+00A0 too, which in
 * text read byte by byte can be the end of a character. A loop, because a pattern would try again at every blank.
 */
export function withoutEndBlanks(text: string): string {
  let end = text.length
  while (end > 0 && isBlank(text, end - 1)) end--
  return text.slice(0, end)
}

/** Takes blanks and tabs off both ends, and nothing else. */
export function withoutBlanks(text: string): string {
  let start = 0
  while (start < text.length && isBlank(text, start)) start++
  return withoutEndBlanks(text.slice(start))
}
