import type { Said } from './demo-record.ts'

/** What a translated answer does not say as legacy does, and everybody has agreed to do without. */
export interface ListedLoss {
  readonly name: string
  readonly says: string
  /** Where it stands. */
  readonly at: RegExp
  /** What legacy says there, and what the answer says instead; left out where the answer says nothing. */
  readonly turns?: readonly (readonly [legacy: string, answer: string])[]
}

/** Every loss there may be in a translated retrieval. Whatever else differs is a difference. */
export const LISTED_LOSSES: readonly ListedLoss[] = [
  {
    name: 'recorded',
    says: 'who recorded an entry, and when',
    at: /(?:\.PartOfWhole\[[^\]]*\]|\/patientCareProvisionEvent)\/subjectOf[12]\//,
  },
  {
    name: 'notified',
    says: 'when a gender, birth or death was notified',
    at: /\/COCT_MT0002(?:09UK01\.PartAdminGenderCode|10UK01\.PartBirthTime|11UK01\.PartDeceasedTime)\/subjectOf\//,
  },
  { name: 'secret', says: 'a shared secret', at: /\/patientRole\/subjectOf6\// },
  {
    name: 'nomination ids',
    says: 'the id of a nomination',
    at: /\/playedOtherProviderPatient\[P[123] [^\]]*\]\/subjectOf\/patientCareProvision(?:Event)?\/id\//,
  },
  {
    name: 'removal type',
    says: 'of leaving a practice, anything but why and when',
    at: /\/pCRemovalRegistrationEvent\/code\//,
  },
  {
    name: 'code systems',
    says: 'a code system that the name of its element says',
    at: /\/(?:preferredContactMethod\/value|preferredWrittenCommunicationFormat\/value|reasonCode)\/@codeSystem$/,
  },
  {
    name: 'empty places',
    says: 'which line of an address, or which given name, is empty',
    at: /\/(?:streetAddressLine|given)\/places$/,
  },
  {
    name: 'sensitivity',
    says: 'an old stop note from a mark of sensitivity',
    at: /\/patientRole\/confidentialityCode\/@code$/,
    turns: [['Y', 'S']],
  },
  {
    name: 'uses',
    says: 'a primary home from a home, a birth name from a former one',
    at: /\/(?:telecom|name)\/@use$/,
    turns: [
      ['HP', 'H'],
      ['PREVIOUS-BIRTH', 'PREVIOUS'],
    ],
  },
]

/** What came of holding an answer against legacy's own. */
export interface Held {
  /** Places that differ beyond what is listed, without the ids of entries. */
  readonly differing: readonly string[]
  /** Names of the listed losses that were seen. */
  readonly losses: readonly string[]
}

/** Holds an answer against what legacy itself said to the same question. */
export function holdAgainst(legacy: Said, answer: Said): Held {
  const differing = new Set<string>()
  const losses = new Set<string>()
  for (const place of new Set([...legacy.keys(), ...answer.keys()])) {
    const [own, got] = [legacy.get(place), answer.get(place)]
    if (own === got) continue
    const loss = lossOf(place, own, got)
    if (loss === undefined) differing.add(place.replace(/\[[^\]]*\]/g, ''))
    else losses.add(loss.name)
  }
  return { differing: [...differing], losses: [...losses] }
}

const lossOf = (
  place: string,
  own: string | undefined,
  got: string | undefined,
): ListedLoss | undefined =>
  LISTED_LOSSES.find(({ name, at, turns }) => {
    if (!at.test(place)) return false
    if (name === 'empty places') return true
    if (turns === undefined) return got === undefined
    return turns.some(([legacy, answer]) => own === legacy && got === answer)
  })
