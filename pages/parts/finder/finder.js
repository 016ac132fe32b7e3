// A combobox: asks /api/find while somebody types, and tells Python what was chosen. Python owns the choice and hands it back.
const SHORTEST = 2;
const PAUSE = 150;
const fields = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  if (!fields.has(parentElement)) fields.set(parentElement, field(parentElement));
  const shown = fields.get(parentElement);
  shown.draw(data, (choice) => setTriggerValue('chosen', choice));
  return shown.leave;
}

function field(root) {
  const at = (selector) => root.querySelector(selector);
  const [whole, box, drop, list] = ['.field', 'input', '.drop', 'ul'].map(at);
  let data = {}, tell = null, chosen = null, drawn = false;
  let options = [], active = -1, timer = 0, asking = null;

  function draw(fresh, send) {
    [data, tell] = [fresh, send];
    at('label').textContent = data.label;
    box.placeholder = data.placeholder;
    at('.frame > .icon').textContent = data.icon;
    show(data.chosen);
    if (!drawn && data.first && !chosen && matchMedia('(pointer: fine)').matches) box.focus({ preventScroll: true });
    drawn = true;
  }

  function show(choice) {
    const was = chosen;
    chosen = choice;
    whole.classList.toggle('chosen', Boolean(chosen));
    box.readOnly = Boolean(chosen);
    if (chosen) box.value = chosen.title;
    else if (was && box.value === was.title) box.value = '';
    at('#detail').textContent = chosen ? chosen.detail : '';
    hint('');
  }

  function choose(choice) {
    close();
    show(choice);
    say(choice ? `${choice.title} chosen` : 'Cleared');
    tell(choice);
  }

  function hint(words) {
    at('.hint').textContent = words;
  }

  function say(words) {
    at('.said').textContent = words;
  }

  function later() {
    clearTimeout(timer);
    hint('');
    const typed = box.value.trim();
    if ([...typed].length < SHORTEST) return close();
    timer = setTimeout(() => ask(typed), PAUSE);
  }

  async function ask(typed) {
    asking?.abort();
    const mine = (asking = new AbortController());
    whole.classList.add('fetching');
    let found = [], note = '';
    try {
      const answer = await fetch(`/api/find/${data.of}?q=${encodeURIComponent(typed)}`, { signal: mine.signal });
      if (answer.ok) found = await answer.json();
      else note = answer.status === 401
        ? 'Your session has ended. Sign in again to go on.'
        : 'The list could not be read just now. Please type again in a moment.';
    } catch {
      note = 'The list cannot be reached. Check the connection and type again.';
    }
    if (mine.signal.aborted) return;
    whole.classList.remove('fetching');
    open(typed, found, note);
  }

  function open(typed, found, trouble) {
    options = found.map((each) => ({ ...each, words: typed.split(/\s+/) }));
    if (data.add && !trouble) options.push({ id: null, title: typed, detail: '', adds: true });
    list.replaceChildren(...options.map(option));
    at('.note').textContent = trouble || (found.length ? '' : `Nothing found for “${typed}”. ${data.nothing}`);
    drop.hidden = false;
    box.setAttribute('aria-expanded', 'true');
    say(trouble || `${found.length || 'Nothing'} found`);
    activate(options.length ? 0 : -1);
  }

  function close() {
    clearTimeout(timer);
    asking?.abort();
    whole.classList.remove('fetching');
    drop.hidden = true;
    options = [];
    box.setAttribute('aria-expanded', 'false');
    activate(-1);
  }

  function option(each, index) {
    const row = made('li', `option${each.adds ? ' add' : ''}`);
    row.id = `option-${index}`;
    row.setAttribute('role', 'option');
    const icon = made('span', 'icon', each.adds ? 'add' : data.icon);
    icon.setAttribute('aria-hidden', 'true');
    row.append(icon, each.adds ? made('span', 'what', `${data.add} “${each.title}”`) : known(each));
    row.onpointermove = () => activate(index);
    row.onpointerdown = (event) => event.preventDefault();
    row.onclick = () => pick(index);
    return row;
  }

  function pick(index) {
    const { id, title, detail, hint, adds } = options[index];
    const said = hint ? `${hint} · ${detail}` : detail;
    choose({ id, title, detail: adds ? data.added : said, adds: Boolean(adds) });
  }

  function activate(index) {
    active = index;
    [...list.children].forEach((row, at) => row.setAttribute('aria-selected', String(at === index)));
    if (index < 0) return box.removeAttribute('aria-activedescendant');
    box.setAttribute('aria-activedescendant', `option-${index}`);
    list.children[index].scrollIntoView({ block: 'nearest' });
  }

  function move(by) {
    if (options.length) activate((active + by + options.length) % options.length);
    else if (!chosen) later();
  }

  const keys = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => active >= 0 && pick(active),
    Escape: close,
  };

  box.onkeydown = (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (plain && keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    } else if (chosen && plain && (event.key.length === 1 || event.key === 'Backspace' || event.key === 'Delete')) {
      choose(null);
    }
  };
  box.oninput = later;
  box.onblur = () => {
    const left = !chosen && box.value.trim();
    close();
    if (left) hint(data.unsettled);
  };
  at('.clear').onclick = () => {
    choose(null);
    box.focus();
  };

  return { draw, leave: close };
}

function known({ title, detail, hint, words }) {
  const what = made('span', 'what');
  const name = made('span', 'title');
  name.append(...title.split(/(\s+)/).flatMap((part) => marked(part, words)));
  if (hint) name.append(' ', made('span', 'badge amber', hint));
  what.append(name, made('span', 'detail', detail));
  return what;
}

function marked(part, words) {
  const folded = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const typed = words.find((word) => word && folded(part).startsWith(folded(word)));
  return typed ? [made('mark', '', part.slice(0, typed.length)), part.slice(typed.length)] : [part];
}

function made(kind, name, text = '') {
  const node = document.createElement(kind);
  if (name) node.className = name;
  node.textContent = text;
  return node;
}
