// (XᵀX + Λ)⁻¹ for a sparse binary X and a diagonal Λ, by whichever side of X is shorter.
import { createSymmetric, invertPositiveDefinite, type SymmetricMatrix } from '@/lib/math/symmetric-inverse'
import type { Likes } from './likes'

/**
 * P = (XᵀX + Λ)⁻¹.
 *
 * With fewer films than people the Gram matrix is inverted itself: O(nCovered³) time. With fewer people, by the identity
 * P = Λ⁻¹ − Λ⁻¹ Xᵀ (I + X Λ⁻¹ Xᵀ)⁻¹ X Λ⁻¹ (Woodbury), a matrix of people is: O(nUsers³ + likes · (nUsers + nCovered)).
 * Memory: 8 nCovered² bytes, and 8 nUsers² + 8 nUsers nCovered more on the second way.
 *
 * @param ridge (nCovered) the diagonal of Λ, > 0.
 * @param step called with the fraction done.
 */
export function invertRegularisedGram(
  likes: Likes,
  ridge: Float64Array,
  step: (fraction: number) => void,
): SymmetricMatrix {
  return likes.indptr.length - 1 < likes.items.length
    ? invertByPeople(likes, ridge, step)
    : invertByItems(likes, ridge, step)
}

export function invertByItems(likes: Likes, ridge: Float64Array, step: (fraction: number) => void): SymmetricMatrix {
  const { indptr, indices, items } = likes
  const gram = createSymmetric(items.length)
  const { stride, values } = gram
  for (let user = 0; user + 1 < indptr.length; user++)
    for (let e = indptr[user]; e < indptr[user + 1]; e++) {
      const row = indices[e] * stride
      for (let f = indptr[user]; f <= e; f++) values[row + indices[f]]++
    }
  for (let i = 0; i < items.length; i++) values[i * stride + i] += ridge[i]
  invertPositiveDefinite(gram, step)
  return gram
}

export function invertByPeople(likes: Likes, ridge: Float64Array, step: (fraction: number) => void): SymmetricMatrix {
  const { indptr, indices, items } = likes
  const nUsers = indptr.length - 1
  const kernel = peopleKernel(likes, ridge)
  invertPositiveDefinite(kernel, (fraction) => step(fraction / 2))
  // Y = (I + X Λ⁻¹ Xᵀ)⁻¹ X Λ⁻¹, one row per person.
  const n = items.length
  const y = new Float64Array(nUsers * n)
  for (let user = 0; user < nUsers; user++)
    for (let other = 0; other < nUsers; other++) {
      const weight = kernel.values[user * kernel.stride + other]
      for (let e = indptr[other]; e < indptr[other + 1]; e++) y[user * n + indices[e]] += weight / ridge[indices[e]]
    }
  const inverse = createSymmetric(n)
  const { stride, values } = inverse
  for (let user = 0; user < nUsers; user++) {
    for (let e = indptr[user]; e < indptr[user + 1]; e++) {
      const i = indices[e]
      for (let j = 0; j < n; j++) values[i * stride + j] -= y[user * n + j] / ridge[i]
    }
    step(0.5 + (user + 1) / nUsers / 2)
  }
  for (let i = 0; i < n; i++) values[i * stride + i] += 1 / ridge[i]
  return inverse
}

/** I + X Λ⁻¹ Xᵀ (nUsers × nUsers), lower triangle. */
function peopleKernel({ indptr, indices, items }: Likes, ridge: Float64Array): SymmetricMatrix {
  const nUsers = indptr.length - 1
  const kernel = createSymmetric(nUsers)
  const row = new Float64Array(items.length)
  for (let user = 0; user < nUsers; user++) {
    for (let e = indptr[user]; e < indptr[user + 1]; e++) row[indices[e]] = 1 / ridge[indices[e]]
    for (let other = 0; other <= user; other++) {
      let sum = other === user ? 1 : 0
      for (let e = indptr[other]; e < indptr[other + 1]; e++) sum += row[indices[e]]
      kernel.values[user * kernel.stride + other] = sum
    }
    for (let e = indptr[user]; e < indptr[user + 1]; e++) row[indices[e]] = 0
  }
  return kernel
}
