import { Link, useNavigate } from '@tanstack/react-router'
import classes from '../layout/page.module.css'
import { usePageTitle } from '../layout/page-title.ts'
import { SearchField } from '../layout/search-field.tsx'
import { Accounts } from './accounts.tsx'
import { Employees } from './employees.tsx'
import { parts } from './parts.ts'
import { Topics } from './topics.tsx'
import { Webhooks } from './webhooks.tsx'

/** What admins manage: one part at a time, searched by name. */
export function AdminPage({ part, q }: { part: (typeof parts)[number]; q: string }) {
  usePageTitle('Administration')
  const navigate = useNavigate()
  return (
    <div className={classes.measure}>
      <h1>Administration</h1>
      <nav className={classes.tabs} aria-label="Administration">
        {parts.map((name) => (
          <Link key={name} to="/admin" search={{ part: name }} aria-current={name === part ? 'page' : undefined}>
            {name[0]?.toUpperCase() + name.slice(1)}
          </Link>
        ))}
      </nav>
      {part !== 'webhooks' && (
        <SearchField
          key={part}
          label={`Find ${part}`}
          value={q}
          mb="xs"
          onSearch={(q) => navigate({ to: '/admin', search: { part, q: q || undefined }, replace: true })}
        />
      )}
      {part === 'users' && <Accounts q={q} />}
      {(part === 'tags' || part === 'categories') && <Topics key={part} noun={part} q={q} />}
      {part === 'employees' && <Employees q={q} />}
      {part === 'webhooks' && <Webhooks />}
    </div>
  )
}
