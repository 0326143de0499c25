// Enrichment in the database: rows find their films, and fill what is missing or was filled too long ago.
import type pg from 'pg'
import { connectOrExplain } from './connect'
import { ENRICHMENT_COLUMNS, type EnrichmentColumn, type StagedEnrichment } from './enrichment-columns'
import { stageEnrichment } from './enrichment-staging'
import { IMPORT_LOCK } from './import-transaction'

export interface EnrichmentRule {
  /** Kept with each film that was asked for: "tmdb", or the layout of a file. */
  source: string
  /** What enrichment filled longer ago than this may be replaced. */
  cacheDays: number
  /** Replaces what enrichment filled, whenever that was. */
  force: boolean
}

export interface AppliedBatch {
  /** The films that the rows are about. */
  movieIds: number[]
  /** How many of them changed at all. */
  updated: number
  /** How many changed in what the content models read. */
  textsChanged: number
}

export interface EnrichmentConnection {
  client: pg.Client
  close(): Promise<void>
}

/** A connection of its own: a batch is a transaction, and the pool's are for short questions. */
export async function openEnrichment(connectionString: string): Promise<EnrichmentConnection> {
  const client = await connectOrExplain(connectionString)
  // A connection that breaks also fails the statement under way, which is where it is handled.
  client.on('error', () => undefined)
  return { client, close: () => client.end().catch(() => undefined) }
}

/**
 * Applies a batch in one transaction: what was applied before an interruption stays, and applying it again changes nothing.
 * @param record told the counts inside the same transaction.
 */
