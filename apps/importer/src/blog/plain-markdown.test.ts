import { describe, expect, test } from 'vitest'
import { Problem } from '../problem.ts'
import { parseArticle } from './article.ts'
import { plainMarkdown } from './plain-markdown.ts'
import { noSite, type Site } from './site.ts'

const vocabulary = { authors: new Map(), tags: new Map(), site: noSite }
const contentOf = (body: string, assets?: string, path = 'travel/2021-08-26-a.md') =>
  parseArticle(path, `---\ntitle: T\n---\n${body}`, vocabulary, Date.now(), { ...noSite, assets }).content

describe('what only a site generator understands', () => {
  test.each([
    ['HTML comments', 'Above.\n\n<!-- truncate -->\n\nBelow.', 'Above.\n\nBelow.'],
    ['MDX comments', 'Above.\n\n{/* truncate */}\n\nBelow.', 'Above.\n\nBelow.'],
    ['imports', "import Chart from './chart'\nimport {\n  A,\n  B,\n} from 'x'\n\nText.", 'Text.'],
    ['imports between paragraphs', "One.\n\nimport X from 'x';\n\nTwo.", 'One.\n\nTwo.'],
    ['raw tags', 'Say {% raw %}`{{ name }}`{% endraw %}.', 'Say `{{ name }}`.'],
    ['raw tags around code', '{% raw %}\n```\n{{ x }}\n```\n{% endraw %}', '```\n{{ x }}\n```'],
    ['highlighted code', '{% highlight js %}\na < b\n{% endhighlight %}', '```js\na < b\n```'],
    ['Liquid tags', 'A {% include note.html %} b.', 'A  b.'],
    ['Hugo shortcodes', '{{< youtube dQw4w9 >}}', 'https://www.youtube.com/watch?v=dQw4w9'],
    ['figures', '{{< figure src="https://e.org/a.png" caption="A cat" >}}', '![A cat](https://e.org/a.png)'],
    ['components', 'A <Chart data={{ a: [1] }} /> b.', 'A  b.'],
    [
      'components over several lines',
      '<Card\n  title="Guide"\n  href="https://e.org/g"\n/>',
      '[Guide](https://e.org/g)',
    ],
    ['components around text', '<Tabs>\n<TabItem value="a">\n\nText.\n\n</TabItem>\n</Tabs>', 'Text.'],
    ['iframes', '<iframe src="https://e.org/v" width="9"></iframe>', '[https://e.org/v](https://e.org/v)'],
    ['titled iframes', '<iframe title="Talk" src="https://e.org/v"></iframe>', '[Talk](https://e.org/v)'],
    [
      'HTML',
      '<div class="x"><b>Bold</b> and <a href="https://e.org">link</a></div>',
      '**Bold** and [link](https://e.org)',
    ],
    ['quotes', '<blockquote>\n<p>One</p>\n\n`two`\n</blockquote>\nThree.', '>\n> One\n>\n> `two`\n>\n\nThree.'],
    [
      'the fallback of a frame',
      '<iframe src="//e.org/a">Old {" "} browsers</iframe>',
      '[https://e.org/a](https://e.org/a)',
    ],
    ['rulers', `a\n\n${'-'.repeat(200)}\n\nb`, `a\n\n${'-'.repeat(200)}\n\nb`],
    [
      'tables with blocks of code',
      '<table><tr><td>\n\n```js\na\n```\n\n</td><td>b</td></tr></table>',
      '```js\na\n```\n\nb',
    ],
    ['line breaks', 'One<br/>two', 'One  \ntwo'],
    [
      'code',
      'In `<div>`:\n\n```html\n<div><!-- a --></div>\nimport x from "y"\n```',
      'In `<div>`:\n\n```html\n<div><!-- a --></div>\nimport x from "y"\n```',
    ],
    ['comparisons', 'a < b and c > d, <https://e.org>', 'a < b and c > d, <https://e.org>'],
  ])('%s', (_, body, content) => expect(contentOf(body)).toBe(content))

  test('admonitions are block quotes with their title, also with code in them', () => {
    const body = 'A.\n\n:::tip[Two things]\n\nOne.\n\n```\n:::\n```\n:::\n\n:::note\nB.\n:::'
    expect(contentOf(body)).toBe('A.\n\n> **Two things**\n>\n>\n> One.\n>\n> ```\n> :::\n> ```\n\n> **Note**\n>\n> B.')
  })

  test('HTML tables are tables', () => {
    const body = '<table>\n<tr><th>Name</th><th>a|b</th></tr>\n<tr><td><b>X</b></td></tr>\n</table>'
    expect(contentOf(body)).toBe('| Name | a\\|b |\n| --- | --- |\n| **X** |  |')
  })
})

