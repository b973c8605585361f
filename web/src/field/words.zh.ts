const day = (iso: string) => iso.slice(0, 10).replace(/^(\d+)-0?(\d+)-0?(\d+)$/, '$1年$2月$3日')
const minutes = (ms: number) => (ms < 90_000 ? `${Math.ceil(ms / 1000)} 秒` : `${Math.ceil(ms / 60_000)} 分钟`)

export const zh = {
  name: '界线联检', date: day, back: '返回', retry: '重试', close: '关闭', working: '请稍候…', next: '下一步', loading: '正在打开…',
  demo: '示例数据', megabytes: (n: number) => (n < 100_000 ? `${Math.ceil(n / 1000)} KB` : n < 1e9 ? `${(n / 1e6).toFixed(1)} MB` : `${(n / 1e9).toFixed(1)} GB`),
  status: {
    on: '有网', off: '无网', trying: '发送中',
    unsent: (n: number) => `未发 ${n}`, stored: (n: number) => `已存 ${n}`, verified: (n: number) => `已验 ${n}`,
    room: (left: string) => `余 ${left}`, roomUnknown: '空间未知', low: '空间不足',
  },
  missing: {
    wechat: ['请用浏览器打开', '微信里不能保存外业数据。点右上角“…”，选“在浏览器打开”。'],
    insecure: ['需要安全连接', '本页只能用 https 地址打开，否则手机不能加密保存数据。请向管理员要正确的地址。'],
    old: ['浏览器太旧或在无痕模式', '请关闭无痕模式，或换用下列浏览器的新版本。'],
    browsers: '可用的浏览器（及以上版本）',
  },
  pin: {
    set: '设置 PIN', setHint: '6 位以上数字。手机上的任务包、照片和签名密钥都用它加密，离线时靠它打开。', again: '再输一次', label: 'PIN',
    short: '至少 6 位数字。', plain: '太容易猜到，请换一个，不要用相同或连续的数字。', differ: '两次输入不同，请再输一次。', digits: '只能用数字。',
    lost: '没有任何人能找回 PIN，请记牢。', save: '设置', title: '输入 PIN', open: '打开',
    wrong: (left: number) => `PIN 不对。已错 ${left} 次，错得越多等得越久；数据不会被删。`, wait: (ms: number) => `已错多次，请等 ${minutes(ms)} 再试。`,
    forgot: '忘记了 PIN', forgotHint: '没有 PIN 就打不开本机数据。清空后可以重新登记，但还没有发送的内容会永远失去；已经验证的在服务器上，不受影响。',
    wipe: '清空本机', wipeWord: '清空', wipeType: '确实要清空，请在下面输入“清空”两字。', lock: '上锁',
    other: '另一个页面正在使用，请关闭它再打开本页。', broken: '打不开手机上的存储。请关闭无痕模式，清出一些空间后再试。',
  },
  enrol: {
    title: '登记这部手机', hint: '第一次要有网络。登记后这部手机有自己的签名密钥，密钥不会离开手机。',
    account: '用账号登录', login: '登录名', password: '密码', phone: '这部手机叫什么', phoneHint: '如“清湖所 1 号机”', submit: '登录并登记',
    guest: '受邀参加', invitation: '邀请链接', invitationHint: '把对方发来的链接粘贴在这里', join: '凭邀请登记', missing: '请把这几项填完。', badInvitation: '这不是邀请链接。请整条复制后再粘贴。',
    asGuest: '受邀人', out: '退出并换人', again: '登记已到期或被停用，请重新登记。没有发送的内容都还在，登记后继续发送。', needed: '请先登记这部手机。',
  },
  tasks: {
    title: '任务', none: '还没有分给您的任务。请联系制定联检计划的单位，把您所在的区划列入任务。', refresh: '从服务器更新',
    offline: '没有网络，显示上次取得的任务。', markers: (n: number) => `${n} 座界桩`, due: (date: string) => `${day(date)}前完成`,
    taken: '已下载', notTaken: '未下载', open: '打开任务', take: '下载任务包', kinds: { round: '联合检查', special: '专项检查', patrol: '巡查' } as Record<string, string>,
    with: (own: string, other: string) => `${own} 与 ${other}`, space: '手机空间',
    kept: '浏览器已答应长期保存，不会自动清除。', notKept: '浏览器没有答应长期保存：空间紧张时可能清除数据。请把本页“添加到主屏幕”，并每天联网发送。', askKeep: '请求长期保存',
    spaceOf: (used: string, left: string) => `已用 ${used}，还可用 ${left}`, day: '今天的记录',
  },
  pack: {
    title: '任务包', size: (bytes: string) => `任务包 ${bytes}`, tiles: (done: number, all: number) => `地图 ${done} / ${all}`, photos: (done: number, all: number) => `照片 ${done} / ${all}`,
    take: '下载', resume: '继续下载', stop: '暂停', done: '任务包已在手机上，没有网络也能用。', partly: (n: number) => `还差 ${n} 件，可以先用，有网时继续下载。`,
    noRoom: (bytes: string) => `手机空间不够，任务包还要 ${bytes}。请删掉手机里不用的视频或应用，再继续下载；已下载的不会丢。`,
    expires: (date: string) => `有效期至${day(date)}`, expired: '任务包已过期。记录都还在，可以发送；请联网更新任务包后再检查。', withdrawn: '这个任务已收回或已交给别的队。已做的记录会照常发送，按建议处理。',
    moved: '这个任务已交给别的队。已做的记录会照常发送，按建议处理。', update: '更新任务包', remove: '从手机删除地图和照片', failed: '下载中断了，已下载的都在。',
    stale: '任务有改动，请更新任务包。',
  },
  trouble: {
    offline: '没有网络。做好的都已存在手机里，有网时自动发送。', noRoom: '手机空间不够，刚才这一步没有保存，之前的都在。请删掉手机里不用的视频或应用，再做一次。',
    low: (left: string) => `手机只剩 ${left}。请尽快联网发送，在“今天的记录”里清理已验证的照片。`, full: '手机空间快满了，先不要拍照。请联网发送，再在“今天的记录”里清理已验证的照片；或删掉手机里不用的视频。',
    clock: (years: string) => `手机时间与服务器相差 ${years}。请在手机设置里打开“自动确定时间”。已做的记录保留两种时间，不会作废。`,
    server: '服务器未能答复，稍后自动重试。', unknown: (detail: string) => `出了意外：${detail}。已保存的都在，请返回再试；还不行请告诉管理员这句话。`,
  },
  tells: {
    'login-needed': '登记已到期，请在“任务”里重新登记。没有发送的都还在，登记后继续发送。', 'pack-stale': '任务有改动，请更新任务包。', 'pack-withdrawn': '任务包已被收回。已做的记录会照常发送，按建议处理。',
    'task-moved': '任务已交给别的队。已做的记录会照常发送，按建议处理。', 'storage-low': '手机空间不多了，已验证的照片会先让出空间。', 'storage-full': '手机空间快满了，先不要拍照。',
    'not-verified': '还没有验证，不能从手机删除。', 'id-taken': '手机里已有同一编号的内容，没有改动它。请返回再做一次。', refused: '有内容被服务器退回，仍在手机里。请到“今天的记录”看原因。',
  } as Record<string, string>,
}
