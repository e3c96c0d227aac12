/** Words that are always nouns of the blog. */
const always =
  /^(?:posts|comments?|likes|liked|employees?|followers?|profiles?|category|categories|blogs?|feeds?|tutorials?)$/

/**
 * Words with another meaning when they stand alone: an HTTP method, an entity tag, SQL's operator, an English verb. They
 * are nouns of the blog at the head of a longer name (`likeCount`, `post_id`).
 */
const atHead = /^(?:post|tags?|like|follows?|following)$/

/** `tags` alone is a word of OpenAPI and of HTTP; at the end of a longer name (`bookTags`) it is the blog's. */
const atEnd = /^(?:tags)$/

/** Names of Node's own, and those in which the word is a verb. */
const foreign = /^(?:postMessage|followChanges|FollowOptions)$/

/** `a post`, `each like`: the noun, not the method or the verb. */
const withArticle = /\b(?:[Aa]n?|[Tt]he|[Ee]ach|[Ee]very|its|one|this) (?:post|like|follow)\b(?!-)/

/** The nouns of the blog in a line of text. */
export function blogNouns(line: string): string[] {
  const names = line.match(/[A-Za-z]\w*/g) ?? []
  return [...names.filter(isBlogNoun), ...(withArticle.exec(line) ?? [])]
}

function isBlogNoun(name: string): boolean {
  if (foreign.test(name)) return false
  const words = name
    .split(/_|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/)
    .map((word) => word.toLowerCase())
    .filter(Boolean)
  if (words.some((word) => always.test(word))) return true
  return words.length > 1 && (atHead.test(words[0] ?? '') || atEnd.test(words.at(-1) ?? ''))
}
