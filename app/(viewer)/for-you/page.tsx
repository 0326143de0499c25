// What this person might love, from their own ratings, by the method they choose.
import type { Metadata } from 'next'
import { ForYouResults } from '@/components/for-you/for-you-results'
import { PageHead } from '@/components/layout/page-head'
import { RecommendationRow } from '@/components/movie/recommendation-row'
import { listMethods } from '@/lib/services/recommend/list-methods'
import { countRatings } from '@/lib/services/people/my-ratings'
import { recommendForPerson } from '@/lib/services/recommend/recommend-for-person'
import { requireViewer } from '@/app/viewer'
import { formatCounted } from '../_parts/format'
import { chooseMethod } from '../_parts/method'
import { Notice } from '../_parts/notice'
import { firstOf, type SearchParams } from '../_parts/route-params'
import { whenReady } from '../_parts/when-ready'

export const metadata: Metadata = {
  title: 'For you',
  description: 'Films recommended from your own ratings, by the method you choose, each with its reason.',
}

const N_RECOMMENDED = 24
const N_MEANWHILE = 12
/** The one method that needs no ratings. */
const EVERYBODYS = 'popularity'

interface Props {
  searchParams: Promise<SearchParams>
}

export default function ForYouPage({ searchParams }: Props) {
  return whenReady(async () => {
    const { host, person } = await requireViewer()
    const methods = listMethods(host)
    const { method, notices } = chooseMethod(methods, firstOf((await searchParams).method))
    const ratedCount = await countRatings(host, person)
    const initial = ratedCount > 0 ? await recommendForPerson(host, { person, method, k: N_RECOMMENDED }) : null
    const meanwhile = methods.some(({ name, ready }) => name === EVERYBODYS && ready) && ratedCount === 0
    return (
      <>
        <PageHead title="For you" lead={describe(ratedCount)} />
        <Notice lines={notices} />
        <ForYouResults methods={methods} initial={initial} method={method} ratedCount={ratedCount} />
        {meanwhile && (
          <RecommendationRow
            title="Meanwhile, crowd favourites"
            why="the same for everybody"
            recommendation={await recommendForPerson(host, { person, method: EVERYBODYS, k: N_MEANWHILE })}
          />
        )}
      </>
    )
  })
}

const describe = (ratedCount: number) =>
  ratedCount === 0
    ? 'Give some films stars, and this page is yours.'
    : `From your ${formatCounted(ratedCount, 'rating')}. Every star you give changes it at once.`
