// A film that the catalogue does not have.
import type { Metadata } from 'next'
import { PageHead } from '@/components/layout/page-head'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'

export const metadata: Metadata = { title: 'Film not found' }

export default function MovieNotFound() {
  return (
    <>
      <PageHead title="No such film" />
      <EmptyState
        title="This catalogue has no film at this address"
        action={<ButtonLink href="/browse">Browse all films</ButtonLink>}
      >
        Perhaps the data set has changed since the link was made. Search for the title above, or browse.
      </EmptyState>
    </>
  )
}
