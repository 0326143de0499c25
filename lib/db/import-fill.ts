// The first ratings of a database: straight into the bare table, its keys and indexes made after it.
import type pg from 'pg'
import { connectOrExplain } from './connect'
import { CopyEncoder } from './copy-encoder'
import type { MergeCounts } from './import-merge'
import type { StagedRatings } from './import-staging'
import { openForeignChecks, proveRatings } from './foreign-checks'
import { copyInto } from './import-staging'
import { encodeRatings } from './rating-encoder'
import { withoutKeys } from './suspend-keys'

export interface FillOptions {
  /** For a second connection: it hands out profile ids while the first one is busy copying. */
  connectionString: string
  batch: number
  /** All ratings are in the table, and the keys come next. */
  onCopied(): void
}

export interface FillCounts extends MergeCounts {
  newProfiles: number
  nProfiles: number
}

/**
 * The table was emptied in this very transaction, so COPY may write frozen rows and, where the server keeps a minimal log, no log.
 * MovieLens lists each person's ratings together and each pair once. Where a file does not, the table is written once more.
 */
export async function fillRatings(
  client: pg.Client,
  batches: AsyncIterable<StagedRatings>,
  options: FillOptions,
): Promise<FillCounts> {
  const reserving = await connectOrExplain(options.connectionString)
  // A connection that breaks also fails the query under way, which is where it is handled.
  reserving.on('error', () => undefined)
  try {
    return await fill(client, batches, new ProfileNumbers(reserving), options)
  } finally {
    await reserving.end().catch(() => undefined)
  }
}

async function fill(
  client: pg.Client,
  batches: AsyncIterable<StagedRatings>,
  profiles: ProfileNumbers,
  { batch, onCopied }: FillOptions,
): Promise<FillCounts> {
  let nRead = 0
  const checks = await openForeignChecks(client)
  const filled = await withoutKeys(client, 'ratings', {
    keepForeign: checks.canPause,
    async work() {
      await profiles.readPresent(client)
      await client.query('TRUNCATE ratings')
      const bytes = encodeBatches(batches, profiles, (n) => (nRead += n))
      await checks.pause(() => copyInto(client, 'ratings', bytes, 'binary, FREEZE'))
      onCopied()
      await profiles.insertNew(client, batch)
      if (profiles.scattered) await checks.pause(() => rewriteRatings(client))
    },
    onDuplicates: () => checks.pause(() => rewriteRatings(client)),
  })
  if (checks.canPause) await proveRatings(client)
  const rows = filled.rewritten || profiles.scattered ? await countRatings(client) : nRead
  return {
    new: rows,
    changed: 0,
    unchanged: 0,
    duplicates: nRead - rows,
    newProfiles: profiles.nNew,
    nProfiles: profiles.nSeen,
  }
}

async function* encodeBatches(
  batches: AsyncIterable<StagedRatings>,
  profiles: ProfileNumbers,
  read: (n: number) => void,
): AsyncGenerator<Buffer> {
  const edges = new CopyEncoder()
  yield edges.header()
  for await (const ratings of batches) {
    yield encodeRatings({ ...ratings, profileId: await profiles.number(ratings) })
    read(ratings.length)
  }
  yield edges.trailer()
}

/** The later of two ratings of one film wins; of two at the same second the higher. Sorted, so that a person's stand together. */
async function rewriteRatings(client: pg.Client): Promise<void> {
  await client.query(
    `CREATE TEMP TABLE distinct_ratings ON COMMIT DROP AS
     SELECT DISTINCT ON (profile_id, movie_id) * FROM ratings ORDER BY profile_id, movie_id, rated_at DESC, half_stars DESC`,
  )
  await client.query(
    'TRUNCATE ratings; INSERT INTO ratings SELECT * FROM distinct_ratings; DROP TABLE distinct_ratings',
  )
}

async function countRatings(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ n: string }>('SELECT count(*) AS n FROM ratings')
  return Number(rows[0].n)
}

/** Which profile each user id is, given out as the users appear. */
class ProfileNumbers {
  private readonly profileOf = new Map<number, number>()
  private readonly seen = new Set<number>()
  private readonly added: [userIds: number[], profileIds: number[]] = [[], []]
  private lastUser = 0
  /** Whether a user appeared again after others. */
  scattered = false

  constructor(private readonly reserving: pg.Client) {}

  get nNew() {
    return this.added[0].length
  }

  get nSeen() {
    return this.seen.size
  }

  async readPresent(client: pg.Client): Promise<void> {
    const { rows } = await client.query<[number, number]>({
      text: 'SELECT user_id, id FROM profiles WHERE user_id IS NOT NULL',
      rowMode: 'array',
    })
    for (const [userId, id] of rows) this.profileOf.set(userId, id)
  }

  async number({ length, userId }: StagedRatings): Promise<Int32Array> {
    await this.reserve(this.findUnknown(userId, length))
    const numbers = new Int32Array(length)
    let [user, profile] = [0, 0]
    for (let row = 0; row < length; row++) {
      if (userId[row] !== user) {
        user = userId[row]
        profile = this.profileOf.get(user) ?? 0
      }
      numbers[row] = profile
    }
    return numbers
  }

  /** The users of this batch who have no profile yet, in their order. */
  private findUnknown(userId: Int32Array, length: number): number[] {
    const unknown: number[] = []
    for (let row = 0; row < length; row++) {
      const user = userId[row]
      if (user === this.lastUser) continue
      this.lastUser = user
      if (this.seen.has(user)) this.scattered = true
      else if (!this.profileOf.has(user)) unknown.push(user)
      this.seen.add(user)
    }
    return unknown
  }

  /** Numbers out of a sequence are nobody else's, also before the rows that will bear them exist. */
  private async reserve(users: number[]): Promise<void> {
    if (users.length === 0) return
    const { rows } = await this.reserving.query<[number]>({
      text: `SELECT nextval(pg_get_serial_sequence('profiles', 'id'))::int FROM generate_series(1, $1)`,
      values: [users.length],
      rowMode: 'array',
    })
    for (const [index, user] of users.entries()) {
      const [profile] = rows[index]
      this.profileOf.set(user, profile)
      this.added[0].push(user)
      this.added[1].push(profile)
    }
  }

  async insertNew(client: pg.Client, batch: number): Promise<void> {
    const [userIds, profileIds] = this.added.map((ids) => `{${ids.join(',')}}`)
    await client.query(
      `INSERT INTO profiles (id, kind, user_id) SELECT p, 'crowd', u FROM unnest($1::int[], $2::int[]) AS new (u, p)`,
      [userIds, profileIds],
    )
    await client.query('INSERT INTO undo_profiles (import_id, profile_id) SELECT $1, p FROM unnest($2::int[]) AS p', [
      batch,
      profileIds,
    ])
  }
}
