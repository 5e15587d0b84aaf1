const BEYOND_ASCII = /[^\t\x20-\x7e]/
const LOST = /\ufffd/g

/**
 * Gives a reason phrase back as it stood on the wire, a character for each byte.
 *
 * undici reads it as UTF-8, node writes characters as bytes and throws at one that is none: an answer was lost
 * for a letter in its phrase. A byte that is no UTF-8 is gone by then and a question mark stands for it; nobody
 * may rest anything on a phrase (RFC 9112 §4).
 */
export const wireReason = (read = ''): string =>
  BEYOND_ASCII.test(read) ? Buffer.from(read.replace(LOST, '?')).toString('latin1') : read
