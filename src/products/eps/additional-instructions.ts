/** What the additional instructions of a line item say beside each other. */
export interface AdditionalInstructions {
  /** Medicines the patient may order again. */
  readonly medications: readonly string[]
  /** What the patient is told. */
  readonly messages: readonly string[]
  /** A controlled drug's quantity in words. */
  readonly controlledDrugWords: string | undefined
  /** What the prescriber tells the dispenser. */
  readonly note: string | undefined
}

const CONTROLLED_DRUG = 'CD: '
const TAGGED = /^<(medication|patientInfo)>([^<>]*)<\/\1>/

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
const UNESCAPES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' }

const escaped = (text: string): string => text.replace(/[&<>]/g, mark => ESCAPES[mark] ?? mark)
const unescaped = (text: string): string =>
  text.replace(/&(?:amp|lt|gt);/g, mark => UNESCAPES[mark] ?? mark)

const tagged = (tag: string, texts: readonly string[]): string =>
  texts.map(text => `<${tag}>${escaped(text)}</${tag}>`).join('')

/**
 * Joins additional instructions into the one text HL7v3 has for them: the medicines and the patient's messages
 * between tags, which are text here and no elements, then a controlled drug's words behind `CD: `, then the note.
 */
export function joinedInstructions(said: AdditionalInstructions): string {
  const { controlledDrugWords: words, note } = said
  const rest = [words === undefined ? undefined : `${CONTROLLED_DRUG}${words}`, note]
  const text = rest.filter(each => each !== undefined).map(escaped)
  return `${tagged('medication', said.medications)}${tagged('patientInfo', said.messages)}${text.join('\n')}`
}

/** Takes the one text of HL7v3 apart. What no tag and no prefix claims is the note. */
export function dividedInstructions(text: string): AdditionalInstructions {
  const found: Record<string, string[]> = { medication: [], patientInfo: [] }
  let rest = text
  for (let match = TAGGED.exec(rest); match !== null; match = TAGGED.exec(rest)) {
    const [whole, tag = '', said = ''] = match
    found[tag]?.push(unescaped(said))
    rest = rest.slice(whole.length)
  }
  const [first = '', ...lines] = rest.split('\n')
  const isControlled = first.startsWith(CONTROLLED_DRUG)
  const note = isControlled ? lines.join('\n') : rest
  return {
    medications: found['medication'] ?? [],
    messages: found['patientInfo'] ?? [],
    controlledDrugWords: isControlled ? unescaped(first.slice(CONTROLLED_DRUG.length)) : undefined,
    note: note === '' ? undefined : unescaped(note),
  }
}
