// What stands beside a chart: its table, its file, its address; and what its points lead to.
const make = (tag, traits = {}, ...inside) => {
  const node = Object.assign(document.createElement(tag), traits);
  node.append(...inside);
  return node;
};

const said = (value) => (value === null ? '' : typeof value === 'number' ? value.toLocaleString('en-GB') : String(value));

const filled = (node, { shown, href }) => {
  if (!href) return Object.assign(node, { textContent: said(shown) });
  const link = make('a', { href }, said(shown));
  link.dataset.go = '';
  node.append(link);
  return node;
};

const table = ({ title, columns, rows }) => {
  const numbers = columns.map((_, i) => i > 0);
  const name = (i) => (numbers[i] ? 'n' : '');
  const top = columns.map((text, i) => make('th', { scope: 'col', className: name(i), textContent: text }));
  const line = (row) => make('tr', {}, ...row.map((cell, i) => filled(i ? make('td', { className: name(i) }) : make('th', { scope: 'row' }), cell)));
  return make('table', {}, make('caption', { textContent: title }), make('thead', {}, make('tr', {}, ...top)), make('tbody', {}, ...rows.map(line)));
};

const keep = ({ csv, name }) => {
  const url = URL.createObjectURL(new Blob(['\ufeff', csv], { type: 'text/csv;charset=utf-8' }));
  make('a', { href: url, download: `${name}.csv` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
};

const go = (url) => document.dispatchEvent(new CustomEvent('baton:go', { detail: { url } }));

// The figure is drawn later than this, and anew whenever its numbers change.
const heard = new WeakSet();
const listen = (around) => {
  const figure = around?.querySelector('.js-plotly-plot');
  if (!figure?.on || heard.has(figure)) return;
  heard.add(figure);
  const leads = ({ points }) => points.map(({ customdata }) => customdata).find((one) => typeof one === 'string' && one.startsWith('/'));
  figure.on('plotly_click', (event) => leads(event) && go(leads(event)));
  figure.on('plotly_hover', (event) => figure.classList.toggle('leads', Boolean(leads(event))));
  figure.on('plotly_unhover', () => figure.classList.remove('leads'));
};

const opened = new WeakMap();

export default function ({ data, parentElement }) {
  const foot = parentElement.querySelector('.foot');
  const around = foot.getRootNode().host?.closest(`.st-key-chart-${data.name}`);
  const behind = make('div', { className: 'behind', id: 'behind', hidden: !opened.get(foot), tabIndex: 0 }, table(data));
  behind.setAttribute('role', 'region');
  behind.setAttribute('aria-label', data.title);
  const toggle = make('button', { type: 'button' }, 'Table');
  const file = make('button', { type: 'button', onclick: () => keep(data) }, 'CSV');
  const here = `${location.pathname}${location.search}#${data.name}`;
  const told = make('span', { className: 'said' });
  told.setAttribute('role', 'status');
  const link = make('a', { href: here }, 'Link');
  link.onclick = (event) => {
    event.preventDefault();
    navigator.clipboard?.writeText(link.href).then(() => (told.textContent = 'Copied'));
  };
  for (const node of [toggle, file, link]) node.setAttribute('aria-label', `${node.textContent}: ${data.title}`);
  toggle.setAttribute('aria-controls', 'behind');
  const show = () => {
    behind.hidden = !opened.get(foot);
    toggle.setAttribute('aria-expanded', String(!behind.hidden));
  };
  toggle.onclick = () => show(opened.set(foot, behind.hidden));
  show();
  foot.replaceChildren(toggle, file, link, told, behind);
  const watch = new MutationObserver(() => listen(around));
  if (around) watch.observe(around, { childList: true, subtree: true });
  listen(around);
  if (location.hash === `#${data.name}` && !opened.has(foot)) foot.getRootNode().host.closest('[class*=st-key-chart]')?.scrollIntoView();
  return () => watch.disconnect();
}
