// How far a packed file may swell before it is no data set but a trap.

/** MovieLens 32M, the largest, is 1 GB. */
export const MAX_TOTAL_BYTES = 32 * 1024 ** 3
/** Text of ratings packs to a fourth or a sixth. */
export const MAX_RATIO = 200
/** Below this any ratio is harmless: a small file may well be one line many times. */
export const BOMB_FROM_BYTES = 64 * 1024 ** 2
/** MovieLens has at most 23. */
export const MAX_ZIP_FILES = 10_000
