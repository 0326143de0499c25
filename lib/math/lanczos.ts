// The largest eigenvalues of a symmetric matrix that is known only by what it does to a vector.
import { createRandom } from './random'
import { tridiagonalEigen } from './tridiagonal-eigen'

export interface Eigenpairs {
  /** (k) descending. */
  values: Float64Array
  /** (k × n) row-major, unit rows; of each the entry of largest size is positive. */
  vectors: Float64Array
}

export interface LanczosOptions {
  /** The length of a vector. */
  size: number
  /** How many pairs, 1…size. */
  count: number
  seed: number
  /** Pairs count as found when ‖Av − λv‖ ≤ tolerance · |λ₁|. */
  tolerance?: number
  /** Called with the fraction done of what is foreseen; may throw to stop. */
  step?: (fraction: number) => void
}

/** A product this small beside the largest so far says that the space reached is invariant. */
const BREAKDOWN = 1e-12

/**
 * The `count` largest eigenpairs of a symmetric A (n × n), by Lanczos' method with full orthogonalisation.
 *
 * Builds an orthonormal basis of A's Krylov space from a seeded start until every wanted pair has a small residual, or the basis is whole, where the
 * answer is exact. An invariant space is left by a new random direction, so equal eigenvalues are found too.
 * Cost: m products, O(m² n + m³) time and 8 m n bytes for a basis of m, about 2 count + 40.
 * Source: Golub & Van Loan, "Matrix Computations", §10.3.
 * @param multiply writes A x into `into`, both (n).
 * @throws RangeError unless 1 ≤ count ≤ size.
 */
export function largestEigenpairs(
  multiply: (x: Float64Array, into: Float64Array) => void,
  { size, count, seed, tolerance = 1e-7, step }: LanczosOptions,
): Eigenpairs {
  if (!(Number.isInteger(count) && count >= 1 && count <= size))
    throw new RangeError(`Expected 1 to ${size} eigenpairs, got ${count}.`)
  const basis = new KrylovBasis(size, seed, multiply)
  let wanted = Math.min(size, 2 * count + 40)
  for (;;) {
    while (basis.length < wanted) {
      basis.grow()
      step?.(basis.length / wanted)
    }
    const { values, vectors } = tridiagonalEigen(basis.diagonal, basis.offDiagonal.slice(0, wanted - 1))
    const coupling = wanted === size ? 0 : Math.abs(basis.offDiagonal[wanted - 1])
    const scale = Math.max(Math.abs(values[0]), Math.abs(values[wanted - 1]))
    const settled = Array.from({ length: count }, (_, r) => Math.abs(coupling * vectors[r * wanted + wanted - 1]))
    if (settled.every((residual) => residual <= tolerance * scale))
      return { values: values.slice(0, count), vectors: basis.expand(vectors, count) }
    wanted = Math.min(size, Math.ceil(wanted * 1.5))
  }
}

class KrylovBasis {
  private readonly rows: Float64Array[] = []
  private readonly random
  private next: Float64Array
  private largest = 0
  readonly diagonal: number[] = []
  /** Beside the diagonal; the last couples the basis with the direction to come. */
  readonly offDiagonal: number[] = []

  constructor(
    private readonly size: number,
    seed: number,
    private readonly multiply: (x: Float64Array, into: Float64Array) => void,
  ) {
    this.random = createRandom(seed)
    this.next = this.freshDirection()
  }

  get length() {
    return this.rows.length
  }

  grow(): void {
    const { size, rows } = this
    const row = this.next
    rows.push(row)
    const image = new Float64Array(size)
    this.multiply(row, image)
    this.diagonal.push(dot(row, image))
    this.orthogonalise(image)
    const length = Math.sqrt(dot(image, image))
    this.largest = Math.max(this.largest, Math.abs(this.diagonal[rows.length - 1]), length)
    const broken = length <= BREAKDOWN * this.largest
    this.offDiagonal.push(broken ? 0 : length)
    if (rows.length < size) this.next = broken ? this.freshDirection() : image.map((value) => value / length)
  }

  /** Rows of `weights` (count × length) times the basis, with their signs settled. */
  expand(weights: Float64Array, count: number): Float64Array {
    const { size, length } = this
    const vectors = new Float64Array(count * size)
    for (let r = 0; r < count; r++) {
      const vector = vectors.subarray(r * size, (r + 1) * size)
      for (let m = 0; m < length; m++) addScaled(vector, weights[r * length + m], this.rows[m])
      const peak = vector.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0)
      if (peak < 0) for (let i = 0; i < size; i++) vector[i] = -vector[i]
    }
    return vectors
  }

  private freshDirection(): Float64Array {
    const direction = Float64Array.from({ length: this.size }, () => this.random.normal())
    this.orthogonalise(direction)
    const length = Math.sqrt(dot(direction, direction))
    return direction.map((value) => value / length)
  }

  /** Twice, since once leaves rounding errors of the size of what is cancelled. */
  private orthogonalise(vector: Float64Array): void {
    for (let pass = 0; pass < 2; pass++) for (const row of this.rows) addScaled(vector, -dot(row, vector), row)
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}

function addScaled(to: Float64Array, by: number, from: Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i] += by * from[i]
}
