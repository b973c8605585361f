// The words of a task's screens, both languages.

export const taskZh = {
  home: {
    next: '下一座界桩', allDone: '本任务的界桩都查过了。', noMarkers: '这段界线上没有登记的界桩。请查界线，发现什么就记问题。', map: '地图', markers: '界桩', problem: '记问题', track: '轨迹', segment: '查界线', note: '记事',
    sign: '会签', exports: '导出', pack: '任务包', checked: (n: number, all: number) => `已查 ${n} / ${all} 座`, side: '您代表哪一方', sideFirst: '请先选您代表的一方。', more: '更多',
  },
  marker: {
    name: (number: string) => `${number} 号界桩`, far: (direction: string, metres: string) => `${direction} ${metres}`, unknownWay: '等待定位…',
    last: '上次检查', today: '本机记录', never: '没有检查记录', lastPhoto: '上次照片', noPhoto: '没有照片', references: '方位物', elevation: '高程', keeper: '管理方', state: '状态',
    check: '检查这座界桩', checkAgain: '再查一次', relocate: '按方位物找桩位', compass: '打开指南针', compassDenied: '没有允许使用指南针，箭头按正北画。请在网站设置里允许“动作传感器”，再点一次。', noCompass: '没有指南针：箭头按正北画，图上方为北。', northUp: '上方为北', list: '按距离排列', seen: '已查', notSeen: '未查',
    azimuth: (deg: string, north: string, metres: string) => `方位角 ${deg}°（${north}）${metres && `，${metres} 米`}`, norths: { true: '真北', grid: '坐标北', magnetic: '磁北' } as Record<string, string>,
  },
  position: {
    asking: '正在定位。请走到开阔处；如有提示，请允许使用位置。', denied: '没有允许使用位置。请在浏览器的网站设置里允许“位置”，再回到本页；不定位也能检查和拍照。',
    none: '手机定不了位。请打开手机的定位服务，走到开阔处；不定位也能检查和拍照。', rough: (m: string) => `位置误差约 ${m}，只能看大概方向。请到开阔处等一等。`,
    useless: (m: string) => `位置误差约 ${m}，不能用来找桩。请打开手机的精确定位，到开阔处等一等。`, good: (m: string) => `位置 ± ${m}`, old: '位置是几分钟前的，请稍等。',
  },
  check: {
    title: '检查', condition: '界桩状况', conditions: { normal: '完好', damaged: '损坏', lost: '丢失', shifted: '移位', text_faded: '字迹不清', covered: '被遮盖' } as Record<string, string>,
    references: '方位物还在吗', states: { present: '在', changed: '有变化', gone: '不在了', unseen: '没看' } as Record<string, string>, yes: '是', no: '否',
    text: '补充说明', save: '保存检查', conditionFirst: '请先选界桩状况。', missing: (what: string) => `还没有填：${what}`, noPhotoYet: '还没有照片。', saved: '已存在手机里，有网时自动发送。',
    segment: '哪一段', whole: '整条界线', problemWhat: '发现了什么', problemText: '请写明发现了什么。', about: '关于', kept: '没做完的也已存好，随时可以回来。', keeping: '正在存到手机……',
    problemKinds: '问题类别', numberOnly: (what: string) => `${what}只能填数字，如 1.5。`, saveProblem: '保存问题', saveNote: '保存记事', noteWhat: '记什么', noteText: '请写几个字、拍照或录音，再保存。', notYet: '没做完', doneOnce: '已查',
  },
  photo: {
    take: '拍照', face: (face: string) => `拍${face}一面`, remove: '去掉这张', notPhoto: '这不是照片，或浏览器打不开它。请另拍一张。', reducing: '正在处理照片…', count: (n: number) => `照片 ${n} 张`,
    alt: (n: number) => `第 ${n} 张照片`, voice: '录音', stop: (s: number) => `停止录音（${s} 秒）`, voices: (n: number) => `录音 ${n} 段`, noVoice: '不能录音：没有允许使用麦克风，或浏览器不支持。请在网站设置里允许，或用文字写下。', otherFace: '拍周围', already: '这张照片已经在这条记录里了。请另拍一张。',
  },
  relocation: {
    title: '按方位物找桩位', how: '至少要有两个坐标已知的方位物。在桩位附近量到方位物的距离或方位角，填在下面；也可只看登记的推算位置。', fromYou: (direction: string, metres: string) => `在您的${direction} ${metres}`,
    cannot: '无法判断：两者的误差太大，或没有位置。', tooFew: '方位物的坐标不够，不能推算。请量多几个方位物，或请测绘人员处理。', save: '保存找桩结果',
    azimuth: '罗盘方位角（度）', distance: '距离（米）', azimuthOnly: (name: string) => `${name}的方位角须是 0 到 360 的数字，如 42.5。`, distanceOnly: (name: string) => `${name}的距离须是大于 0、小于 10 万的数字，如 18.3。`, found: '找到了吗', foundChoices: { found: '找到界桩', trace: '只有痕迹', none: '没有找到' } as Record<string, string>,
  },
  track: { title: '轨迹', running: '轨迹记录中', start: '开始记录', stop: '结束并保存', hint: '看别的页面时也在记；请不要关屏幕，浏览器在后台不记录位置。每 10 秒存一次，中断也不会丢。', points: (n: number, m: string) => `${n} 个点，${m}`, none: '还没有点。', saved: '轨迹已保存。' },
  patrol: {
    end: '结束巡查', seen: (n: number, all: number) => `本次巡查看了 ${n} / ${all} 座界桩。`, notReached: (numbers: string) => `没有到的：${numbers}。请在补充说明里写明原因。`,
    why: '还有界桩没有到，请在补充说明里写明原因。', counts: '全部发送后，这次巡查自动计入本期。',
  },
  exports: { title: '导出任务', hint: '导出界线和界桩坐标，可放进手持机或地图软件。导出会记一条记录。', gpx: '导出 GPX', kml: '导出 KML', done: (name: string) => `已导出 ${name}，请在“下载”里找。` },
  map: { locate: '回到我的位置', me: '我的位置', noWebGL: '这个浏览器画不出地图（没有 WebGL 2）。界桩的方向和距离在“界桩”里。', approval: (no: string) => `审图号 ${no}`, north: '上方为北', label: '界线地图', whole: '看全线' },
}

