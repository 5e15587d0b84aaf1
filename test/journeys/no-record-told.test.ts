/** Of summaries and pointers nothing is told but to who asked: served, declined, crossed, compared or failed. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { PAGES } from '../../src/admin/pages.ts'
import { SUPPLIERS, patientsOf } from '../../src/simulator/index.ts'
import { formsOf } from '../support/canaries.ts'
import { comparedTo } from '../support/hostile-pair.ts'
import { ACME, draftOf, PATIENTS } from '../support/pointers.ts'
import { POINTER_ROUTES, startPointers } from '../support/pointers-stand.ts'
import type { StartedProxy } from '../support/proxy.ts'
import { startSummaries, SUMMARY_ROUTES } from '../support/summaries-stand.ts'
import { SummarySupplier } from '../support/summaries-supplier.ts'

const [practice, reader] = SUPPLIERS
const [patient] = patientsOf('plain')
if (practice === undefined || reader === undefined || patient === undefined) throw new Error()

type Secrets = Readonly<Record<string, string>>

/** Stores lie below a folder of the test's own, so that every byte of them can be looked at. */
function ownStores(t: Test): string {
  const before = process.env['TMPDIR']
  const folder = t.testdir({})
  process.env['TMPDIR'] = folder
  t.teardown(() => {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  })
  return folder
}

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder).flatMap(name => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesIn(path) : [path]
  })

/** Every page of the admin side, its metrics among them. */
async function pagesOf(admin: URL, routes: readonly string[]): Promise<Record<string, string>> {
  const told: Record<string, string> = {}
  const own = PAGES.filter(({ method, gives }) => method === 'GET' && gives !== 'EventStream')
  for (const path of ['/metrics', '/readyz', ...own.map(each => each.path)]) {
    for (const route of path.includes('{name}') ? [...routes, 'patients'] : ['']) {
      const page = path.replace('{name}', route)
      told[page] = await (await fetch(new URL(page, admin))).text()
    }
  }
  return told
}

/** Where a secret stands in anything an instance tells or keeps, in any form. */
async function found(
  proxy: StartedProxy,
  secrets: Secrets,
  { routes, folder, errors }: { routes: readonly string[]; folder: string; errors: string[] },
): Promise<{ readonly where: readonly string[]; readonly looked: number }> {
  const { lines, compared, events, admin } = proxy
  const places: [string, Buffer][] = [
    ['the log', Buffer.from(JSON.stringify([lines, compared, events]))],
    ...errors.map((body, n): [string, Buffer] => [`error ${n}`, Buffer.from(body)]),
    ...Object.entries(await pagesOf(admin, routes)).map(([page, body]): [string, Buffer] => [
      page,
      Buffer.from(body),
    ]),
    ...filesIn(folder).map((path): [string, Buffer] => [path, readFileSync(path)]),
  ]
  const where = Object.entries(secrets).flatMap(([name, secret]) => {
    const forms = formsOf(Buffer.from(secret))
    return places
      .filter(([, bytes]) => forms.some(form => bytes.includes(form)))
      .map(([place]) => `${name} in ${place}`)
  })
  return { where, looked: places.length }
}

t.test('nothing of a summary is told but to who asked for it', async t => {
  const folder = ownStores(t)
  const stand = await startSummaries(t, { pollers: [practice.asid] })
  const supplier = new SummarySupplier(stand, patient, { practice, reader, seed: 83 })
  const WORDS = 'Quillwort balsam nine drops'
  const errors: string[] = []
  for (const stage of ['legacy', 'shadow', 'cloud'] as const) {
    await stand.place({ stage })
    await supplier.send(supplier.draft(WORDS))
    const event = await supplier.newest()
    t.match((await supplier.read(event)).body, WORDS, `${stage}: it is told who asks`)
    await supplier.read(event, { dissentOverride: '1' })
    await supplier.permit('Yes')
  }
  t.ok(stand.lines.some(({ declined }) => declined !== undefined))
  const event = await supplier.newest()
  for (const fault of [
    { garbage: true },
    { otherPatientEvery: 1 },
    { crossEvery: 1 },
    { status: 500 },
  ]) {
    stand.cloud.set(fault)
    errors.push((await supplier.read(event)).body, (await supplier.permit('Yes')).body)
    stand.cloud.set({ garbage: false, otherPatientEvery: 0, crossEvery: 0, status: undefined })
  }
  await comparedTo(stand, 4)
  const [name] = patient.names
  const secrets = {
    narrative: WORDS,
    name: name?.family ?? 'no name',
    number: patient.nhsNumber,
    event,
  }
  // An answer that was the patient's own after all is no error.
  const failed = errors.filter(body => !body.includes('GPSummary'))
  t.ok(failed.length > 3, `${failed.length} errors`)
  const { where, looked } = await found(stand, secrets, {
    ...{ routes: [...SUMMARY_ROUTES, 'scr-list'], folder, errors: failed },
  })
  t.strictSame(where, [], 'nowhere')
  const planted = await found(stand, { route: 'scr-upload' }, { routes: [], folder, errors: [] })
  t.ok(planted.where.length > 3, 'and what is there is found')
  t.ok(looked > 30 && filesIn(folder).length > 0, `${looked} places were looked at`)
})

t.test('nothing of a pointer is told but to who asked for it', async t => {
  const folder = ownStores(t)
  const stand = await startPointers(t)
  const [who] = PATIENTS
  if (who === undefined) return
  const { nhsNumber } = who
  const errors: string[] = []
  const draft = draftOf(9_241_763, nhsNumber, ACME)
  for (const stage of ['legacy', 'shadow', 'cloud'] as const) {
    await stand.place({ stage })
    t.equal(
      (await stand.told({ does: 'create', pointer: { ...draft, master: undefined } })).status,
      201,
    )
    t.match((await stand.told({ does: 'search', nhsNumber })).body, '9241763')
    stand.pass(600_000)
  }
  for (const fault of [
    { garbage: true },
    { otherPatientEvery: 1 },
    { crossEvery: 1 },
    { status: 500 },
  ]) {
    stand.cloud.set(fault)
    // Else legacy answers for it, as it does for every read.
    stand.legacy.set({ garbage: 'garbage' in fault, status: 'status' in fault ? 500 : undefined })
    const told = await stand.told({ does: 'search', nhsNumber })
    if (told.status !== 200) errors.push(told.body)
    stand.legacy.set({ garbage: false, status: undefined })
    stand.cloud.set({ garbage: false, otherPatientEvery: 0, crossEvery: 0, status: undefined })
  }
  t.ok(errors.length > 0, `${errors.length} errors`)
  await comparedTo(stand, 1)
  const secrets = { url: 'records.example.org/contact/9241763', number: nhsNumber }
  const { where, looked } = await found(stand, secrets, { routes: POINTER_ROUTES, folder, errors })
  t.strictSame(where, [], 'nowhere')
  t.ok(looked > 20 && filesIn(folder).length > 0, `${looked} places were looked at`)
})
