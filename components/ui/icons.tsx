// Line icons, drawn on 24 × 24 and hidden from assistive technology: the control around them carries the name.
import type { ReactNode } from 'react'

interface IconProps {
  className?: string
}

function makeIcon(drawing: ReactNode, filled = false) {
  return function Icon({ className = 'icon' }: IconProps) {
    return (
      <svg
        className={className}
        viewBox="0 0 24 24"
        aria-hidden="true"
        focusable="false"
        {...(filled ? { fill: 'currentColor', stroke: 'none' } : {})}
      >
        {drawing}
      </svg>
    )
  }
}

export const STAR_PATH = 'M12 2.6l2.9 5.9 6.5.95-4.7 4.58 1.11 6.47L12 17.44 6.19 20.5l1.11-6.47-4.7-4.58 6.5-.95z'

export const StarIcon = makeIcon(<path d={STAR_PATH} />)

export const ThumbUpIcon = makeIcon(
  <path d="M7 11v9H3v-9zM7 11l4-8a2.5 2.5 0 0 1 2.5 2.8L13 9h6a2 2 0 0 1 2 2.3l-1.2 7a2 2 0 0 1-2 1.7H7" />,
)
export const ThumbDownIcon = makeIcon(
  <path d="M17 13V4h4v9zM17 13l-4 8a2.5 2.5 0 0 1-2.5-2.8L11 15H5a2 2 0 0 1-2-2.3l1.2-7A2 2 0 0 1 6.2 4H17" />,
)
export const NotInterestedIcon = makeIcon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M6 6l12 12" />
  </>,
)
export const SeenIcon = makeIcon(
  <>
    <path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z" />
    <circle cx="12" cy="12" r="3" />
  </>,
)
export const SearchIcon = makeIcon(
  <>
    <circle cx="11" cy="11" r="7" />
    <path d="M20 20l-4-4" />
  </>,
)
export const SunIcon = makeIcon(
  <>
    <circle cx="12" cy="12" r="4" />
    <path d="M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4" />
  </>,
)
export const MoonIcon = makeIcon(<path d="M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5Z" />)
export const SystemIcon = makeIcon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 3.5v17a8.5 8.5 0 0 0 0-17Z" fill="currentColor" />
  </>,
)
export const ChevronLeftIcon = makeIcon(<path d="M15 5l-7 7 7 7" />)
export const ChevronRightIcon = makeIcon(<path d="M9 5l7 7-7 7" />)
export const CloseIcon = makeIcon(<path d="M6 6l12 12M18 6L6 18" />)
export const ArrowRightIcon = makeIcon(<path d="M4 12h16M13 5l7 7-7 7" />)
