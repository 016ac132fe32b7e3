// Draws rows as a table, or as cards where there is little room. Every text becomes a text node.
const NARROW = 620;
const AGAIN = 3000;
const SHORT = 40;

const make = (tag, name, ...inside) => {
  const node = document.createElement(tag);
  if (name) node.className = name;
  node.append(...inside.filter((one) => one !== null && one !== ''));
  return node;
};

const badge = (text, tone) => make('span', `badge ${tone || 'grey'}`, text);

const icon = (name) => {
  const node = make('span', 'icon', name);
  node.setAttribute('aria-hidden', 'true');
  return node;
};

const initials = (name) =>
  name.split(/\s+/).filter((word) => /^\p{L}/u.test(word)).map((word) => [...word][0]).filter((_, i, all) => i === 0 || i === all.length - 1).join('');

const LOOKS = {
  text: (cell) => cell.text,
  long: (cell) => make('span', 'long', cell.text),
  lines: (cell) => make('span', 'lines', cell.text),
  number: (cell) => (cell.tone ? make('span', `tone ${cell.tone}`, cell.text) : cell.text),
  badge: (cell) => (cell.text ? badge(cell.text, cell.tone) : ''),
  when: (cell) => {
    if (!cell.tone) return cell.text;
    return make('span', `tone ${cell.tone}`, icon(cell.tone === 'red' ? 'error' : 'schedule'), ' ', cell.text);
  },
  bar: (cell) => make('span', 'barred', make('span', '', cell.text), bar(cell.amounts)),
  trend: (cell) => (cell.amounts.length ? make('span', '', trend(cell.amounts), make('span', 'hidden', cell.text)) : ''),
  person: (cell) => {
    if (!cell.text) return make('span', 'nobody', cell.under || '–');
    const disc = make('span', 'disc', initials(cell.text));
    disc.setAttribute('aria-hidden', 'true');
    return make('span', 'person', disc, make('span', 'hidden', cell.text));
  },
};

const fill = (node, cell, look, href) => {
  const shown = LOOKS[look](cell);
  const leads = !href && cell.href;
  const text = href ? link(href, 'open', shown) : leads ? link(leads, 'number', shown) : shown;
  if (text !== '') node.append(text);
  if (cell.mark) node.append(' ', badge(cell.mark, cell.mark_tone));
  if (cell.under && look !== 'person') node.append(make('small', cell.under.length <= SHORT ? 'short' : '', cell.under));
  if (cell.hover || look === 'person') node.title = cell.hover || cell.text;
  return node;
};

const link = (href, name, ...inside) => {
  const node = make('a', name, ...inside);
  node.href = href;
  node.dataset.go = '';
  return node;
};

const actions = (row, press) => {
  const bar = make('span', 'actions');
  for (const action of row.actions) {
    if (action.href) {
      bar.append(link(action.href, 'button', action.label));
      continue;
    }
    const button = make('button', 'button', action.label);
    button.type = 'button';
    button.onclick = () => {
      const able = (yes) => bar.querySelectorAll('button').forEach((one) => (one.disabled = !yes));
      able(false);
      setTimeout(able, AGAIN, true);
      press({ id: row.id, name: action.name });
    };
    bar.append(button);
  }
  bar.querySelectorAll('.button').forEach((one) => one.setAttribute('aria-describedby', `row-${row.id}`));
  return bar;
};

const asTable = (data, press, choice) => {
  const acts = data.rows.some((row) => row.actions.length);
  const top = make('tr');
  if (choice) top.append(make('th', 'pick', choice.every()));
  for (const column of data.columns) {
    const cell = make('th', `as-${column.look}`, column.title);
    cell.scope = 'col';
    top.append(cell);
  }
  if (acts) top.append(make('td'));
  const body = make('tbody');
  for (const row of data.rows) {
    const line = make('tr', row.href ? 'opens' : '');
    if (row.chosen) line.setAttribute('aria-current', 'true');
    if (choice) line.append(make('td', 'pick', choice.one(row)));
    data.columns.forEach((column, i) => {
      const title = column.place === 'title';
      const cell = fill(make('td', `as-${column.look}`), row.cells[i], column.look, title && row.href);
      if (title) cell.id = `row-${row.id}`;
      line.append(cell);
    });
    if (acts) line.append(make('td', 'end', actions(row, press)));
    body.append(line);
  }
  const table = make('table', '', make('caption', 'hidden', data.label), make('thead', '', top), body);
  return table;
};

