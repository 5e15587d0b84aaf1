import { createAcceptance, openMessage, travelsBy } from '../../src/acceptance/index.ts'
import { ACCEPTANCE, INTERACTIONS } from '../../src/products/index.ts'
import type { Good } from './good-messages.ts'

const acceptance = createAcceptance(ACCEPTANCE)

/** The headers a body is sent with. */
export const headersFor = (travels: Good['travels']): readonly string[] => [
  'Content-Type',
  travels === 'soap'
    ? 'text/xml; charset=UTF-8'
    : 'multipart/related; boundary="boundary"; type="text/xml"',
]

/** What is found in a body that is sent as a message of one interaction is. */
export function found(
  { travels, interaction }: Pick<Good, 'travels' | 'interaction'>,
  body: Buffer,
): ReturnType<typeof acceptance.hold> {
  const opened = openMessage(body, headersFor(travels))
  if (opened.kind !== 'message') throw new Error(`it is no request but ${opened.kind}`)
  const known = INTERACTIONS.find(({ id }) => id === interaction)
  return acceptance.hold(opened, travelsBy(opened, known?.transport), interaction)
}