describe('images', () => {
  const body = '![A cat](./cat.png) ![B](/img/b.png "B") ![C](https://e.org/c.png)'
  test('without an address become their text', () => {
    expect(contentOf(body)).toBe('A cat B ![C](https://e.org/c.png)')
  })
  test('are found below --assets', () => {
    expect(contentOf(body, 'https://a.org/blog/')).toBe(
      '![A cat](https://a.org/blog/travel/cat.png) ![B](https://a.org/blog/img/b.png "B") ![C](https://e.org/c.png)',
    )
  })
  test('keep the escapes of their text', () => expect(contentOf('![a\\_b](c.png)')).toBe('a\\_b'))
  test('of HTML too', () => expect(contentOf('<img src="cat.png" alt="A cat">')).toBe('A cat'))
})

describe('code is never changed', () => {
  const code = '{:no_warn_undefined, X} {% if a %} <b>x</b> {{ b }} <!-- c --> ![d](e) import f from "g"'
  test.each([
    ['an indented block', `Text.\n\n    ${code}\n\n\n\n    ${code}\n\nText.`],
    ['a fence', `Text.\n\n\`\`\`js\n${code}\n\n\n\n:::note\n\`\`\`\n\nText.`],
    ['a fence of tildes in a quote', `> ~~~\n> ${code}\n> ~~~`],
    ['a fence within a list', `- one\n\n  \`\`\`\n  ${code}\n  \`\`\`\n- two`],
    ['an indented block within a list', `1. one\n\n       ${code}\n\n2. two`],
    ['a span', `Say \`\`${code} \` \`\` and \`${code}\`.`],
    ['a highlight in a fence', '```\n{% highlight js %}\na\n{% endhighlight %}\n```'],
    ['a highlight in an indented block', 'Text.\n\n    {% highlight js %}\n    a\n    {% endhighlight %}'],
  ])('%s', (_, text) => expect(contentOf(text)).toBe(text))

  test.each([
    [
      'in Jekyll',
      '{% highlight js linenos %}\na <b>\n\n\n\n{% if x %}\n{% endhighlight %}',
      '```js\na <b>\n\n\n\n{% if x %}\n```',
    ],
    ['in Hugo', '{{< highlight go "linenos=table" >}}\na <b>\n{{< /highlight >}}', '```go\na <b>\n```'],
    ['in Octopress', '{% codeblock lang:ruby %}\na <b>\n{% endcodeblock %}', '```ruby\na <b>\n```'],
    ['around a fence', '{% highlight md %}\n```\na\n```\n{% endhighlight %}', '````md\n```\na\n```\n````'],
    ['never closed', '{% highlight md', '{% highlight md'],
    ['in a list', '- a\n\n  {% highlight js %}\n  b <c>\n  {% endhighlight %}', '- a\n\n  ```js\n  b <c>\n  ```'],
  ])('highlighted code %s becomes a fence', (_, text, content) => expect(contentOf(text)).toBe(content))

  test.each([
    ['<pre><code class="language-c">a &lt; b;\n\n\n{% c %}</code></pre>', '```c\na < b;\n\n\n{% c %}\n```'],
    ['A <code>Vec&lt;T&gt;</code>.', 'A `Vec<T>`.'],
    ['<div>\n    <p>No code.</p>\n</div>', 'No code.'],
    ['a {:ok, pid} b', 'a {:ok, pid} b'],
    ['![a](https://e.org/b){:.left width="1"}', '![a](https://e.org/b)'],
  ])('%j is %j', (text, content) => expect(contentOf(text)).toBe(content))
})

