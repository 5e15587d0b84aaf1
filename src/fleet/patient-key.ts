// Ten digits in a word of their own, together or as 3 3 4 with separators between.
const TEN_DIGITS = /(?<![\w-])(\d{3})[ -]?(\d{3})[ -]?(\d{4})(?![\w-])/g

// The short form of a prescription's id: six hexadecimal digits, the prescriber's six, five and a check character.
const PRESCRIPTION = /(?<![\w-])[0-9A-F]{6}-[0-9A-Z]{6}-[0-9A-F]{5}[0-9A-Z+](?![\w-])/i

/**
 * Says whether a text holds what a patient is known by: an NHS number whose check digit is right (modulus 11, NHS
 * Data Dictionary) or a prescription id. No such text is stored. One number of ten digits in eleven that is none
 * is taken for one, which costs a person another wording.
 */
export const holdsPatientKey = (text: string): boolean =>
  PRESCRIPTION.test(text) ||
  [...text.matchAll(TEN_DIGITS)].some(([, a = '', b = '', c = '']) => isNhsNumber(a + b + c))

const PLACES = [0, 1, 2, 3, 4, 5, 6, 7, 8]

function isNhsNumber(digits: string): boolean {
  const sum = PLACES.reduce((all, place) => all + Number(digits[place]) * (10 - place), 0)
  return (11 - (sum % 11)) % 11 === Number(digits[9])
}
