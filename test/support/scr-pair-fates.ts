/** What becomes of a published summary in each direction, in a few words that a table can list. */
import type { Declined, InformationLeaf, Said, Told } from '../../src/mapping/index.ts'
import { textIn } from '../../src/mapping/index.ts'
import { SCR_SUMMARY } from '../../src/products/scr/summary.ts'
import { UPLOAD_DOCUMENT } from '../../src/products/scr/upload.ts'
import { readXml } from '../../src/xml/index.ts'
import type { EventPair, UploadPair } from './scr-pairs.ts'
import { aboutGolden } from './summary-golden.ts'

/**
 * `equal`; `different:` and the facts that are; `declined`, with its reason and, where a row has one, its fact;
 * `equal but unread` and how many leaves no row reads; '' where nobody published what to translate.
 */
export type Fate = string

export interface Fates {
  readonly toFhir: Fate
  readonly toHl7: Fate
}

const EVENT = 'QUPC_IN190000UK04'
const UPLOAD = 'REPC_IN150016UK05'

/** A reason to decline; of what no row reads the first leaf is no matter. */
const declinedAs = ({ code, says }: Declined): Fate => {
  const [at, more] = says.split(': ')
  return ['declined', code, ...(more === undefined || code === 'unread' ? [] : [at])].join(' ')
}

type Leaves = readonly InformationLeaf[]

/** The facts that are not the same in both, places in lists aside. */
function differences(one: Leaves, other: Leaves): readonly string[] {
  const [a, b] = [one, other].map(leaves => new Map(leaves.map(each => [each.path, each.value])))
  const paths = [...new Set([...(a?.keys() ?? []), ...(b?.keys() ?? [])])]
  const found = paths.filter(path => a?.get(path) !== b?.get(path))
  return [...new Set(found.map(path => path.replaceAll(/\[\d+\]/g, '')))].toSorted()
}

function fateOf(one: Leaves, other: Leaves, unread = 0): Fate {
  const found = differences(one, other)
  const same = found.length === 0 ? 'equal' : `different: ${found.join(', ')}`
  return unread === 0 ? same : `${same} but unread ${unread}`
}

const EMPTY: Said = {
  kind: 'said',
  ...{ outcome: 'ok', reasons: [], information: undefined, source: undefined, unread: [] },
}

/** What legacy says held against what the cloud says, as copies are; and the cloud's answer as legacy would give it. */
export function fatesOfEvent({ hl7, fhir, eventId, nhsNumber }: EventPair): Fates {
  const legacy = SCR_SUMMARY.readLegacy(readXml(hl7))
  return { toFhir: compared(), toHl7: fhir === undefined ? '' : answered(fhir) }

  function compared(): Fate {
    if (legacy.kind === 'declined') return declinedAs(legacy)
    const cloud = fhir === undefined ? legacy : SCR_SUMMARY.readCloud({ status: 200, body: fhir })
    if (cloud.kind === 'declined') return `cloud ${declinedAs(cloud)}`
    const both = SCR_SUMMARY.bothMean(legacy, cloud, EVENT)
    return fateOf(both.legacy, both.cloud, legacy.unread.length)
  }

  function answered(body: Buffer): Fate {
    const requestId = 'b3d6c1e0-5f0a-4b44-9b7b-3f0b9a1f7c11'
    const headers = ['X-Request-ID', requestId]
    const subject = { kind: 'nhsNumber', value: nhsNumber } as const
    const said = { eventId, nhsNumber }
    const request = { ...{ method: 'GET', path: '', headers: [], subject, requestId }, said }
    const came = SCR_SUMMARY.answer(
      { status: 200, headers, body },
      { ...aboutGolden(EVENT), request },
    )
    if (came.kind === 'declined') return declinedAs(came)
    if (came.kind === 'crossed') return `crossed by ${came.by}`
    if (came.kind === 'failure') return `failure ${came.error}`
    const back = SCR_SUMMARY.readLegacy(readXml(Buffer.from(came.payload)))
    if (back.kind === 'declined') return `unreadable: ${declinedAs(back)}`
    const control = legacy.kind === 'declined' ? EMPTY : legacy
    return fateOf(leavesOf(back), leavesOf(control), back.unread.length)
  }
}

const leavesOf = ({ information = {} }: Said): Leaves => SCR_SUMMARY.leaves(information, EVENT)

const told = (of: Told): Leaves => UPLOAD_DOCUMENT.leaves(of.information)

/** A message as a document, held against the published one where there is one; and the other way. */
export function fatesOfUpload({ hl7, fhir }: UploadPair): Fates {
  const legacy = hl7 && UPLOAD_DOCUMENT.readLegacy(hl7)
  const cloud = fhir && UPLOAD_DOCUMENT.readCloud(fhir)
  return { toFhir: hl7 ? toFhir(hl7) : '', toHl7: cloud ? toHl7(cloud) : '' }

  function toFhir(message: Buffer): Fate {
    if (legacy === undefined || legacy.kind === 'declined') {
      return legacy === undefined ? '' : declinedAs(legacy)
    }
    const { id } = legacy.transmission
    const came = UPLOAD_DOCUMENT.request(message, { ...aboutGolden(UPLOAD), payloadId: id })
    if (came.kind === 'declined') return declinedAs(came)
    const own = UPLOAD_DOCUMENT.readCloud(came.value.body)
    if (own.kind === 'declined') return `unreadable: ${declinedAs(own)}`
    const control = cloud === undefined || cloud.kind === 'declined' ? legacy : cloud
    return fateOf(told(own), told(control), own.unread.length)
  }

  function toHl7(document: Told | Declined): Fate {
    if (document.kind === 'declined') return declinedAs(document)
    const { information, unread } = document
    const sentAt = textIn(information, 'sentAt') ?? ''
    const transmission =
      legacy?.kind === 'told'
        ? legacy.transmission
        : {
            ...{ interaction: UPLOAD, id: textIn(information, 'messageId') ?? '' },
            ...{ creationTime: sentAt.replaceAll(/\D/g, ''), versionCode: 'V3NPfIT4.2.00' },
            ...{ fromAsid: '200000000001', toAsid: '200000000002' },
          }
    const came = UPLOAD_DOCUMENT.writeLegacy(information, transmission)
    if (came.kind === 'declined') return declinedAs(came)
    const back = UPLOAD_DOCUMENT.readLegacy(Buffer.from(came.value))
    if (back.kind === 'declined') return `unreadable: ${declinedAs(back)}`
    const control = legacy?.kind === 'told' ? legacy : document
    return fateOf(told(back), told(control), unread.length)
  }
}
