// Sorts ratings by group of films, then by person, then by film: runs, from which ./sgd.ts learns.

/** Adds one to `runs[g nUsers + place]` for every rating of people from…to, g the film's group and place the person's. `runs` begin as zeros. */
export function countRuns(
  from: i32, to: i32, scratch: usize,
  indptr: usize, indices: usize, userPlaces: usize, itemGroups: usize, runs: usize,
  nUsers: i32,
): void {
  for (let user = from; user < to; user++) {
    const own = runs + (load<u32>(userPlaces + (<usize>user << 2)) << 2)
    const end = load<u32>(indptr + (<usize>user << 2), 4)
    for (let e = load<u32>(indptr + (<usize>user << 2)); e < end; e++) {
      const group = <i32>load<u8>(itemGroups + load<u32>(indices + (<usize>e << 2)))
      const run = own + (<usize>(group * nUsers) << 2)
      store<u32>(run, load<u32>(run) + 1)
    }
  }
}

/**
 * Moves every rating of people from…to to where `next` of its run says, and that on by one: the film's place, and half the half-stars
 * less what `effects` says of the rating (f32 each, in the order they come in; 0 for none).
 */
export function fillRuns(
  from: i32, to: i32, scratch: usize,
  indptr: usize, indices: usize, halfStars: usize, userPlaces: usize, itemPlaces: usize, itemGroups: usize, next: usize,
  effects: usize, nUsers: i32, items: usize, stars: usize,
): void {
  for (let user = from; user < to; user++) {
    const own = next + (load<u32>(userPlaces + (<usize>user << 2)) << 2)
    const end = load<u32>(indptr + (<usize>user << 2), 4)
    for (let e = load<u32>(indptr + (<usize>user << 2)); e < end; e++) {
      const item = <usize>load<u32>(indices + (<usize>e << 2))
      const run = own + (<usize>(<i32>load<u8>(itemGroups + item) * nUsers) << 2)
      const at = load<u32>(run)
      store<u32>(run, at + 1)
      store<u32>(items + (<usize>at << 2), load<u32>(itemPlaces + (item << 2)))
      const effect: f32 = effects ? load<f32>(effects + (<usize>e << 2)) : 0
      store<f32>(stars + (<usize>at << 2), <f32>load<u8>(halfStars + e) * 0.5 - effect)
    }
  }
}
