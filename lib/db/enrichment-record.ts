// What the database remembers of its enrichments, and which films are still to be asked about.
import type pg from 'pg'
import type { Channel } from './notify'

export interface EnrichmentSummaryRow {
  complete: boolean
  found: number
  updated: number
  failed: number
}

export interface EnrichmentRecord {
  /** What the source is called: the name of a file, or "tmdb". */
  name: string
  layout: string
  fileHash: string
}

/**
 * Whether this very file was applied to the end, with no import since that could have brought films it knows.
 */
export async function wasApplied(client: pg.Client, fileHash: string): Promise<boolean> {
  const { rows } = await client.query<{ applied: boolean }>(
    `SELECT EXISTS (
       SELECT FROM data_imports e WHERE e.kind = 'enrichment' AND e.file_hash = $1 AND (e.report ->> 'complete')::boolean
         AND NOT EXISTS (SELECT FROM data_imports d WHERE d.kind = 'data_set' AND d.id > e.id AND d.changed_rows > 0)
     ) AS applied`,
    [fileHash],
  )
  return rows[0].applied
}

/** One row for each enrichment, written with its first batch and brought up to date with every other. */
export class EnrichmentLog {
  private id: number | null = null
  private textsChanged = 0

  constructor(
    private readonly client: pg.Client,
    private readonly record: EnrichmentRecord,
  ) {}

  /** Inside the transaction of a batch: texts never change without the fingerprint that names them. */
  async add(textsChanged: number, report: EnrichmentSummaryRow): Promise<void> {
    const total = this.textsChanged + textsChanged
    this.id = this.id === null ? await this.insert(total, report) : await this.update(this.id, total, report)
    this.textsChanged = total
  }

  /** Tells the other processes, once: the worker trains again, and the web processes show new posters. */
  async announce(updated: number): Promise<void> {
    const channels: Channel[] = this.textsChanged > 0 ? ['marquee_data'] : updated > 0 ? ['marquee_models'] : []
    for (const channel of channels) await this.client.query(`SELECT pg_notify($1, '')`, [channel])
  }

  private async insert(changedRows: number, report: EnrichmentSummaryRow): Promise<number> {
    const { name, layout, fileHash } = this.record
    const { rows } = await this.client.query<{ id: number }>(
      `INSERT INTO data_imports (kind, data_set, layout, file_hash, report, changed_rows)
       VALUES ('enrichment', $1, $2, $3, $4, $5) RETURNING id`,
      [name, layout, fileHash, JSON.stringify(report), changedRows],
    )
    return rows[0].id
  }

  private async update(id: number, changedRows: number, report: EnrichmentSummaryRow): Promise<number> {
    await this.client.query('UPDATE data_imports SET changed_rows = $2, report = $3 WHERE id = $1', [
      id,
      changedRows,
      JSON.stringify(report),
    ])
    return id
  }
}

export async function countMovies(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ n: number }>('SELECT count(*)::int AS n FROM movies')
  return rows[0].n
}

export interface FilmToAsk {
  id: number
  title: string
  alternativeTitles: string[]
  year: number | null
  tmdbId: number | null
  imdbId: string | null
}

/** Films that TMDb was never asked about, or longer ago than the cache term; the most rated first. */
export async function listFilmsToAsk(
  client: pg.Client,
  { cacheDays, force }: { cacheDays: number; force: boolean },
): Promise<FilmToAsk[]> {
  const { rows } = await client.query<FilmToAsk>(
    `SELECT m.id, m.title, m.alternative_titles AS "alternativeTitles", m.year, m.tmdb_id AS "tmdbId", m.imdb_id AS "imdbId"
     FROM movies m LEFT JOIN movie_stats s ON s.movie_id = m.id
     WHERE $2::boolean OR m.enrichment_source IS DISTINCT FROM 'tmdb'
        OR m.enriched_at < now() - $1::float8 * interval '1 day'
     ORDER BY s.count DESC NULLS LAST, m.id`,
    [cacheDays, force],
  )
  return rows
}
