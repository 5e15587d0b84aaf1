import { isFicusError } from '../exchange/index.ts'
import type { XmlElement } from '../xml/index.ts'
import { compileRows, type Compiled, type Form } from './compile-rows.ts'
import { declined, type Declined } from './decline.ts'
import { isEchoed } from './echoed.ts'
import { leavesOfDocument } from './document-listing.ts'
import type { Turn } from './document-spec.ts'
import type { Information } from './information.ts'
import { summariesOf } from './listing.ts'
import type { BothMean, CloudAnswer, Mapping, Said } from './mapping.ts'
import { treeOfJson } from './json-tree.ts'
import { type Numbered, withItems } from './numbered.ts'
import { reasonsIn } from './outcomes.ts'
import { parsePath } from './paths.ts'
import { readTree } from './read.ts'
import { requestOf } from './request.ts'
import type { Row } from './rows.ts'
import type { Access, DomainOutcome, FailureRow, MappingSpec, Reason } from './spec.ts'
import { isResource, type Tree } from './tree.ts'
import { unfolded } from './unfold.ts'
import { versionOf } from './version.ts'
import { walk } from './walk.ts'
import { treeOfXml } from './xml-tree.ts'

/** How each side says that there is nothing: the cloud by a status, where it has one for it, or an empty search too. */
export interface NotFound {
  /** What legacy displays with its error, where one code stands for this and for others. */
  readonly displayed?: string
  /** The reason legacy gives, where it is one of its own. */
  readonly reason?: Pick<Reason, 'code' | 'codeSystem'>
  readonly status?: number
}

/**
 * One kind of question whose answers are read on both sides and written on none: what the cloud says is less than
 * what legacy's reply must say.
 */
export interface ComparedSpec {
  readonly name: string
  readonly access: Access
  readonly interactions: readonly string[]
  /** Interactions that look like its own and stay with legacy, and why. */
  readonly legacyOnly?: Readonly<Record<string, string>>
  /** Why nobody is given what the cloud answers. */
  readonly because: string
  readonly query: MappingSpec['query']
  readonly call: MappingSpec['call']
  /** Where legacy's replies say it: the element in their subject, or JSON from its root. */
  readonly legacy: { readonly reply: string | readonly string[]; readonly subject: string } | 'json'
  readonly numbered?: Numbered
  /** The type of resource without which an answer of the cloud says nothing. */
  readonly resource: string
  readonly rows: readonly Row[]
  /** What the cloud says otherwise than by the place it stands in. */
  readonly fromFhir?: Turn
  /** What legacy says oftener than the cloud, and where it says what the cloud says nothing of. */
  readonly fromLegacy?: (said: Information) => Information | 'nothing'
  /** Facts no rule may make less of. */
  readonly kept: readonly string[]
  readonly notFound: NotFound
  /** Statuses that say that the cloud failed; the first row that fits. */
  readonly failures: readonly FailureRow[]
}

const SUBJECT = parsePath('ControlActEvent/subject')
const DISPLAYED = parsePath('acknowledgement/acknowledgementDetail*/code/@displayName')
const TYPE = parsePath('acknowledgement/@typeCode')
const LEGACY = 'legacy'
const FHIR = 'fhir'
const SUCCESS = 200

interface Table {
  readonly spec: ComparedSpec
  readonly rows: readonly Compiled[]
  readonly forms: Readonly<Record<'legacy' | 'fhir', Form>>
}

const nothing = (outcome: DomainOutcome, reasons: Said['reasons']): Said => ({
  kind: 'said',
  outcome,
  reasons,
  information: undefined,
  source: undefined,
  unread: [],
})

const NONE = nothing('not_found', [])

function said({ spec, rows, forms }: Table, tree: Tree, form: 'legacy' | 'fhir'): Said | Declined {
  const toward = form === LEGACY ? FHIR : LEGACY
  const { information, source, unread, problems } = readTree(tree, rows, forms[form], toward)
  const [problem] = problems
  if (problem !== undefined) return declined(problem)
  const whole = turned(spec, form, information)
  if (whole === undefined) return declined({ code: 'disagrees' })
  if (whole === 'nothing') return NONE
  return { kind: 'said', outcome: 'ok', reasons: [], information: whole, source, unread }
}

function turned(
  { fromFhir, fromLegacy }: ComparedSpec,
  form: 'legacy' | 'fhir',
  information: Information,
): Information | 'nothing' | undefined {
  if (form === FHIR) return fromFhir === undefined ? information : fromFhir(information)
  return fromLegacy === undefined ? information : fromLegacy(information)
}

