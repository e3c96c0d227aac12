import { setFlagsFromString } from 'node:v8'

// No post is kept, but V8 lets the heap double before it collects garbage:
// 100,000 files would take 370 MB. Collecting earlier costs 5% of the time.
setFlagsFromString('--heap-growing-percent=20')
