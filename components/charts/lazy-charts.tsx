// The drawings are loaded on their own, in the browser: viewers' pages never carry the charting library.
'use client'
import dynamic from 'next/dynamic'
import { Skeleton } from '../ui/skeleton'

const loading = () => <Skeleton className="h-full" />

export const LinesDrawing = dynamic(() => import('./drawings').then((module) => ({ default: module.LinesDrawing })), {
  ssr: false,
  loading,
})
export const BarsDrawing = dynamic(() => import('./drawings').then((module) => ({ default: module.BarsDrawing })), {
  ssr: false,
  loading,
})
export const CurvesDrawing = dynamic(() => import('./drawings').then((module) => ({ default: module.CurvesDrawing })), {
  ssr: false,
  loading,
})
