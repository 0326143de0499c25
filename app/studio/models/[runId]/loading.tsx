// One training before it is there.
import { Skeleton } from '@/components/ui/skeleton'
import { HeadSkeleton } from '@/app/(viewer)/_parts/skeletons'

export default function RunLoading() {
  return (
    <>
      <HeadSkeleton />
      <Skeleton className="h-32 rounded-[14px]" />
      <Skeleton className="mt-12 h-80 rounded-[14px]" />
    </>
  )
}
