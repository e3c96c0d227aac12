/**
 * The demo content: a year of a small studio's blog, and an org chart, as plain data. Rows refer to each other by
 * username, post key and name; times are relative (`daysAgo`, `hoursAfter`), so the blog is always a live one.
 */
export { demoOrganization } from './organization.ts'
export { demoAuthors } from './people.ts'
export { demoCategories, demoPosts, demoTags } from './posts.ts'
export { demoFollows, demoLikes } from './reactions.ts'
export { demoThreads } from './threads.ts'
export type { DemoAuthor, DemoComment, DemoEmployee, DemoPost, DemoThread } from './types.ts'
