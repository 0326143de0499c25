// When the films to rate cannot be shown.
'use client'

import { SegmentError, type ErrorPageProps } from '../_parts/segment-error'

export default function RateError({ retry }: ErrorPageProps) {
  return <SegmentError title="Rate" what="The films to rate" retry={retry} />
}
