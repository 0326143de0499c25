// A user that the data set does not have.
import type { Metadata } from 'next'
import { PageHead } from '@/components/layout/page-head'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'

export const metadata: Metadata = { title: 'User not found' }

export default function UserNotFound() {
  return (
    <>
      <PageHead title="No such user" />
      <EmptyState
        title="This data set has no user with this id"
        action={
          <>
            <ButtonLink href="/users">All users</ButtonLink>
            <ButtonLink href="/users/random" variant="quiet" prefetch={false}>
              Surprise me
            </ButtonLink>
          </>
        }
      >
        Ids are whole numbers. The page of all users says from where to where they go.
      </EmptyState>
    </>
  )
}
