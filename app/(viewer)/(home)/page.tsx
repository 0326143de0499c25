// The front page: two ways in, and three rows to start from.
import type { Metadata } from 'next'
import { Hero } from '@/components/layout/hero'
import { MovieRow } from '@/components/movie/movie-row'
import { PlainMovieCard } from '@/components/movie/plain-movie-card'
import { RecommendationRow } from '@/components/movie/recommendation-row'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { dataSetWords } from '@/components/shared/words'
import { getHome } from '@/lib/services/catalogue/get-home'
import { requireViewer } from '@/app/viewer'
import { formatCounted } from '../_parts/format'
import { whenReady } from '../_parts/when-ready'

export const metadata: Metadata = {
  title: { absolute: 'Marquee · What shall we watch tonight?' },
  description: 'Start from a film you love, or from somebody’s taste. Every suggestion says why it is here.',
}

export default function HomePage() {
  return whenReady(async () => {
    const { host, person } = await requireViewer()
    const home = await getHome(host, person)
    const crowd = home.synthetic
      ? `by ${formatCounted(home.crowd.count, 'synthetic person', 'synthetic people')}`
      : `by ${formatCounted(home.crowd.count, 'person', 'people')} of ${dataSetWords(home.dataSet)}`
    // One page need not say a film twice.
    const above = new Set(
      [home.favourites, home.forYou].flatMap((row) => row?.items ?? []).map(({ movie }) => movie.id),
    )
    const littleSeen = home.littleSeen.filter(({ id }) => !above.has(id))
    return (
      <>
        <Hero heroes={home.heroes} nMovies={home.nMovies} crowd={home.crowd} />
        {home.forYou && home.ratedCount > 0 && (
          <RecommendationRow
            title="For you"
            why={`because of your ${formatCounted(home.ratedCount, 'rating')}`}
            recommendation={home.forYou}
            href="/for-you"
            hrefLabel="See all"
          />
        )}
        <RecommendationRow
          title="Crowd favourites"
          why={`rated highest ${crowd}`}
          recommendation={home.favourites}
          href="/browse"
          hrefLabel="Browse all"
          empty={
            <EmptyState
              title="Nobody has rated anything yet"
              action={<ButtonLink href="/rate">Rate films</ButtonLink>}
            />
          }
        />
        {littleSeen.length > 0 && (
          <MovieRow
            title="Loved by few, loved a lot"
            why={`high averages, under ${formatCounted(home.littleSeenLimit, 'rating')}`}
          >
            {littleSeen.map((movie) => (
              <PlainMovieCard key={movie.id} movie={movie} />
            ))}
          </MovieRow>
        )}
      </>
    )
  })
}
