/** The day in China (YYYY-MM-DD), by which the law counts, wherever this computer's clock believes to be. */
export const chinaDay = (now = new Date()): string => new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
