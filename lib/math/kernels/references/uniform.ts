// The readable twin of assembly/uniform.ts.

/** Rows × width: the first `columns` of each row uniform in −reach…reach, the others 0; value k is number k of splitmix32 from the seed. */
export function drawUniform(seed: number, rows: number, width: number, columns: number, reach: number): Float32Array {
  return Float32Array.from({ length: rows * width }, (_, k) =>
    k % width < columns ? (reach * ((splitmix32(seed, k) >>> 8) - 2 ** 23)) / 2 ** 23 : 0,
  )
}

/** Source: the 32-bit finaliser of C. Wellons' hash prospector, as in lib/math/random.ts. */
function splitmix32(seed: number, k: number): number {
  let z = (seed + Math.imul(k + 1, 0x9e3779b9)) | 0
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
  return z ^ (z >>> 15)
}
