// Thumbs up, thumbs down, not interested, seen: one verdict per recommended film.
'use client'
import type { Verdict } from '@/lib/schemas/recommendation'
import { IconButton } from '../ui/button'
import { NotInterestedIcon, SeenIcon, ThumbDownIcon, ThumbUpIcon } from '../ui/icons'

const BUTTONS = [
  { verdict: 'up', label: 'Good suggestion', Icon: ThumbUpIcon },
  { verdict: 'down', label: 'Bad suggestion', Icon: ThumbDownIcon },
  { verdict: 'not-interested', label: 'Not interested', Icon: NotInterestedIcon },
  { verdict: 'seen', label: 'Already seen', Icon: SeenIcon },
] as const

interface FeedbackButtonsProps {
  title: string
  verdict: Verdict | null
  onGive: (verdict: Verdict) => void
}

export function FeedbackButtons({ title, verdict, onGive }: FeedbackButtonsProps) {
  return BUTTONS.map(({ verdict: value, label, Icon }) => (
    <IconButton key={value} label={`${label}: ${title}`} pressed={verdict === value} onClick={() => onGive(value)}>
      <Icon />
    </IconButton>
  ))
}
