// One write of the studio: busy meanwhile, a message after it, and the page as it is then.
'use client'
import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import type { ActionResult } from '@/lib/schemas/action'
import { useToast } from '../ui/toast'

type Failure = Extract<ActionResult<unknown>, { ok: false }>

export function useWrite() {
  const router = useRouter()
  const show = useToast()
  const [busy, start] = useTransition()
  const [failure, setFailure] = useState<Failure | null>(null)
  const write = <T>(action: () => Promise<ActionResult<T>>, done: (data: T) => string) =>
    start(async () => {
      setFailure(null)
      const answer = await action().catch((error: unknown): Failure => {
        const message = error instanceof Error ? error.message : 'Marquee cannot be reached.'
        return { ok: false, code: 'unavailable', message }
      })
      if (!answer.ok) {
        setFailure(answer)
        return
      }
      show({ message: done(answer.data) })
      router.refresh()
    })
  return { busy, failure, write }
}
