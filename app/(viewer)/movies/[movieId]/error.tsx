// When a film's page cannot be shown.
'use client'

import { SegmentError, type ErrorPageProps } from '../../_parts/segment-error'

export default function MovieError({ retry }: ErrorPageProps) {
  return <SegmentError title="This film" what="The film" retry={retry} />
}
