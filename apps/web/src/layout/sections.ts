/** The pages in the main navigation. */
export const sections = [
  { to: '/', label: 'Posts' },
  { to: '/topics', label: 'Topics' },
  { to: '/authors', label: 'Authors' },
  { to: '/organization', label: 'Organization' },
  { to: '/stats', label: 'Stats' },
] as const
