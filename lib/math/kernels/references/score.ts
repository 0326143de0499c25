// The readable twin of assembly/score.ts.

/** scores_r = rows_r · x. @param rows (n × width) row-major. @param x (width). O(n width). */
export function dotRows(rows: Float32Array, x: Float32Array, scores: Float32Array): void {
  const width = x.length
  for (let r = 0; r < scores.length; r++) {
    let sum = 0
    for (let f = 0; f < width; f++) sum += rows[r * width + f] * x[f]
    scores[r] = sum
  }
}