export const taskEn: typeof taskZh = {
  home: {
    next: 'Next marker', allDone: 'All markers of this task are checked.', noMarkers: 'No marker is registered here. Check the line, and record what you find.', map: 'Map', markers: 'Markers', problem: 'Problem', track: 'Track', segment: 'Check the line', note: 'Note',
    sign: 'Sign together', exports: 'Export', pack: 'Pack', checked: (n, all) => `${n} of ${all} checked`, side: 'Which side are you on', sideFirst: 'Choose your side first.', more: 'More',
  },
  marker: {
    name: (number) => `Marker ${number}`, far: (direction, metres) => `${metres} ${direction}`, unknownWay: 'Waiting for a position…',
    last: 'Last check', today: 'On this phone', never: 'Never checked', lastPhoto: 'Last photo', noPhoto: 'No photo', references: 'Reference objects', elevation: 'Elevation', keeper: 'Keeper', state: 'State',
    check: 'Check this marker', checkAgain: 'Check again', relocate: 'Find it by its reference objects', compass: 'Use the compass', compassDenied: 'The compass is not allowed: the arrow is drawn with north up. Allow motion sensors for this site, then tap again.', noCompass: 'No compass: the arrow is drawn with north up.', northUp: 'North is up', list: 'By distance', seen: 'checked', notSeen: 'not checked',
    azimuth: (deg, north, metres) => `azimuth ${deg}° (${north})${metres && `, ${metres} m`}`, norths: { true: 'true', grid: 'grid', magnetic: 'magnetic' },
  },
  position: {
    asking: 'Finding your position. Go into the open; allow it if the browser asks.', denied: 'The position is not allowed. Allow “location” for this site in the browser, then come back; checks and photos work without it.',
    none: 'The phone has no position. Turn on its location service and go into the open; checks and photos work without it.', rough: (m) => `Your position is good to ${m} only: a rough direction. Wait in the open.`,
    useless: (m) => `Your position is good to ${m} only: useless for finding a marker. Turn on precise location and wait in the open.`, good: (m) => `position ± ${m}`, old: 'The position is minutes old; wait a moment.',
  },
  check: {
    title: 'Check', condition: 'State of the marker', conditions: { normal: 'Good', damaged: 'Damaged', lost: 'Lost', shifted: 'Shifted', text_faded: 'Text faded', covered: 'Covered' },
    references: 'Are the reference objects there', states: { present: 'There', changed: 'Changed', gone: 'Gone', unseen: 'Not seen' }, yes: 'Yes', no: 'No',
    text: 'In addition', save: 'Save the check', conditionFirst: 'Choose the state of the marker first.', missing: (what) => `Still to fill in: ${what}`, noPhotoYet: 'No photo yet.', saved: 'Kept on the phone and sent when there is a network.',
    segment: 'Which stretch', whole: 'The whole line', problemWhat: 'What was found', problemText: 'Say what was found.', about: 'About', kept: 'Unfinished work is kept too; come back any time.', keeping: 'Writing it to the phone…',
    problemKinds: 'Kind of problem', numberOnly: (what) => `${what} takes a number such as 1.5.`, saveProblem: 'Save the problem', saveNote: 'Save the note', noteWhat: 'Note', noteText: 'Write something, take a photo or speak before saving.', notYet: 'half done', doneOnce: 'checked',
  },
  photo: {
    take: 'Take a photo', face: (face) => `Photo of the side of ${face}`, remove: 'Remove this one', notPhoto: 'This is no photo, or the browser cannot open it. Take another.', reducing: 'Preparing the photo…', count: (n) => `${n} photos`,
    alt: (n) => `Photo ${n}`, voice: 'Voice note', stop: (s) => `Stop (${s} s)`, voices: (n) => `${n} voice notes`, noVoice: 'No recording: the microphone is not allowed, or the browser cannot. Allow it for this site, or write it down.', otherFace: 'Photo of the surroundings', already: 'This very photo is in the record already. Take another.',
  },
  relocation: {
    title: 'Find it by its reference objects', how: 'It takes two reference objects with known coordinates. Near the place, measure distance or azimuth to them and fill in below; or look at the place that the register implies.', fromYou: (direction, metres) => `${metres} ${direction} of you`,
    cannot: 'Cannot be told: the errors are too large, or there is no position.', tooFew: 'Too few reference objects with coordinates. Measure more of them, or ask a surveyor.', save: 'Save the result',
    azimuth: 'Compass azimuth (°)', distance: 'Distance (m)', azimuthOnly: (name) => `The azimuth to ${name} is a number from 0 to 360, such as 42.5.`, distanceOnly: (name) => `The distance to ${name} is a number above 0 and below 100,000, such as 18.3.`, found: 'Was it found', foundChoices: { found: 'Found', trace: 'A trace only', none: 'Not found' },
  },
  track: { title: 'Track', running: 'Track (on)', start: 'Start', stop: 'Stop and save', hint: 'It goes on under other screens. Keep the phone’s screen on: a browser in the background records nothing. It is kept every 10 seconds and survives a break.', points: (n, m) => `${n} points, ${m}`, none: 'No point yet.', saved: 'The track is saved.' },
  patrol: {
    end: 'End the patrol', seen: (n: number, all: number) => `This patrol saw ${n} of ${all} markers.`, notReached: (numbers: string) => `Not reached: ${numbers}. Please say why in the text.`,
    why: 'Some markers were not reached: please say why in the text.', counts: 'Once everything is sent, the patrol counts for this period by itself.',
  },
  exports: { title: 'Export the task', hint: 'Line and markers for a navigator or a map program. The export itself is recorded.', gpx: 'Export GPX', kml: 'Export KML', done: (name) => `${name} is among your downloads.` },
  map: { locate: 'To my position', me: 'my position', noWebGL: 'This browser cannot draw the map (no WebGL 2). Directions and distances are under “Markers”.', approval: (no) => `map approval ${no}`, north: 'North is up', label: 'Map of the line', whole: 'Whole line' },
}
