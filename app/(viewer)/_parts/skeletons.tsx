// Shapes that several loading pages are put together from.
import { Skeleton } from '@/components/ui/skeleton'

/** A page's heading and its lead. */
export function HeadSkeleton() {
  return (
    <div className="grid gap-3 pt-10 pb-6" aria-hidden="true">
      <Skeleton className="h-13 w-72 max-w-full" />
      <Skeleton className="h-6 w-96 max-w-full" />
    </div>
  )
}

export function FilterSkeleton() {
  return <Skeleton className="mb-6 h-20 w-full rounded-[14px]" />
}

/** Panels side by side: users, neighbours, figures. */
export function PanelsSkeleton({ n, className = 'h-28' }: { n: number; className?: string }) {
  return (
    <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4" aria-hidden="true">
      {Array.from({ length: n }, (_, i) => (
        <Skeleton key={i} className={`${className} rounded-[14px]`} />
      ))}
    </div>
  )
}
