// Mounts the documentation in Next, for development and for hosts without our server.
import { createApi } from '@/lib/api/app'

const api = createApi()

export const GET = (request: Request) => api.fetch(request)
