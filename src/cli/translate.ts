import { type Command, Option } from 'commander'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Mapping } from '../mapping/index.ts'
import { MAPPINGS } from '../products/index.ts'
import { isStatusLine, readAnswerFile } from './answer-file.ts'
import { eachLine } from './batch.ts'
import { readCallFile } from './call-file.ts'
import { type Hl7File, readHl7File } from './hl7-file.ts'
import { mappingNamed } from './mapping-named.ts'
import { setLoss } from './set-loss.ts'
import { CommandError, EXIT, type Terminal } from './terminal.ts'
import {
  type AnswerFile,
  answerToCall,
  callToCloud,
  resourceToCloud,
  resourceToLegacy,
} from './translated-call.ts'
import { toCloud, toLegacy, type TranslatedFile } from './translated-file.ts'

interface Asked {
  readonly file: string
  readonly to: string
  readonly with?: string
  readonly request?: string
}

interface Options {
  readonly to?: string
  readonly with?: string
  readonly request?: string
  readonly json?: boolean
  readonly batch?: boolean
}

const DESCRIPTION = `Put one message through a mapping, to the cloud's words or to legacy's.

Takes what a supplier or legacy sends (SOAP, ebXML or the HL7v3 message alone; a call
as a raw HTTP request; a resource of legacy's FHIR) for --to cloud, and what the cloud is
asked or answers (FHIR JSON, or a raw HTTP answer) for --to legacy. The mapping is found from the message where it is not named. The
translation goes to stdout, what was lost on the way to stderr.`

const MORE = `
A message that cannot be translated whole is not translated in part: the mapping
declines it, as it does in the path, and says why.

An answer of the cloud is translated for the request it answers (--request), or for
one that is made up where the mapping is named (--with). What stands around a document
in HL7v3 is made up too, unless a message to take it from is given (--request).

What a call asks stands in its method, address and headers: it is given as a raw HTTP
request, and becomes one. An answer of the cloud to a call is translated for the call it
answers (--request), with a head where it came with one; a single resource also alone,
where the mapping is named (--with).

With --batch each line of stdin is a JSON object { file, to, with?, request? }, and each
line out { output, contentType, loss } in order; { error } where a line could not be
translated.

Exit codes: 0 translated; 1 declined, or a line of a batch could not be translated;
2 a file cannot be read, or the command line is wrong.

Examples:
  ficus translate prescription.xml --to cloud
  ficus translate patient.json --to legacy --request retrieval.xml
  ficus translate order.json --to legacy --with eps.prescription --json
  ficus translate create.http --to cloud
  ficus translate found.json --to legacy --request search.http`

const LINE = {
  says: '{ file, to, with?, request? }',
  must: ['file', 'to'],
  may: ['with', 'request'],
} as const

/** Adds `ficus translate F --to cloud|legacy`: one message through a mapping, with its loss. */
export function addTranslate(program: Command, terminal: Terminal): void {
  program
    .command('translate')
    .summary('put one message through a mapping')
    .description(DESCRIPTION)
    .argument('[file]', 'a message')
    .addOption(new Option('--to <side>', 'the words it is put in').choices(['cloud', 'legacy']))
    .option('--with <mapping>', 'the mapping, by its name or the path of its module')
    .option('--request <file>', 'the request it answers, or the message it is the other side of')
    .option('--json', 'print one JSON object')
    .option('--batch', 'read what to translate from stdin, one JSON object a line')
    .addHelpText('after', MORE)
    .action(async (file: string | undefined, { json, batch, ...options }: Options) => {
      if (batch === true) {
        if (file !== undefined) {
          throw new CommandError(EXIT.usage, '--batch reads the names of files from stdin')
        }
        return eachLine(
          terminal,
          LINE,
          async line => told(await translated(line, terminal)),
          'translated',
        )
      }
      const { to } = options
      if (file === undefined || to === undefined) {
        throw new CommandError(
          EXIT.usage,
          'translate takes a file and --to cloud|legacy, or --batch',
        )
      }
      const came = await translated({ ...options, file, to }, terminal)
      const { stdout, stderr } = terminal
      if (json === true) stdout.write(`${JSON.stringify(told(came), null, 2)}\n`)
      else {
        stdout.write(`${came.output}\n`)
        stderr.write(setLoss(came))
      }
    })
}

const told = ({ mapping, output, contentType, loss }: TranslatedFile): object => ({
  mapping,
  output,
  contentType,
  loss: loss ?? null,
})

async function translated(asked: Asked, { cwd }: Terminal): Promise<TranslatedFile> {
  const bytesOf = async (file: string): Promise<Buffer> => {
    try {
      return await readFile(resolve(cwd, file))
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
      throw new CommandError(EXIT.usage, `${file} cannot be read (${code})`)
    }
  }
  const { file, to } = asked
  const bytes = await bytesOf(file)
  const from = { file, answer: readAnswerFile(file, bytes), hasHead: isStatusLine(bytes) }
  const request =
    asked.request === undefined
      ? undefined
      : { file: asked.request, bytes: await bytesOf(asked.request) }
  const mappings =
    asked.with === undefined ? MAPPINGS : [await mappingNamed(asked.with, cwd, '--with ')]
  if (to === 'cloud') return inCloudsWords({ ...from, bytes }, { mappings, request })
  if (to === 'legacy') return inLegacysWords(from, { mappings, request })
  throw new CommandError(EXIT.usage, `to is cloud or legacy, not ${JSON.stringify(to)}`)
}

/** What a message is translated by. */
interface By {
  readonly mappings: readonly Mapping[]
  readonly request: { readonly file: string; readonly bytes: Buffer } | undefined
}

function inCloudsWords(
  from: AnswerFile & { readonly bytes: Buffer },
  { mappings, request }: By,
): TranslatedFile {
  const { file, bytes, answer } = from
  const called = readCallFile(file, bytes, mappings)
  if (called !== undefined) return callToCloud(called)
  const resource = resourceToCloud(from, mappings)
  return resource ?? toCloud(readHl7File(file, answer), { file, mappings, request: hl7In(request) })
}

function inLegacysWords(from: AnswerFile, { mappings, request }: By): TranslatedFile {
  const sent = request && readCallFile(request.file, request.bytes, mappings)
  if (sent !== undefined) return answerToCall(from, sent)
  const [only, another] = mappings
  if (only?.calls !== undefined && another === undefined) return resourceToLegacy(from, only)
  const { file, answer } = from
  return toLegacy(answer, { file, mappings, request: hl7In(request) })
}

const hl7In = (request: By['request']): Hl7File | undefined =>
  request && readHl7File(request.file, readAnswerFile(request.file, request.bytes))
