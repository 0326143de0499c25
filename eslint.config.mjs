import nextVitals from 'eslint-config-next/core-web-vitals'
import nextTypescript from 'eslint-config-next/typescript'

const config = [
  {
    ignores: [
      '.next/',
      'dist/',
      '.marquee/',
      'lib/db/generated/',
      'lib/math/kernels/generated/',
      // AssemblyScript has its own compiler, which checks it.
      'lib/math/kernels/assembly/',
      'next-env.d.ts',
      'playwright-report/',
      'test-results/',
    ],
  },
  ...nextVitals,
  ...nextTypescript,
  {
    rules: {
      'no-console': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['error', { max: 400, skipBlankLines: false }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': false, 'ts-ignore': true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // The environment is read in one place, and the rest of the code is told.
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Read the environment through lib/config.' },
      ],
    },
  },
  {
    // Posters come straight from the image host the policy allows; next/image would need style attributes, which it forbids.
    files: ['components/**'],
    rules: { '@next/next/no-img-element': 'off' },
  },
  {
    files: ['lib/config/**', '*.config.*', 'scripts/**', 'e2e/**', 'bench/**', 'prisma/schema-engine.mjs', 'test/**'],
    rules: { 'no-restricted-properties': 'off', 'no-console': 'off' },
  },
  {
    files: ['lib/{math,recsys}/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', 'Date', 'performance', 'process'],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Pass a seeded generator.' },
      ],
    },
  },
]

export default config