export async function applyEnrichment(
  client: pg.Client,
  rows: readonly StagedEnrichment[],
  rule: EnrichmentRule,
  record: (applied: AppliedBatch) => Promise<void>,
): Promise<AppliedBatch> {
  await client.query('BEGIN')
  try {
    await client.query('SELECT pg_advisory_xact_lock($1)', [IMPORT_LOCK])
    await stageEnrichment(client, rows)
    await client.query(MATCH)
    await client.query(MERGE, [rule.cacheDays, rule.force, rule.source === 'tmdb'])
    await client.query(UPDATE, [rule.source])
    const applied = await readCounts(client)
    await record(applied)
    await client.query('COMMIT')
    return applied
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

async function readCounts(client: pg.Client): Promise<AppliedBatch> {
  const { rows } = await client.query<AppliedBatch>(
    `SELECT coalesce(array_agg(movie_id), '{}') AS "movieIds", (count(*) FILTER (WHERE changed))::int AS updated,
            (count(*) FILTER (WHERE texts_changed))::int AS "textsChanged" FROM merged_enrichment`,
  )
  return rows[0]
}

/** Each film takes one row: the one that was asked for it, else by tmdbId, else by imdbId, else, where it has no id, by title and year. */
const MATCH = `
  CREATE TEMP TABLE matched_enrichment ON COMMIT DROP AS
  SELECT DISTINCT ON (found.movie) found.movie, s.* FROM (
    SELECT movie_id AS movie, line, 0 AS rank FROM staged_enrichment WHERE movie_id IS NOT NULL
    UNION ALL
    SELECT m.id, s.line, 1 FROM staged_enrichment s JOIN movies m ON m.tmdb_id = s.tmdb_id WHERE s.movie_id IS NULL
    UNION ALL
    SELECT m.id, s.line, 2 FROM staged_enrichment s JOIN movies m ON m.imdb_id = s.imdb_id WHERE s.movie_id IS NULL
    UNION ALL
    SELECT m.id, s.line, 3 FROM staged_enrichment s
    JOIN movies m ON m.year = extract(year FROM s.release_date::date) AND fold_text(m.title) = fold_text(s.title)
    WHERE s.movie_id IS NULL AND m.tmdb_id IS NULL AND m.imdb_id IS NULL AND fold_text(s.title) <> ''
  ) found JOIN staged_enrichment s ON s.line = found.line
  ORDER BY found.movie, found.rank, found.line DESC`

const isArray = ({ kind }: EnrichmentColumn) => kind === 'text[]'
/** As the column of movies holds it, so that an equal value is seen to be equal. */
const STORED_AS = { text: 'text', int: 'int', float8: 'real', 'text[]': 'text[]', date: 'date' }
const incoming = ({ column, kind }: EnrichmentColumn) => `s.${column}::${STORED_AS[kind]}`
/** As it stands in enriched_fields. */
const nameOf = ({ column }: EnrichmentColumn) => column.replaceAll('"', '')
const isMissing = (known: EnrichmentColumn) =>
  isArray(known) ? `coalesce(cardinality(m.${known.column}), 0) = 0` : `m.${known.column} IS NULL`
const says = (known: EnrichmentColumn) =>
  isArray(known) ? `coalesce(cardinality(s.${known.column}), 0) > 0` : `s.${known.column} IS NOT NULL`
const mayReplace = (known: EnrichmentColumn) =>
  known.identity ? 'false' : `(refresh AND '${nameOf(known)}' = ANY (m.enriched_fields))`
const takes = (known: EnrichmentColumn) => `(${says(known)} AND (${isMissing(known)} OR ${mayReplace(known)}))`
const merged = (known: EnrichmentColumn) =>
  `CASE WHEN ${takes(known)} THEN ${incoming(known)} ELSE m.${known.column} END AS ${known.column}`
const differs = (all: readonly EnrichmentColumn[]) =>
  `(${all.map(({ column }) => `o.${column}`).join(', ')}) IS DISTINCT FROM (${all.map(({ column }) => `n.${column}`).join(', ')})`
const targets = ENRICHMENT_COLUMNS.map(({ column }) => column).join(', ')

/** What each film will be, and whether that is something else than it is. */
const MERGE = `
  CREATE TEMP TABLE merged_enrichment ON COMMIT DROP AS
  SELECT n.*, ${differs(ENRICHMENT_COLUMNS)} OR o.alternative_titles IS DISTINCT FROM n.alternative_titles AS changed,
         ${differs(ENRICHMENT_COLUMNS.filter(({ text }) => text))} AS texts_changed
  FROM (
    SELECT m.id AS movie_id, ${ENRICHMENT_COLUMNS.map(merged).join(',\n')},
           ARRAY(SELECT DISTINCT f FROM unnest(m.enriched_fields || ARRAY[${ENRICHMENT_COLUMNS.map(
             (known) => `CASE WHEN ${takes(known)} THEN '${nameOf(known)}' END`,
           ).join(', ')}]::text[]) AS f WHERE f IS NOT NULL ORDER BY f) AS enriched_fields,
           m.alternative_titles || ARRAY(
             SELECT t FROM unnest(s.alternative_titles) WITH ORDINALITY AS a (t, i)
             WHERE t <> m.title AND t <> ALL (m.alternative_titles) ORDER BY i) AS alternative_titles,
           (m.enriched_at IS NULL OR refresh OR $3::boolean) AS asked
    FROM matched_enrichment s JOIN movies m ON m.id = s.movie
    CROSS JOIN LATERAL (
      SELECT $2::boolean OR coalesce(m.enriched_at < now() - $1::float8 * interval '1 day', false) AS refresh
    ) AS age
  ) n JOIN movies o ON o.id = n.movie_id`

const UPDATE = `
  UPDATE movies m SET (${targets}, alternative_titles, enriched_fields) =
      (${ENRICHMENT_COLUMNS.map(({ column }) => `n.${column}`).join(', ')}, n.alternative_titles, n.enriched_fields),
    enriched_at = CASE WHEN n.asked THEN now() ELSE m.enriched_at END,
    enrichment_source = CASE WHEN n.asked THEN $1 ELSE m.enrichment_source END
  FROM merged_enrichment n WHERE m.id = n.movie_id AND (n.changed OR n.asked)`