const asCard = (row, columns, press, choice) => {
  const places = { title: make('div', 'title'), corner: make('div', 'corner'), line: make('div', 'line'), foot: make('div', 'foot') };
  columns.forEach((column, i) => {
    const cell = row.cells[i];
    const bare = !cell.text && !cell.mark && column.look !== 'person';
    if (column.place === 'nowhere' || bare) return;
    const title = column.place === 'title';
    const part = fill(make('div', `part as-${column.look}`), cell, column.look, title && row.href);
    if (title) part.id = `row-${row.id}`;
    if (column.look === 'number') part.append(' ', column.title.toLowerCase());
    places[column.place].append(part);
  });
  const card = make('li', row.href ? 'card opens' : 'card', ...Object.values(places).filter((place) => place.hasChildNodes()));
  if (row.actions.length) card.append(actions(row, press));
  if (choice) card.querySelector('.title')?.prepend(choice.one(row));
  if (row.chosen) card.setAttribute('aria-current', 'true');
  return card;
};

const asCards = (data, press, choice) => {
  const list = make('div', data.cards ? 'cards wide' : 'cards');
  const kept = data.groups.length ? data.groups.map((name) => [name, data.rows.filter((row) => row.group === name)]) : [['', data.rows]];
  for (const [name, rows] of kept) {
    if (!rows.length) continue;
    const items = make('ul', '', ...rows.map((row) => asCard(row, data.columns, press, choice)));
    items.setAttribute('aria-label', name || data.label);
    if (name) list.append(make('h2', '', name, ' ', make('span', 'n', String(rows.length))));
    list.append(items);
  }
  return list;
};

const foot = (data) => {
  const bar = make('div', 'footer', data.note ? make('span', 'note', data.note) : '');
  for (const [label, href] of data.footer) bar.append(link(href, 'button', label));
  return bar;
};

const nothing = ({ says, does, href }) => make('div', 'empty', make('p', '', says), does ? link(href, 'button', does) : '');

// One stop for the Tab key; arrows walk the rows from there.
const walk = (root) => {
  const stops = [...root.querySelectorAll('a.open')];
  stops.forEach((stop, i) => (stop.tabIndex = i ? -1 : 0));
  root.onfocusin = ({ target }) => {
    if (stops.includes(target)) stops.forEach((stop) => (stop.tabIndex = stop === target ? 0 : -1));
  };
  root.onkeydown = (event) => {
    const at = stops.indexOf(event.target);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: stops.length - 1 }[event.key];
    if (at < 0 || next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    stops[Math.max(0, Math.min(next, stops.length - 1))].focus();
  };
};

const drawn = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector('.root');
  const status = parentElement.querySelector('.status');
  const told = `${data.label}: ${data.rows.length}`;
  if (status.dataset.told && status.dataset.told !== told) status.textContent = told;
  status.dataset.told = told;
  const press = (asked) => setTriggerValue('pressed', asked);
  const choice = data.choose && data.rows.length ? choosing(root, data, (asked) => setTriggerValue('picked', asked)) : null;
  let cards = null;
  let least = NARROW;
  const fits = () => root.scrollWidth <= root.clientWidth;
  const put = (rows) => root.replaceChildren(...(choice ? [choice.bar] : []), rows, data.note || data.footer.length ? foot(data) : '');
  const draw = (force) => {
    const narrow = data.cards || root.clientWidth < least;
    if (!root.clientWidth || (!force && narrow === cards)) return;
    const focused = parentElement.activeElement?.getAttribute('href');
    put(!data.rows.length ? nothing(data.empty) : narrow ? asCards(data, press, choice) : asTable(data, press, choice));
    cards = narrow;
    if (!narrow && !fits()) {
      least = root.scrollWidth + 1;
      return draw(false);
    }
    choice?.show();
    walk(root);
    if (focused) [...root.querySelectorAll('a.open')].find((one) => one.getAttribute('href') === focused)?.focus();
  };
  drawn.get(root)?.disconnect();
  const watch = new ResizeObserver(() => draw(false));
  drawn.set(root, watch);
  draw(true);
  watch.observe(root);
  return () => watch.disconnect();
}
