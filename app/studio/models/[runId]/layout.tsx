// Knows whether the run exists before the skeleton is sent: after that, the status could no longer be 404.
import type { ReactNode } from 'react'
import { readRun } from './read-run'

interface Props {
  params: Promise<{ runId: string }>
  children: ReactNode
}

export default async function RunLayout({ params, children }: Props) {
  await readRun((await params).runId)
  return children
}
