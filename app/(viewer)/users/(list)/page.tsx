// The crowd: find one of its users by id, at random, or by paging through.
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { PageHead } from '@/components/layout/page-head'
import { UserPicker } from '@/components/search/user-picker'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { SectionHead } from '@/components/ui/section-head'
import { UserList } from '@/components/user/user-card'
import { userIdSchema } from '@/lib/schemas/user'
import { describeCrowd, listUsers } from '@/lib/services/people/get-user'
import { dataSetWords } from '@/components/shared/words'
import { requireViewer } from '@/app/viewer'
import { formatCounted } from '../../_parts/format'
import { Notice } from '../../_parts/notice'
import { firstOf, parseId, type SearchParams } from '../../_parts/route-params'
import { whenReady } from '../../_parts/when-ready'
import { findPreviousFrom, parseUsersPage, USERS_PER_PAGE } from './users-page-of'

export const metadata: Metadata = {
  title: 'Users',
  description: 'Find somebody of the crowd by id or at random, and see their taste and what is recommended to them.',
}

interface Props {
  searchParams: Promise<SearchParams>
}

type Crowd = ReturnType<typeof describeCrowd>

export default function UsersPage({ searchParams }: Props) {
  return whenReady(async () => {
    const { host } = await requireViewer()
    const crowd = describeCrowd(host)
    if (crowd.count === 0) return <NoUsers />
    const asked = await searchParams
    // Without JavaScript the picker sends its form here.
    const picked = parseId(firstOf(asked.userId) ?? '', userIdSchema)
    if (picked !== null) redirect(`/users/${picked}`)
    const { from, notices } = parseUsersPage(asked, crowd)
    const found = await listUsers(host, { from, limit: USERS_PER_PAGE + 1 })
    const users = found.slice(0, USERS_PER_PAGE)
    const last = users[users.length - 1]
    return (
      <>
        <PageHead title="Users" lead={describe(crowd)} />
        <Notice lines={notices} />
        <div className="mb-8 sm:max-w-md">
          <UserPicker first={crowd.firstUserId} last={crowd.lastUserId} />
        </div>
        <section aria-labelledby="all-users">
          <SectionHead id="all-users" title={`Users ${users[0].userId} to ${last.userId}`} why="by number" />
          <UserList users={users} />
        </section>
        <Pages previous={findPreviousFrom(from, crowd.firstUserId)} next={found[USERS_PER_PAGE]?.userId ?? null} />
      </>
    )
  })
}

function describe(crowd: Crowd): string {
  const ratings = `${formatCounted(crowd.nRatings, 'rating')} of ${formatCounted(crowd.nMovies, 'film')}`
  return crowd.synthetic
    ? `${formatCounted(crowd.count, 'synthetic person', 'synthetic people')} with ${ratings}: an audience made up by a seeded generator, for films that are real.`
    : `${formatCounted(crowd.count, 'person', 'people')} of ${dataSetWords(crowd.dataSet)} with ${ratings}.`
}

function Pages({ previous, next }: { previous: number | null; next: number | null }) {
  if (previous === null && next === null) return null
  return (
    <nav aria-label="Pages of users" className="mt-8 flex flex-wrap justify-between gap-3">
      {previous !== null && (
        <ButtonLink href={`/users?from=${previous}`} variant="quiet" rel="prev">
          Previous users
        </ButtonLink>
      )}
      {next !== null && (
        <ButtonLink href={`/users?from=${next}`} variant="quiet" rel="next" className="ml-auto">
          Next users
        </ButtonLink>
      )}
    </nav>
  )
}

function NoUsers() {
  return (
    <>
      <PageHead title="Users" />
      <EmptyState title="This data set has no users" action={<ButtonLink href="/rate">Rate films</ButtonLink>}>
        Import one with ratings, or give your own: recommendations by what films are about need nobody else.
      </EmptyState>
    </>
  )
}
