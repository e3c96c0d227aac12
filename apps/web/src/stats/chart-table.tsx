/** The numbers of a chart as a table, for those who cannot see it. */
export function ChartTable({ caption, rows }: { caption: string; rows: { name: string; posts: number }[] }) {
  return (
    <table>
      <caption>{caption}</caption>
      <tbody>
        {rows.map(({ name, posts }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{posts}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
