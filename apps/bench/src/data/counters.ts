const count = (rows: string) => `coalesce((SELECT count(*) FROM ${rows}), 0)`

/**
 * Sets the counters of the small tables from the rows they count, as the triggers would have done, on either engine.
 * Posts and comments are inserted with their counters, because updating a million rows takes longer than inserting them.
 */
export const counters = [
  `UPDATE users SET post_count = ${count('posts WHERE author_id = users.id')},
    follower_count = ${count('follows WHERE followee_id = users.id')},
    following_count = ${count('follows WHERE follower_id = users.id')}`,
  `UPDATE categories SET post_count = ${count('posts WHERE category_id = categories.id')}`,
  `UPDATE tags SET post_count = ${count('post_tags WHERE tag_id = tags.id')}`,
]
