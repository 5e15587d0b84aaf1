import { join } from 'node:path'
import ts from 'typescript'

/** An object of Kubernetes that was read as YAML. */
export interface Manifest {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> }
  readonly [key: string]: unknown
}

/**
 * What the Prometheus Operator knows of a PodMonitor, as far as an export of ours may use it; kubernetes-models has what
 * Kubernetes itself brings.
 */
const POD_MONITOR = `interface IPodMonitor {
  apiVersion: 'monitoring.coreos.com/v1'
  kind: 'PodMonitor'
  metadata: { name: string; namespace?: string; labels?: Record<string, string> }
  spec: {
    jobLabel?: string
    podTargetLabels?: string[]
    selector: { matchLabels?: Record<string, string> }
    namespaceSelector?: { any?: boolean; matchNames?: string[] }
    podMetricsEndpoints: {
      port?: string
      path?: string
      scheme?: 'http' | 'https'
      interval?: string
      scrapeTimeout?: string
      honorLabels?: boolean
    }[]
  }
}
`

const FILE = join(import.meta.dirname, 'manifests-that-are-held-against-their-types.ts')

/**
 * Says where an object has a key, at any depth, that its kind has not, or a value of another kind: the types of
 * kubernetes-models say what there is, and TypeScript lets no literal have more.
 */
export function strangeIn(manifests: readonly Manifest[]): readonly string[] {
  const imports = manifests
    .filter(({ kind }) => kind !== 'PodMonitor')
    .map(
      ({ apiVersion, kind }) =>
        `import type { I${kind} } from 'kubernetes-models/${apiVersion}/${kind}'\n`,
    )
  const source = [
    ...new Set(imports),
    POD_MONITOR,
    ...manifests.map(
      (manifest, i) => `export const m${i}: I${manifest.kind} = ${JSON.stringify(manifest)}\n`,
    ),
  ].join('')
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    types: [],
  }
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists } = host
  host.fileExists = name => name === FILE || fileExists(name)
  host.getSourceFile = (name, language, ...more) =>
    name === FILE
      ? ts.createSourceFile(name, source, language)
      : getSourceFile(name, language, ...more)
  const program = ts.createProgram([FILE], options, host)
  const file = program.getSourceFile(FILE)
  return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
    ({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '),
  )
}
