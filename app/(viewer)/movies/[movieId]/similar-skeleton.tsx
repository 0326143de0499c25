// The two columns of similar films before they are there.
import { RowSkeleton } from '@/components/ui/skeleton'

export function SimilarSkeleton() {
  return (
    <div className="grid-2">
      <div className="min-w-0">
        <RowSkeleton n={3} />
      </div>
      <div className="min-w-0">
        <RowSkeleton n={3} />
      </div>
    </div>
  )
}
