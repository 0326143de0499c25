// The error page of whatever has none of its own.
'use client'

import { SegmentError, type ErrorPageProps } from './_parts/segment-error'

export default function ViewerError({ retry }: ErrorPageProps) {
  return <SegmentError title="Something went wrong" what="This page" retry={retry} />
}
