// How many stars a profile would give to some movies, by a method that really predicts stars.
import { AppError } from '@/lib/errors/app-error'
import { models } from '@/lib/recsys/models/registry'
import type { FittedModel, RatingVector } from '@/lib/recsys/models/contract'
import type { Prediction, PredictionInput } from '@/lib/schemas/prediction'
import type { Engine } from '@/lib/engine/engine'
import { requireEngine, type Host } from '../host/host'
import { profileOf } from '../people/profile-of'
import { cardOf } from './recommend'

/** @throws AppError('invalid') for a method that predicts no stars, 'not_found' for an unknown user or movie. */
export function predictStars(host: Host, { userId, ratings, movieIds, method }: PredictionInput): Prediction {
  const engine = requireEngine(host)
  const { definition, fitted, runId } = engine.requireModel(method)
  const predict = starsOf(engine, definition.name, fitted)
  const { vector, unknown } = profileOf(engine, { userId, ratings })
  return {
    method: definition.name,
    modelRun: runId,
    unknownRatings: unknown,
    items: movieIds.map((movieId) => {
      const item = engine.catalogue.requireIndex(movieId)
      const at = vector.items.indexOf(item)
      const interval = fitted.predictInterval?.(vector, item)
      return {
        movie: cardOf(host, engine, item),
        stars: predict(vector, item) ?? null,
        ...(interval && { interval: { low: interval.low, high: interval.high } }),
        ...(at >= 0 && { rated: vector.stars[at] }),
      }
    }),
  }
}

type PredictOne = (ratings: RatingVector, item: number) => number | undefined

function starsOf(engine: Engine, method: string, fitted: FittedModel): PredictOne {
  if (fitted.predict) return (ratings, item) => fitted.predict?.(ratings, item)
  const able = models.filter(({ name }) => engine.models.get(name)?.fitted.predict).map(({ name }) => name)
  const choice = able.length ? `Choose one that does: ${able.join(', ')}.` : 'None that is trained now does.'
  throw new AppError('invalid', `The method "${method}" ranks films but predicts no stars. ${choice}`, {
    fieldErrors: { method: [choice] },
  })
}
