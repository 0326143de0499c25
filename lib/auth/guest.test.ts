import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDb, type Db } from '@/lib/db/client'
import { createTestDatabase, type TestDatabase } from '@/test/database'
import { findPerson, guestCookieValue, parseGuestCookie, renewGuestCookie, requirePerson } from './guest'

const SECRET = 'a secret for tests that is long enough'
const KEY = '7f3c1c1e-1111-4222-8333-444455556666'

let database: TestDatabase
let db: Db
beforeAll(async () => {
  database = await createTestDatabase()
  db = openDb(database.url)
})
afterAll(async () => {
  await db.close()
  await database.drop()
})

describe('a guest cookie', () => {
  it('is read back by the secret that signed it', () => {
    expect(parseGuestCookie(guestCookieValue(KEY, SECRET), SECRET)).toBe(KEY)
  })

  it.each([
    ['nothing', undefined],
    ['no signature', KEY],
    ['another secret', guestCookieValue(KEY, `${SECRET}!`)],
    ['another key under the same signature', guestCookieValue(KEY, SECRET).replace('7f3c', '7f3d')],
    ['a cut signature', guestCookieValue(KEY, SECRET).slice(0, -1)],
    ['a tail', `${guestCookieValue(KEY, SECRET)}.x`],
  ])('is refused with %s', (_, value) => {
    expect(parseGuestCookie(value, SECRET)).toBeNull()
  })

  it('stays the same person when it is renewed, and a forged one becomes somebody new', () => {
    const mine = guestCookieValue(KEY, SECRET)
    expect(renewGuestCookie(mine, SECRET)).toBe(mine)
    expect(parseGuestCookie(renewGuestCookie(`${KEY}.forged`, SECRET), SECRET)).not.toBe(KEY)
  })
})

describe('a person', () => {
  it('is not made by looking', async () => {
    expect(await findPerson(db, guestCookieValue(KEY, SECRET), SECRET)).toBeNull()
    expect(await db.prisma.profile.count()).toBe(0)
  })

  it('is made once, also by two first writes at once', async () => {
    const cookie = guestCookieValue(KEY, SECRET)
    const both = await Promise.all([requirePerson(db, cookie, SECRET), requirePerson(db, cookie, SECRET)])
    expect(both[0].person).toEqual(both[1].person)
    expect(both[0].newCookie).toBeUndefined()
    expect(await db.prisma.profile.count()).toBe(1)
    expect(await findPerson(db, cookie, SECRET)).toEqual(both[0].person)
  })

  it('without a cookie gets one', async () => {
    const { person, newCookie } = await requirePerson(db, undefined, SECRET)
    expect(await findPerson(db, newCookie, SECRET)).toEqual(person)
  })
})
