// When the models cannot be shown.
'use client'

import { SegmentError, type ErrorPageProps } from '../../(viewer)/_parts/segment-error'

export default function ModelsError({ retry }: ErrorPageProps) {
  return <SegmentError title="Models" what="The trainings" retry={retry} />
}
