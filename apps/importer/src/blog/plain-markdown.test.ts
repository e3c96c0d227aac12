import { describe, expect, test } from 'vitest'
import { parseArticle } from './article.ts'

const vocabulary = { authors: new Map(), tags: new Map() }
const contentOf = (body: string, assets?: string, path = 'travel/2021-08-26-a.md') =>
  parseArticle(path, `---\ntitle: T\n---\n${body}`, vocabulary, Date.now(), assets).content

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
  test('of HTML too', () => expect(contentOf('<img src="cat.png" alt="A cat">')).toBe('A cat'))
})
