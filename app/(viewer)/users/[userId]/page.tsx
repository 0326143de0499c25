// A user of the crowd: their taste, what is recommended to them, and the neighbours that led to it.
import type { Metadata } from 'next'
import { Suspense } from 'react'
import { BareMovieCard } from '@/components/movie/plain-movie-card'
import { MovieRow } from '@/components/movie/movie-row'
import { Stars } from '@/components/rating/stars'
import { GridSkeleton } from '@/components/ui/skeleton'
import { UserHead } from '@/components/user/user-head'
import { describeCrowd } from '@/lib/services/people/get-user'
import { listMethods } from '@/lib/services/recommend/list-methods'
import { requireViewer } from '@/app/viewer'
import { formatCounted, formatStars } from '../../_parts/format'
import { chooseMethod, tellOfThem } from '../../_parts/method'
import { Preparing } from '../../_parts/preparing'
import { firstOf, type SearchParams } from '../../_parts/route-params'
import { PanelsSkeleton } from '../../_parts/skeletons'
import { whenReady } from '../../_parts/when-ready'
import { readUser } from './read-user'
import { Neighbours, Suggestions, SuggestionsFrame } from './sections'

interface Props {
  params: Promise<{ userId: string }>
  searchParams: Promise<SearchParams>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const user = await readUser((await params).userId)
  if (!user) return { title: 'User' }
  const taste = `${formatCounted(user.count, 'rating')}, ${formatStars(user.mean)} stars on average`
  return {
    title: `User ${user.userId}`,
    description: `User ${user.userId}: ${taste}. What they love, what is recommended to them and by whom.`,
  }
}

export default function UserPage({ params, searchParams }: Props) {
  return whenReady(async () => {
    const user = await readUser((await params).userId)
    if (!user) return <Preparing page />
    const { host } = await requireViewer()
    const { synthetic } = describeCrowd(host)
    const methods = tellOfThem(listMethods(host))
    const { method, notices } = chooseMethod(methods, firstOf((await searchParams).method))
    return (
      <>
        <UserHead user={user} synthetic={synthetic} />
        {user.topRated.length > 0 && (
          <MovieRow title="Top rated" why={`what User ${user.userId} gave the most stars`}>
            {user.topRated.map(({ movie, stars }) => (
              <BareMovieCard key={movie.id} movie={movie} note={<Stars value={stars} />} />
            ))}
          </MovieRow>
        )}
        <SuggestionsFrame userId={user.userId} methods={methods} method={method} notices={notices}>
          <Suspense key={method} fallback={<GridSkeleton n={12} />}>
            <Suggestions userId={user.userId} method={method} />
          </Suspense>
        </SuggestionsFrame>
        <Suspense fallback={<PanelsSkeleton n={8} />}>
          <Neighbours userId={user.userId} />
        </Suspense>
      </>
    )
  })
}
