// The readable twin of assembly/runs.ts.

/** Ratings by person, and where people and films go: people and films of a group have places side by side. */
export interface RatingsToSort {
  indptr: Uint32Array
  indices: Int32Array
  halfStars: Uint8Array
  userPlaces: Int32Array
  itemPlaces: Int32Array
  itemGroups: Uint8Array
  /** Of each rating, what is taken off its stars. */
  effects?: Float32Array
}

/** Ratings by group of films, then by the person's place, then as they came; run g nUsers + place begins at `indptr[g nUsers + place]`. For tests: O(groups nUsers n). */
export function sortIntoRuns(
  { indptr, indices, halfStars, userPlaces, itemPlaces, itemGroups, effects }: RatingsToSort,
  groups: number,
) {
  const nUsers = userPlaces.length
  const ratings = Array.from(userPlaces, (place, user) =>
    Array.from(indices.subarray(indptr[user], indptr[user + 1]), (item, j) => ({
      run: itemGroups[item] * nUsers + place,
      item: itemPlaces[item],
      stars: halfStars[indptr[user] + j] / 2 - (effects?.[indptr[user] + j] ?? 0),
    })),
  )
    .flat()
    .toSorted((a, b) => a.run - b.run)
  return {
    indptr: Uint32Array.from(
      { length: groups * nUsers + 1 },
      (_, run) => ratings.filter((rating) => rating.run < run).length,
    ),
    items: Int32Array.from(ratings, ({ item }) => item),
    stars: Float32Array.from(ratings, ({ stars }) => stars),
  }
}
