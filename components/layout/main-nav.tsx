// The five places of a viewer; all of them in sight on a phone too.
'use client'
import { usePathname } from 'next/navigation'
import { Link } from '../ui/link'

const PLACES = [
  { href: '/', name: 'Home' },
  { href: '/browse', name: 'Browse' },
  { href: '/for-you', name: 'For you' },
  { href: '/users', name: 'Users' },
  { href: '/rate', name: 'Rate' },
] as const

export function MainNav() {
  const pathname = usePathname()
  const currentOf = (href: string) => {
    if (pathname === href) return 'page'
    return href !== '/' && pathname.startsWith(`${href}/`) ? 'true' : undefined
  }
  return (
    <nav className="nav" aria-label="Main">
      <ul>
        {PLACES.map(({ href, name }) => (
          <li key={href}>
            <Link href={href} aria-current={currentOf(href)}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
