// The map's colours by night, each for one of styles/public.json.

const night: Record<string, string> = {
  // ground, areas and bands
  '#f3f1ea': '#14181a', '#fbfaf6': '#1d2225', '#fdfcf8': '#171b1d', '#eef2ea': '#242c2b', '#ebf1ea': '#252d2c',
  '#eadfe8': '#39303a', '#ecdfe8': '#39303a', '#efe5ec': '#332b34',
  // waters and roads
  '#8fb9d6': '#36566b', '#cfc8b6': '#14181a', '#d6cfbc': '#3d3d38', '#d3ccba': '#41413c', '#ffffff': '#4a4b47',
  // boundaries
  '#8b9096': '#6b7278', '#70767c': '#868e94', '#646a72': '#959da4', '#585e66': '#a3abb1', '#474d55': '#b4bcc1',
  // words and points
  '#2b3033': '#e9ecea', '#454b50': '#c9cecf', '#555b60': '#bcc2c4', '#4b5157': '#cdd2d3', '#6a7076': '#aab1b4', '#5d646b': '#aab1b4',
  '#3f7ba3': '#86b9da', '#5d95bb': '#86b9da', '#7d6541': '#d0b88f', '#a08560': '#d0b88f', '#7a725f': '#b9b29f',
  // what is selected
  '#0b6e6e': '#6ecac4', '#075353': '#9be0db',
}

/** A paint value with each of its colours exchanged for the night's. */
export function nightOf<T>(value: T): T {
  if (typeof value === 'string') return (night[value] ?? value) as T
  return Array.isArray(value) ? (value.map(nightOf) as T) : value
}
