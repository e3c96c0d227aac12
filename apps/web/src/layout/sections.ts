/** The pages everybody can go to from anywhere. */
export const sections = [
  { to: '/', label: 'Posts' },
  { to: '/topics', label: 'Topics' },
  { to: '/organization', label: 'Organization' },
  { to: '/stats', label: 'Stats' },
] as const
