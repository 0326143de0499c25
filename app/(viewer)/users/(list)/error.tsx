// When the list of users cannot be shown.
'use client'

import { SegmentError, type ErrorPageProps } from '../../_parts/segment-error'

export default function UsersError({ retry }: ErrorPageProps) {
  return <SegmentError title="Users" what="The list of users" retry={retry} />
}
