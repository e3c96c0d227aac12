/** The search parameters of the home page. */
export interface HomeSearch {
  view?: 'feed' | undefined
  tag?: string | undefined
  category?: number | undefined
}
