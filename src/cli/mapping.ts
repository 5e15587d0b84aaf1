import type { Command } from 'commander'
import type { Mapping, RowSummary } from '../mapping/index.ts'
import { MAPPINGS } from '../products/index.ts'
import { eachLine } from './batch.ts'
import { mappingNamed } from './mapping-named.ts'
import { jsonOf, type Page, pageOf } from './print.ts'
import { setTable } from './table.ts'
import { CommandError, EXIT, type Terminal } from './terminal.ts'

interface Options {
  readonly losses?: boolean
  readonly json?: boolean
  readonly batch?: boolean
}

const DESCRIPTION = `Print a mapping as a table, or list the mappings there are.

Each row is one fact: where it stands in HL7v3 and in FHIR (of calls, in legacy's words
and in the cloud's), its type, how often it may stand, its codes in both languages, and
why it says less than was said where it does.
The very rows the translator, the comparison and the loss meter go by.`

const MORE = `
No mapping has been verified against a live Spine.

With --batch each line of stdin is a JSON object { mapping }, and each line out is that
mapping, in order; { error } where there is none of that name.

Exit codes: 0 printed; 1 a line of a batch names no mapping; 2 there is no such mapping,
or the command line is wrong.

Examples:
  ficus mapping
  ficus mapping eps.prescription
  ficus mapping pds.retrieval --losses
  ficus mapping ./my-mapping.ts`

/** Said with every mapping, so that nobody takes a table for more than it is. */
const UNVERIFIED = 'not verified against a live Spine'

const LINE = { says: '{ mapping }', must: ['mapping'], may: [] } as const

/** Adds `ficus mapping [M]`: a mapping as a table. */
export function addMapping(program: Command, terminal: Terminal): void {
  program
    .command('mapping')
    .summary('print a mapping as a table')
    .description(DESCRIPTION)
    .argument(
      '[mapping]',
      'its name, or the path of its module; without it, all of them are listed',
    )
    .option('--losses', 'only rows that say less than was said')
    .option('--json', 'print one JSON object')
    .option('--batch', 'read names from stdin, one JSON object a line')
    .addHelpText('after', MORE)
    .action(async (name: string | undefined, { losses = false, json, batch }: Options) => {
      const { stdout, cwd } = terminal
      if (batch === true) {
        if (name !== undefined) {
          throw new CommandError(EXIT.usage, '--batch reads the names of mappings from stdin')
        }
        const work = (line: { readonly mapping: string }): Promise<object> =>
          mappingNamed(line.mapping, cwd).then(mapping => told(mapping, losses))
        return eachLine(terminal, LINE, work, 'found')
      }
      if (name === undefined) {
        stdout.write(
          json === true ? jsonOf({ mappings: MAPPINGS.map(headOf) }) : setList(pageOf(terminal)),
        )
        return undefined
      }
      const mapping = await mappingNamed(name, cwd)
      stdout.write(json === true ? jsonOf(told(mapping, losses)) : setMapping(mapping, losses))
      return undefined
    })
}

const headOf = ({ name, version, access, interactions, legacyOnly = {} }: Mapping): object => ({
  ...{ mapping: name, version, access, interactions, legacyOnly },
  verified: false,
})

const told = (mapping: Mapping, onlyLosses: boolean): object => ({
  ...headOf(mapping),
  rows: rowsOf(mapping, onlyLosses),
})

const rowsOf = (mapping: Mapping, onlyLosses: boolean): readonly RowSummary[] =>
  mapping.rows().filter(({ lossy }) => !onlyLosses || lossy.length > 0)

function setList({ width, paint }: Page): string {
  const rows = MAPPINGS.map(mapping => [
    mapping.name,
    mapping.version,
    String(mapping.rows().length),
    mapping.interactions.join(', '),
  ])
  const table = setTable({ headings: ['mapping', 'edition', 'rows', 'takes'], rows }, width, paint)
  return `${table}\n${UNVERIFIED}\n`
}

function setMapping(mapping: Mapping, onlyLosses: boolean): string {
  const { name, version, access, interactions, legacyOnly = {} } = mapping
  const rows = rowsOf(mapping, onlyLosses)
  const stays = Object.entries(legacyOnly).map(([id, why]) => `  ${id}: ${why}`)
  const head = [
    `${name}  edition ${version}, access ${access}; ${UNVERIFIED}`,
    `takes ${interactions.join(', ')}`,
    ...(stays.length === 0 ? [] : ['stays with legacy', ...stays]),
  ]
  const names = mapping.calls === undefined ? OF_MESSAGES : OF_CALLS
  return [...head, '', ...rows.flatMap(row => setRow(row, names)), ''].join('\n')
}

/** What the two languages of a mapping are called: of calls both are FHIR, or none is HL7v3. */
const OF_MESSAGES = ['HL7v3', 'FHIR '] as const
const OF_CALLS = ['legacy', 'cloud '] as const

function setRow(row: RowSummary, [own, other]: typeof OF_MESSAGES | typeof OF_CALLS): string[] {
  const { fact, type, times, hl7, fhir, by, codes, lossy } = row
  const shapes = Object.entries(hl7)
  const isOne = new Set(shapes.map(([, place]) => place)).size <= 1
  const places = isOne
    ? shapes.slice(0, 1).map(([, place]) => `  ${own}  ${place}`)
    : shapes.map(([shape, place]) => `  ${own}  ${place}  (${shape})`)
  return [
    [fact === '' ? '-' : fact, type, ...(times === undefined ? [] : [times])].join('  '),
    ...places,
    ...(fhir === undefined ? [] : [`  ${other}  ${fhir}`]),
    ...(by === undefined ? [] : [`  by     ${by}`]),
    ...codes.map(
      ([word, left, right]) => `  code   ${word}: ${left || 'nothing'} = ${right || 'nothing'}`,
    ),
    ...lossy.map(why => `  lossy  ${why}`),
  ]
}
