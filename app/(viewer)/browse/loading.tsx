// Browse before its first page of films is there.
import { GridSkeleton } from '@/components/ui/skeleton'
import { FilterSkeleton, HeadSkeleton } from '../_parts/skeletons'

export default function BrowseLoading() {
  return (
    <>
      <HeadSkeleton />
      <FilterSkeleton />
      <GridSkeleton n={12} />
    </>
  )
}
