const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** What a terminal sets over two columns: East Asian Width W and F (Unicode Standard Annex 11), and pictures. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u
/** What stands over what was before it, or nowhere. */
const NONE = /^[\p{M}\p{Cf}\u200b]+$/u
const PLAIN = /^[\x20-\x7e]*$/

/** What paints, and takes no room. */
const PAINT = /\x1b\[\d*m/g

/** Says how many columns of a terminal a text takes. */
export function textWidth(painted: string): number {
  const text = painted.replace(PAINT, '')
  if (PLAIN.test(text)) return text.length
  let width = 0
  for (const { segment } of GRAPHEMES.segment(text)) width += columnsOf(segment)
  return width
}

const columnsOf = (grapheme: string): number =>
  NONE.test(grapheme) ? 0 : WIDE.test(grapheme) ? 2 : 1

/** Fills a text up with blanks to so many columns. */
export const padTo = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - textWidth(text)))

/** Cuts a text to so many columns; one that was cut ends in `…`. */
export function cutTo(text: string, width: number): string {
  if (textWidth(text) <= width) return text
  return `${piecesOf(text, width - 1)[0] ?? ''}…`
}

/** Breaks a text into pieces of at most so many columns, between what a reader takes for single characters. */
export function piecesOf(text: string, width: number): readonly string[] {
  const pieces: string[] = []
  let [piece, used] = ['', 0]
  for (const { segment } of GRAPHEMES.segment(text)) {
    const columns = columnsOf(segment)
    if (piece !== '' && used + columns > width) {
      pieces.push(piece)
      ;[piece, used] = ['', 0]
    }
    piece += segment
    used += columns
  }
  return piece === '' ? pieces : [...pieces, piece]
}
