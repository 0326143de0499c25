// One of the crowd, as a card that leads to their page.
import type { UserSummary } from '@/lib/schemas/user'
import { countOf } from '../shared/words'
import { Link } from '../ui/link'

export function UserCard({ user }: { user: UserSummary }) {
  return (
    <Link className="panel block h-full hover:border-edge hover:bg-raised" href={`/users/${user.userId}`}>
      <span className="block font-display text-xl font-bold">User {user.userId}</span>
      <span className="block text-sm text-muted">
        {countOf(user.count, 'rating', 'ratings')}, {user.mean.toFixed(1)} stars on average
      </span>
      {user.topGenres.length > 0 && (
        <span className="mt-1.5 block text-sm">{user.topGenres.slice(0, 3).join(', ')}</span>
      )}
    </Link>
  )
}

export function UserList({ users }: { users: readonly UserSummary[] }) {
  return (
    <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
      {users.map((user) => (
        <li key={user.userId}>
          <UserCard user={user} />
        </li>
      ))}
    </ul>
  )
}
