// What crawlers may read: films, not what is made for one person or changes with every visit. Of For you, the page that everybody
// gets before the first star.
import type { MetadataRoute } from 'next'

export default function robots(): MetadataRoute.Robots {
  return {
    rules: { userAgent: '*', allow: '/', disallow: ['/api/', '/for-you?', '/rate', '/studio', '/users/random'] },
  }
}
