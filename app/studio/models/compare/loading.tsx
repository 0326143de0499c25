// Two trainings before they are there.
import { Skeleton } from '@/components/ui/skeleton'
import { HeadSkeleton } from '@/app/(viewer)/_parts/skeletons'

export default function CompareLoading() {
  return (
    <>
      <HeadSkeleton />
      <div className="grid gap-3 md:grid-cols-2" aria-hidden="true">
        <Skeleton className="h-44 rounded-[14px]" />
        <Skeleton className="h-44 rounded-[14px]" />
      </div>
      <Skeleton className="mt-12 h-72 rounded-[14px]" />
    </>
  )
}
