// A quick way to give stars, and the stars given so far.
import type { Metadata } from 'next'
import { PageHead } from '@/components/layout/page-head'
import { RateDeck } from '@/components/rate/rate-deck'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { SectionHead } from '@/components/ui/section-head'
import { suggestFilmsToRate } from '@/lib/services/catalogue/films-to-rate'
import { countRatings } from '@/lib/services/people/my-ratings'
import { requireViewer } from '@/app/viewer'
import { Notice } from '../_parts/notice'
import { firstOf, type SearchParams } from '../_parts/route-params'
import { whenReady } from '../_parts/when-ready'
import { RatedFilms } from './rated-films'
import { readRatings, type MyRatings } from './read-ratings'

export const metadata: Metadata = {
  title: 'Rate',
  description: 'Give well-known films stars, half stars included, and change those you have given.',
}

const N_FILMS = 24

interface Props {
  searchParams: Promise<SearchParams>
}

export default function RatePage({ searchParams }: Props) {
  return whenReady(async () => {
    const { host, person } = await requireViewer()
    const cursor = firstOf((await searchParams).cursor)
    const [films, ratedCount, ratings] = await Promise.all([
      suggestFilmsToRate(host, person, { n: N_FILMS, skip: [] }),
      countRatings(host, person),
      readRatings({ host, person }, cursor),
    ])
    return (
      <>
        <PageHead title="Rate" lead="A few stars are enough to begin with. Skip what you have not seen." />
        <Notice lines={ratings.notices} />
        {films.length > 0 ? <RateDeck films={films} ratedCount={ratedCount} /> : <NothingLeft />}
        <Rated ratings={ratings} />
      </>
    )
  })
}

function NothingLeft() {
  return (
    <EmptyState
      title="No well-known films are left to rate"
      action={<ButtonLink href="/browse">Browse all films</ButtonLink>}
    >
      Every film can be rated on its own page too.
    </EmptyState>
  )
}

function Rated({ ratings: { page, address, older } }: { ratings: MyRatings }) {
  return (
    <section className="row" aria-labelledby="rated">
      <SectionHead id="rated" title="What you have rated" why="newest first" />
      <RatedFilms key={address} initial={page} address={address} />
      {(older || page.nextCursor) && (
        <nav aria-label="Pages of your ratings" className="mt-8 flex flex-wrap justify-between gap-3">
          {older && (
            <ButtonLink href="/rate#rated" variant="quiet">
              Newest ratings
            </ButtonLink>
          )}
          {page.nextCursor && (
            <ButtonLink href={`/rate?cursor=${page.nextCursor}#rated`} variant="quiet" rel="next" className="ml-auto">
              Older ratings
            </ButtonLink>
          )}
        </nav>
      )}
    </section>
  )
}
