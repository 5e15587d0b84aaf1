import { entriesIn, type Information, textIn } from '../../mapping/index.ts'
import { agentFromFhir, changed, isSameAgent, patientFromFhir } from './prescription-turns.ts'

const ENDPOINT = 'https://directory.spineservices.nhs.uk/STU3/Organization/'

/** From what a Bundle's rows say to what a cancellation says: where nobody else is named, who cancels prescribed it. */
export function fromFhir(said: Information): Information {
  const author = entriesIn(said, 'author').map(each => agentFromFhir(each))
  const responsible = entriesIn(said, 'responsible').map(each => agentFromFhir(each))
  return changed(said, ['event', 'sender', 'source'], {
    author,
    responsible: responsible.length > 0 ? responsible : author,
    patient: entriesIn(said, 'patient').map(patientFromFhir),
  })
}

/** From what a cancellation says to what a Bundle's rows say. */
export function toFhir(said: Information): Information {
  const [author = {}] = entriesIn(said, 'author')
  const [responsible] = entriesIn(said, 'responsible')
  const [organisation = {}] = entriesIn(author, 'organisation')
  const sender = textIn(organisation, 'code') ?? ''
  const isOwn = responsible !== undefined && isSameAgent(author, responsible)
  return changed(said, isOwn ? ['responsible'] : [], {
    event: 'update',
    sender,
    source: `${ENDPOINT}${encodeURIComponent(sender)}`,
  })
}
