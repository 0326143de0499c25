// When the studio cannot be shown.
'use client'

import { SegmentError, type ErrorPageProps } from '../(viewer)/_parts/segment-error'

export default function StudioError({ retry }: ErrorPageProps) {
  return <SegmentError title="Studio" what="The figures" retry={retry} />
}
