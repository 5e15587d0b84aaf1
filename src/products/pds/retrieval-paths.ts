/** Where NHS England defines FHIR names. */
export const NHS = 'https://fhir.nhs.uk'

/** Where UK Core does. */
export const UKCORE = 'https://fhir.hl7.org.uk'

/** Names an extension of UK Core. */
export const core = (name: string): string =>
  `${UKCORE}/StructureDefinition/Extension-UKCore-${name}`

/** Leads into one extension of what stands around. */
export const extended = (url: string, within: string): string => `extension*[url=${url}]/${within}`

/** Leads to a code of one system. */
export const coded = (system: string): string =>
  `valueCodeableConcept/coding*[system=${system}]/code`

/** The patient in a reply, below its `PDSResponse`. */
export const ROLE = 'subject/patientRole'

/** The person that patient is. */
export const PERSON = `${ROLE}/patientPerson`

/** How the patient wishes to be reached. */
export const METHOD = `${ROLE}/subjectOf4/preferredContactMethod`

/** That the patient left their general practice. */
export const REMOVED = `${ROLE}/subjectOf9/pCRemovalRegistrationEvent`

/** The extension that says how the death was notified. */
export const DEATH = core('DeathNotificationStatus')
