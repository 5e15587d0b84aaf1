import type { Fate } from './scr-pair-fates.ts'

/** Published summaries of which the same becomes for the same reason: each in both directions. */
export interface Listed {
  readonly why: string
  readonly pairs: readonly (readonly [name: string, toFhir: Fate, toHl7: Fate])[]
}

/** Answers to who asked for a summary: held against the cloud’s, and the cloud’s given to who asked. */
export const EVENTS_LISTED: readonly Listed[] = [
  {
    why: 'the façade leaves out what an address and a number are for; coded entries no row reads',
    pairs: [
      [
        'agent_person_author_success',
        'different: author/organisation/addresses/use, author/organisation/telecoms/use but unread 340',
        'declined unread',
      ],
      [
        'standard_gp_summary',
        'different: author/organisation/addresses/use, author/organisation/telecoms/use but unread 318',
        'declined unread',
      ],
    ],
  },
  {
    why: 'one patient by two numbers, and one of those nobody’s: its check digit is another',
    pairs: [
      ['init_upload_org_sds_success', 'declined value nhsNumber', 'crossed by subject'],
      ['init_upload_success', 'declined value nhsNumber', 'crossed by subject'],
      ['additional_information_gp_summary_1', 'declined disagrees nhsNumber', 'crossed by subject'],
      ['mock-spine', 'declined disagrees nhsNumber', ''],
    ],
  },
  {
    why: 'an organisation as the author itself, in no role',
    pairs: [
      ['init_upload_org_sds_success, of one number', 'cloud declined disagrees', 'declined unread'],
    ],
  },
  {
    why: 'an organisation as the author, with a number of a kind no row has',
    pairs: [
      [
        'init_upload_success, of one number',
        'cloud declined value system',
        'declined value system',
      ],
    ],
  },
  {
    why: 'both sides were published apart: another author, at another second, and coded entries no row reads',
    pairs: [
      [
        'additional_information_gp_summary_1, of one number',
        'different: author/jobRole, author/jobRoleName, author/organisation/addresses/text, author/organisation/telecoms/number, author/person/family, author/person/given, author/person/nameText, author/person/nameUse, author/person/userId, author/roleProfile, authoredAt, effectiveTime but unread 1086',
        'declined unread',
      ],
    ],
  },
  {
    why: 'coded entries no row reads',
    pairs: [['mock-spine, of one number', 'equal but unread 311', '']],
  },
]

/** Uploads: written as a document, and documents written as an upload; '' where nobody published what to write. */
export const UPLOADS_LISTED: readonly Listed[] = [
  {
    why: 'whoever wrote the other side wrote one blank more',
    pairs: [['html_parser/emoji', 'different: html', 'different: html']],
  },
  {
    why: 'everything it says',
    pairs: [
      ['html_parser/empty', 'equal', 'equal'],
      ['html_parser/empty_h2', 'equal', 'equal'],
      ['html_parser/example', 'equal', 'equal'],
      ['html_parser/example_withheld', 'equal', 'equal'],
      ['SummaryUpdateExtendedContents', 'equal', ''],
      ['additionalinfo/no-non-core', '', 'equal'],
      ['additionalinfo/withheld-information-and-additional', '', 'equal'],
      ['additionalinfo/withheld-information', '', 'equal'],
    ],
  },
  {
    why: 'coded entries no row reads',
    pairs: [
      ['family_history/example', 'declined unread', 'equal but unread 29'],
      ['family_history/without_author', 'declined unread', 'equal but unread 12'],
      [
        'finding/clinical_observations/clinicalObservations',
        'declined unread',
        'equal but unread 11',
      ],
      [
        'finding/investigation_results/investigationResults',
        'declined unread',
        'equal but unread 11',
      ],
      ['not_found/1-basic.request', '', 'equal but unread 294'],
      ['additionalinfo/advice', '', 'equal but unread 22'],
      ['additionalinfo/circumstances', '', 'equal but unread 22'],
      ['additionalinfo/diagnoses', '', 'equal but unread 22'],
      ['additionalinfo/documentation', '', 'equal but unread 22'],
      ['additionalinfo/events', '', 'equal but unread 22'],
      ['additionalinfo/history', '', 'equal but unread 22'],
      ['additionalinfo/investigations', '', 'equal but unread 22'],
      ['additionalinfo/lifestyle', '', 'equal but unread 22'],
      ['additionalinfo/many-treatments', '', 'equal but unread 22'],
      ['additionalinfo/observations', '', 'equal but unread 22'],
      ['additionalinfo/one-risk-to-patient-third-party-communication', '', 'equal but unread 11'],
      ['additionalinfo/one-risk-to-patient', '', 'equal but unread 11'],
      ['additionalinfo/patientcarercorrespondence', '', 'equal but unread 34'],
      ['additionalinfo/preferences', '', 'equal but unread 34'],
      ['additionalinfo/problemsandissues', '', 'equal but unread 22'],
      ['additionalinfo/procedures', '', 'equal but unread 22'],
      ['additionalinfo/results', '', 'equal but unread 22'],
      ['additionalinfo/treatments', '', 'equal but unread 22'],
      ['examples/UploadScrBundle', '', 'equal but unread 294'],
    ],
  },
  {
    why: 'two resources at one address, of which nobody knows which is meant',
    pairs: [
      ['family_history/different_date_formats', 'declined unread', 'declined shape'],
      ['family_history/date_formats', 'declined unread', 'declined shape'],
      ['family_history/as_bundle', '', 'declined shape'],
      ['finding/observationsBundle', 'declined unread', 'declined shape'],
      ['no_consent/1-dissent.request', '', 'declined shape'],
      ['additionalinfo/riskstopatient', '', 'declined shape'],
      ['additionalinfo/treatments-plus-risks-to-patient', '', 'declined shape'],
    ],
  },
  {
    why: 'the façade leaves out what an address and a number are for; coded entries no row reads',
    pairs: [
      [
        'gp_summary/standard_gp_summary',
        'declined unread',
        'different: agentPerson/addresses/use, agentPerson/telecoms/use but unread 299',
      ],
    ],
  },
  {
    why: 'both sides were published apart: another author, at another second, and coded entries no row reads',
    pairs: [
      [
        'gp_summary/additional_information_gp_summary_1',
        'declined unread',
        'different: agentPerson/addresses/text, agentPerson/jobRole, agentPerson/jobRoleName, agentPerson/represented/nameText, agentPerson/represented/userId, agentPerson/telecoms/number, authoredAt, effectiveTime, personSds/person/family, personSds/person/given, personSds/person/nameUse, personSds/person/userId, personSds/roleProfile but unread 135',
      ],
    ],
  },
  {
    why: 'a narrative that is no html',
    pairs: [
      ['cleanSummaryUpdate', 'declined missing html', ''],
      ['EmptyHtmlGpSummaryUpdate', 'declined missing html', ''],
      ['multipleReplacementOf', 'declined missing html', ''],
    ],
  },
  {
    why: 'an author known by a right of their own, in a practice HL7v3 has no place for',
    pairs: [['additionalinfo/empty-html-tags', '', 'declined disagrees']],
  },
  {
    why: 'a template: it has a name where an id is to stand',
    pairs: [['test_data/post_bundle', '', 'declined value messageId']],
  },
]
