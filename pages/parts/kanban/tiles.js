// Draws lanes and cards. Every text becomes a text node.
const make = (tag, name, ...inside) => {
  const node = document.createElement(tag);
  if (name) node.className = name;
  node.append(...inside.filter((one) => one !== null && one !== ''));
  return node;
};

const initials = (name) => {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  return [words[0], words.length > 1 ? words.at(-1) : ''].map((word) => [...(word ?? '')][0] ?? '').join('');
};

const person = (name) => {
  const disc = make('span', name ? 'disc' : 'disc nobody', name ? initials(name) : '–');
  disc.setAttribute('aria-hidden', 'true');
  const shown = make('span', 'person', disc, make('span', 'hidden', name ? `Owner ${name}` : 'No owner'));
  shown.title = name || 'No owner';
  return shown;
};

const when = (tile) => {
  const node = make('span', `when ${tile.when_tone ? `tone ${tile.when_tone}` : ''}`, tile.when);
  if (tile.when_hover) node.title = tile.when_hover;
  return node;
};

const drawTile = (tile) => {
  const link = make('a', 'open', tile.title);
  link.href = tile.href;
  link.dataset.go = '';
  link.draggable = false;
  link.setAttribute('aria-describedby', 'help');
  const foot = make('div', 'foot', when(tile), tile.badge ? make('span', `badge ${tile.badge_tone}`, tile.badge) : '');
  const top = make('div', 'top', link, person(tile.person));
  const tasks = tile.tasks ? make('p', `tasks ${tile.tasks_tone ? `tone ${tile.tasks_tone}` : ''}`, tile.tasks) : '';
  const card = make('li', 'tile', top, make('p', 'about', tile.about), make('p', 'other', tile.other), tasks, foot);
  card.dataset.id = tile.id;
  return card;
};

const drawLane = (lane) => {
  const name = make('h2', '', make('span', `dot ${lane.tone}`), lane.label, ' ', make('span', 'n', lane.whole.toLocaleString('en-GB')));
  const list = make('ul', '', ...lane.tiles.map(drawTile));
  list.setAttribute('aria-label', `${lane.label}, ${lane.whole}`);
  const node = make('section', 'lane', name, list);
  if (lane.whole > lane.tiles.length) {
    const all = make('a', 'all', `All ${lane.whole.toLocaleString('en-GB')} in the list`);
    all.href = lane.more;
    all.dataset.go = '';
    node.append(all);
  }
  node.dataset.to = lane.code;
  return node;
};

const drawAside = (lane) => {
  const node = make('div', 'aside', make('span', `dot ${lane.tone}`), lane.label);
  node.dataset.to = lane.code;
  return node;
};

const draw = (board, data) => {
  const lanes = make('div', 'lanes', ...data.lanes.filter((lane) => !lane.aside).map(drawLane));
  const tray = make('div', 'tray', make('span', 'hint', 'Or'), ...data.lanes.filter((lane) => lane.aside).map(drawAside));
  board.setAttribute('role', 'group');
  board.setAttribute('aria-label', data.label);
  const left = board.querySelector('.lanes')?.scrollLeft ?? 0;
  board.replaceChildren(lanes, tray);
  lanes.scrollLeft = left;
};
