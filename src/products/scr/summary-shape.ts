import { always, element } from '../../mapping/index.ts'
import { CODED_ENTRIES } from './entry-shape.ts'
import { AGENTS, CATEGORY, separable, SNOMED, template, UNINVERTED, V3 } from './shape-parts.ts'

const documentation = always('code', {
  code: '163171000000105',
  codeSystem: SNOMED,
  displayName: 'Care Professional Documentation',
})

/** NHS MIM: who wrote a summary, and when. */
const AUTHOR = element(
  'author',
  { typeCode: 'AUT', contextControlCode: 'OP' },
  element('time', {}),
  ...AGENTS,
)

/** What is shown, as it is shown. */
const TEXT = element(
  'presentationText',
  { classCode: 'OBS', moodCode: 'EVN' },
  element('value', { mediaType: 'text/plain' }),
  element('id', {}),
  always('code', {
    code: 'PresentationText',
    codeSystem: `${V3}.17.126`,
    displayName: 'Presentation Text',
  }),
  always('statusCode', { code: 'completed' }),
  element('effectiveTime', {}),
)

/** NHS MIM, REPC_MT150007UK05: a GP summary. */
export const GP_SUMMARY = element(
  'GPSummary',
  { classCode: 'COMPOSITION', moodCode: 'EVN' },
  element('id', {}),
  element('code', { codeSystem: SNOMED }),
  element('effectiveTime', {}),
  element('statusCode', {}),
  AUTHOR,
  element(
    'excerptFrom',
    { typeCode: 'XCRPT', contextConductionInd: 'true', ...UNINVERTED },
    template('CSAT_RM-NPfITUK10.excerptFrom'),
    separable('false'),
    element(
      'UKCT_MT144051UK01.CareProfessionalDocumentationCRE',
      CATEGORY,
      documentation,
      element(
        'component',
        { typeCode: 'COMP', ...UNINVERTED },
        template('CSAB_RM-NPfITUK10.component'),
        separable('false'),
        TEXT,
      ),
    ),
  ),
  always(
    'pertinentInformation1',
    { typeCode: 'PERT', contextConductionInd: 'true', ...UNINVERTED },
    template('CSAB_RM-NPfITUK10.pertinentInformation1'),
    separable('true'),
    always('pertinentRootCREType', CATEGORY, documentation),
  ),
  CODED_ENTRIES,
  element(
    'recordTarget',
    { typeCode: 'RCT' },
    element('patient', { classCode: 'PAT' }, element('id', {})),
  ),
  element(
    'replacementOf',
    { typeCode: 'RPLC' },
    element('priorMessageRef', { classCode: 'COMPOSITION', moodCode: 'EVN' }, element('id', {})),
  ),
)

/** What an event query is answered: whose event it is, which, and the summary as it is held. */
export const QUERY_RESPONSE_EVENT = element(
  'psis:queryResponseEvent',
  {},
  element('psis:recordTarget', {}, element('psis:patient', {}, element('psis:id', {}))),
  element(
    'psis:event',
    {},
    element('psis:eventID', {}),
    always('psis:payloadID', { root: `${V3}.12`, extension: 'REPC_MT150007UK05' }),
    element('psis:persistenceDate', {}),
    always('psis:eventStatus', { code: '1', codeSystem: `${V3}.17.59`, displayName: 'Normal' }),
    always('psis:eventType', {
      code: '196981000000101',
      codeSystem: SNOMED,
      displayName: 'General Practice Summary',
    }),
    element('psis:hl7Data', {}, GP_SUMMARY),
  ),
)
