// The run of this address, read once per request although its layout and its page both ask for it.
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { runIdSchema, type RunDetail } from '@/lib/schemas/run'
import { requireRun } from '@/lib/services/runs/list-runs'
import { ifReady } from '@/app/(viewer)/_parts/when-ready'
import { requireViewer } from '@/app/viewer'

/** Undefined while nothing can be read yet; a run that does not exist gets the 404. */
export const readRun = cache((rawId: string): Promise<RunDetail | undefined> => {
  if (!runIdSchema.safeParse(rawId).success) notFound()
  return ifReady(async () => {
    const { host } = await requireViewer()
    return requireRun(host.db, rawId)
  })
})
