// When the front page cannot be shown.
'use client'

import { SegmentError, type ErrorPageProps } from '../_parts/segment-error'

export default function HomeError({ retry }: ErrorPageProps) {
  return <SegmentError title="What shall we watch tonight?" what="The front page" retry={retry} />
}
