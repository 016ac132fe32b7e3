// Draws filters and writes what was chosen into the address; the server reads it there and nowhere else.
const PAUSE = 350;

const make = (tag, traits = {}, ...inside) => {
  const node = Object.assign(document.createElement(tag), traits);
  node.append(...inside);
  return node;
};

const icon = (name) => {
  const node = make('span', { className: 'icon', textContent: name });
  node.setAttribute('aria-hidden', 'true');
  return node;
};

const address = (wanted) => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(wanted)) if (value) query.set(name, value);
  return query.size ? `?${query}` : location.pathname;
};

const number = (count) => count.toLocaleString('en-GB');

const go = (url, replace = false) => document.dispatchEvent(new CustomEvent('baton:go', { detail: { url, replace } }));

const link = (wanted, name, ...inside) => {
  const node = make('a', { className: name, href: address(wanted) }, ...inside);
  node.dataset.go = '';
  return node;
};

const CONTROLS = {
  search: (field, change) => {
    const input = make('input', { type: 'search', placeholder: field.label, autocomplete: 'off', spellcheck: false, maxLength: 100 });
    let waiting;
    input.oninput = () => {
      clearTimeout(waiting);
      waiting = setTimeout(change, PAUSE);
    };
    input.onchange = () => {
      clearTimeout(waiting);
      change();
    };
    return input;
  },
  choice: (field, change) => {
    const options = Object.entries(field.choices).sort(([a]) => (a ? 0 : -1));
    const select = make('select', { onchange: change }, ...options.map(([value, label]) => make('option', { value, textContent: label })));
    return select;
  },
  flag: (field, change) => make('input', { type: 'checkbox', value: 'yes', onchange: change }),
  day: (field, change) => make('input', { type: 'date', onchange: change }),
};

const wrap = (field, control) => {
  control.name = field.name;
  if (field.kind === 'flag') return make('label', { className: 'flag' }, control, field.label);
  control.setAttribute('aria-label', field.label);
  if (field.kind === 'day') return make('label', { className: 'day' }, field.label, control);
  return make('span', { className: field.kind }, control, icon(field.kind === 'search' ? 'search' : 'expand_more'));
};

const value = (control) => (control.type === 'checkbox' ? (control.checked ? 'yes' : '') : control.value.trim());

const build = (form, state) => {
  const controls = {};
  const panel = make('div', { className: 'panel', id: 'panel' });
  const change = () => {
    const wanted = { ...state.data.now };
    for (const [name, control] of Object.entries(controls)) wanted[name] = value(control);
    if (address(wanted) === address(state.data.now)) return;
    const typing = state.data.fields.some(({ name, kind }) => kind === 'search' && state.data.now[name] && wanted[name]);
    state.data.now = wanted;
    go(address(wanted), typing);
  };
  form.replaceChildren();
  for (const field of state.data.fields) {
    const control = (controls[field.name] = CONTROLS[field.kind](field, change));
    (field.kind === 'search' ? form : panel).append(wrap(field, control));
  }
  const more = make('button', { type: 'button', className: 'more' }, icon('tune'), make('span', { textContent: 'Filters' }));
  more.setAttribute('aria-controls', 'panel');
  more.setAttribute('aria-expanded', 'false');
  more.onclick = () => more.setAttribute('aria-expanded', String(panel.classList.toggle('open')));
  if (panel.hasChildNodes()) form.append(more, panel);
  form.onsubmit = (event) => {
    event.preventDefault();
    change();
  };
  return { controls, panel, more };
};

const show = ({ controls, panel, more }, { fields, now, tab }, focused) => {
  for (const [name, control] of Object.entries(controls)) {
    if (control.type === 'checkbox') control.checked = now[name] === 'yes';
    else if (control !== focused || control.type !== 'search') control.value = now[name] ?? '';
    control.classList.toggle('set', Boolean(now[name]));
  }
  const set = fields.filter(({ name, kind }) => now[name] && kind !== 'search').length;
  more.lastChild.textContent = set ? `Filters (${set})` : 'Filters';
  panel.querySelector('.clear')?.remove();
  if (fields.some(({ name }) => now[name])) panel.append(link({ [tab]: now[tab] }, 'clear', 'Clear filters'));
};

const line = (nav, { tabs, tab, now }, focused) => {
  if (!tabs.length) return nav.replaceChildren();
  const here = now[tab] || tabs[0].code;
  const wanted = (code) => ({ ...now, [tab]: code === tabs[0].code ? '' : code });
  const said = ({ label, count }) => (count === null ? label : `${label} ${number(count)}`);
  const links = tabs.map((one) => {
    const count = one.count === null ? [] : [' ', make('span', { className: 'n', textContent: number(one.count) })];
    const node = link(wanted(one.code), 'tab', one.label, ...count);
    if (one.code === here) node.setAttribute('aria-current', 'page');
    return node;
  });
  const options = tabs.map((one) => make('option', { value: one.code, textContent: said(one), selected: one.code === here }));
  const select = make('select', { onchange: () => go(address(wanted(select.value))) }, ...options);
  for (const node of [select, nav]) node.setAttribute('aria-label', tab[0].toUpperCase() + tab.slice(1));
  nav.replaceChildren(make('span', { className: 'row' }, ...links), make('span', { className: 'choice' }, select, icon('expand_more')));
  if (focused?.className === 'tab') links.find((one) => one.getAttribute('href') === focused.getAttribute('href'))?.focus();
  if (focused?.tagName === 'SELECT' && focused.closest('.tabs')) select.focus();
};

const kept = new WeakMap();

export default function ({ data, parentElement }) {
  const form = parentElement.querySelector('.bar');
  const nav = parentElement.querySelector('.tabs');
  const focused = parentElement.activeElement;
  const shape = JSON.stringify(data.fields);
  const state = kept.get(form) ?? {};
  const fresh = state.shape !== shape;
  Object.assign(state, { shape, data });
  if (fresh) state.parts = build(form, state);
  kept.set(form, state);
  form.hidden = !data.fields.length;
  show(state.parts, data, focused);
  line(nav, data, focused);
}
