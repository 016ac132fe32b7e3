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

// Ways to look and times to look at: they are no filters, and clearing those leaves them be.
const LOOKS = new Set(['switch', 'several']);
const STAYS = new Set([...LOOKS, 'span']);
const OWN = 'own';

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
  span: (field, change) => {
    const month = (code) => new Date(`${code}-01T12:00`).toLocaleDateString('en-GB', { month: 'short', year: 'numeric' });
    const pickMonth = (label) => {
      const select = make('select', { onchange: change }, ...field.months.map((code) => make('option', { value: code, textContent: month(code) })));
      select.setAttribute('aria-label', `${field.label}: ${label}`);
      return select;
    };
    const [since, until] = [pickMonth('from'), pickMonth('to')];
    const named = Object.entries(field.choices);
    const options = field.months.length ? [...named, [OWN, 'From … to …']] : named;
    const select = make('select', { onchange: change }, ...options.map(([value, label]) => make('option', { value, textContent: label })));
    select.setAttribute('aria-label', field.label);
    const wrapped = (node) => make('span', { className: 'choice' }, node, icon('expand_more'));
    const own = make('span', { className: 'own' }, wrapped(since), 'to', wrapped(until));
    const span = make('span', { className: 'span' }, wrapped(select), ...(field.months.length ? [own] : []));
    const usual = [field.months[11] ?? field.months.at(-1), field.months[0]];
    const take = () => (select.value === OWN ? [since.value || usual[0], until.value || usual[1]].sort().join('..') : select.value);
    const put = (now) => {
      const [from, to] = now.split('..');
      own.hidden = to === undefined && !field.months.includes(now);
      select.value = own.hidden ? now : OWN;
      [since.value, until.value] = own.hidden ? usual : [from, to ?? from];
    };
    return Object.assign(span, { take, put });
  },
  pick: (field, change) => {
    const known = new Map(Object.entries(field.choices).map(([code, label]) => [label.toLocaleLowerCase(), code]));
    const list = make('datalist', { id: `known-${field.name}` }, ...Object.values(field.choices).map((value) => make('option', { value })));
    const input = make('input', { type: 'search', placeholder: field.label, autocomplete: 'off', spellcheck: false, maxLength: 100 });
    input.setAttribute('list', list.id);
    input.setAttribute('aria-label', field.label);
    let last = '';
    const meant = (typed) => known.get(typed) ?? [...known].filter(([label]) => label.includes(typed)).map(([, code]) => code).find((_, i, all) => all.length === 1);
    const pick = make('span', { className: 'search' }, input, icon('search'), list);
    const take = () => (input.value.trim() ? (meant(input.value.trim().toLocaleLowerCase()) ?? last) : '');
    const put = (now) => {
      last = now;
      if (input !== input.getRootNode().activeElement || now) input.value = field.choices[now] ?? '';
      input.classList.toggle('set', Boolean(now));
    };
    input.onchange = change;
    input.oninput = () => known.has(input.value.trim().toLocaleLowerCase()) && change();
    return Object.assign(pick, { take, put });
  },
  switch: (field) => {
    const group = make('span', { className: 'switch' });
    group.setAttribute('role', 'group');
    const draw = (now) => {
      const links = Object.entries(field.choices).map(([code, label]) => {
        const node = link({ ...group.now, [field.name]: code }, 'way', icon(field.icons[code]), make('span', { textContent: label }));
        if (code === now) node.setAttribute('aria-current', 'true');
        return node;
      });
      group.replaceChildren(...links);
    };
    return Object.assign(group, { take: () => group.now?.[field.name] ?? '', put: (now, all) => draw(now, (group.now = all)) });
  },
  several: (field, change) => {
    const options = Object.entries(field.choices).map(([value, label]) => {
      const box = make('input', { type: 'checkbox', value, onchange: () => change() });
      return make('label', { className: 'flag' }, box, label);
    });
    const boxes = () => options.map((option) => option.firstChild);
    const menu = make('details', { className: 'several' }, make('summary', {}, icon('view_column'), make('span', { textContent: field.label })), make('div', { className: 'options' }, ...options));
    menu.onkeydown = ({ key }) => {
      if (key !== 'Escape') return;
      menu.open = false;
      menu.firstChild.focus();
    };
    menu.onfocusout = ({ relatedTarget }) => relatedTarget && !menu.contains(relatedTarget) && (menu.open = false);
    const take = () => {
      const chosen = boxes().filter((box) => box.checked).map((box) => box.value);
      const usual = chosen.length === field.usual.length && chosen.every((code) => field.usual.includes(code));
      return usual ? '' : chosen.join('.');
    };
    const put = (now) => {
      const codes = now ? now.split('.') : field.usual;
      for (const box of boxes()) box.checked = codes.includes(box.value);
    };
    return Object.assign(menu, { take, put });
  },
  flag: (field, change) => make('input', { type: 'checkbox', value: 'yes', onchange: change }),
  day: (field, change) => make('input', { type: 'date', onchange: change }),
};

