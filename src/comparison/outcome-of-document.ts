import { type Issue, type Outcome, outcomeOfStatus } from './outcome.ts'
import { issuesOfJson } from './outcome-of-json.ts'
import { outcomeOfXml } from './outcome-of-xml.ts'
import type { Document } from './read-document.ts'

/** Says what became of a request: the body's own word where it has one, else its status. */
export function outcomeOf(status: number, document: Document): Outcome {
  const spoken = spokenIn(document)
  if (spoken === undefined) return { class: outcomeOfStatus(status), issues: [], isSpoken: false }
  if ('class' in spoken) return spoken
  return { class: classOf(status, spoken), issues: spoken, isSpoken: true }
}

function spokenIn(document: Document): Outcome | readonly Issue[] | undefined {
  switch (document.is) {
    case 'xml':
      return outcomeOfXml(document.root)
    case 'json':
      return issuesOfJson(document.value)
    case 'multipart':
      // An envelope that says nothing of it leaves the word to what it carries.
      return document.parts
        .map(part => spokenIn(part.document))
        .find(spoken => spoken !== undefined)
    default:
      return undefined
  }
}

/**
 * An OperationOutcome comes with every status: one of errors with 200 says that nothing was done, one of notices
 * that it was.
 */
function classOf(status: number, issues: readonly Issue[]): Outcome['class'] {
  const ofStatus = outcomeOfStatus(status)
  if (ofStatus !== 'done') return ofStatus
  return issues.some(({ severity }) => severity === 'error') ? 'failed' : 'warned'
}
