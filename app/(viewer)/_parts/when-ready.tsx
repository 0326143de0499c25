// The edge of every page: what is not there becomes a 404, what is not ready yet a calm state, the rest the error page.
import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { isAppError } from '@/lib/errors/app-error'
import { Preparing } from './preparing'

/** Renders, or says that the models are being prepared. `waiting` stands in for a section of a page. */
export async function whenReady(
  render: () => Promise<ReactNode>,
  waiting: ReactNode = <Preparing page />,
): Promise<ReactNode> {
  const rendered = await ifReady(render)
  return rendered === undefined ? waiting : rendered
}

/** What was read, or undefined while nothing can be read yet. */
export async function ifReady<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    // Codes, not classes: Next bundles its own copy of lib.
    if (isAppError(error) && error.code === 'not_ready') return undefined
    if (isAppError(error) && error.code === 'not_found') notFound()
    throw error
  }
}
