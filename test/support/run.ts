/**
 * `npm test`: every test, the coverage floor, and the closing line `N passed, N failed, N skipped`.
 * With file names as arguments only those run, without the floor.
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { uncovered } from './coverage.ts'
import { installTools } from './tools.ts'

const RESULTS = '.tap/results.tap'
const BUILT = 'node_modules/@tapjs/test/test-built/dist/esm/index.js'
const isAll = process.env['FICUS_REQUIRE'] === 'all'
const files = process.argv.slice(2)
/** How much is repeated of what tap said of one that failed: whoever reads only the end of a run must find it there. */
const TOLD_LINES = 40

const missing = installTools(isAll)
mkdirSync('.tap', { recursive: true })
rmSync(RESULTS, { force: true })
// After `npm ci` tap is built with its TypeScript plugin, and the run that builds it anew still loads files by it.
if (readFileSync(BUILT, 'utf8').includes('@tapjs/typescript')) await tap(['build'])
const failedToRun = await tap([
  '--reporter=terse',
  `--output-file=${RESULTS}`,
  ...(files.length > 0 ? ['--disable-coverage', ...files] : []),
])
const results = existsSync(RESULTS) ? readFileSync(RESULTS, 'utf8') : ''
const { passed, failed, skipped } = totalsOf(results)
const problems = [
  ...missing.map(tool => `${tool} is not installed`),
  ...(files.length === 0 ? uncovered() : []),
]
for (const line of skippedIn(results)) console.log(`skipped: ${line}`)
for (const line of failedIn(results)) console.log(`failed: ${line}`)
for (const line of problems) console.log(`problem: ${line}`)
const isSkipFailure = isAll && skipped > 0
if (isSkipFailure) console.log('problem: FICUS_REQUIRE=all takes a skipped test for a failed one')
const extra = problems.length + (isSkipFailure ? skipped : 0)
const ranNothing = passed + failed === 0
if (ranNothing) console.log('problem: no test ran')
const isGreen = failed + extra === 0 && !ranNothing && !failedToRun
console.log(
  `${passed} passed, ${failed + extra + Number(failedToRun && failed === 0)} failed, ${skipped} skipped`,
)
process.exitCode = isGreen ? 0 : 1

/** Runs tap; resolves to whether it ended badly. */
function tap(args: readonly string[]): Promise<boolean> {
  // Two hundred processes load the same files: what one has stripped of its types and compiled, the next takes over.
  const env = { ...process.env, NODE_COMPILE_CACHE: join(process.cwd(), '.tap/compiled') }
  const program = 'node_modules/tap/dist/esm/run.mjs'
  const child = spawn(process.execPath, [program, ...args], { stdio: 'inherit', env })
  return new Promise(resolve => child.on('close', code => resolve(code !== 0)))
}

/** The counts tap closes with: `# { total: 7, pass: 6, fail: 0, skip: 1 }`. */
function totalsOf(text: string): { passed: number; failed: number; skipped: number } {
  const line = /^# \{ ([^}]*) \}$/m.exec(text)?.[1] ?? ''
  const count = (name: string): number => Number(new RegExp(`${name}: (\\d+)`).exec(line)?.[1] ?? 0)
  return { passed: count('pass'), failed: count('fail'), skipped: count('skip') + count('todo') }
}

function skippedIn(text: string): string[] {
  return text.split('\n').flatMap(line => {
    const match = /^\s*(?:not )?ok \d+ - (.*# (?:SKIP|TODO).*)$/i.exec(line)
    return match?.[1] === undefined ? [] : [match[1]]
  })
}

/** Every assertion that failed, with the subtests and the file it stands in and what tap said of it, a line each. */
function failedIn(text: string): string[] {
  const lines = text.split('\n')
  return lines.flatMap((line, at) => {
    const match = /^(\s*)not ok \d+ - (.*)$/.exec(line)
    if (match === null || /# (?:SKIP|TODO)/i.test(line)) return []
    const told = lines.slice(at + 1, at + 1 + TOLD_LINES)
    const end = told.findIndex(each => each.trim() === '...')
    const isTold = told[0]?.trim() === '---'
    return [match[2] ?? '', ...(isTold ? told.slice(1, end < 0 ? undefined : end) : [])]
  })
}
