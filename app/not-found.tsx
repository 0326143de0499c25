// An address that leads nowhere.
import type { Metadata } from 'next'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <div className="pt-12">
      <h1 className="page-title mb-8">This reel is missing</h1>
      <EmptyState
        title="There is no such page"
        action={
          <>
            <ButtonLink href="/">Home</ButtonLink>
            <ButtonLink href="/browse" variant="quiet">
              Browse films
            </ButtonLink>
          </>
        }
      >
        The address may be mistyped, or the film is not in this catalogue.
      </EmptyState>
    </div>
  )
}
