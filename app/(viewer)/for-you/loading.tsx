// For you before its films are there.
import { GridSkeleton } from '@/components/ui/skeleton'
import { FilterSkeleton, HeadSkeleton } from '../_parts/skeletons'

export default function ForYouLoading() {
  return (
    <>
      <HeadSkeleton />
      <FilterSkeleton />
      <GridSkeleton n={12} />
    </>
  )
}
