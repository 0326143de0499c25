// Scores of a catalogue against one taste: plain products of rows.
import { dot } from './shared/simd'

/** scores_r = rows_r · x for the rows from…to. `width` is a multiple of 4; the reference is dotRows in ../score.ts. */
export function dotRows(from: i32, to: i32, scratch: usize, rows: usize, x: usize, width: i32, scores: usize): void {
  const stride = <usize>width << 2
  for (let r = from; r < to; r++) store<f32>(scores + (<usize>r << 2), dot(rows + <usize>r * stride, x, width))
}
