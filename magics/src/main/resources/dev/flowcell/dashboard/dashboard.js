// Keeps a page up to date: the server says what has changed, the page fetches itself again and
// takes over what differs, so that what a reader has opened, marked or scrolled stays as it is.

const part = document.getElementById('live');
const connection = document.getElementById('connection');
const concern = document.body.dataset.live;

const AT_LEAST = 250; // ms between two looks
const SILENCE = 25_000; // ms without a beat after which a connection counts as lost

let source;
let lastBeat;
let looking = false;
let again = false;

follow();
if (concern && part) {
  afterPaint(connect);
  document.addEventListener('visibilitychange', () => (document.hidden ? disconnect() : connect()));
  setInterval(watchdog, 5_000);
}
setInterval(tick, 1_000);

// What a reader waits for comes first: the frame after the next begins when that is painted.
function afterPaint(step) {
  requestAnimationFrame(() => requestAnimationFrame(step));
}

// A browser opens six connections to one host at most, so only the page in front has one.
function connect() {
  if (source || document.hidden) return;
  lastBeat = Date.now();
  source = new EventSource('/live');
  source.onopen = () => {
    say('live', false);
    look();
  };
  source.onerror = () => {
    say('connection lost, trying again', true);
    if (source && source.readyState === EventSource.CLOSED) {
      disconnect();
      setTimeout(connect, 2_000);
    }
  };
  source.addEventListener('beat', () => { lastBeat = Date.now(); });
  source.addEventListener('changed', event => {
    lastBeat = Date.now();
    const changed = event.data.split(' ');
    if (concern === '*' || changed.includes('*') || changed.includes(concern)) look();
  });
}

function disconnect() {
  source?.close();
  source = undefined;
}

function watchdog() {
  if (source && Date.now() - lastBeat > SILENCE) {
    say('connection lost, trying again', true);
    disconnect();
    connect();
  }
}

function say(words, lost) {
  connection.textContent = words;
  connection.classList.toggle('lost', lost);
}

async function look() {
  if (looking) {
    again = true;
    return;
  }
  looking = true;
  const began = performance.now();
  try {
    const answer = await fetch(location.href, { cache: 'no-cache' });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.getElementById('live');
    if (fresh) {
      renew(fresh);
    } else {
      say(answer.status === 401 ? 'log in again' : 'this page has nothing to show any more', true);
    }
  } catch {
    // the event source says that the connection is lost
  }
  const took = performance.now() - began;
  setTimeout(() => {
    looking = false;
    if (again) {
      again = false;
      look();
    }
  }, Math.max(AT_LEAST, 3 * took)); // a slow store is not asked all the time
}

function renew(fresh) {
  const ends = new Map([...document.querySelectorAll('[data-follow]')].map(list => [list, atEnd(list)]));
  morph(part, fresh);
  for (const [list, wasAtEnd] of ends) if (wasAtEnd) toEnd(list);
}

// Makes the old element like the fresh one with as few changes as possible. Elements with an id are
// the same wherever they stand, others in their order; what a reader has opened stays open.
function morph(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && name !== 'open') old.removeAttribute(name);
  }
  for (const { name, value } of [...fresh.attributes]) {
    if (name !== 'open' && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  let next = old.firstChild;
  for (const child of [...fresh.childNodes]) {
    let same = next;
    while (same && !areSame(same, child)) same = same.nextSibling;
    if (same) {
      if (same === next) next = next.nextSibling;
      else old.insertBefore(same, next);
      if (same.nodeType === Node.ELEMENT_NODE) morph(same, child);
      else if (same.data !== child.data) same.data = child.data;
    } else {
      old.insertBefore(document.importNode(child, true), next);
    }
  }
  while (next) {
    const gone = next;
    next = next.nextSibling;
    gone.remove();
  }
}

function areSame(old, fresh) {
  return old.nodeName === fresh.nodeName && (old.id ?? '') === (fresh.id ?? '');
}

// Log lines are read from their end, until a reader scrolls away from it.
function follow() {
  document.querySelectorAll('[data-follow]').forEach(toEnd);
}

function atEnd(list) {
  return list.scrollHeight - list.scrollTop - list.clientHeight < 30;
}

function toEnd(list) {
  list.scrollTop = list.scrollHeight;
}

// How long a run has taken goes on by itself.
function tick() {
  if (document.hidden) return;
  for (const clock of document.querySelectorAll('[data-since]')) {
    const since = Date.parse(clock.dataset.since);
    if (since) clock.textContent = words(Math.max(0, Date.now() - since) / 1000);
  }
}

function words(seconds) {
  if (seconds < 60) return seconds.toFixed(1) + ' s';
  const pad = number => String(Math.floor(number)).padStart(2, '0');
  return seconds < 3600
    ? Math.floor(seconds / 60) + ' min ' + pad(seconds % 60) + ' s'
    : Math.floor(seconds / 3600) + ' h ' + pad((seconds % 3600) / 60) + ' min';
}
