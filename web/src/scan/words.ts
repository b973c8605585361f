// Every word that the script adds to a page, Chinese first.

export type Words = typeof zh

export const zh = {
  fresh: (time: string) => `${time} 核对过，是最新内容`,
  changed: (time: string) => `内容有变化，${time} 已更新`,
  offline: (time: string) => `没有网络，以下是 ${time} 的内容`,
  server: (time: string) => `连不上登记系统，以下是 ${time} 的内容`,
  near: {
    ask: '按我现在的位置，看哪里近', why: '位置只在手机里用，不发给任何人。', asking: '正在定位。如有提示，请允许使用位置。',
    denied: '没有允许使用位置。请照本页的次序去，或在手机设置里允许本网站使用位置，再按一次。',
    none: '手机定不了位。请照本页的次序去，或打开定位服务、走到开阔处，再按一次。',
    data: '没有网络，手机里也没有存下避灾点的位置。请照本页的次序去。',
    far: (distance: string) => `您离本村约 ${distance}，本页的避灾点都不在您附近。有危险请打 119，听当地干部指挥。`,
    open: '从您这里看，最近的已开放避灾点', notOpen: '附近的避灾点还没报开放，先打电话再去', peace: '有预警时，离您这里最近的避灾点',
    beyond: '从您这里去避灾点，都隔着走不过去的地方。请马上打电话，听村干部指挥。', nothing: '附近没有可以去的避灾点。请马上打电话，听村干部指挥。',
    states: { open: '● 已开放', standby: '○ 待命' }, where: (direction: string, distance: string) => `${direction}边 ${distance}`, left: (n: number) => `至少还有 ${n} 个位置`,
    straight: (time: string) => `直线距离，不是路，请听村干部指挥。按 ${time} 的内容。`, rough: (distance: string) => `定位误差约 ${distance}，次序可能不准。`,
  },
  plate: {
    title: '牌上的大码自己说的', says: (name: string, made: string) => `${name}，${made} 制`, shelter: (name: string, wind: string, m: number) => `制牌时的避灾点：${name}，${wind}边约 ${m} 米（直线距离）`,
    good: '签名有效：这个码是登记机关发的。', forged: '签名不对：这个码不是登记机关发的，或被改过，不要相信。请报告这块牌的问题。', strange: '码里的附加内容读不出来：没有扫全，或不是登记机关的。',
    ended: '签名的密钥当时无效或已收回，不要只凭它。', unknown: '手机里没有核对用的密钥，这里核对不了；有网时再打开本页。', unable: '这部手机的浏览器核对不了签名，只能当作参考。',
    winds: ['北', '东北', '东', '东南', '南', '西南', '西', '西北'],
  },
}

export const en: Words = {
  fresh: (time) => `Checked at ${time}: nothing newer`,
  changed: (time) => `This page changed and was renewed at ${time}`,
  offline: (time) => `No network: this is what the page said at ${time}`,
  server: (time) => `The register cannot be reached: this is what the page said at ${time}`,
  near: {
    ask: 'Which is the nearest from where I am', why: 'Your position stays on the phone and is sent to nobody.', asking: 'Finding your position. Allow it if the phone asks.',
    denied: 'The position is not allowed. Keep to the order on this page, or allow this site to use it in the phone’s settings and press again.',
    none: 'The phone has no position. Keep to the order on this page, or turn its location service on, go into the open and press again.',
    data: 'There is no network, and the phone does not hold where the shelters are. Keep to the order on this page.',
    far: (distance) => `You are about ${distance} from this village; none of its shelters is near you. In danger call 119 and follow the officers where you are.`,
    open: 'The nearest open shelters from here', notOpen: 'No shelter near you is reported open yet: call before you go', peace: 'When warned, the nearest shelters from here',
    beyond: 'From here every shelter lies beyond what cannot be crossed. Call now and follow the village officers.', nothing: 'There is no shelter nearby to go to. Call now and follow the village officers.',
    states: { open: '● Open', standby: '○ Standing by' }, where: (direction, distance) => `${distance} ${direction}`, left: (n) => `at least ${n} places left`,
    straight: (time) => `Straight-line distance, which is no way; follow the village officers. By what was said at ${time}.`, rough: (distance) => `The position is good to about ${distance} only; the order may be wrong.`,
  },
  plate: {
    title: 'What the large code says of itself', says: (name, made) => `${name}, made ${made}`, shelter: (name, wind, m) => `Shelter when it was made: ${name}, about ${m} m ${wind} in a straight line`,
    good: 'The signature holds: the register issued this code.', forged: 'The signature does not hold: the register did not issue this code, or it was changed. Do not trust it; report this plate.', strange: 'What the code adds cannot be read: it was not read whole, or is not the register’s.',
    ended: 'Its key did not hold then, or was withdrawn. Do not rely on it alone.', unknown: 'The key for checking it is not on this phone, so that it cannot be checked here; open this page again when there is a network.', unable: 'This browser cannot check the signature; take it as a hint only.',
    winds: ['north', 'north-east', 'east', 'south-east', 'south', 'south-west', 'west', 'north-west'],
  },
}
