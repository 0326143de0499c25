// The rim of every question about one film.
import { AppError } from '@/lib/errors/app-error'

/** @throws AppError('invalid') unless 0 ≤ item < nItems, an integer. */
export function requireItem(item: number, nItems: number): void {
  if (!Number.isInteger(item) || item < 0 || item >= nItems)
    throw new AppError('invalid', `Item ${item} is not in the catalogue of ${nItems} items.`)
}
