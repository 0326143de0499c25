// What was made of the latest profile is kept, and made anew for any other.
import { expect, test } from 'vitest'
import { createRatingVector } from '../data/rating-vector'
import { LatestProfile } from './latest-profile'

test('equal profiles in a row are worked out once, others and changed ones anew', () => {
  let made = 0
  const latest = new LatestProfile(({ stars }) => {
    made++
    return stars[0]
  })
  const profile = () => createRatingVector([[3, 4.5]])
  expect([latest.of(profile()), latest.of(profile()), made]).toEqual([4.5, 4.5, 1])
  const changed = profile()
  latest.of(changed)
  changed.stars[0] = 2
  expect([latest.of(changed), made]).toEqual([2, 2])
  expect([latest.of(createRatingVector([[4, 2]])), made]).toEqual([2, 3])
})

test('what was made may keep the profile: nobody changes it any more', () => {
  const latest = new LatestProfile((ratings) => ratings)
  const profile = createRatingVector([[3, 4.5]])
  const kept = latest.of(profile)
  profile.stars[0] = 1
  expect([...kept.stars]).toEqual([4.5])
})
