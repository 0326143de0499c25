// Eight rows wherever they lie, taken side by side: `places` holds their addresses (u32). `width` is a multiple of 8.
import { madd, sumLanesOf4 } from './simd'

/** products_r = row_r · x over `width` columns, eight of them. */
@inline
export function multiplyRows(places: usize, x: usize, products: usize, width: i32): void {
  // unroll $r 8
  {
    let row$r = <usize>load<u32>(places, $r * 4)
    let sum$r = f32x4.splat(0)
  }
  const end = x + (<usize>width << 2)
  for (; x < end; x += 32) {
    const near = v128.load(x)
    const far = v128.load(x, 16)
    // unroll $r 8
    {
      sum$r = madd(near, v128.load(row$r), sum$r)
      sum$r = madd(far, v128.load(row$r, 16), sum$r)
      row$r += 32
    }
  }
  v128.store(products, sumLanesOf4(sum0, sum1, sum2, sum3))
  v128.store(products, sumLanesOf4(sum4, sum5, sum6, sum7), 16)
}

/** sums += Σ_r weight_r row_r over `width` columns. */
@inline
export function addRows(places: usize, weights: usize, sums: usize, width: i32): void {
  // unroll $r 8
  {
    let row$r = <usize>load<u32>(places, $r * 4)
    const weight$r = v128.load32_splat(weights, $r * 4)
  }
  const end = sums + (<usize>width << 2)
  for (; sums < end; sums += 32) {
    let near = v128.load(sums)
    let far = v128.load(sums, 16)
    // unroll $r 8
    {
      near = madd(weight$r, v128.load(row$r), near)
      far = madd(weight$r, v128.load(row$r, 16), far)
      row$r += 32
    }
    v128.store(sums, near)
    v128.store(sums, far, 16)
  }
}
