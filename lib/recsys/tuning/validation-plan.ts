// The same question once more, inside the training part: what a search may look at.
import { createRandom } from '@/lib/math/random'
import { distinctIds } from '../data/id-index'
import { takeRatings, type RatingTable } from '../data/splits/rating-table'
import { planProtocol, type Plan, type PlanOptions } from '../evaluation/protocols'

/**
 * The protocol applied to the training part of a plan, so that no test rating is seen; of several folds the first one's, and one fold
 * of it. A published split is searched by strong generalisation.
 * @param share of the people who take part, 0…1, drawn at random: a smaller share is part of a larger one.
 * @throws AppError('bad_data') when too little is left. O(ratings).
 */
export function planValidation(test: Plan, share: number, { seed, sampledNegatives }: PlanOptions): Plan {
  const training = takeRatings(test.table, test.splits[0].train)
  const protocol = test.protocol === 'published' ? 'strong' : test.protocol
  const plan = planProtocol(protocol, takePeople(training, share, seed), { seed, sampledNegatives })
  return {
    ...plan,
    splits: plan.splits.slice(0, 1),
    description: `inside the training part: ${plan.description}`,
  }
}

function takePeople(table: RatingTable, share: number, seed: number): RatingTable {
  if (share >= 1) return table
  const people = createRandom(seed).shuffle(distinctIds(table.userId).slice())
  const taken = new Set(people.subarray(0, Math.ceil(share * people.length)))
  const positions = Int32Array.from(table.userId.keys()).filter((position) => taken.has(table.userId[position]))
  return takeRatings(table, positions)
}
