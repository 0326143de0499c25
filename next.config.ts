import type { NextConfig } from 'next'

const config: NextConfig = {
  agentRules: false,
  poweredByHeader: false,
  serverExternalPackages: ['pg', 'pino'],
  // Types are checked by `npm run check`; a viewer's first start should not wait for them a second time.
  typescript: { ignoreBuildErrors: true },
}

export default config
