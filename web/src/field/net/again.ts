// When to send once more what the server did not take.

/** Whether a status says that the same would not be taken later either; 401 waits for the log-in. */
export const forGood = (status: number): boolean => status >= 400 && status < 500 && ![401, 408, 425, 429].includes(status)

/** How many milliseconds to wait after so many tries, and at least what the server asked for. */
export const pause = (tries: number, retryAfterS: number): number => Math.max(retryAfterS * 1000, Math.min(120_000, 2000 * 2 ** Math.min(tries, 6)))
