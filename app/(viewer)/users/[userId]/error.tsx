// When a user's page cannot be shown.
'use client'

import { SegmentError, type ErrorPageProps } from '../../_parts/segment-error'

export default function UserError({ retry }: ErrorPageProps) {
  return <SegmentError title="This user" what="The user" retry={retry} />
}
