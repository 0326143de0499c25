// The list of users before it is there.
import { FilterSkeleton, HeadSkeleton, PanelsSkeleton } from '../../_parts/skeletons'

export default function UsersLoading() {
  return (
    <>
      <HeadSkeleton />
      <FilterSkeleton />
      <PanelsSkeleton n={24} />
    </>
  )
}
