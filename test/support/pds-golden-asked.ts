/** Retrieval queries as suppliers write them, and what the cloud is asked for each. */

const V3 = '2.16.840.1.113883.2.1.3.2.4'
const NUMBER = '2.16.840.1.113883.2.1.4.1'

const HISTORY =
  `<historicDataIndicator><semanticsText>historicDataIndicator</semanticsText>` +
  `<value code="0" codeSystem="${V3}.17.36"/></historicDataIndicator>`
const WHO =
  `<person.id><semanticsText>Person.id</semanticsText>` +
  `<value root="${NUMBER}" extension="9990001006"/></person.id>`
const ALL = `<retrievalItem><semanticsText>person.allData</semanticsText></retrievalItem>`

/** A query's message: only what stands in the query is under test. */
export const queryMessage = (root: string, query: string): string =>
  `<${root} xmlns="urn:hl7-org:v3"><id root="B4AABF1A-D1EF-46B2-B754-1726B2BE90E3"/>` +
  `<creationTime value="20261122093000"/><versionCode code="V3NPfIT3.0"/>` +
  `<interactionId root="${V3}.12" extension="${root}"/>` +
  `<ControlActEvent classCode="CACT" moodCode="EVN"><author1 typeCode="AUT"/>${query}</ControlActEvent></${root}>`

const query = (...parameters: readonly string[]): string => `<query>${parameters.join('')}</query>`

export interface Asked {
  readonly title: string
  readonly interaction: string
  readonly message: string
  readonly messageId?: string
  readonly payloadId?: string
  /** The path that is asked for, or the code it is declined by. */
  readonly comesTo: string
}

const asked = (title: string, comesTo: string, content: string): Asked => ({
  title,
  interaction: 'QUPA_IN000008UK02',
  message: queryMessage('QUPA_IN000008UK02', content),
  comesTo,
})

const PLAIN = query(HISTORY, WHO, ALL)
const FOUND = 'GET /Patient/9990001006'

/** What is asked, and what it comes to. */
export const ASKED: readonly Asked[] = [
  asked('a retrieval of all current data', FOUND, PLAIN),
  ...['QUPA_IN000008UK05', 'QUPA_IN000008SM13'].map((interaction): Asked => ({
    title: `the same as ${interaction}`,
    interaction,
    message: queryMessage(interaction, PLAIN),
    comesTo: FOUND,
  })),
  asked(
    'parameters in another order, values before their names',
    FOUND,
    query(
      ALL,
      `<person.id><value extension="9990001006" root="${NUMBER}"/><semanticsText>person.id</semanticsText></person.id>`,
      `<historicDataIndicator><value codeSystem="${V3}.17.36" code="0"/><semanticsText>x</semanticsText></historicDataIndicator>`,
    ),
  ),
  asked(
    'a history that names no code system',
    FOUND,
    query(`<historicDataIndicator><value code="0"/></historicDataIndicator>`, WHO, ALL),
  ),
  asked('history', 'asked', query(HISTORY.replace('code="0"', 'code="1"'), WHO, ALL)),
  asked(
    'a history nobody knows',
    'value',
    query(HISTORY.replace('code="0"', 'code="2"'), WHO, ALL),
  ),
  asked('nothing of history', 'missing', query(WHO, ALL)),
  asked(
    'a history of another code system',
    'unread',
    query(HISTORY.replace('.17.36', '.17.37'), WHO, ALL),
  ),
  asked('history twice', 'several', query(HISTORY, HISTORY, WHO, ALL)),
  asked('nobody', 'missing', query(HISTORY, ALL)),
  asked('two patients', 'several', query(HISTORY, WHO, WHO, ALL)),
  asked('no number in it', 'value', query(HISTORY, WHO.replace('9990001006', ''), ALL)),
  asked(
    'a number with a wrong check digit',
    'value',
    query(HISTORY, WHO.replace('9990001006', '9990001007'), ALL),
  ),
  asked(
    'an old number, under another root',
    'missing',
    query(HISTORY, WHO.replace(NUMBER, '2.16.840.1.113883.2.1.3.2.4.3'), ALL),
  ),
  asked(
    'an unlisted item',
    'value',
    query(HISTORY, WHO, ALL.replace('allData', 'primaryCareAllData')),
  ),
  asked('two items', 'several', query(HISTORY, WHO, ALL, ALL)),
  asked('no item', 'missing', query(HISTORY, WHO)),
  asked(
    'a parameter no row reads',
    'unread',
    query(HISTORY, WHO, ALL, `<person.name><value use="L"/></person.name>`),
  ),
  asked(
    'an attribute no row reads',
    'unread',
    query(HISTORY, WHO.replace('<value root', '<value nullFlavor="NI" root'), ALL),
  ),
  asked('two queries', 'shape', `${PLAIN}${PLAIN}`),
  asked('no query', 'shape', ''),
  {
    title: 'a message that is not what its interaction says',
    interaction: 'QUPA_IN000008UK02',
    message: queryMessage('QUPA_IN000008UK05', PLAIN),
    comesTo: 'shape',
  },
  {
    title: 'an interaction without a reply shape',
    interaction: 'QUPA_IN040000UK32',
    message: queryMessage('QUPA_IN040000UK32', PLAIN),
    comesTo: 'interaction',
  },
  { ...asked('a message id that is no UUID', 'ids', PLAIN), messageId: 'M-0001' },
  { ...asked('a payload id that is no UUID', FOUND, PLAIN), payloadId: 'P-0001' },
]
