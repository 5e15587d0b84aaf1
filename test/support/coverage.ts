import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { stripTypeScriptTypes } from 'node:module'

const FLOOR = 0.9
const REPORT = '.tap/report/coverage-final.json'

/** What istanbul writes of one file: statements by number, and how often each ran. */
interface FileReport {
  readonly statementMap: Readonly<Record<string, { readonly start: { readonly line: number } }>>
  readonly s: Readonly<Record<string, number>>
}

/** Says what keeps `src` below the floor, or nothing; a file no test loaded counts as not covered at all. */
export function uncovered(): string[] {
  if (!existsSync(REPORT)) return ['the tests left no coverage report']
  const report = JSON.parse(readFileSync(REPORT, 'utf8')) as Record<string, FileReport>
  const files = sources('src').map(path => ({ path, ...linesOf(path, report[resolve(path)]) }))
  const all = files.reduce((sum, file) => sum + file.all, 0)
  const covered = files.reduce((sum, file) => sum + file.covered, 0)
  const share = covered / all
  console.log(
    `coverage: ${(share * 100).toFixed(1)} % of ${all} lines in src, floor ${FLOOR * 100} %`,
  )
  if (share >= FLOOR) return []
  const worst = files
    .filter(file => file.all > 0)
    .sort((a, b) => b.all - b.covered - (a.all - a.covered))
    .slice(0, 10)
  return [
    `coverage is below its floor; most is missing in ${worst
      .map(file => `${file.path} (${file.all - file.covered} of ${file.all})`)
      .join(', ')}`,
  ]
}

function linesOf(path: string, report: FileReport | undefined): { all: number; covered: number } {
  if (report === undefined) return { all: codeLines(path), covered: 0 }
  const lines = new Map<number, boolean>()
  for (const [id, { start }] of Object.entries(report.statementMap)) {
    lines.set(start.line, (lines.get(start.line) ?? false) || (report.s[id] ?? 0) > 0)
  }
  return { all: lines.size, covered: [...lines.values()].filter(Boolean).length }
}

/** Lines that would count if the file had been loaded: what is left once types and comments are gone. */
function codeLines(path: string): number {
  const text = stripTypeScriptTypes(readFileSync(path, 'utf8'))
  const bare = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
  return bare
    .split('\n')
    .filter(line => line.trim() !== '' && !/^\s*export (?:type )?\{/.test(line)).length
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return sources(path)
    return entry.name.endsWith('.ts') ? [path] : []
  })
}
