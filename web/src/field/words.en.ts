import type { zh } from './words.zh'

const minutes = (ms: number) => (ms < 90_000 ? `${Math.ceil(ms / 1000)} s` : `${Math.ceil(ms / 60_000)} min`)

export const en: typeof zh = {
  name: 'Boundary inspection', date: (iso) => new Date(iso).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }), back: 'Back', retry: 'Try again', close: 'Close', working: 'One moment…', next: 'Next', loading: 'Opening…',
  demo: 'Sample data', megabytes: (n) => (n < 100_000 ? `${Math.ceil(n / 1000)} KB` : n < 1e9 ? `${(n / 1e6).toFixed(1)} MB` : `${(n / 1e9).toFixed(1)} GB`),
  status: {
    on: 'Online', off: 'Offline', trying: 'Sending',
    unsent: (n) => `unsent ${n}`, stored: (n) => `stored ${n}`, verified: (n) => `verified ${n}`,
    room: (left) => `${left} free`, roomUnknown: 'space unknown', low: 'low space',
  },
  missing: {
    wechat: ['Open in a browser', 'WeChat cannot keep field data. Tap “…” at the top right and choose to open in the browser.'],
    insecure: ['A secure connection is needed', 'This page works only under an https address, or the phone could not encrypt what it keeps. Ask the administrator for the right address.'],
    old: ['Browser too old, or private browsing', 'Leave private browsing, or use a newer version of one of these browsers.'],
    browsers: 'Browsers that work (or newer)',
  },
  pin: {
    set: 'Choose a PIN', setHint: 'At least 6 digits. It encrypts the packs, photos and signing key on this phone, and opens them without a network.', again: 'Once more', label: 'PIN',
    short: 'At least 6 digits.', plain: 'Too easy to guess; not the same digit, not digits in a row.', differ: 'The two differ; type it again.', digits: 'Digits only.',
    lost: 'Nobody can recover the PIN. Remember it well.', save: 'Set the PIN', title: 'Enter the PIN', open: 'Open',
    wrong: (left) => `Wrong PIN, ${left} so far. Each wrong one means longer waiting; no data is deleted.`, wait: (ms) => `Too many wrong PINs. Wait ${minutes(ms)}, then try again.`,
    forgot: 'I forgot the PIN', forgotHint: 'Without the PIN the data here cannot be opened. After wiping you can enrol again, but what was not sent is lost for ever; what is verified is on the server.',
    wipe: 'Wipe this phone', wipeWord: 'WIPE', wipeType: 'To wipe, type WIPE below.', lock: 'Lock',
    other: 'Another tab is using this; close it and open this page again.', broken: 'The storage of this phone cannot be opened. Leave private browsing, free some space, and try again.',
  },
  enrol: {
    title: 'Enrol this phone', hint: 'Needs a network the first time. The phone gets a signing key of its own that never leaves it.',
    account: 'Log in with an account', login: 'Login', password: 'Password', phone: 'Name of this phone', phoneHint: 'such as “Qinghu phone 1”', submit: 'Log in and enrol',
    guest: 'By invitation', invitation: 'Invitation link', invitationHint: 'Paste the link you were sent', join: 'Enrol by invitation', missing: 'Fill in all of these.', badInvitation: 'This is not an invitation link. Copy all of it and paste again.',
    asGuest: 'guest', out: 'Log out and change person', again: 'The enrolment has ended. Enrol again: nothing unsent is lost and sending goes on afterwards.', needed: 'Enrol this phone first.',
  },
  tasks: {
    title: 'Tasks', none: 'No task is yours yet. Ask whoever plans the inspection to put your division on the task.', refresh: 'Update from the server',
    offline: 'No network: these are the tasks as last seen.', markers: (n) => `${n} markers`, due: (date) => `due ${date}`,
    taken: 'on the phone', notTaken: 'not on the phone', open: 'Open the task', take: 'Take the pack', kinds: { round: 'Joint inspection', special: 'Special check', patrol: 'Patrol' },
    with: (own, other) => `${own} and ${other}`, space: 'Space on the phone',
    kept: 'The browser promised to keep the data and not to clear it by itself.', notKept: 'The browser did not promise to keep the data: short of space it may clear it. Add this page to the home screen and send every day.', askKeep: 'Ask for lasting storage',
    spaceOf: (used, left) => `${used} used, ${left} free`, day: 'Records of the day',
  },
  pack: {
    title: 'Pack', size: (bytes) => `Pack ${bytes}`, tiles: (done, all) => `Map ${done} / ${all}`, photos: (done, all) => `Photos ${done} / ${all}`,
    take: 'Take it', resume: 'Go on', stop: 'Pause', done: 'The pack is on the phone and works without a network.', partly: (n) => `${n} pieces are missing; you can begin, and go on when there is a network.`,
    noRoom: (bytes) => `Not enough space: the pack needs ${bytes} more. Delete videos or apps you do not need, then go on; what came stays.`,
    expires: (date) => `Valid until ${date}`, expired: 'The pack has expired. All records are here and can be sent; update the pack before checking on.', withdrawn: 'This task was withdrawn or went to another team. What you recorded is sent all the same, as proposals.',
    moved: 'This task went to another team. What you recorded is sent all the same, as proposals.', update: 'Update the pack', remove: 'Delete map and photos from the phone', failed: 'The download broke off; what came stays.',
    stale: 'The task has changed: update the pack.',
  },
  trouble: {
    offline: 'No network. What is done is kept on the phone and sent when there is one.', noRoom: 'No space left: this last step was not saved, everything before it was. Delete videos or apps you do not need, then do it again.',
    low: (left) => `Only ${left} left on the phone. Send soon, and clear verified photos under “Records of the day”.`, full: 'The phone is nearly full; take no photos now. Send, then clear verified photos under “Records of the day”, or delete videos.',
    clock: (years) => `The phone's clock is ${years} off the server's. Turn on automatic time in its settings. Records keep both times and stay valid.`,
    server: 'The server could not answer; it will be tried again.', unknown: (detail) => `Something unexpected: ${detail}. What was saved is safe; go back and try again, or tell the administrator this sentence.`,
  },
  tells: {
    'login-needed': 'The enrolment has ended: enrol again under “Tasks”. Nothing unsent is lost.', 'pack-stale': 'The task has changed: update the pack.', 'pack-withdrawn': 'The pack was withdrawn. What you recorded is sent all the same, as proposals.',
    'task-moved': 'The task went to another team. What you recorded is sent all the same, as proposals.', 'storage-low': 'Space is getting low; verified photos make room first.', 'storage-full': 'The phone is nearly full; take no photos now.',
    'not-verified': 'Not verified yet, so it cannot be deleted here.', 'id-taken': 'The phone holds other content under this number and did not change it. Go back and do it again.', refused: 'The server sent something back; it is still here. See “Records of the day” for the reason.',
  },
}
