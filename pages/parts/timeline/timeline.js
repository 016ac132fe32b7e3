// Draws days and what happened on them. Every text becomes a text node.
const make = (tag, name, ...inside) => {
  const node = document.createElement(tag);
  if (name) node.className = name;
  node.append(...inside);
  return node;
};

const sign = ({ sign: name, tone }) => {
  const disc = make('span', `sign ${tone}`, make('span', 'icon', name));
  disc.setAttribute('aria-hidden', 'true');
  return disc;
};

const part = ({ text, name }) => (name ? make('span', 'name', name) : text);

const sentence = ({ sentence: words, href }) => {
  if (!href) return words;
  const link = make('a', '', words);
  link.href = href;
  link.dataset.go = '';
  return link;
};

const change = ({ of, was, is }) => {
  const arrow = make('span', 'icon', 'arrow_forward');
  arrow.setAttribute('aria-label', 'became');
  arrow.setAttribute('role', 'img');
  return make('p', 'moved', ...(of ? [make('span', 'of', of)] : []), make('span', 'was', was), arrow, make('span', 'is', is));
};

const line = (entry) => {
  const what = make('div', 'what', make('p', 'sentence', sentence(entry), make('span', 'who', entry.who)));
  what.append(...entry.moved.map(change));
  what.append(...entry.told.map((parts) => make('p', 'told', ...parts.map(part))));
  return make('li', entry.aside ? 'aside' : '', make('time', '', entry.time), sign(entry), what);
};

const day = ({ day: name, entries }) => make('section', '', make('h3', '', name), make('ol', '', ...entries.map(line)));

export default function ({ data, parentElement }) {
  parentElement.querySelector('.root').replaceChildren(...data.days.map(day));
}
