// How the list of users is cut into pages.
import { describe, expect, it } from 'vitest'
import { findPreviousFrom, parseUsersPage, USERS_PER_PAGE } from './users-page-of'

const crowd = { firstUserId: 1, lastUserId: 610 }

describe('the list of users', () => {
  it('begins at the first user, or at the id of its address', () => {
    expect(parseUsersPage({}, crowd)).toEqual({ from: 1, notices: [] })
    expect(parseUsersPage({ from: '49' }, crowd)).toEqual({ from: 49, notices: [] })
    expect(parseUsersPage({ from: '2' }, { firstUserId: 5, lastUserId: 9 }).from).toBe(5)
  })

  it('begins at the first user and says so when its address names nobody', () => {
    for (const from of ['611', 'abc', '-3', '9'.repeat(500)]) {
      const page = parseUsersPage({ from }, crowd)
      expect(page.from).toBe(1)
      expect(page.notices[0].length).toBeLessThan(120)
    }
  })

  it('goes back by one page, not beyond the first user', () => {
    expect(findPreviousFrom(1, 1)).toBeNull()
    expect(findPreviousFrom(10, 1)).toBe(1)
    expect(findPreviousFrom(1 + 2 * USERS_PER_PAGE, 1)).toBe(1 + USERS_PER_PAGE)
  })
})
