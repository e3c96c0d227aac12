import type { Page } from 'playwright-core'

/** A page of the app, as tests and screenshots go through all of them. */
export interface AppPage {
  name: string
  path: string
  signedIn: boolean
  /** Gets it into the state that is looked at. */
  prepare?: (page: Page) => Promise<unknown>
}

/** Every page there is, in the demo content. */
export const pages: AppPage[] = [
  { name: 'home', path: '/', signedIn: false },
  { name: 'home-filtered', path: '/?tag=css', signedIn: false },
  { name: 'feed', path: '/?view=feed', signedIn: true },
  {
    name: 'post',
    path: '/posts/60',
    signedIn: true,
    prepare: async (page) => {
      await page.locator('#comments').scrollIntoViewIfNeeded()
      await page.getByRole('button', { name: 'Hide replies' }).first().waitFor()
    },
  },
  { name: 'write', path: '/write', signedIn: true },
  { name: 'drafts', path: '/drafts', signedIn: true },
  { name: 'notifications', path: '/notifications', signedIn: true },
  {
    name: 'edit',
    path: '/posts/1/edit',
    signedIn: true,
    prepare: (page) => page.getByText('Preview', { exact: true }).click(),
  },
  { name: 'authors', path: '/authors', signedIn: true },
  { name: 'author', path: '/authors/kenji', signedIn: true },
  { name: 'followers', path: '/authors/kenji?show=followers', signedIn: false },
  { name: 'sign-in', path: '/sign-in', signedIn: false },
  { name: 'sign-up', path: '/sign-up', signedIn: false },
  { name: 'forgot-password', path: '/forgot-password', signedIn: false },
  { name: 'reset-password', path: '/reset-password?token=none', signedIn: false },
  { name: 'verify-email', path: '/verify-email?token=none', signedIn: false },
  { name: 'sign-in-first', path: '/write', signedIn: false },
  { name: 'account', path: '/account', signedIn: true },
  {
    name: 'account-deletion',
    path: '/account',
    signedIn: true,
    prepare: (page) => page.getByRole('button', { name: 'Delete the account…' }).click(),
  },
  { name: 'admin', path: '/admin', signedIn: true },
  {
    name: 'admin-employee',
    path: '/admin?part=employees',
    signedIn: true,
    prepare: (page) =>
      page
        .getByRole('button', { name: /^Delete/ })
        .first()
        .click(),
  },
  { name: 'search', path: '/search?q=data', signedIn: false },
  { name: 'search-nothing', path: '/search?q=zzzzzz', signedIn: false },
  { name: 'topics', path: '/topics', signedIn: false },
  { name: 'organization', path: '/organization', signedIn: false },
  { name: 'organization-person', path: '/organization?person=4', signedIn: true },
  { name: 'stats', path: '/stats', signedIn: false },
  { name: 'not-found', path: '/nothing-here', signedIn: false },
]

/** Waits until everything that a page loads is there. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.waitForFunction(() => !document.querySelector('.mantine-Skeleton-root, .mantine-Loader-root'))
  await page.evaluate(() => document.fonts.ready)
}
