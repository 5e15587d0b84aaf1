import type { Command } from 'commander'
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Comparison, createCompare, type IdPair, type Policy } from '../comparison/index.ts'
import type { Identified } from '../exchange/index.ts'
import { INTERACTIONS, MAPPINGS, policyFor, policyNamed } from '../products/index.ts'
import {
  judgeTranslated,
  seenPolicy,
  type TranslatedPair,
  type TwoVerdicts,
} from '../shadow/index.ts'
import { readAnswerFile } from './answer-file.ts'
import { eachLine } from './batch.ts'
import { type AnsweredCall, calledPair } from './called-pair.ts'
import { identifiedFile } from './identified-file.ts'
import { setComparison } from './set-comparison.ts'
import { CommandError, EXIT, type Terminal } from './terminal.ts'
import { areTwoLanguages, translatedPair, type TwoLanguages } from './two-languages.ts'

interface Options {
  readonly interaction?: string
  readonly request?: string
  readonly json?: boolean
  readonly batch?: boolean
}

/** Two files to hold against each other, as a line of a batch names them. */
interface Asked {
  readonly left: string
  readonly right: string
  readonly interaction?: string | undefined
  readonly request?: string | undefined
}

const DESCRIPTION = `Compare two answers as the shadow does, legacy's first.

Each file is a raw HTTP answer (head and body) or a body alone, which is taken for
one of status 200. No value of either is printed: paths, kinds, what values look
like, and hashes that hold for this run alone.`

const MORE = `
Legacy's XML and the cloud's JSON are held against each other twice, where the interaction
named has a mapping: what the supplier would see of the cloud's answer against what legacy
said (seen), and what a mapping reads in both (meant). The worse of the two verdicts comes
first. Where no request is given, the reply answers what legacy's own names; answers to a
call are compared by the call itself, given as a raw HTTP request.

Without --interaction and --request nothing says whose rules hold, and the two are
held against each other strictly.

With --batch each line of stdin is a JSON object { left, right, interaction?, request? }
of file names, and each line out is what came of it, in order; { error } where a line
could not be compared.

Exit codes: 0 compared, also where the two differ; 1 a line of a batch could not be
compared; 2 a file cannot be read, or the command line is wrong.

Examples:
  ficus compare legacy.http cloud.http --request retrieval.xml
  ficus compare legacy.xml cloud.xml --interaction QUPA_IN000008UK02 --json`

const LINE = {
  says: '{ left, right, interaction?, request? }',
  must: ['left', 'right'],
  may: ['interaction', 'request'],
} as const

/** Adds `ficus compare A B`: the shadow's own comparison of two files. */
export function addCompare(program: Command, terminal: Terminal): void {
  program
    .command('compare')
    .summary('hold two answers against each other')
    .description(DESCRIPTION)
    .argument('[left]', 'the answer that is the measure')
    .argument('[right]', 'the answer held against it')
    .option('--interaction <id>', 'the interaction asked for, or the name of a policy')
    .option('--request <file>', 'the request both answer: its interaction and its ids')
    .option('--json', 'print one JSON object')
    .option('--batch', 'read what to compare from stdin, one JSON object a line')
    .addHelpText('after', MORE)
    .action(async (left: string | undefined, right: string | undefined, options: Options) => {
      const compared = createCompared(terminal)
      if (options.batch === true) {
        if (left !== undefined) {
          throw new CommandError(EXIT.usage, '--batch reads the names of files from stdin')
        }
        return eachLine(terminal, LINE, compared, 'compared')
      }
      if (left === undefined || right === undefined) {
        throw new CommandError(EXIT.usage, 'compare takes two files, or --batch')
      }
      const { interaction, request } = options
      const comparison = await compared({ left, right, interaction, request })
      const { stdout } = terminal
      const text = setComparison(comparison)
      stdout.write(options.json === true ? `${JSON.stringify(comparison, null, 2)}\n` : text)
    })
}

type Compared = (asked: Asked) => Promise<Comparison | TwoVerdicts>

function createCompared({ cwd }: Terminal): Compared {
  const compare = createCompare({ key: randomBytes(32), now: Date.now })
  const bytesOf = async (file: string): Promise<Buffer> => {
    try {
      return await readFile(resolve(cwd, file))
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
      throw new CommandError(EXIT.usage, `${file} cannot be read (${code})`)
    }
  }
  return async ({ left, right, interaction, request }) => {
    const given =
      request === undefined ? undefined : { file: request, bytes: await bytesOf(request) }
    const asked = given && identifiedFile(given.file, given.bytes).identified
    const named = interaction ?? asked?.interaction
    const policy = policyOf(named)
    const answers = {
      control: readAnswerFile(left, await bytesOf(left)),
      candidate: readAnswerFile(right, await bytesOf(right)),
    }
    const mapping = MAPPINGS.find(({ interactions }) => interactions.includes(named ?? ''))
    const pair =
      mapping && named && pairOf({ ...answers, mapping, interaction: named, request: asked }, given)
    if (pair) {
      const seen = seenPolicy(policy, pair.mapping, pair.about.interaction)
      return judgeTranslated(pair, {
        ...{ compare, seen },
        meant: policyNamed(pair.mapping.name) ?? policy,
      })
    }
    return compare({ ...answers, request: asked === undefined ? [] : idsOf(asked) }, policy)
  }
}

/** A pair in two languages, by what its mapping takes; undefined where both are in one. */
function pairOf(
  answers: TwoLanguages,
  request: AnsweredCall['request'],
): TranslatedPair | undefined {
  if (answers.mapping.calls !== undefined) return calledPair({ ...answers, request })
  return areTwoLanguages(answers) ? translatedPair(answers) : undefined
}

/** A name that is nobody's would be held strictly, and whoever misspelt it would not notice. */
function policyOf(name: string | undefined): Policy {
  if (name === undefined) return policyFor(undefined)
  const own = policyNamed(name) ?? policyFor(name)
  const isKnown = own !== policyFor(undefined) || INTERACTIONS.some(({ id }) => id === name)
  if (isKnown) return own
  throw new CommandError(EXIT.usage, `--interaction ${name}: there is no such interaction`)
}

/** Both were asked the one request of the file, so both must name its ids. */
const idsOf = ({ messageId, payloadId, conversationId }: Identified): IdPair[] =>
  [messageId, payloadId, conversationId]
    .filter(id => id !== undefined)
    .map(id => ({ control: id, candidate: id }))
