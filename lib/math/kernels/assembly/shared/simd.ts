// What the kernels share: a multiply-add that is one instruction where the module is built for it, and sums across lanes.

@inline
export function madd(a: v128, b: v128, sum: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, sum)
  return f32x4.add(f32x4.mul(a, b), sum)
}

/** sum - a · b */
@inline
export function nmadd(a: v128, b: v128, sum: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_nmadd(a, b, sum)
  return f32x4.sub(sum, f32x4.mul(a, b))
}

@inline
export function sumLanes(v: v128): f32 {
  const pairs = f32x4.add(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1))
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1)
}

/** Σ a_f b_f over `width`, a multiple of 4. */
@inline
export function dot(a: usize, b: usize, width: i32): f32 {
  let sum0 = f32x4.splat(0)
  let sum1 = f32x4.splat(0)
  let at: usize = 0
  const end = <usize>width << 2
  for (; at + 32 <= end; at += 32) {
    sum0 = madd(v128.load(a + at), v128.load(b + at), sum0)
    sum1 = madd(v128.load(a + at, 16), v128.load(b + at, 16), sum1)
  }
  if (at < end) sum0 = madd(v128.load(a + at), v128.load(b + at), sum0)
  return sumLanes(f32x4.add(sum0, sum1))
}

/** (Σa, Σb, Σc, Σd). */
@inline
export function sumLanesOf4(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7))
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7))
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7))
}
