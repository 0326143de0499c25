// Every film: searched as you type, filtered, with the filters in the address.
import type { Metadata } from 'next'
import { BrowseFilters } from '@/components/browse/browse-filters'
import { BrowseResults } from '@/components/browse/browse-results'
import { PageHead } from '@/components/layout/page-head'
import { GENRES } from '@/lib/schemas/movie'
import { searchMovies } from '@/lib/services/catalogue/search-movies'
import { requireViewer } from '@/app/viewer'
import { Notice } from '../_parts/notice'
import type { SearchParams } from '../_parts/route-params'
import { whenReady } from '../_parts/when-ready'
import { parseBrowseQuery } from './parse-query'

interface Props {
  searchParams: Promise<SearchParams>
}

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const { q, genre, decade } = parseBrowseQuery(await searchParams).query
  const wanted = [q && `“${q}”`, genre, decade && `${decade}s`].filter(Boolean).join(' · ')
  return {
    title: wanted ? `${wanted} · Browse` : 'Browse',
    description: 'Search and filter every film of the catalogue by title, genre, decade and number of ratings.',
  }
}

export default function BrowsePage({ searchParams }: Props) {
  return whenReady(async () => {
    const { query, notices } = parseBrowseQuery(await searchParams)
    const { host } = await requireViewer()
    const page = await searchMovies(host, query)
    return (
      <>
        <PageHead title="Browse" lead={`Every film there is, ${query.q ? 'best matches' : 'most rated'} first.`} />
        <Notice lines={notices} />
        <BrowseFilters query={query} genres={GENRES} />
        <BrowseResults initialPage={page} query={query} />
      </>
    )
  })
}
