// Uniform numbers by counting, so that any row can be drawn without those before it.

/** What splitmix32 adds from number to number. */
const GOLDEN: i32 = 0x9e3779b9

/**
 * Rows from…to of `width`, a multiple of 4: the first `columns` of each uniform in −reach…reach, the others 0. Value k of all is the upper
 * 24 bits of number k of splitmix32 from the seed. The reference is drawUniform in ../references/uniform.ts.
 */
export function drawUniform(
  from: i32, to: i32, scratch: usize,
  seed: i32, rows: usize, width: i32, columns: i32, reach: f32,
): void {
  const scale = f32x4.splat(reach / 8_388_608)
  const lanes = i32x4(0, 1, 2, 3)
  for (let row = from; row < to; row++) {
    const first = row * width
    for (let f = 0; f < width; f += 4) {
      const counts = i32x4.add(i32x4.splat(first + f + 1), lanes)
      let z = i32x4.add(i32x4.splat(seed), i32x4.mul(counts, i32x4.splat(GOLDEN)))
      z = i32x4.mul(v128.xor(z, i32x4.shr_u(z, 16)), i32x4.splat(0x21f0aaad))
      z = i32x4.mul(v128.xor(z, i32x4.shr_u(z, 15)), i32x4.splat(0x735a2d97))
      const bits = i32x4.shr_u(v128.xor(z, i32x4.shr_u(z, 15)), 8)
      const value = f32x4.mul(scale, f32x4.convert_i32x4_s(i32x4.sub(bits, i32x4.splat(8_388_608))))
      const there = i32x4.lt_s(i32x4.add(i32x4.splat(f), lanes), i32x4.splat(columns))
      v128.store(rows + (<usize>(first + f) << 2), v128.and(value, there))
    }
  }
}
