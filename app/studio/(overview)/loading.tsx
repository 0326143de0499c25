// The studio before its figures are there.
import { Skeleton } from '@/components/ui/skeleton'
import { HeadSkeleton, PanelsSkeleton } from '@/app/(viewer)/_parts/skeletons'

export default function StudioLoading() {
  return (
    <>
      <HeadSkeleton />
      <PanelsSkeleton n={7} />
      <div className="grid-2 gap-y-6 pt-10" aria-hidden="true">
        <Skeleton className="h-80 rounded-[14px]" />
        <Skeleton className="h-80 rounded-[14px]" />
      </div>
      <Skeleton className="mt-10 h-60 rounded-[14px]" />
    </>
  )
}
