// The check digit: weights 10 down to 2 over the first nine digits, modulus 11; a result of 10 means that
// the nine digits make no number (NHS Data Dictionary, NHS NUMBER).
function checkDigit(nine: string): number | undefined {
  let sum = 0
  for (let i = 0; i < 9; i++) sum += Number(nine.charAt(i)) * (10 - i)
  const digit = (11 - (sum % 11)) % 11
  return digit === 10 ? undefined : digit
}

/** Says whether a text is an NHS number: ten digits of which the last is their check digit. */
export const isNhsNumber = (text: string): boolean =>
  /^\d{10}$/.test(text) && checkDigit(text) === Number(text.charAt(9))

/** Gives the first `count` NHS numbers at or above nine digits, e.g. `999000000`. */
export function nhsNumbersFrom(nine: number, count: number): readonly string[] {
  const numbers: string[] = []
  for (let next = nine; numbers.length < count; next++) {
    const digit = checkDigit(String(next))
    if (digit !== undefined) numbers.push(`${next}${digit}`)
  }
  return numbers
}
