import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

/** Every TypeScript or JavaScript file below a folder, as paths from the project's root. */
export function sourcesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return sourcesOf(path)
    return /\.(?:ts|tsx|js)$/.test(entry.name) ? [path] : []
  })
}

/** What a file imports, `new Worker(new URL(…))` included, as written. */
export function importsOf(path: string): string[] {
  const text = readFileSync(path, 'utf8')
  const imports = ts.preProcessFile(text, true, true).importedFiles.map(file => file.fileName)
  const workers = [...text.matchAll(/new URL\(\s*['"]([^'":]+\.ts)['"],\s*import\.meta\.url/g)]
  return [
    ...imports,
    ...workers.map(([, path = '']) => (path.startsWith('.') ? path : `./${path}`)),
  ]
}

export const textOf = (path: string): string => readFileSync(path, 'utf8')
export const isFolder = (path: string): boolean => statSync(path).isDirectory()
