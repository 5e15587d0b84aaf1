import t from 'tap'
import {
  askedNumber,
  createPatients,
  INVALIDATED_NUMBER,
  PATIENT_KINDS,
  patientsOf,
  UNKNOWN_NUMBER,
} from '../../src/simulator/index.ts'
import type { Patient, PatientKind } from '../../src/simulator/index.ts'

// The rule as the NHS Data Dictionary words it, written here a second time on purpose.
function isValid(number: string): boolean {
  const digits = Array.from(number, Number)
  const sum = digits.slice(0, 9).reduce((total, digit, place) => total + digit * (10 - place), 0)
  const check = 11 - (sum % 11)
  return check !== 10 && (check === 11 ? 0 : check) === digits[9]
}

t.test('200 patients have numbers of their own, of the 9-series, with right check digits', t => {
  const numbers = createPatients().flatMap(each => [
    ...new Set([each.nhsNumber, askedNumber(each)]),
  ])
  t.equal(createPatients().length, 200)
  t.equal(new Set(numbers).size, numbers.length)
  for (const number of [...numbers, UNKNOWN_NUMBER, INVALIDATED_NUMBER]) {
    t.match(number, /^999\d{7}$/)
    t.ok(isValid(number), number)
  }
  t.notOk(numbers.includes(UNKNOWN_NUMBER) || numbers.includes(INVALIDATED_NUMBER))
  t.end()
})

t.test('nobody can live at a postcode, and no telephone or mail can reach anyone', t => {
  for (const { addresses, telecoms } of createPatients()) {
    for (const { postcode } of addresses) t.match(postcode, /^ZZ99 \d[A-Z]{2}$/)
    for (const { value } of telecoms)
      t.match(value, /^01632960\d{3}$|^07700900\d{3}$|@example\.org$/)
  }
  t.end()
})

const SHOWS: Record<PatientKind, (patient: Patient) => boolean> = {
  plain: p => p.names.length === 1 && !p.restricted && p.death === undefined,
  superseded: p => p.formerNumber !== undefined && p.formerNumber !== p.nhsNumber,
  restricted: p => p.restricted,
  deceased: p => p.death !== undefined && ['1', '2'].includes(p.death.status),
  'no-gp': p => p.providers.every(each => each.code !== '1' || each.past),
  'removed-from-gp': p =>
    p.removal?.reason === 'SCT' && p.providers.every(each => each.code !== '1' || each.past),
  'no-premises-id': p => p.addresses[0]?.lines[0] === '' && p.addresses[0].lines[1] !== '',
  'blank-lines': p => p.addresses[0]?.lines.includes('') === true,
  'empty-given': p => p.names[0]?.given.includes('') === true,
  'several-names': p =>
    ['L', 'PREVIOUS-BIRTH', 'PREVIOUS-MAIDEN', 'PREFERRED'].every(use =>
      p.names.some(each => each.use === use),
    ) && p.names.some(each => each.use === 'A' && each.to !== undefined),
  'several-addresses': p =>
    ['H', 'TMP', 'PST'].every(use => p.addresses.some(each => each.use === use)),
  'every-telecom': p =>
    ['H', 'HP', 'HV', 'MC', 'PG', 'WP'].every(use => p.telecoms.some(each => each.use === use)) &&
    ['tel', 'mailto', 'fax', 'textphone'].every(scheme =>
      p.telecoms.some(each => each.scheme === scheme),
    ),
  'nominated-pharmacy': p => p.providers.some(each => each.code === 'P1'),
  'nominated-appliance': p => p.providers.some(each => each.code === 'P2'),
  'dispensing-doctor': p => p.providers.some(each => each.code === 'P3'),
  'multiple-birth': p => p.birthOrder !== undefined,
  interpreter: p => p.language?.interpreter === true,
  'unknown-gender': p => p.gender === '0',
  'unspecified-gender': p => p.gender === '9',
  'truncated-birth': p => /^\d{4}(\d{2})?$/.test(p.birth),
  'birth-place': p => p.birthPlace?.city !== undefined,
  'address-key': p => p.addresses.some(each => each.key !== undefined && each.uprn !== undefined),
  'contact-preference': p => p.contact?.times !== undefined,
  'shared-secret': p => (p.secret?.length ?? 0) > 40,
  'marked-characters': p =>
    p.names[0]?.family.includes("'") === true && p.addresses[0]?.lines[0] === '1 < 2',
  history: p => p.addresses.filter(each => each.past).length >= 3,
  'long-history': p => p.addresses.length > 90,
}
for (const kind of PATIENT_KINDS) {
  t.test(`every patient of the kind ${kind} shows what the kind says`, t => {
    const found = patientsOf(kind)
    t.ok(found.length >= 4, `${found.length} of them`)
    t.ok(
      found.some(each => each.kinds.length === 1),
      'one is of no other kind',
    )
    for (const patient of found) t.ok(SHOWS[kind](patient), `${kind}: ${patient.kinds.join(' ')}`)
    t.end()
  })
}
