import '@mantine/spotlight/styles.css'
import { useDebouncedValue } from '@mantine/hooks'
import { createSpotlight, Spotlight } from '@mantine/spotlight'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { nameOf } from '../authors/byline.tsx'
import { messageOf } from '../errors.ts'
import { trpc } from '../trpc.ts'
import { sections } from './sections.ts'

const [store, spotlight] = createSpotlight()

/** Selects the first result of a new list, or keeps the one that the arrow keys chose. Spotlight selects while one types, before the server has answered. */
function reselect(): void {
  const list = document.getElementById(store.getState().listId)
  const actions = [...(list?.querySelectorAll('[data-action]') ?? [])]
  const chosen = actions.findIndex((action) => action.matches('[data-selected]'))
  const selected = store.getState().selected > 0 ? Math.max(0, chosen) : 0
  actions[chosen]?.removeAttribute('data-selected')
  actions[selected]?.setAttribute('data-selected', 'true')
  store.updateState((state) => ({ ...state, selected }))
}

/** A dialog that finds pages, posts and people, and goes there. It opens each time `asked` grows. */
export default function Palette({ asked }: { asked: number }) {
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const [q] = useDebouncedValue(text.trim(), 150)
  const found = { enabled: q !== '', placeholderData: keepPreviousData }
  const posts = useQuery({ ...trpc.search.posts.queryOptions({ q, mode: 'words', limit: 6 }), ...found })
  const people = useQuery({ ...trpc.users.list.queryOptions({ q, content: 'excerpt', limit: 4 }), ...found })
  useEffect(() => {
    if (asked) spotlight.open()
  }, [asked])
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer is another list
  useEffect(reselect, [posts.data, people.data, q])
  const error = posts.error ?? people.error
  const isSearching = posts.isFetching || people.isFetching
  const groups = [
    {
      group: 'Pages',
      actions: sections
        .filter(({ label }) => label.toLowerCase().includes(text.trim().toLowerCase()))
        .map(({ to, label }) => ({ id: to, label, onClick: () => navigate({ to }) })),
    },
    {
      group: 'Posts',
      actions: (posts.data?.items ?? []).map(({ post }) => ({
        id: `post-${post.id}`,
        label: post.title,
        description: nameOf(post.author),
        onClick: () => navigate({ to: '/posts/$postId', params: { postId: String(post.id) } }),
      })),
    },
    {
      group: 'People',
      actions: (people.data?.items ?? []).map(({ id, username, profile }) => ({
        id: `user-${id}`,
        label: profile?.fullName ?? username,
        description: `@${username}`,
        onClick: () => navigate({ to: '/authors/$username', params: { username } }),
      })),
    },
  ]
  return (
    <Spotlight
      store={store}
      query={text}
      onQueryChange={setText}
      actions={q === '' ? groups.slice(0, 1) : groups.filter(({ actions }) => actions.length > 0)}
      // The server has searched already.
      filter={(_, actions) => actions}
      nothingFound={isSearching ? 'Searching…' : error ? messageOf(error) : 'Nothing found'}
      searchProps={{ placeholder: 'Go to a page, a post or a person', 'aria-label': 'Go to', maxLength: 64 }}
      attributes={{ content: { 'aria-label': 'Go to' } }}
      // Dimmed further, it would have too little contrast when it is selected.
      styles={{ actionDescription: { opacity: 1 } }}
      shortcut={null}
      scrollable
      maxHeight={420}
    />
  )
}
