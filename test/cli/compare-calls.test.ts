/** Legacy's answer and the cloud's to one call, held against each other from files. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { TwoVerdicts } from '../../src/shadow/index.ts'
import { ficus } from '../support/ficus.ts'
import { fileOfCall, xmlOf } from '../support/call-files.ts'
import { outcome, SEARCHED, searchset } from '../support/nrl-called.ts'
import { type Pair, READ } from '../support/nrl-golden.ts'
import { NHS_NUMBER, SPINES_ID } from '../support/nrl-golden-plain.ts'

const only = ([first]: readonly Pair[]): Pair => {
  if (first === undefined) throw new Error('no golden pointer')
  return first
}
const read = only(READ)
const BASE = 'https://psis-sync.national.ncrs.nhs.uk/DocumentReference'

/** What the locator of version 2.8 answers with, its own entries around it. */
const legacys = (...pointers: readonly object[]): Buffer =>
  xmlOf({
    resourceType: 'Bundle',
    id: 'dd9724d1-7b61-44e2-9023-b72e6b966018-76563212455590986546',
    type: 'searchset',
    total: pointers.length,
    link: [{ relation: 'self', url: `${BASE}${SEARCHED}` }],
    ...(pointers.length > 0 && {
      entry: pointers.map(resource => ({
        fullUrl: `${BASE}/${SPINES_ID}`,
        resource,
        search: { mode: 'match' },
      })),
    }),
  })

const http = (status: string, type: string, body: string | Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`HTTP/1.1 ${status}\r\nContent-Type: ${type}\r\n\r\n`),
    Buffer.from(body),
  ])

const NOT_FOUND = xmlOf({
  resourceType: 'OperationOutcome',
  issue: [
    {
      severity: 'error',
      code: 'not-found',
      details: {
        coding: [
          {
            system: 'https://fhir.nhs.uk/STU3/CodeSystem/Spine-ErrorOrWarningCode-1',
            code: 'NO_RECORD_FOUND',
            display: 'No record found',
          },
        ],
      },
      diagnostics: 'No record found',
    },
  ],
})

async function given(t: Test) {
  const cwd = t.testdir({})
  const search = { interaction: 'nrl-stu3-search', end: SEARCHED }
  const files: Record<string, string | Buffer> = {
    'search.http': fileOfCall(search),
    'odd.http': fileOfCall({ ...search, end: `${SEARCHED}&_sort=date` }),
    'legacy.xml': legacys(read.stu3),
    'retitled.xml': legacys({ ...read.stu3, description: 'another' }),
    'none.xml': legacys(),
    'not-found.http': http('404 Not Found', 'application/fhir+xml', NOT_FOUND),
    'cloud.json': JSON.stringify(searchset(read.r4)),
    'none.json': JSON.stringify(searchset()),
    'cloud-not-found.http': http(
      '404 Not Found',
      'application/fhir+json',
      JSON.stringify(outcome('error', 'NO_RECORD_FOUND')),
    ),
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(cwd, name), text)
  return (line: string) => ficus(line.split(' '), {}, cwd)
}

async function verdicts(t: Test, line: string): Promise<readonly string[]> {
  const run = await given(t)
  const { out, err, code } = await run(`compare ${line} --json`)
  if (code !== 0) throw new Error(err)
  const { seen, meant } = JSON.parse(out) as TwoVerdicts
  return [seen.verdict, meant.verdict]
}

t.test('what the cloud answers to a call is held against legacy’s XML twice', async t => {
  const same = await verdicts(t, 'legacy.xml cloud.json --request search.http')
  t.ok(
    same.every(verdict => verdict === 'identical' || verdict === 'equivalent'),
    same.join(),
  )
  t.strictSame(await verdicts(t, 'retitled.xml cloud.json --request search.http'), [
    'different',
    'different',
  ])
  const [seen, meant] = await verdicts(t, 'legacy.xml none.json --request search.http')
  t.strictSame([seen, meant], ['different', 'different'], 'a pointer fewer')
})

t.test('nothing found is the same in both', async t => {
  const none = await verdicts(t, 'none.xml none.json --request search.http')
  t.ok(
    none.every(verdict => verdict === 'identical' || verdict === 'equivalent'),
    none.join(),
  )
})

t.test('two answers in legacy’s own words are held against each other as they are', async t => {
  const run = await given(t)
  const { out } = await run('compare legacy.xml legacy.xml --request search.http')
  t.match(out, /^identical, by the policy nrl\.pointers@/)
  const other = await run('compare legacy.xml retitled.xml --request search.http')
  t.match(other.out, /^different, by the policy nrl\.pointers@/)
})

const NOT_COMPARED = [
  ['legacy.xml cloud.json --interaction nrl-stu3-search', 2, /give it with --request/],
  ['legacy.xml cloud.json --request odd.http', 1, /nrl\.pointers declines it/],
] as const

for (const [line, code, says] of NOT_COMPARED) {
  t.test(`compare ${line} says what to do`, async t => {
    const run = await given(t)
    const came = await run(`compare ${line}`)
    t.equal(came.code, code)
    t.match(came.err, says)
    t.notMatch(came.err + came.out, NHS_NUMBER)
  })
}
