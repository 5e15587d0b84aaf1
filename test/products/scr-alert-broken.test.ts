/** An alert is held against every row of its table, and against nothing else. */
import t from 'tap'
import { defineRelayed, type Mapping, type RelayedSpec } from '../../src/mapping/index.ts'
import { ALERT_SPEC } from '../../src/products/scr/alert.ts'
import { brokenDocuments } from '../support/prescription-golden-broken.ts'
import { WRONG_ALERTS } from '../support/scr-alerts.ts'
import { alert, MESSAGE_ID } from '../support/scr-golden.ts'

const ABOUT = {
  ...{ interaction: 'scr-alert', messageId: MESSAGE_ID, payloadId: MESSAGE_ID },
  ...{ fromAsid: '', toAsid: '', newId: () => MESSAGE_ID, now: new Date(0) },
}
const written = (change: (text: string) => string): string =>
  change(JSON.stringify(alert(), undefined, 2))

/** What a table makes of an alert. */
function askedBy({ calls }: Mapping, text: string): unknown {
  const headers = ['Content-Type', 'application/fhir+json']
  const call = { method: 'POST', target: '/clinical/alert', headers, body: Buffer.from(text) }
  return calls?.request({ ...ABOUT, call })
}

/** An alert of another type and for another reason. */
const paired = (type: string, reason: string): string =>
  written(all =>
    all
      .replace(/(?<=SCR-AlertType",\s*"code": ")1/, type)
      .replace(/(?<=SCR-AlertReason",\s*"code": ")1/, reason),
  )

/** Of a table: what it makes of all of these, or that it is none. */
function saysOf(spec: RelayedSpec): string {
  let mapping: Mapping
  try {
    mapping = defineRelayed(spec)
  } catch {
    return 'refused'
  }
  const wrong = WRONG_ALERTS.map(([from, to]) => written(all => all.replace(from, to)))
  const pairs = ['12', '13', '14', '16', '21', '22', '23', '25'].map(([type = '', reason = '']) =>
    paired(type, reason),
  )
  const texts = [written(text => text), ...wrong, ...pairs]
  return JSON.stringify(texts.map(text => askedBy(mapping, text)))
}

t.test('every row broken once says something else, or is no row', async t => {
  const whole = saysOf(ALERT_SPEC)
  const survived: string[] = []
  let broken = 0
  for (const { title, spec } of brokenDocuments({ rows: ALERT_SPEC.rows })) {
    broken += 1
    if (saysOf({ ...ALERT_SPEC, rows: spec.rows }) === whole) survived.push(title)
  }
  t.comment(`${broken} broken tables`)
  t.ok(broken > 30)
  t.strictSame(survived, [])
})

t.test('each pair of a type and a reason is refused by its own row', async t => {
  const CODES: Readonly<Record<string, string>> = {
    ...{ selfClaimed: '1', access: '2', emergencyClaim: '4', emergency: '5', other: '6' },
  }
  for (const row of ALERT_SPEC.unpaired) {
    const [type = '', reason = ''] = row.when.map(([, word]) => CODES[word] ?? '')
    const unpaired = ALERT_SPEC.unpaired.filter(each => each !== row)
    const without = defineRelayed({ ...ALERT_SPEC, unpaired })
    t.match(askedBy(defineRelayed(ALERT_SPEC), paired(type, reason)), { code: 'asked' })
    t.match(askedBy(without, paired(type, reason)), { kind: 'accepted' })
  }
})
