import { get } from './request.ts'

// biome-ignore format: related queries are on one line
const queries = [
  'input=', 'input', 'input=%7B%22id%22%3A1%7D', 'input={"id":1}', 'input=%7B', 'input={"id":"1"}', 'input=null', 'input=0',
  'input=undefined', 'input=%22a%20b%22', 'input=%22a+b%22', 'input=%22a%2Bb%22', 'input=%zz', 'input=%', 'input=%22%C3%28%22',
  'input=%EF%BB%BF1', 'input=%22%EF%BB%BF%22', 'input=%22%ED%A0%80%22', 'input=1&input=2', 'input=%zz&input=2', '&&input=1&&',
  'input=1;x=2', '=1', '%69nput=1', 'i+nput=1', 'input=1#fragment', 'INPUT=1', 'input==1', 'input=[1,[2]]', '?input=1', 'x',
  'input=%22%F0%9F%98%80%22', 'input="\u00e9"', 'input="\u00c3%A9"', 'input=%22%00%22', 'input="\'<>`|\\\\^{}"', 'input=1\t',
  'input="\t"', 'input={"__proto__":{"id":1}}', 'input={"constructor":1}', 'input={"id":1,"id":2}', 'input=1e999',
  'batch=0&input=1', 'batch=true&input=1', 'batch=&input=1', 'batch&input=1', 'batch=%31&input={"0":1}', 'batch=%zz&input=1',
  'batch=1&batch=0&input={"0":1}', 'batch=0&batch=1&input=1', 'b%61tch=1&input={"0":1}', 'batch=+1&input=1', 'input=1?input=2',
  'connectionParams={"a":"b"}', 'connectionParams=null', 'connectionParams=', 'connectionParams={', 'connectionParams=[1]',
  'connectionParams={"a":1}', 'connectionParams=%zz', 'lastEventId=2', 'Last-Event-Id=1', 'lastEventId=2&input={"id":1}',
]

/** Inputs in the URL, valid and invalid. */
export const inputs = queries.flatMap((query) =>
  ['echo', 'hello', 'books.byId', 'tracked'].map((path) => get(`${path}?${query}`)),
)
