// Films whose title is near what is being typed.
'use client'
import useSWR from 'swr'
import type { MoviePage } from '@/lib/schemas/movie'
import { reading } from '../shared/reading'
import { useDebounced } from '../shared/use-debounced'

const REST_MS = 120
const MOST = 8

export function useFilmSearch(typed: string) {
  const term = useDebounced(typed.trim(), REST_MS)
  const key = term === '' ? null : `/api/v1/movies?${new URLSearchParams({ q: term, limit: String(MOST) })}`
  const { data, error, isLoading, mutate } = useSWR<MoviePage, Error>(key, {
    ...reading,
    keepPreviousData: true,
    dedupingInterval: 30_000,
  })
  return {
    items: key === null ? [] : (data?.items ?? []),
    total: data?.total ?? 0,
    error,
    isLoading: isLoading || term !== typed.trim(),
    retry: () => void mutate(),
  }
}
