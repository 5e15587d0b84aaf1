/**
 * The evidence against "at least a share ε of comparisons differs", after `compared` of them of which `different`
 * did. At 1 there is none; where the share is at least ε it comes to 1/α or more at any time, however often one
 * looks, with a probability of at most α (Ville's inequality).
 *
 * With n compared and k different it is the uniform mixture of likelihood ratios over the shares q in (0, ε),
 *
 *     E = 1/ε · ∫ (q/ε)ᵏ ((1−q)/(1−ε))ⁿ⁻ᵏ dq over (0, ε)
 *
 * (H. Robbins, Statistical methods related to the law of the iterated logarithm, 1970; A. Ramdas, P. Grünwald,
 * V. Vovk, G. Shafer, Game-theoretic statistics and safe anytime-valid inference, 2023). The integral is an
 * incomplete beta function, and that of whole numbers is the tail of a binomial distribution, so
 *
 *     E = P(X ≥ k+1) / ((k+1) · P(X = k+1)),  X of n+1 trials at ε.
 *
 * Summed as ratios of one term to the one before, all positive: nothing cancels and nothing underflows. Above
 * {@link CERTAIN} the sum ends there; nothing hangs on how much more it is.
 */
export function mixtureEvidence(compared: number, different: number, share: number): number {
  const trials = compared + 1
  const odds = share / (1 - share)
  const enough = CERTAIN * (different + 1)
  let [sum, term] = [1, 1]
  for (let at = different + 1; at < trials; at += 1) {
    term *= ((trials - at) / (at + 1)) * odds
    sum += term
    if (sum > enough || term < sum * NOTHING) break
  }
  return Math.min(sum / (different + 1), CERTAIN)
}

/** As certain as is told apart. */
export const CERTAIN = 1e200

// What a double no longer adds to a sum; the terms only fall once they have begun to.
const NOTHING = 1e-17

/** How much evidence a confidence asks for: 20 at 0.95. */
export const evidenceAsked = (confidence: number): number => 1 / (1 - confidence)
