import type { DemoFolder } from './demo-folder.ts'
import type { DemoInstance } from './demo-instance.ts'
import { MOVING } from './demo-routes.ts'
import { DEMO_FAULTS } from './demo-spines.ts'
import type { Summary } from './demo-summary.ts'
import { type Line, percent } from './demo-table.ts'
import type { Shares } from './demo-witness.ts'
import type { SupplierRequest } from '../simulator/index.ts'

const line = (text: string, dress: Line['dress'] = 'plain'): Line => ({ text, dress })

/** Says what is about to be seen. */
export const introduction = (url: string, fault: Summary['fault']): readonly Line[] => [
  line(`A migration on this machine. Everybody in it is made up.`, 'bold'),
  line(''),
  line(`  suppliers ──▶ ficus ──┬──▶ legacy Spine`),
  line(
    `       ${url.replace('http://', '').padEnd(17)}└──▶ re-hosted Spine, the cloud side: same SOAP`,
  ),
  line(''),
  ...(fault === 'none' ? [] : [line(`  On purpose, ${DEMO_FAULTS[fault].says}.`), line('')]),
]

/** What happens, in order. */
export const STEPS = [
  `every route is at legacy`,
  `${MOVING} goes to the cloud: one line of its file is saved`,
  `${MOVING} comes back to legacy: the line as it was`,
] as const

/** Says how far the demo is; `at` is the step under way, past the last one all are done. */
export const stepLines = (at: number): readonly Line[] =>
  STEPS.map((step, i) =>
    line(
      `${i < at ? ' ✓' : i === at ? ' ▸' : '  '} ${i + 1}  ${step}`,
      i === at ? 'bold' : i < at ? 'plain' : 'dim',
    ),
  )

export const LEGEND = line(
  'p50, p99 in ms · neg: negative answer, as “no such record” · fault: error as due',
  'dim',
)

/** Says in plain words what suppliers saw. */
export function spokenSummary(summary: Summary): readonly Line[] {
  const { requests, seconds, outcomes, asked } = summary
  const { ok, negative, fault, failed } = outcomes
  return [
    line(''),
    line('What suppliers saw', 'bold'),
    line(`  ${requests} requests in ${seconds} s, ${failed} failed.`, failed > 0 ? 'bad' : 'good'),
    line(
      `  ${summary.crossed} answers named another request, ${summary.otherPatient} were about another patient.`,
    ),
    line(`  ${ok} were answered, ${negative} got a negative answer such as “no such record”,`),
    line(`  ${fault} sent wrong on purpose got the error they were due.`),
    line('  Judged by the senders from the bytes they got, not by the proxy.', 'dim'),
    line(''),
    line(`Who was asked for ${MOVING}`, 'bold'),
    line(`                      legacy   cloud   requests`, 'dim'),
    sharesLine('before', asked.before),
    sharesLine('at the cloud', asked.flipped),
    sharesLine('back at legacy', asked.back),
    ...flipLines(summary),
    line(`  ${summary.sentTwice} prescriptions or summaries reached a Spine twice.`),
    line('  As each Spine saw it itself.', 'dim'),
    ...faultLines(summary),
    ...summary.reasons.map(reason => line(`  Not as it should be: ${reason}.`, 'bad')),
    line(''),
  ]
}

function sharesLine(when: string, { legacy, cloud }: Shares): Line {
  const all = legacy + cloud
  const shares = [percent(legacy, all), percent(cloud, all)].map(share => share.padStart(8))
  return line(`  ${when.padEnd(18)}${shares.join('')}${String(all).padStart(11)}`)
}

function flipLines({ flipMs }: Summary): readonly Line[] {
  if (flipMs.toCloud === null || flipMs.back === null) return []
  return [
    line(`  From saving the file to the first request at the cloud: ${seconds(flipMs.toCloud)};`),
    line(`  from saving it again to the last one there: ${seconds(flipMs.back)}. No restart.`),
  ]
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`

function faultLines({ stopped, fallbacks }: Summary): readonly Line[] {
  if (stopped + fallbacks === 0) return []
  return [
    line(''),
    line('What was kept from suppliers', 'bold'),
    line(`  ${stopped} answers that named another request were stopped.`),
    line(`  ${fallbacks} requests the cloud failed were asked of legacy instead.`),
    line('  As the instance counts in its metrics.', 'dim'),
  ]
}

/** Says what a person can try while the demo goes on listening. */
export function invitation(
  instance: DemoInstance,
  folder: DemoFolder,
  message: { readonly file: string; readonly request: SupplierRequest },
): readonly Line[] {
  const { headers, path } = message.request
  return [
    line('Still running; the suppliers have stopped. Try, in another terminal:', 'bold'),
    line(''),
    line('# ask for the record of a made-up patient, as a supplier does', 'dim'),
    line(`curl -s ${instance.url}${path} \\`),
    ...headers.map(([name, value]) => line(`  -H '${name}: ${value}' \\`)),
    line(`  --data-binary @${message.file}`),
    line('# what the instance counts, and how it is', 'dim'),
    line(`curl -s ${instance.admin}/metrics | grep ^ficus_requests_total`),
    line(`curl -s '${instance.admin}/readyz?verbose'`),
    line('# what its routes file comes to, and why that message goes where it goes', 'dim'),
    line(`npx ficus check ${folder.routesFile}`),
    line(`npx ficus explain ${message.file} \\`),
    line(`  --config ${folder.routesFile}`),
    line(`# move ${MOVING} to the cloud yourself, then ask and count again`, 'dim'),
    line(`sed -i.bak "s/startsAt: 'legacy'/startsAt: 'cloud'/" \\`),
    line(`  ${folder.routesFile}`),
    line(''),
    line('Ctrl-C ends it.'),
  ]
}
