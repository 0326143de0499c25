// Reads my ratings again after one was stored. Draws nothing, so that the list keeps its place, and its focus, meanwhile.
'use client'

import { useEffect } from 'react'
import useSWR from 'swr'
import { fetchJson } from '@/components/shared/fetch-json'
import { reading } from '@/components/shared/reading'
import type { RatingPage } from '@/lib/schemas/rating'

interface LiveRatingsProps {
  address: string
  /** How many ratings have been stored: each one asks anew. */
  storedCount: number
  onRead: (page: RatingPage) => void
}

export function LiveRatings({ address, storedCount, onRead }: LiveRatingsProps) {
  const { data } = useSWR<RatingPage, Error>([address, storedCount], {
    ...reading,
    fetcher: () => fetchJson<RatingPage>(address),
  })
  useEffect(() => {
    if (data !== undefined) onRead(data)
  }, [data, onRead])
  return null
}
