import { WELL_WORDS } from './colours.ts'
import type { PanelMade } from './dashboard.ts'
import { lines, timeline } from './panels.ts'
import { OURS, range } from './queries.ts'

const grown = (metric: string): string => `increase(${metric}{${OURS}}[$__rate_interval])`

/** Who asks, what they let pass, and who is told of it. */
export const people: readonly PanelMade[] = [
  lines({
    title: 'Glass broken',
    isNowAndThen: true,
    about:
      'By what was passed on a second person’s word: a gate, an approval, a freeze. The audit says who.',
    unit: 'none',
    wide: 6,
    ask: [range(`sum by (what) (${grown('ficus_glass_broken_total')})`, '{{what}}')],
  }),
  lines({
    title: 'Requests to the API refused',
    isNowAndThen: true,
    about:
      'Before anybody looked at what they ask, by reason. Tokens nobody has, from where none should be: somebody tries.',
    unit: 'none',
    wide: 6,
    ask: [range(`sum by (reason) (${grown('ficus_api_requests_refused_total')})`, '{{reason}}')],
  }),
  timeline({
    title: 'Whether the file of tokens is taken',
    about:
      'By instance. Where it is not, the one before it holds: who was taken off is still let in.',
    wide: 6,
    nothing: 'no instance',
    words: WELL_WORDS,
    ask: [
      range(`min by (instance) (ficus_tokens_last_reload_successful{${OURS}})`, '{{instance}}'),
    ],
  }),
  lines({
    title: 'Receivers of notifications',
    about:
      'What came of telling them, and by how many changes the last is behind. What is lost is in the audit alone.',
    unit: 'none',
    wide: 6,
    nothing: 'nobody is to be told',
    ask: [
      range(
        `sum by (notifier, result) (${grown('ficus_notifications_total')})`,
        '{{notifier}} {{result}}',
      ),
      range(`max by (notifier) (ficus_notifications_behind{${OURS}})`, '{{notifier}} behind'),
    ],
  }),
]