describe('addresses', () => {
  const addressOf = (path: string) => (path === '2021-01-01-there' ? '/posts/7' : undefined)
  const site = { ...noSite, url: 'https://e.org', baseurl: '/blog', addressOf }
  const plain = (body: string, of: Site = site) => plainMarkdown(body, of)
  test.each([
    ['[a]({{ site.url }}/b)', '[a](https://e.org/b)'],
    ['[a]({{ site.url }}{{ site.baseurl }}/b)', '[a](https://e.org/blog/b)'],
    ['[a]({{site.baseurl}}/b)', '[a](https://e.org/blog/b)'],
    ['[a]({{ "/b" | relative_url }})', '[a](https://e.org/blog/b)'],
    ["![a]({{ 'b.png' | absolute_url }})", '![a](https://e.org/blog/b.png)'],
    ['[a]({% post_url 2021-01-01-there %}#b)', '[a](/posts/7#b)'],
    ['[a `b`]({% post_url 2021-01-01-gone %}) c', 'a `b` c'],
    ['[a]({{< ref "2021-01-01-there#b" >}})', '[a](/posts/7#b)'],
    ['[a]({{< relref "gone" >}}).', 'a.'],
    ['[a](2021-01-01-there)', '[a](/posts/7)'],
    ['[a]: 2021-01-01-there#b "c"\n\n[a]', '[a]: /posts/7#b "c"\n\n[a]'],
    ['[a](mailto:b@c.d) [e](#f) [g](/h) [i](//j.k)', '[a](mailto:b@c.d) [e](#f) [g](/h) [i](//j.k)'],
    ['H<sub>2</sub>O, 10<sup>-3</sup>, 1<sup>st</sup>', 'H₂O, 10⁻³, 1st'],
    ['[a]: {{ site.url }}/b\n\n[a]', '[a]: https://e.org/b\n\n[a]'],
  ])('%s', (body, content) => expect(plain(body).text).toBe(content))

  test('without a configuration, are those of the site itself', () => {
    expect(plain('[a]({{ site.url }}/b) ![c]({{ "/d.png" | relative_url }})', noSite).text).toBe('[a](/b) c')
  })

  test('what stays, and what goes without a replacement, is named', () => {
    const { text, unresolved } = plain(
      '{{% img "a" %}} {{% img "b" %}} {% include c %}[d]({% post_url e %}) {{ f }} <Chart />',
    )
    expect(text).toBe('{{% img "a" %}} {{% img "b" %}} d {{ f }} ')
    expect([...unresolved]).toEqual([
      ['{{% img %}}', 2],
      ['{% include %}', 1],
      ['link to e', 1],
      ['{{ f }}', 1],
      ['<Chart>', 1],
    ])
  })
})

/** Four times the text takes about four times as long; with a square it would be sixteen. */
test.each([
  '<b>',
  '[![',
  '<A "',
  '<A {',
  '<!--',
  '{/*',
  '{{',
  '{{<',
  '{%',
  '{:',
  '{% raw %}',
  '{% comment %}',
  '{% highlight a %}\n',
  '<script>',
  '<table>',
  '<td>',
  '<a href="b">',
  '<pre>',
  '<a\n',
  'import {\n',
  '![a](',
  '`a``',
  ':::note\n',
  '> ',
  '- ',
])('%j over and over takes linear time, or is refused', (part) => {
  const timeOf = (size: number) => {
    const text = part.repeat(Math.ceil(size / part.length))
    const started = process.cpuUsage()
    try {
      plainMarkdown(text, noSite)
    } catch (error) {
      expect(error).toBeInstanceOf(Problem)
    }
    return process.cpuUsage(started).user
  }
  timeOf(1_000)
  const small = Math.min(timeOf(5_000), timeOf(5_000))
  // Small times are all noise.
  expect(timeOf(20_000) / Math.max(small, 15_000)).toBeLessThan(12)
  expect(() => plainMarkdown(part.repeat(400_000 / part.length), noSite)).toThrow(Problem)
})
