import type { Fate } from './scr-pair-fates.ts'

/** Published summaries of which the same becomes for the same reason: each in both directions. */
export interface Listed {
  readonly why: string
  readonly pairs: readonly (readonly [name: string, toFhir: Fate, toHl7: Fate])[]
}

/** Answers to who asked for a summary: held against the cloud’s, and the cloud’s given to who asked. */
export const EVENTS_LISTED: readonly Listed[] = [
  {
    why: 'the façade leaves out what an address and a number are for; legacy writes a name of an attribute or a template of no row',
    pairs: [
      [
        'agent_person_author_success',
        'different: author/organisation/addresses/use, author/organisation/telecoms/use, conditions/encounter/participants/role/organisation/addresses/use, conditions/encounter/participants/role/organisation/telecoms/use, devices/organisation/telecoms/use, observations/encounter/participants/role/organisation/telecoms/use but unread 2',
        'different: author/organisation/addresses/use, author/organisation/telecoms/use, conditions/encounter/participants/role/organisation/addresses/use, conditions/encounter/participants/role/organisation/telecoms/use, devices/organisation/telecoms/use, observations/encounter/participants/role/organisation/telecoms/use',
      ],
      [
        'standard_gp_summary',
        'different: author/organisation/addresses/use, author/organisation/telecoms/use, conditions/encounter/participants/role/organisation/addresses/use, conditions/encounter/participants/role/organisation/telecoms/use, devices/organisation/telecoms/use, observations/encounter/participants/role/organisation/telecoms/use but unread 4',
        'different: author/organisation/addresses/use, author/organisation/telecoms/use, conditions/encounter/participants/role/organisation/addresses/use, conditions/encounter/participants/role/organisation/telecoms/use, devices/organisation/telecoms/use, observations/encounter/participants/role/organisation/telecoms/use',
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
      ['init_upload_success, of one number', 'cloud declined value use', 'declined value use'],
    ],
  },
  {
    why: 'a procedure of several categories, of which R4 has one',
    pairs: [
      [
        'additional_information_gp_summary_1, of one number',
        'cloud declined missing category',
        'declined missing category',
      ],
    ],
  },
  {
    why: 'an attribute in other letters, and a device of no row',
    pairs: [['mock-spine, of one number', 'equal but unread 2', '']],
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
    why: 'everything it says, its coded entries too',
    pairs: [
      ['finding/clinical_observations/clinicalObservations', 'equal', 'equal'],
      ['not_found/1-basic.request', '', 'equal'],
      ['examples/UploadScrBundle', '', 'equal'],
      ['additionalinfo/advice', '', 'equal'],
      ['additionalinfo/circumstances', '', 'equal'],
      ['additionalinfo/diagnoses', '', 'equal'],
      ['additionalinfo/documentation', '', 'equal'],
      ['additionalinfo/events', '', 'equal'],
      ['additionalinfo/history', '', 'equal'],
      ['additionalinfo/investigations', '', 'equal'],
      ['additionalinfo/lifestyle', '', 'equal'],
      ['additionalinfo/many-treatments', '', 'equal'],
      ['additionalinfo/observations', '', 'equal'],
      ['additionalinfo/one-risk-to-patient-third-party-communication', '', 'equal'],
      ['additionalinfo/one-risk-to-patient', '', 'equal'],
      ['additionalinfo/problemsandissues', '', 'equal'],
      ['additionalinfo/procedures', '', 'equal'],
      ['additionalinfo/results', '', 'equal'],
      ['additionalinfo/treatments', '', 'equal'],
    ],
  },
  {
    why: 'a code that is about COVID-19 in its name alone: of its entry the cloud tells nothing',
    pairs: [['finding/investigation_results/investigationResults', 'declined value', 'equal']],
  },
  {
    why: 'a status neither language has',
    pairs: [['family_history/example', 'declined value state', 'declined value state']],
  },
  {
    why: 'a status HL7v3 has not; and an encounter nobody published',
    pairs: [['family_history/without_author', 'declined value state', 'equal but unread 1']],
  },
  {
    why: 'a communication no row reads',
    pairs: [
      ['additionalinfo/patientcarercorrespondence', '', 'equal but unread 12'],
      ['additionalinfo/preferences', '', 'equal but unread 12'],
    ],
  },
  {
    why: 'two resources at one address, of which nobody knows which is meant',
    pairs: [
      ['family_history/different_date_formats', 'declined value state', 'declined shape'],
      ['family_history/date_formats', 'declined value state', 'declined shape'],
      ['family_history/as_bundle', '', 'declined shape'],
      ['finding/observationsBundle', 'declined value', 'declined shape'],
      ['no_consent/1-dissent.request', '', 'declined shape'],
      ['additionalinfo/riskstopatient', '', 'declined shape'],
      ['additionalinfo/treatments-plus-risks-to-patient', '', 'declined shape'],
    ],
  },
  {
    why: 'the façade leaves out what an address and a number are for',
    pairs: [
      [
        'gp_summary/standard_gp_summary',
        'declined unread',
        'different: agentPerson/addresses/use, agentPerson/telecoms/use, groups/diagnoses/authors/agentPerson/addresses/use, groups/diagnoses/authors/agentPerson/telecoms/use, groups/diagnoses/informants/agentPerson/addresses/use, groups/diagnoses/informants/agentPerson/telecoms/use, groups/findings/authors/device/owner/telecoms/use',
      ],
    ],
  },
  {
    why: 'medications and allergies, which are narrative alone in the cloud; a procedure of several categories',
    pairs: [
      [
        'gp_summary/additional_information_gp_summary_1',
        'declined unread',
        'declined missing category',
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
