// The filters of Browse. They live in the URL; without JavaScript this is a plain form.
'use client'
import { useRouter } from 'next/navigation'
import { useEffect, useId, useRef, useState, useTransition } from 'react'
import type { MovieQuery } from '@/lib/schemas/movie'
import { Button } from '../ui/button'
import { Field, Select, TextInput } from '../ui/field'
import { filtersOf, toQueryString } from './query-string'

const REST_MS = 180
const DECADES = [2020, 2010, 2000, 1990, 1980, 1970, 1960, 1950, 1940, 1930, 1920, 1910, 1900]
const MIN_RATINGS = [5, 20, 50, 100, 200]

const addressOf = (form: HTMLFormElement) => {
  const data = new FormData(form)
  const text = (name: string) => String(data.get(name) ?? '').trim()
  const query = toQueryString({
    q: text('q'),
    genre: text('genre'),
    decade: Number(text('decade')) || undefined,
    minRatings: Number(text('minRatings')) || undefined,
  })
  return query === '' ? '/browse' : `/browse?${query}`
}

export function BrowseFilters({ query, genres }: { query: MovieQuery; genres: readonly string[] }) {
  const router = useRouter()
  const id = useId()
  const form = useRef<HTMLFormElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const [pending, startTransition] = useTransition()
  const current = toQueryString(filtersOf(query))
  // The fields follow the URL when it changes elsewhere (Back, "Clear filters"), but not while one types.
  const [shownFor, setShownFor] = useState(current)
  const [version, setVersion] = useState(0)
  const [written, setWritten] = useState(current)
  if (shownFor !== current) {
    setShownFor(current)
    if (written !== current) setVersion(version + 1)
  }
  useEffect(() => () => clearTimeout(timer.current), [])

  const apply = () => {
    clearTimeout(timer.current)
    if (form.current === null) return
    const address = addressOf(form.current)
    setWritten(address.split('?')[1] ?? '')
    startTransition(() => router.replace(address, { scroll: false }))
  }
  const applySoon = () => {
    clearTimeout(timer.current)
    timer.current = setTimeout(apply, REST_MS)
  }
  return (
    <form
      ref={form}
      key={version}
      action="/browse"
      role="search"
      aria-label="Filter films"
      aria-busy={pending}
      className="grid grid-cols-2 items-end gap-3 pb-3 *:first:col-span-full sm:grid-cols-3 max-sm:*:nth-2:col-span-full lg:grid-cols-[2fr_1fr_1fr_1fr] lg:*:first:col-span-1"
      onSubmit={(event) => {
        event.preventDefault()
        apply()
      }}
    >
      <Field label="Title" id={`${id}-q`}>
        <TextInput
          id={`${id}-q`}
          name="q"
          type="search"
          defaultValue={query.q}
          placeholder="Any title; typing errors are forgiven"
          autoComplete="off"
          onChange={applySoon}
        />
      </Field>
      <Field label="Genre" id={`${id}-genre`}>
        <Select id={`${id}-genre`} name="genre" defaultValue={query.genre ?? ''} onChange={apply}>
          <option value="">All genres</option>
          {genres.map((genre) => (
            <option key={genre}>{genre}</option>
          ))}
        </Select>
      </Field>
      <Field label="Decade" id={`${id}-decade`}>
        <Select id={`${id}-decade`} name="decade" defaultValue={query.decade ?? ''} onChange={apply}>
          <option value="">Any time</option>
          {DECADES.map((decade) => (
            <option key={decade} value={decade}>
              {decade}s
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Ratings" id={`${id}-min`}>
        <Select id={`${id}-min`} name="minRatings" defaultValue={query.minRatings ?? ''} onChange={apply}>
          <option value="">Any number</option>
          {[...new Set([...MIN_RATINGS, query.minRatings ?? 5])]
            .sort((a, b) => a - b)
            .filter((n) => n > 0)
            .map((n) => (
              <option key={n} value={n}>
                At least {n}
              </option>
            ))}
        </Select>
      </Field>
      <noscript>
        <Button type="submit">Search</Button>
      </noscript>
    </form>
  )
}
