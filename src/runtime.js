const OLDEST = 24

/**
 * Says in one line what to do where this Node is too old, or nothing. Plain JavaScript: it is what an older
 * Node must still be able to read.
 */
export const tooOld = (/** @type {string} */ version) => {
  if (Number(version.split('.')[0]) >= OLDEST) return undefined
  return (
    `ficus needs Node.js ${OLDEST} or newer and this is ${version}: after \`npm ci\`, run it by ` +
    '`npm start`, `npm run …` or `npx ficus`, which use the one it brings, or install Node.js ' +
    `${OLDEST}.`
  )
}
