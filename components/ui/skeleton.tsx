// Grey shapes of what is coming, of the same size as what will come.
const range = (n: number) => Array.from({ length: n }, (_, index) => index)

export function Skeleton({ className = '' }: { className?: string }) {
  return <div className={`skeleton ${className}`} aria-hidden="true" />
}

function Loading() {
  return (
    <p className="visually-hidden" role="status">
      Loading…
    </p>
  )
}

export function CardSkeleton() {
  return (
    <div aria-hidden="true">
      <Skeleton className="aspect-2/3 rounded-[10px]" />
      <Skeleton className="mt-3 h-4 w-4/5" />
      <Skeleton className="mt-2 h-3 w-3/5" />
    </div>
  )
}

function RowShape({ n }: { n: number }) {
  return (
    <div className="row" aria-hidden="true">
      <Skeleton className="mb-4 h-7 w-60" />
      <div className="scroller scroller-6">
        {range(n).map((i) => (
          <CardSkeleton key={i} />
        ))}
      </div>
    </div>
  )
}

export function RowSkeleton({ n = 6 }: { n?: number }) {
  return (
    <>
      <Loading />
      <RowShape n={n} />
    </>
  )
}

export function GridSkeleton({ n = 24 }: { n?: number }) {
  return (
    <>
      <Loading />
      <div className="grid-films">
        {range(n).map((i) => (
          <CardSkeleton key={i} />
        ))}
      </div>
    </>
  )
}

export function FilmSkeleton() {
  return (
    <>
      <Loading />
      <div className="film">
        <Skeleton className="film-poster aspect-2/3 rounded-[10px]" />
        <div className="grid gap-4">
          <Skeleton className="h-14 w-3/4" />
          <Skeleton className="h-5 w-1/2" />
          <Skeleton className="h-7 w-2/3" />
          <Skeleton className="h-28" />
        </div>
        <Skeleton className="h-72 rounded-[14px]" />
      </div>
      <RowShape n={6} />
    </>
  )
}

export function PageSkeleton() {
  return (
    <>
      <Loading />
      <div className="grid gap-3 pt-10 pb-2">
        <Skeleton className="h-13 w-72" />
        <Skeleton className="h-6 w-96 max-w-full" />
      </div>
      <RowShape n={6} />
    </>
  )
}
