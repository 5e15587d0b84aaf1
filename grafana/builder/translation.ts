import type { Dashboard } from './classic.ts'
import { dashboard, type PanelMade } from './dashboard.ts'
import { bars, lines, stat } from './panels.ts'
import { counted, growth, instant, quantile, range, rate, ROUTE, share } from './queries.ts'
import { table } from './tables.ts'

const steps = (more: string): string => growth('ficus_translations_total', `${ROUTE},${more}`)
const leaves = (more: string): string => growth('ficus_translated_leaves_total', `${ROUTE},${more}`)

const now: readonly PanelMade[] = [
  stat({
    title: 'Taken',
    about:
      'Share of the requests that were to be put in the cloud’s words in the time shown whose mapping took them. The others legacy served untouched.',
    unit: 'percentunit',
    wide: 4,
    nothing: 'nothing was to be translated',
    ask: [
      instant(
        share(
          `sum(${steps('direction="request",result="taken"')})`,
          `sum(${steps('direction="request"')})`,
        ),
      ),
    ],
  }),
  stat({
    title: 'Declined',
    about:
      'Requests in the time shown no mapping could say all of. A supplier notices nothing; the route moves less than its percentage says.',
    unit: 'short',
    wide: 4,
    decimals: 0,
    ask: [instant(counted(`sum(${growth('ficus_declined_total', ROUTE)})`))],
  }),
  stat({
    title: 'Answers about somebody else',
    about:
      'Answers of the cloud in the time shown that were not about whom was asked for. None was passed on; any is a reason to go back now.',
    unit: 'short',
    wide: 4,
    decimals: 0,
    bad: 1,
    ask: [instant(counted(`sum(${steps('direction="answer",result="crossed"')})`))],
  }),
  stat({
    title: 'Answers that could not be said',
    about:
      'Answers of the cloud in the time shown no row of a mapping could say. Reads went to legacy; writes were told an error that is not sent again, and somebody has to look.',
    unit: 'short',
    wide: 4,
    decimals: 0,
    warn: 1,
    ask: [instant(counted(`sum(${steps('direction="answer",result="refused"')})`))],
  }),
  stat({
    title: 'Mistakes of ours',
    about:
      'Messages in the time shown a mapping failed at by a mistake of its own: a defect to mend.',
    unit: 'short',
    wide: 4,
    decimals: 0,
    bad: 1,
    ask: [instant(counted(`sum(${steps('result="mistaken"')})`))],
  }),
  stat({
    title: 'Places disagree',
    about:
      'Messages in the time shown whose places name different interactions or ASIDs. They went to legacy untouched; one supplier with many sends them wrongly.',
    unit: 'short',
    wide: 4,
    decimals: 0,
    warn: 1,
    ask: [instant(counted(`sum(${growth('ficus_disagreements_total', ROUTE)})`))],
  }),
]

const results: readonly PanelMade[] = [
  lines({
    title: 'Requests towards the cloud',
    looks: 'results',
    about: 'Taken, declined, or a mistake of ours.',
    unit: 'reqps',
    wide: 8,
    isStacked: true,
    nothing: 'no route is translated',
    ask: [
      range(
        `sum by (result) (${rate('ficus_translations_total', `${ROUTE},direction="request"`)})`,
        '{{result}}',
      ),
    ],
  }),
  lines({
    title: 'Answers from the cloud',
    looks: 'results',
    about:
      'Said; crossed, about somebody else; failed, the cloud’s own errors; refused, what no row can say; a mistake of ours.',
    unit: 'reqps',
    wide: 8,
    isStacked: true,
    nothing: 'no route is translated',
    ask: [
      range(
        `sum by (result) (${rate('ficus_translations_total', `${ROUTE},direction="answer"`)})`,
        '{{result}}',
      ),
    ],
  }),
  lines({
    title: 'Why requests were declined',
    about:
      'By reason. One that grows after a supplier’s release is something its messages now say that the mapping does not know.',
    unit: 'reqps',
    wide: 8,
    isStacked: true,
    nothing: 'nothing was declined',
    ask: [range(`sum by (reason) (${rate('ficus_declined_total', ROUTE)})`, '{{reason}}')],
  }),
  table({
    title: 'Declined by route and reason',
    about: 'In the time shown. What is most often declined is what to teach the mapping next.',
    wide: 12,
    tall: 9,
    nothing: 'nothing was declined',
    sortedBy: 'Requests',
    columns: [
      { title: 'Route', label: 'route' },
      { title: 'Reason', label: 'reason' },
      {
        title: 'Requests',
        expr: `sum by (route, reason) (${growth('ficus_declined_total', ROUTE)}) > 0`,
        unit: 'short',
        decimals: 0,
      },
    ],
  }),
  lines({
    title: 'How long it takes',
    about:
      'To put one message in other words, waiting for a thread included. A supplier waits for both directions.',
    unit: 's',
    wide: 12,
    tall: 9,
    nothing: 'no route is translated',
    ask: [0.5, 0.95, 0.99].map(q =>
      range(
        quantile(q, rate('ficus_translation_duration_seconds_bucket', ROUTE), 'direction, le'),
        `{{direction}} p${q * 100}`,
      ),
    ),
  }),
]

