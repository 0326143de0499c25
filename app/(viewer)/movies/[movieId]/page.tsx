// A film: what is known of it, my stars, what is like it and what its lovers also loved.
import type { Metadata } from 'next'
import { Suspense } from 'react'
import { FilmHead } from '@/components/movie/film-head'
import { SimilarRows } from '@/components/movie/similar-rows'
import type { MovieDetail } from '@/lib/schemas/movie'
import { findRating } from '@/lib/services/people/my-ratings'
import { recommendSimilar } from '@/lib/services/recommend/recommend-similar'
import { requireViewer } from '@/app/viewer'
import { Preparing } from '../../_parts/preparing'
import { whenReady } from '../../_parts/when-ready'
import { ElsewhereLinks } from './elsewhere-links'
import { readMovie } from './read-movie'
import { SimilarSkeleton } from './similar-skeleton'

interface Props {
  params: Promise<{ movieId: string }>
}

const N_SIMILAR = 12

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const movie = await readMovie((await params).movieId)
  if (!movie) return { title: 'Film' }
  const by = movie.directors.length ? ` by ${movie.directors.join(', ')}` : ''
  return {
    title: movie.year === null ? movie.title : `${movie.title} (${movie.year})`,
    description: movie.overview ?? `${movie.title}${by}: films like it, and what its lovers also loved.`,
  }
}

export default function MoviePage({ params }: Props) {
  return whenReady(async () => {
    const movie = await readMovie((await params).movieId)
    if (!movie) return <Preparing page />
    const { host, person } = await requireViewer()
    const stars = await findRating(host, person, movie.id)
    return (
      <>
        <FilmHead movie={movie} stars={stars} />
        <ElsewhereLinks movie={movie} />
        <Suspense fallback={<SimilarSkeleton />}>
          <Similar movie={movie} />
        </Suspense>
      </>
    )
  })
}

function Similar({ movie }: { movie: MovieDetail }) {
  return whenReady(
    async () => {
      const { host, person } = await requireViewer()
      const request = { movieId: movie.id, k: N_SIMILAR, viewer: person }
      const [byContent, byAudience] = await Promise.all([
        recommendSimilar(host, { ...request, method: 'content' }),
        recommendSimilar(host, { ...request, method: 'audience' }),
      ])
      return <SimilarRows key={movie.id} byContent={byContent} byAudience={byAudience} />
    },
    <Preparing />,
  )
}
