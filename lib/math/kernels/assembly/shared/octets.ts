// Rows in octets: eight rows interleaved by chunks of four columns, so that every address within an octet is a constant offset.
//
//     element (r, f) of an octet lies at  f/4 · 128  +  r · 16  +  f%4 · 4  bytes;   an octet of `width` columns has 32 · width bytes.
//
// `width` is a multiple of 8 everywhere.
import { madd, sumLanesOf4 } from './simd'

/** Row `row` of an octet = scale · source. */
@inline
export function putRow(octet: usize, row: i32, source: usize, scale: f32, width: i32): void {
  const factor = f32x4.splat(scale)
  let to = octet + (<usize>row << 4)
  const end = source + (<usize>width << 2)
  for (; source < end; source += 32, to += 256) {
    v128.store(to, f32x4.mul(factor, v128.load(source)))
    v128.store(to, f32x4.mul(factor, v128.load(source, 16)), 128)
  }
}

@inline
export function clearRow(octet: usize, row: i32, width: i32): void {
  let to = octet + (<usize>row << 4)
  const end = to + (<usize>width << 5)
  for (; to < end; to += 128) v128.store(to, f32x4.splat(0))
}

/** products_r = row_r · x over `width` columns, eight of them. */
@inline
export function multiplyOctet(octet: usize, x: usize, products: usize, width: i32): void {
  // unroll $r 8
  let sum$r = f32x4.splat(0)
  const end = x + (<usize>width << 2)
  for (; x < end; x += 16, octet += 128) {
    const columns = v128.load(x)
    // unroll $r 8
    sum$r = madd(columns, v128.load(octet, $r * 16), sum$r)
  }
  v128.store(products, sumLanesOf4(sum0, sum1, sum2, sum3))
  v128.store(products, sumLanesOf4(sum4, sum5, sum6, sum7), 16)
}

/** sums += Σ_r weight_r row_r over `width` columns. */
@inline
export function addOctet(octet: usize, weights: usize, sums: usize, width: i32): void {
  // unroll $r 8
  const weight$r = v128.load32_splat(weights, $r * 4)
  const end = sums + (<usize>width << 2)
  for (; sums < end; sums += 16, octet += 128) {
    let even = v128.load(sums)
    let odd = f32x4.mul(weight1, v128.load(octet, 16))
    even = madd(weight0, v128.load(octet), even)
    odd = madd(weight3, v128.load(octet, 48), odd)
    even = madd(weight2, v128.load(octet, 32), even)
    odd = madd(weight5, v128.load(octet, 80), odd)
    even = madd(weight4, v128.load(octet, 64), even)
    odd = madd(weight7, v128.load(octet, 112), odd)
    even = madd(weight6, v128.load(octet, 96), even)
    v128.store(sums, f32x4.add(even, odd))
  }
}

/**
 * The upper triangle of A (size × size, row-major) += Σ row rowᵀ over `octets` octets, columns first…first+size of each row.
 * In tiles of 4 × 8 that stay in registers; what lies left of the diagonal within a tile is written too.
 */
export function addGram(a: usize, rows: usize, octets: i32, width: i32, first: i32, size: i32): void {
  const octetBytes = <usize>width << 5
  const stride = <usize>size << 2
  const end = rows + <usize>octets * octetBytes
  for (let i = 0; i < size; i += 4) {
    for (let j = i & ~7; j < size; j += 8) {
      // unroll $i 4, $j 2
      let sum$i$j = f32x4.splat(0)
      let left = rows + (<usize>(first + i) << 5)
      let right = rows + (<usize>(first + j) << 5)
      for (; left < end; left += octetBytes, right += octetBytes) {
        // unroll $r 8
        {
          const near$r = v128.load(right, $r * 16)
          const far$r = v128.load(right, $r * 16 + 128)
          // unroll $i 4
          {
            const own$r$i = v128.load32_splat(left, $r * 16 + $i * 4)
            sum$i0 = madd(own$r$i, near$r, sum$i0)
            sum$i1 = madd(own$r$i, far$r, sum$i1)
          }
        }
      }
      let to = a + <usize>i * stride + (<usize>j << 2)
      // unroll $i 4
      {
        v128.store(to, f32x4.add(v128.load(to), sum$i0))
        v128.store(to, f32x4.add(v128.load(to, 16), sum$i1), 16)
        to += stride
      }
    }
  }
}
