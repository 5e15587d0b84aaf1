/** What a bucket is drawn for. Each has its own hash, so that who is served by the cloud says nothing of who is sampled. */
export type BucketPurpose = 'side' | 'sample'

/**
 * Puts a key in its bucket: a number from 0 up to, never at, 100, the same on every instance and for ever.
 * A key belongs to the first n per cent where its bucket is below n, so a growing n only ever adds keys.
 *
 * The algorithm, for whoever must reproduce it: FNV-1a (32 bits, offset 2166136261, prime 16777619) over the
 * purpose, U+0000, the seed, U+0000 and the key, one step per UTF-16 code unit (per byte, for the ASCII that keys
 * are); then the finaliser of MurmurHash3 (fmix32), because FNV-1a alone leaves its high bits poor in short keys;
 * then the unsigned result divided by 2³² and times 100. One step is 0.000 000 023 %.
 */
export function bucketOf(purpose: BucketPurpose, seed: string, key: string): number {
  const seeded = fnv1a(fnv1a(OFFSET, purpose), SEPARATOR)
  const hash = fnv1a(fnv1a(fnv1a(seeded, seed), SEPARATOR), key)
  return ((fmix32(hash) >>> 0) / 2 ** 32) * 100
}

/**
 * Shortens a bucket to what is decided by, may be kept and may be shown: whole thousandths of a per cent, which
 * thousands of NHS numbers share. Decided by, so that whoever asks again later is told the same.
 */
export const thousandthsOf = (bucket: number): number => Math.floor(bucket * 1000)

/** Says whether a bucket lies below a percentage. A division, because 28.88 × 1000 is more than 28 880. */
export const isBelow = (thousandths: number, percent: number): boolean =>
  thousandths / 1000 < percent

/** Writes a bucket in per cent. */
export const shownBucket = (thousandths: number): string => (thousandths / 1000).toFixed(3)

/**
 * Gives four hexadecimal digits to tell keys apart by in an explanation. They are the bucket's own leading bits:
 * together with a shown bucket they say no more than it alone, and no list of all NHS numbers gives the key back.
 */
export const shortHash = (bucket: number): string =>
  Math.floor((bucket / 100) * 2 ** 16)
    .toString(16)
    .padStart(4, '0')

const OFFSET = 0x811c9dc5
const PRIME = 0x01000193
const SEPARATOR = '\0'

function fnv1a(from: number, text: string): number {
  let hash = from
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), PRIME)
  return hash
}

function fmix32(hash: number): number {
  let mixed = hash
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}
