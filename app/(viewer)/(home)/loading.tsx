// The front page before its rows are there.
import { RowSkeleton, Skeleton } from '@/components/ui/skeleton'

export default function HomeLoading() {
  return (
    <>
      <div className="hero" aria-hidden="true">
        <div className="grid gap-6">
          <Skeleton className="h-32 w-full max-w-md" />
          <Skeleton className="h-14 w-full max-w-lg" />
          <Skeleton className="h-34 w-full" />
        </div>
        <Skeleton className="mx-auto h-75 w-43 rounded-[10px] lg:h-105 lg:w-65" />
      </div>
      <RowSkeleton />
      <RowSkeleton />
    </>
  )
}