const wrap = (field, control) => {
  if (STAYS.has(field.kind) || field.kind === 'pick') {
    if (field.kind === 'switch') control.setAttribute('aria-label', field.label);
    return control;
  }
  control.name = field.name;
  if (field.kind === 'flag') return make('label', { className: 'flag' }, control, field.label);
  control.setAttribute('aria-label', field.label);
  if (field.kind === 'day') return make('label', { className: 'day' }, field.label, control);
  return make('span', { className: field.kind }, control, icon(field.kind === 'search' ? 'search' : 'expand_more'));
};

const value = (control) => (control.take ? control.take() : control.type === 'checkbox' ? (control.checked ? 'yes' : '') : control.value.trim());

const build = (form, state) => {
  const controls = {};
  const panel = make('div', { className: 'panel', id: 'panel' });
  const folded = make('div', { className: 'folded', id: 'folded' });
  const looks = make('span', { className: 'looks' });
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
    const place = LOOKS.has(field.kind) ? looks : field.folded ? folded : field.kind === 'search' ? form : panel;
    place.append(wrap(field, control));
  }
  const more = make('button', { type: 'button', className: 'more' }, icon('tune'), make('span', { className: 'all' }), make('span', { className: 'rest' }));
  const unfold = (open) => {
    for (const part of [panel, folded]) part.classList.toggle('open', open);
    more.setAttribute('aria-expanded', String(open));
  };
  more.setAttribute('aria-controls', 'panel folded');
  more.onclick = () => unfold(!panel.classList.contains('open'));
  unfold(false);
  more.classList.toggle('always', folded.hasChildNodes());
  if (panel.hasChildNodes()) form.append(panel, more);
  if (looks.hasChildNodes()) form.append(looks);
  if (folded.hasChildNodes()) form.append(folded);
  form.onsubmit = (event) => {
    event.preventDefault();
    change();
  };
  return { controls, panel, folded, more };
};

const show = ({ controls, panel, folded, more }, { fields, now, tab }, focused) => {
  for (const [name, control] of Object.entries(controls)) {
    if (control.put) control.put(now[name] ?? '', now);
    else if (control.type === 'checkbox') control.checked = now[name] === 'yes';
    else if (control !== focused || control.type !== 'search') control.value = now[name] ?? '';
    control.classList.toggle('set', Boolean(now[name]) && !control.put);
  }
  const narrows = fields.filter(({ name, kind }) => now[name] && !STAYS.has(kind));
  const said = (words, several) => (several.length ? `${words} (${several.length})` : words);
  more.querySelector('.all').textContent = said('Filters', narrows.filter((one) => one.kind !== 'search' || one.folded));
  more.querySelector('.rest').textContent = said('More', narrows.filter((one) => one.folded));
  for (const part of [panel, folded]) part.querySelector('.clear')?.remove();
  const kept = fields.filter(({ kind }) => STAYS.has(kind)).map(({ name }) => [name, now[name]]);
  const clear = link({ ...Object.fromEntries(kept), [tab]: now[tab] }, 'clear', 'Clear filters');
  if (narrows.length) (folded.hasChildNodes() ? folded : panel).append(clear);
};

const line = (nav, { tabs, tab, now }, focused) => {
  if (!tabs.length) return nav.replaceChildren();
  const here = now[tab] || tabs[0].code;
  const wanted = (code) => ({ ...now, [tab]: code === tabs[0].code ? '' : code });
  const place = ({ code, href }) => href || address(wanted(code));
  const said = ({ label, count }) => (count === null ? label : `${label} ${number(count)}`);
  const links = tabs.map((one) => {
    const count = one.count === null ? [] : [' ', make('span', { className: 'n', textContent: number(one.count) })];
    const node = link({}, 'tab', one.label, ...count);
    node.href = place(one);
    if (one.code === here) node.setAttribute('aria-current', 'page');
    return node;
  });
  const options = tabs.map((one) => make('option', { value: one.code, textContent: said(one), selected: one.code === here }));
  const select = make('select', { onchange: () => go(place(tabs[select.selectedIndex])) }, ...options);
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
