// The top of a crowd profile's page: how much they rate, what, and how.
import type { UserDetail } from '@/lib/schemas/user'
import { countOf } from '../shared/words'
import { Histogram } from '../ui/histogram'
import { GenreBars } from './genre-bars'

export function UserHead({ user, synthetic = false }: { user: UserDetail; synthetic?: boolean }) {
  const name = `User ${user.userId}`
  return (
    <div className="grid gap-6 pt-10 pb-2">
      <div>
        <h1 className="page-title">{name}</h1>
        <p className="lead mt-3">
          {countOf(user.count, 'film', 'films')} rated, {user.mean.toFixed(1)} stars on average.
          {synthetic && ' A made-up person of the demo catalogue’s synthetic audience.'}
        </p>
      </div>
      <div className="grid gap-4 md:grid-cols-2">
        <section className="panel" aria-labelledby="user-genres">
          <h2 id="user-genres" className="mb-3 text-[15px] font-semibold text-muted">
            Favourite genres
          </h2>
          <GenreBars genres={user.genres} nRatings={user.count} />
        </section>
        <section className="panel flex flex-col justify-between" aria-labelledby="user-stars">
          <h2 id="user-stars" className="mb-3 text-[15px] font-semibold text-muted">
            How they give stars
          </h2>
          <Histogram counts={user.histogram} label={`How ${name} gives stars`} />
        </section>
      </div>
    </div>
  )
}
