// When the list of films cannot be shown.
'use client'

import { SegmentError, type ErrorPageProps } from '../_parts/segment-error'

export default function BrowseError({ retry }: ErrorPageProps) {
  return <SegmentError title="Browse" what="The films" retry={retry} />
}
