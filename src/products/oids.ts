/** The root of an NHS number. */
export const NHS_NUMBER = '2.16.840.1.113883.2.1.4.1'

/** The root of a prescription's short-form id, `XXXXXX-ODSCODE-XXXXXC`. */
export const SHORT_FORM = '2.16.840.1.113883.2.1.3.2.4.18.8'
