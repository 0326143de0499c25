// Mounts the API in Next, for development and for hosts without our server, which answers it before Next does.
import { createApi } from '@/lib/api/app'

const api = createApi()
const answer = (request: Request) => api.fetch(request)

export {
  answer as DELETE,
  answer as GET,
  answer as HEAD,
  answer as OPTIONS,
  answer as PATCH,
  answer as POST,
  answer as PUT,
}
