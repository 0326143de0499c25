// When somebody's recommendations cannot be shown.
'use client'

import { SegmentError, type ErrorPageProps } from '../_parts/segment-error'

export default function ForYouError({ retry }: ErrorPageProps) {
  return <SegmentError title="For you" what="Your recommendations" retry={retry} />
}
