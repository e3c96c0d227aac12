/** The facts about a site that resolve the addresses of a post. */
export interface Site {
  /** The address that `--assets` gives, or nothing. */
  assets: string | undefined
  /** The folder of the post within the blog: empty, or ending with `/`. */
  folder: string
  /** `url` and `baseurl` of Jekyll's `_config.yml`: empty where there is none. */
  url: string
  baseurl: string
  /** The address of the imported post that a path names, or nothing. */
  addressOf(path: string): string | undefined
}

/** A post that stands alone. */
export const noSite: Site = { assets: undefined, folder: '', url: '', baseurl: '', addressOf: () => undefined }

/** An attribute of HTML, of a component or of a shortcode. */
export function attribute(attributes: string, key: string): string | undefined {
  const found = new RegExp(
    String.raw`(?<![\w-])${key}\s*=\s*(?:\{?"([^"]*)"\}?|\{?'([^']*)'\}?|\{\x60([^\x60]*)\x60\}|([^\s"'>/{}][^\s"'>]*))`,
    'i',
  ).exec(attributes)
  return found?.[1] ?? found?.[2] ?? found?.[3] ?? found?.[4]
}

/** An image of HTML or of a shortcode in Markdown. */
export function imageOf(attributes: string): string {
  const source = attribute(attributes, 'src') ?? attribute(attributes, 'link')
  const alt = attribute(attributes, 'alt') ?? attribute(attributes, 'caption') ?? attribute(attributes, 'title') ?? ''
  const text = alt.replaceAll(/\s+/g, ' ').replaceAll(/[[\]]/g, '\\$&')
  return source ? `![${text}](${destination(source)})` : text
}

/** An address as a destination of Markdown's links. */
export const destination = (address: string): string =>
  /[\s()<>]/.test(address) ? `<${address.replaceAll(/[<>\n]/g, encodeURIComponent)}>` : address
