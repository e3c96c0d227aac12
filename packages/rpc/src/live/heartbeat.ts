/** How often a stream without events sends a sign of life, in milliseconds. Proxies close silent connections after a minute. */
export const HEARTBEAT = 15_000
