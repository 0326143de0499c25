// What follows the first page of Browse; what fetches it is loaded once somebody comes near the end.
'use client'
import { lazy, Suspense, useRef, useState } from 'react'
import type { MovieQuery } from '@/lib/schemas/movie'
import { GridSkeleton } from '../ui/skeleton'
import { LoadMore, useNear } from './load-more'

const FollowingFilms = lazy(() => import('./following-films').then((module) => ({ default: module.FollowingFilms })))

export function MoreFilms({ cursor, query }: { cursor: string; query: MovieQuery }) {
  const [isWanted, setWanted] = useState(false)
  const end = useRef<HTMLDivElement>(null)
  useNear(end, !isWanted, () => setWanted(true))
  if (!isWanted)
    return (
      <div ref={end}>
        <LoadMore isLoading={false} onMore={() => setWanted(true)} />
      </div>
    )
  return (
    <Suspense fallback={<Waiting />}>
      <FollowingFilms cursor={cursor} query={query} />
    </Suspense>
  )
}

function Waiting() {
  return (
    <div className="grid-goes-on">
      <GridSkeleton n={6} />
      <LoadMore isLoading />
    </div>
  )
}
