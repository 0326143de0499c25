// A film's page before the film is there.
import { FilmSkeleton } from '@/components/ui/skeleton'

export default function MovieLoading() {
  return <FilmSkeleton />
}