const loss: readonly PanelMade[] = [
  stat({
    title: 'Kept',
    about:
      'Share of the leaves read in the time shown that were said in the other language. What was let go stands in a mapping’s rows with its reason.',
    unit: 'percentunit',
    wide: 3,
    tall: 10,
    nothing: 'nothing was translated',
    ask: [
      instant(
        share(
          `sum(${leaves('class=~"used|fixed|blank"')})`,
          `sum(${leaves('class=~"used|fixed|blank|lossy|dropped"')})`,
        ),
      ),
    ],
  }),
  stat({
    title: 'Invented',
    about:
      'Leaves written in the time shown that nothing read says. Each is a row that says why: look here before suppliers ask.',
    unit: 'short',
    wide: 3,
    tall: 10,
    decimals: 0,
    ask: [instant(counted(`sum(${leaves('class="invented"')})`))],
  }),
  lines({
    title: 'What became of leaves',
    looks: 'leaves',
    about:
      'A leaf is an attribute, a text or a property. Read: used, fixed, blank, lossy or dropped. Written: said, defaulted or invented.',
    unit: 'cps',
    wide: 6,
    tall: 10,
    nothing: 'nothing was translated',
    ask: [
      range(
        `sum by (class) (${rate('ficus_translated_leaves_total', `${ROUTE},direction=~"request|answer"`)})`,
        '{{class}}',
      ),
    ],
  }),
  table({
    title: 'Lossy, dropped, defaulted and invented by path',
    about:
      'In the time shown, trials included: where something was let go or made up, most often first, at most thirty.',
    wide: 12,
    tall: 10,
    nothing: 'nothing was lost or made up',
    sortedBy: 'Leaves',
    columns: [
      { title: 'Path', label: 'path' },
      { title: 'Class', label: 'class' },
      { title: 'Direction', label: 'direction' },
      {
        title: 'Leaves',
        expr: `topk(30, sum by (path, class, direction) (${leaves('class=~"lossy|dropped|defaulted|invented"')}) > 0)`,
        unit: 'short',
        decimals: 0,
      },
    ],
  }),
]

const trials: readonly PanelMade[] = [
  lines({
    title: 'Trials',
    looks: 'results',
    about:
      'Writes legacy served at shadow whose mapping was asked, nothing sent: taken, or why not. It is all the evidence there is of a write before it moves.',
    unit: 'reqps',
    wide: 12,
    isStacked: true,
    nothing: 'nothing was tried',
    ask: [
      range(`sum by (result) (${rate('ficus_trial_translations_total', ROUTE)})`, '{{result}}'),
    ],
  }),
  bars({
    title: 'Trials in the time shown',
    looks: 'results',
    about: 'By what came of them. All but taken would have stayed with legacy.',
    unit: 'short',
    wide: 12,
    nothing: 'nothing was tried',
    ask: [
      instant(`sum by (result) (${growth('ficus_trial_translations_total', ROUTE)})`, '{{result}}'),
    ],
  }),
]

export const translation: Dashboard = dashboard({
  uid: 'ficus-translation',
  title: 'Ficus / Translation',
  about:
    'What mappings take and decline, how long they take, and what is lost on the way. A mapping that cannot say something declines, and legacy serves the message untouched.',
  routes: 'many',
  rows: [
    { title: 'Does it say what was said', panels: now },
    { title: 'Taken and declined', panels: results },
    { title: 'Loss meter', panels: loss },
    { title: 'Trials', panels: trials },
  ],
})
