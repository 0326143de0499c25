// Rate before its films are there.
import { RowSkeleton, Skeleton } from '@/components/ui/skeleton'
import { HeadSkeleton } from '../_parts/skeletons'

export default function RateLoading() {
  return (
    <>
      <HeadSkeleton />
      <Skeleton className="h-96 w-full rounded-[14px]" />
      <RowSkeleton />
    </>
  )
}
