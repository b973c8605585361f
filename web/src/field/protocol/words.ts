// Four words that two people call across a valley to compare a digest. Twin of boundaries/inspection/words.go.

const modifiers = [...'大小高低新老红黄蓝绿白黑青紫金银铁石木竹玉长短春秋冬夏北西双千万']
const nouns = [...'山河湖海云雨雪风星月泉火土田林花草树叶果米麦豆瓜茶桃梅松柳马牛羊狗梨鸽鸭鹅龙蛇象鹿熊狼鹰燕门船桥车灯梯笔纸琴鼓钟盘杯瓶鞋布针球塔']

/** All words in the order of their numbers, 0 to 2047. */
export const wordList: readonly string[] = modifiers.flatMap((m) => nouns.map((n) => m + n))

/** The first 44 bits of a digest as words of 11 bits each. */
export function fourWords(digest: string): string[] {
  if (!/^[0-9a-f]{64}$/.test(digest)) throw new TypeError('a digest has 64 hex digits')
  const bits = BigInt('0x' + digest.slice(0, 11))
  return [33n, 22n, 11n, 0n].map((shift) => wordList[Number((bits >> shift) & 2047n)]!)
}
