// The parts of a user's page that take a model: what is recommended to them, and the neighbours behind it.
import type { ReactNode } from 'react'
import { MethodPicker } from '@/components/for-you/method-picker'
import { PageRecommendationGrid } from '@/components/movie/recommendation-row'
import { EmptyState } from '@/components/ui/empty-state'
import { SectionHead } from '@/components/ui/section-head'
import { NeighbourList } from '@/components/user/neighbour-list'
import type { MethodInfo } from '@/lib/schemas/recommendation'
import { listNeighbours } from '@/lib/services/people/get-user'
import { recommendForUser } from '@/lib/services/recommend/recommend-for-user'
import { requireViewer } from '@/app/viewer'
import { Notice } from '../../_parts/notice'
import { Preparing } from '../../_parts/preparing'
import { whenReady } from '../../_parts/when-ready'

const N_RECOMMENDED = 18
const N_NEIGHBOURS = 12

interface FrameProps {
  userId: number
  methods: MethodInfo[]
  method: string
  notices: readonly string[]
  children: ReactNode
}

/** Stays while the suggestions inside are made again by another method. */
export function SuggestionsFrame({ userId, methods, method, notices, children }: FrameProps) {
  return (
    <section className="row" aria-labelledby="suggestions">
      <SectionHead id="suggestions" title={`Recommended to User ${userId}`} why="from the ratings they gave" />
      <Notice lines={notices} />
      <div className="mb-6">
        <MethodPicker methods={methods} value={method} />
      </div>
      {children}
    </section>
  )
}

export function Suggestions({ userId, method }: { userId: number; method: string }) {
  return whenReady(
    async () => {
      const { host, person } = await requireViewer()
      const recommendation = await recommendForUser(host, { userId, method, k: N_RECOMMENDED, viewer: person })
      if (recommendation.items.length > 0) return <PageRecommendationGrid recommendation={recommendation} />
      return (
        <EmptyState title="This method has nothing to suggest">
          User {userId} has too few ratings for it. Choose another method.
        </EmptyState>
      )
    },
    <Preparing />,
  )
}

export function Neighbours({ userId }: { userId: number }) {
  return (
    <section className="row" aria-labelledby="neighbours">
      <SectionHead id="neighbours" title="Nearest neighbours" why="those who rate most alike" />
      <NeighboursFound userId={userId} />
    </section>
  )
}

function NeighboursFound({ userId }: { userId: number }) {
  return whenReady(
    async () => {
      const { host } = await requireViewer()
      const neighbours = await listNeighbours(host, userId, N_NEIGHBOURS)
      if (neighbours.length > 0) return <NeighbourList neighbours={neighbours} />
      return (
        <EmptyState title="No neighbours">
          Nobody in the crowd has rated enough of the same films as User {userId}.
        </EmptyState>
      )
    },
    <Preparing />,
  )
}
