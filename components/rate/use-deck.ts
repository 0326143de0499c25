// The pile of films to rate: the one on top, what was skipped, and more before it runs out.
'use client'
import { useState } from 'react'
import type { MovieListItem } from '@/lib/schemas/movie'
import { fetchJson } from '../shared/fetch-json'

const REFILL_AT = 4
const BATCH = 12

export function useDeck(films: readonly MovieListItem[]) {
  const [pile, setPile] = useState(films)
  const [seen, setSeen] = useState<readonly number[]>([])
  const [loading, setLoading] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)

  const refill = async (known: readonly number[]) => {
    setLoading(true)
    setFailure(null)
    try {
      const params = new URLSearchParams({ skip: known.join(','), n: String(BATCH) })
      const { items } = await fetchJson<{ items: MovieListItem[] }>(`/api/v1/me/films-to-rate?${params}`)
      setPile((before) => [
        ...before,
        ...items.filter((film) => !before.some(({ id }) => id === film.id) && !known.includes(film.id)),
      ])
    } catch (error) {
      setFailure(error instanceof Error ? error.message : 'The next films did not come.')
    }
    setLoading(false)
  }
  const known = [...seen, ...pile.map((film) => film.id)]
  const next = () => {
    const [top, ...rest] = pile
    if (top === undefined) return
    setSeen([...seen, top.id])
    setPile(rest)
    if (rest.length <= REFILL_AT && !loading) void refill(known)
  }
  const putBack = (film: MovieListItem) => setPile((before) => [film, ...before.filter(({ id }) => id !== film.id)])
  return { top: pile.at(0), coming: pile.slice(1, 4), loading, failure, next, putBack, retry: () => void refill(known) }
}
