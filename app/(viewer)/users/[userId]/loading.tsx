// A user's page before the user is there.
import { RowSkeleton, Skeleton } from '@/components/ui/skeleton'
import { HeadSkeleton } from '../../_parts/skeletons'

export default function UserLoading() {
  return (
    <>
      <HeadSkeleton />
      <div className="grid-2 gap-y-4" aria-hidden="true">
        <Skeleton className="h-60 rounded-[14px]" />
        <Skeleton className="h-60 rounded-[14px]" />
      </div>
      <RowSkeleton />
      <RowSkeleton />
    </>
  )
}