/** Whether an error of legacy's says that there is nothing. */
function isNone({ notFound }: ComparedSpec, tree: Tree, reasons: Said['reasons']): boolean {
  const { displayed, reason } = notFound
  return (
    walk(tree, DISPLAYED).some(({ at }) => at.value === displayed) ||
    reasons.some(
      ({ code, codeSystem }) => code === reason?.code && codeSystem === reason.codeSystem,
    )
  )
}

function readLegacy(table: Table, message: XmlElement): Said | Declined {
  const { spec } = table
  const tree = treeOfXml(message)
  const type = walk(tree, TYPE)[0]?.at.value
  const reasons = reasonsIn(tree)
  if (type === 'AE' || type === 'AR') {
    return nothing(isNone(spec, tree, reasons) ? 'not_found' : 'app_error', reasons)
  }
  if (spec.legacy === 'json' || ![spec.legacy.reply].flat().includes(tree.label)) {
    return declined({ code: 'shape' })
  }
  const { subject: name } = spec.legacy
  const [subject, another] = walk(tree, SUBJECT)
    .flatMap(({ at }) => at.children)
    .filter(({ label }) => label === name)
  if (type !== 'AA' || subject === undefined || another !== undefined) {
    return declined({ code: 'shape' })
  }
  const { numbered } = spec
  return said(table, numbered === undefined ? subject : withItems(subject, numbered), LEGACY)
}

function readLegacyBody(table: Table, body: Buffer): Said | Declined {
  if (table.spec.legacy !== 'json') return declined({ code: 'shape' })
  return taken(() => said(table, treeOfJson(body), LEGACY))
}

function readCloud(
  table: Table,
  { status, body }: Pick<CloudAnswer, 'status' | 'body'>,
): Said | Declined {
  const { resource, notFound } = table.spec
  return taken(() => {
    const tree = treeOfJson(body)
    if (status === notFound.status && tree.label === 'OperationOutcome') return NONE
    if (status !== SUCCESS || tree.label !== 'Bundle') return declined({ code: 'shape' })
    const whole = unfolded(tree)
    const resources = whole.children.filter(isResource)
    if (resources.length === 0) return NONE
    if (!resources.some(({ label }) => label === resource)) return declined({ code: 'shape' })
    return said(table, whole, FHIR)
  })
}

function taken(work: () => Said | Declined): Said | Declined {
  try {
    return work()
  } catch (error) {
    if (isFicusError(error)) return declined({ code: 'shape' })
    throw error
  }
}

/** Makes a mapping that asks the cloud, reads what both sides say, and gives what the cloud says to nobody. */
export function defineCompared(spec: ComparedSpec): Mapping {
  const forms = {
    legacy: { name: LEGACY, dialect: 'hl7' },
    fhir: { name: FHIR, dialect: 'fhir' },
  } as const
  const rows = compileRows(spec.rows, [forms.legacy, forms.fhir])
  const asked: Form = { name: 'query', dialect: 'hl7', outline: spec.query.outline }
  const query = { rows: compileRows(spec.query.rows, [asked]), form: asked }
  const table = { spec, rows, forms }
  const { name, access, interactions, kept, because } = spec
  const own = { ...spec, interactions: Object.fromEntries(interactions.map(id => [id, ''])) }
  const leaves: Mapping['leaves'] = information => leavesOfDocument(rows, information)
  const unsaid = declined({ code: 'withheld', because })
  return {
    name,
    version: versionOf(spec),
    access,
    interactions,
    ...(spec.legacyOnly !== undefined && { legacyOnly: spec.legacyOnly }),
    kept,
    neverServes: because,
    request: (message, about) => requestOf(own, query, message, about),
    answer: ({ status, headers }, { request }) => {
      const failed = spec.failures.find(({ from, to }) => status >= from && status <= to)
      if (failed !== undefined) {
        return { kind: 'failure', error: failed.error, says: `the cloud answered ${status}` }
      }
      return isEchoed(headers, request.requestId) ? unsaid : { kind: 'crossed', by: 'request' }
    },
    readLegacy: message => readLegacy(table, message),
    readLegacyBody: body => readLegacyBody(table, body),
    readCloud: cloud => readCloud(table, cloud),
    subjectOf: () => [],
    leaves,
    writeCloud: () => unsaid,
    writeLegacy: () => unsaid,
    bothMean: (legacy, cloud, interaction) => {
      // That a side has found nothing is what it means, and no leaf of anything it found.
      const meant = ({ outcome, information = {} }: Said): BothMean['legacy'] => [
        { path: 'outcome', value: outcome, type: 'text' },
        ...leaves(information, interaction),
      ]
      return { legacy: meant(legacy), cloud: meant(cloud) }
    },
    losses: () => [],
    rows: () => [...summariesOf(spec.query.rows, ['query']), ...summariesOf(spec.rows, [LEGACY])],
  }
}
