// The catalogue as the engine keeps it in memory: what a card shows, for every movie.
import type { Db } from './client'

export interface CatalogueRow {
  id: number
  title: string
  year: number | null
  genres: string[]
  posterPath: string | null
}

export async function readCatalogue(db: Db): Promise<CatalogueRow[]> {
  const { rows } = await db.pool.query<CatalogueRow>(
    'SELECT id, title, year, genres, poster_path AS "posterPath" FROM movies ORDER BY id',
  )
  return rows
}

/** The data set that this database holds, or null when it is empty. */
export async function findDataSet(db: Db): Promise<{ dataSet: string; synthetic: boolean } | null> {
  return db.prisma.dataImport.findFirst({
    where: { kind: 'data_set', undoes: null, undoneAt: null },
    orderBy: { id: 'desc' },
    select: { dataSet: true, synthetic: true },
  })
}

export async function listDataImports(db: Db, limit: number) {
  return db.prisma.dataImport.findMany({ where: { kind: 'data_set' }, orderBy: { id: 'desc' }, take: limit })
}

/** Newest first. */
export async function listEnrichments(db: Db, limit: number) {
  return db.prisma.dataImport.findMany({ where: { kind: 'enrichment' }, orderBy: { id: 'desc' }, take: limit })
}
