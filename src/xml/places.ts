/** Where in a template a value stands, which says how it is written and what it may be. */
export type Place = 'text' | 'attribute value' | 'name' | 'attributes'

/** What the template is in the middle of. */
type State = 'text' | 'name' | 'tag' | 'value'

function after(state: State, character: string): State {
  if (state === 'text') return character === '<' ? 'name' : 'text'
  if (state === 'value') return character === '"' ? 'tag' : 'value'
  if (character === '>') return 'text'
  if (character === '"') return 'value'
  return state === 'name' && !/\s/.test(character) ? 'name' : 'tag'
}

function placeIn(state: State, piece: string): Place {
  if (state === 'value') return 'attribute value'
  if (state === 'name' && /<\/?$/.test(piece)) return 'name'
  // Outside a tag such a piece would begin an attribute whose quotes nobody looks after.
  if (state === 'text' && !piece.endsWith('="')) return 'text'
  if (state !== 'text' && !piece.endsWith('=')) return 'attributes'
  throw new Error('a value stands where a template of XML has no place for one')
}

function readPlaces(pieces: readonly string[]): readonly Place[] {
  const places: Place[] = []
  let state: State = 'text'
  for (const [i, piece] of pieces.entries()) {
    if (/<[!?]|'/.test(piece)) {
      throw new Error('a template of XML holds tags and text, and quotes with double quotes')
    }
    for (const character of piece) state = after(state, character)
    if (i === pieces.length - 1) break
    const place = placeIn(state, piece)
    places.push(place)
    if (state === 'name') state = 'tag'
  }
  if (state !== 'text') throw new Error('a template of XML ends within a tag')
  return places
}

const known = new WeakMap<TemplateStringsArray, readonly Place[]>()

/**
 * Finds the place of every value of a template, once for each template of the code.
 *
 * @throws Error where the template is none of XML: a mistake of ours, whatever the values.
 */
export function placesOf(pieces: TemplateStringsArray): readonly Place[] {
  const places = known.get(pieces) ?? readPlaces(pieces)
  known.set(pieces, places)
  return places
}
