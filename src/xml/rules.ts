/**
 * What the parser complains of, by the beginning of its words, and how we say it. Its own words can quote the
 * document, so none of them is ever passed on.
 */
const RULES: readonly [begins: string, rule: string][] = [
  ['disallowed character.', 'disallowed character'],
  ['disallowed character in entity', 'undefined entity or character reference'],
  ['disallowed character in', 'disallowed character in a tag'],
  ['forward-slash in', 'disallowed character in a tag'],
  ['undefined entity', 'undefined entity or character reference'],
  ['malformed character entity', 'undefined entity or character reference'],
  ['empty entity name', 'undefined entity or character reference'],
  ['unexpected close tag', 'end tag without its start tag'],
  ['unmatched closing tag', 'end tag without its start tag'],
  ['weird empty close tag', 'end tag without its start tag'],
  ['unclosed tag', 'unexpected end'],
  ['unexpected end', 'unexpected end'],
  ['documents may contain only one root', 'more than one root element'],
  ['document must contain a root', 'no root element'],
  ['duplicate attribute', 'attribute given twice'],
  ['attribute without value', 'attribute without a quoted value'],
  ['unquoted attribute value', 'attribute without a quoted value'],
  ['no whitespace between attributes', 'disallowed character in a tag'],
  ['malformed comment', 'malformed comment'],
  ['the string "]]>"', 'end of CDATA in text'],
  ['an XML declaration must', 'malformed XML declaration'],
  ['the XML declaration must', 'malformed XML declaration'],
  ['XML declaration', 'malformed XML declaration'],
  ['did not expect any more', 'malformed XML declaration'],
  ['expected ', 'malformed XML declaration'],
  ['value ', 'malformed XML declaration'],
  ['version number', 'malformed XML declaration'],
  ['encoding value', 'malformed XML declaration'],
  ['standalone value', 'malformed XML declaration'],
  ['whitespace required', 'malformed XML declaration'],
  ['The character ?', 'malformed XML declaration'],
]

/** Puts a complaint of the parser in our own words. */
export const ruleOf = (complaint: string): string =>
  RULES.find(([begins]) => complaint.startsWith(begins))?.[1] ?? 'not well formed'

/** What the parser says of a character that may not stand where it is. */
export const DISALLOWED = 'disallowed character.'

/** How the parser begins to complain of text outside the root element. */
export const OUTSIDE_ROOT = 'text data outside'
