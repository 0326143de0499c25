// Knows whether the user exists before the skeleton is sent: after that, the status could no longer be 404.
import type { ReactNode } from 'react'
import { readUser } from './read-user'

interface Props {
  params: Promise<{ userId: string }>
  children: ReactNode
}

export default async function UserLayout({ params, children }: Props) {
  await readUser((await params).userId)
  return children
}
