// The trainings before they are there.
import { Skeleton } from '@/components/ui/skeleton'
import { HeadSkeleton } from '@/app/(viewer)/_parts/skeletons'

const ROWS = 6

export default function ModelsLoading() {
  return (
    <>
      <HeadSkeleton />
      <div className="grid gap-3 md:grid-cols-2" aria-hidden="true">
        <Skeleton className="h-32 rounded-[14px]" />
        <Skeleton className="h-32 rounded-[14px]" />
      </div>
      <div className="mt-12 grid gap-2.5" aria-hidden="true">
        {Array.from({ length: ROWS }, (_, i) => (
          <Skeleton key={i} className="h-22 rounded-[14px]" />
        ))}
      </div>
    </>
  )
}
