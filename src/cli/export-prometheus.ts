import { type Exported, filesOf } from './export-files.ts'

/** The name Prometheus knows the fleet by; the alerts stand on names that begin so. */
const JOB = 'ficus'

/** Gives what Prometheus needs: whom to scrape, as `host:port`, and the rules. */
export function prometheusFiles(targets: readonly string[]): readonly Exported[] {
  const rules = filesOf('rules', 'rules')
  return [
    {
      path: 'prometheus.yml',
      text: configOf(
        targets,
        rules.map(({ path }) => path),
      ),
    },
    ...rules,
  ]
}

// Rules are named one by one: what an older export left beside them would count twice.
const configOf = (
  targets: readonly string[],
  rules: readonly string[],
): string => `# Scrapes a fleet of Ficus. Written by ficus export prometheus, with the rules beside it.
# Exemplars, which name the trace of a slow request, are kept with --enable-feature=exemplar-storage.
global:
  scrape_interval: 15s
  evaluation_interval: 15s
rule_files:
${rules.map(path => `  - ${path}\n`).join('')}scrape_configs:
  # A fleet is a job: instances of another one get another, whose name begins with ${JOB} too.
  - job_name: ${JOB}
    static_configs:
      - targets:
${targets.map(target => `          - ${JSON.stringify(target)}\n`).join('')}`
