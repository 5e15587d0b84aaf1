import {
  dividedNarrative,
  entriesIn,
  type Information,
  joinedNarrative,
  type Section,
  textIn,
} from '../../mapping/index.ts'
import { AGENT_KINDS, agentsOf, changed, NO_ONE, roleOf } from './agent-turns.ts'
import { ENTRY_LISTS, groupsOf, resourcesOf } from './entry-turns.ts'

/** `narrative`: the sections of a narrative as facts. */
const sectionFrom = (said: Information): Section => {
  const [title, code] = [textIn(said, 'title'), textIn(said, 'code')]
  return {
    ...(title !== undefined && { title }),
    ...(code !== undefined && { code }),
    div: textIn(said, 'div') ?? '',
  }
}

/** `narrative`: a Composition has a title, which is its page's, and what it is called by its type where that has none. */
function pageTitle(said: Information): string | undefined {
  const title = textIn(said, 'title')
  return title === textIn(said, 'typeName') ? undefined : title
}

/** From what a Composition's rows say to what a GP summary says. */
export function fromFhir(said: Information): Information | undefined {
  const [role = NO_ONE] = entriesIn(said, 'author')
  const agent = agentsOf(role)
  const title = pageTitle(said)
  const sections = entriesIn(said, 'sections').map(sectionFrom)
  const html = joinedNarrative({ ...(title !== undefined && { title }), sections })
  const groups = groupsOf(said)
  if (agent === undefined || html === undefined || groups === undefined) return undefined
  const textTime = textIn(said, 'effectiveTime')
  const without = ['author', 'sections', 'title', ...ENTRY_LISTS]
  return changed(said, without, { ...agent, html, textTime, groups })
}

/** From what a GP summary says to what a Composition's rows say. */
export function toFhir(said: Information): Information | undefined {
  const role = roleOf(said)
  const html = textIn(said, 'html')
  const narrative = html === undefined ? undefined : dividedNarrative(html)
  const resources = resourcesOf(said)
  if (role === undefined || narrative === undefined || resources === undefined) return undefined
  const { title = textIn(said, 'typeName'), sections } = narrative
  return changed(said, [...AGENT_KINDS, 'html', 'groups'], {
    ...resources,
    author: [role],
    title,
    sections: sections.map(section => ({ ...section })),
  })
}
