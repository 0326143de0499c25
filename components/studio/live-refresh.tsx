// Looks again every two seconds while something is queued, trained or about to be measured.
'use client'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

const EVERY_MS = 2000

export function LiveRefresh({ active }: { active: boolean }) {
  const { refresh } = useRouter()
  useEffect(() => {
    if (!active) return
    const timer = setInterval(() => {
      if (!document.hidden) refresh()
    }, EVERY_MS)
    return () => clearInterval(timer)
  }, [active, refresh])
  return null
}
