// Any page that failed, inside the frame: what could not be loaded, and "Try again", which asks the server once more.
'use client'
import { usePathname } from 'next/navigation'
import { PageHead } from '@/components/layout/page-head'
import { ErrorState } from '@/components/ui/error-state'

/** One page for all, because every error page is a script that every visit carries. */
const PAGES: readonly { path: RegExp; title: string; what: string }[] = [
  { path: /^\/$/, title: 'What shall we watch tonight?', what: 'The front page' },
  { path: /^\/browse/, title: 'Browse', what: 'The films' },
  { path: /^\/movies\//, title: 'This film', what: 'The film' },
  { path: /^\/for-you/, title: 'For you', what: 'Your recommendations' },
  { path: /^\/users\/./, title: 'This user', what: 'The user' },
  { path: /^\/users/, title: 'Users', what: 'The list of users' },
  { path: /^\/rate/, title: 'Rate', what: 'The films to rate' },
  { path: /^\/studio\/models/, title: 'Models', what: 'The trainings' },
  { path: /^\/studio/, title: 'Studio', what: 'The figures' },
]
const ANY = { title: 'Something went wrong', what: 'This page' }

export default function PageError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  const pathname = usePathname()
  const { title, what } = PAGES.find(({ path }) => path.test(pathname)) ?? ANY
  const trace = error.digest ? `the server's log, under ${error.digest}` : `the server's log`
  return (
    <>
      <PageHead title={title} />
      <ErrorState
        title={`${what} could not be loaded`}
        message={`Nothing of yours was lost. Try again, and if it keeps failing, look at ${trace}.`}
        onRetry={retry}
      />
    </>
  )
}
