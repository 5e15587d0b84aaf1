import type { DemoFolder } from './demo-folder.ts'
import type { DemoInstance } from './demo-instance.ts'
import { LISTED_LOSSES } from './demo-losses.ts'
import { CLOUD, LOOSENED, MOVING } from './demo-routes.ts'
import { DEMO_FAULTS } from './demo-sides.ts'
import type { Summary, SummaryStep } from './demo-summary.ts'
import { type Line, percent } from './demo-table.ts'
import type { SupplierRequest } from '../simulator/index.ts'
import { pathEnd } from './path-end.ts'
import { wrap } from './table.ts'

const line = (text: string, dress: Line['dress'] = 'plain'): Line => ({ text, dress })

const WIDTH = 80
const wrapped = (text: string, dress?: Line['dress']): readonly Line[] =>
  wrap(text, WIDTH - 2).map(each => line(`  ${each}`, dress))

const { sample, divergenceBelow, confidence } = LOOSENED
const share = (of: number): string => `${Number((of * 100).toPrecision(6))} %`

const SHORTENED =
  `Shortened, so that it fits in a minute: ${share(sample.here)} of the retrievals are copied instead of ` +
  `${share(sample.otherwise)}, and the gate asks for fewer than ${share(divergenceBelow.here)} different ` +
  `instead of ${share(divergenceBelow.otherwise)}, with ${share(confidence)} confidence either way.`

/** Says what is about to be seen. */
export const introduction = (
  { url, admin }: Pick<DemoInstance, 'url' | 'admin'>,
  fault: Summary['fault'],
): readonly Line[] => [
  line(`A migration on this machine. Everybody in it is made up.`, 'bold'),
  line(''),
  line(`  suppliers ──▶ ficus ──┬──▶ legacy Spine: HL7v3 in SOAP`),
  line(
    `       ${url.replace('http://', '').padEnd(17)}└──▶ ${CLOUD}: FHIR, translated there and back`,
  ),
  line(`  commands go to ${admin}`),
  line(''),
  ...wrapped(SHORTENED, 'dim'),
  ...(fault === 'none' ? [] : wrapped(`On purpose, ${DEMO_FAULTS[fault].says}.`)),
  line(''),
]

export const LEGEND = line(
  'p50, p99 in ms · neg: negative answer, as “no such record” · fault: error as due',
  'dim',
)

/** Says in plain words what suppliers saw. */
export function spokenSummary(summary: Summary): readonly Line[] {
  const { requests, seconds, outcomes, held } = summary
  const { ok, negative, fault, failed, differing } = outcomes
  return [
    line(''),
    line('What suppliers saw', 'bold'),
    line(
      `  ${requests} requests, ${failed} failed, ${differing} differing beyond the listed losses.`,
      failed + differing > 0 ? 'bad' : 'good',
    ),
    line(
      `  ${summary.crossed} answers were another request’s, ${summary.otherPatient} were about another patient.`,
    ),
    line(`  ${ok} were answered, ${negative} got a negative answer such as “no such record”,`),
    line(`  ${fault} sent wrong on purpose got the error they were due. ${seconds} s in all.`),
    line('  Judged by the senders from the bytes they got, not by the proxy.', 'dim'),
    line(''),
    line(`What the ${held} answers of ${MOVING} say otherwise than legacy asked directly`, 'bold'),
    ...lossLines(summary),
    line(''),
    line(`Who served ${MOVING}`, 'bold'),
    line(`                      legacy   cloud   requests`, 'dim'),
    ...summary.steps.map(stepLine),
    line('  As each side saw it itself.', 'dim'),
    line(''),
    line('What was compared', 'bold'),
    ...comparedLines(summary),
    ...keptLines(summary),
    ...summary.reasons.flatMap(reason => wrapped(`Not as it should be: ${reason}.`, 'bad')),
    line(''),
  ]
}

const lossLines = ({ losses, differing }: Summary): readonly Line[] => [
  ...LISTED_LOSSES.map(({ name, says }) =>
    line(`  ${String(losses[name] ?? 0).padStart(6)}  ${name}: ${says}`),
  ),
  ...Object.entries(differing).flatMap(([place, count]) =>
    wrapped(`${String(count).padStart(6)}  not listed: ${place}`, 'bad'),
  ),
]

function stepLine({ name, legacy, cloud }: SummaryStep): Line {
  const all = legacy + cloud
  const shares = [percent(legacy, all), percent(cloud, all)].map(each => each.padStart(8))
  return line(`  ${name.padEnd(18)}${shares.join('')}${String(all).padStart(11)}`)
}

function comparedLines({ epochs, found, copies }: Summary): readonly Line[] {
  return [
    ...epochs.flatMap(({ asked, compared, bad, uncompared }, i) => [
      ...wrapped(
        `${i === 0 ? 'before' : 'after'} the correction: ${compared} compared, ${bad} differing, ` +
          `${uncompared} not compared; about ${asked} requests`,
      ),
      ...(i === 0 ? found.slice(0, 3).map(foundLine) : []),
    ]),
    line(`  ${copies.cloud} copies reached the cloud, ${copies.legacy} legacy.`),
  ]
}

const foundLine = ({ in: where, path, kind, count }: Summary['found'][number]): Line =>
  line(`    ${where === undefined ? '' : `${where} `}${pathEnd(path)}: ${kind}, in ${count}`, 'dim')

function keptLines({ stopped, fallbacks }: Summary): readonly Line[] {
  if (stopped + fallbacks === 0) return []
  return wrapped(
    `${stopped} answers of the cloud were not the ones asked for, as where a number has been replaced, and were ` +
      `stopped; ${fallbacks} requests were asked of legacy instead.`,
  )
}

/** Says what a person can try while the demo goes on listening. */
export function invitation(
  instance: DemoInstance,
  folder: DemoFolder,
  message: { readonly file: string; readonly request: SupplierRequest },
): readonly Line[] {
  const { headers, path } = message.request
  const admin = `--admin ${instance.admin.replace('http://', '')}`
  return [
    line('Still running; the suppliers have stopped. Try, in another terminal:', 'bold'),
    line(''),
    line('# ask for the record of a made-up patient, as a supplier does', 'dim'),
    line(`curl -s ${instance.url}${path} \\`),
    ...headers.map(([name, value]) => line(`  -H '${name}: ${value}' \\`)),
    line(`  --data-binary @${message.file}`),
    line('# where every route stands, and what its gate stands on', 'dim'),
    line(`npx ficus routes ${admin}`),
    line(`npx ficus evidence ${MOVING} ${admin}`),
    line(`# take ${MOVING} back to legacy, then ask again`, 'dim'),
    line(`npx ficus rollback ${MOVING} ${admin} --reason 'to see it'`),
    line('# what its routes file comes to, and what would happen to that message', 'dim'),
    line(`npx ficus check ${folder.routesFile}`),
    line(`npx ficus explain ${message.file} \\`),
    line(`  --config ${folder.routesFile}`),
    line('# what the instance counts', 'dim'),
    line(`curl -s ${instance.admin}/metrics | grep ^ficus_requests_total`),
    line(''),
    line('Ctrl-C ends it.'),
  ]
}
