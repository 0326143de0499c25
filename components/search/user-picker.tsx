// "Pick a person": the way in by somebody's taste.
'use client'
import { useRouter } from 'next/navigation'
import { useId, useState, type FormEvent } from 'react'
import { IconButton } from '../ui/button'
import { ArrowRightIcon } from '../ui/icons'
import { Link } from '../ui/link'

export function UserPicker({ first, last }: { first: number; last: number }) {
  const router = useRouter()
  const id = useId()
  const [error, setError] = useState<string | null>(null)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const typed = new FormData(event.currentTarget).get('userId')
    const text = typeof typed === 'string' ? typed.trim() : ''
    const userId = Number(text)
    const known = /^\d+$/.test(text) && userId >= first && userId <= last
    setError(known ? null : `Type a whole number from ${first} to ${last}.`)
    if (known) router.push(`/users/${userId}`)
  }
  return (
    <form className="panel" action="/users" onSubmit={submit} noValidate>
      <label htmlFor={id} className="mb-2.5 block text-[15px] font-semibold">
        Pick a person
      </label>
      <div className="combo-field pr-1!">
        <input
          id={id}
          name="userId"
          inputMode="numeric"
          placeholder={`User ${first} to ${last}`}
          autoComplete="off"
          aria-invalid={error !== null}
          aria-describedby={`${id}-note`}
        />
        <IconButton type="submit" label="Show this person">
          <ArrowRightIcon />
        </IconButton>
      </div>
      <p id={`${id}-note`} className="mt-2.5 text-sm text-muted">
        {error !== null && (
          <span role="alert" className="block text-bad">
            {error}
          </span>
        )}
        What people like them loved ·{' '}
        <Link className="link inline-block py-0.5" href="/users/random" prefetch={false}>
          surprise me
        </Link>
      </p>
    </form>
  )
}
