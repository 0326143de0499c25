// Knows whether the film exists before the skeleton is sent: after that, the status could no longer be 404.
import type { ReactNode } from 'react'
import { readMovie } from './read-movie'

interface Props {
  params: Promise<{ movieId: string }>
  children: ReactNode
}

export default async function MovieLayout({ params, children }: Props) {
  await readMovie((await params).movieId)
  return children
}
