// Draws the stages in a row; where there is little room, a bar and a sentence.
const make = (tag, name, ...inside) => {
  const node = document.createElement(tag);
  if (name) node.className = name;
  node.append(...inside);
  return node;
};

const icon = (name) => {
  const node = make('span', 'icon', name);
  node.setAttribute('aria-hidden', 'true');
  return node;
};

export default function ({ data, parentElement }) {
  const { labels, now, tone, over, done } = data;
  const stage = (label, at) => {
    const passed = at < now;
    const node = make('li', passed ? 'passed' : '');
    if (passed || (done && at === now)) node.append(icon('check'));
    if (at === now) node.setAttribute('aria-current', 'step');
    node.append(make('span', '', label));
    return node;
  };
  const list = parentElement.querySelector('ol');
  list.className = `${tone}${over && !done ? ' off' : ''}`;
  list.replaceChildren(...labels.map(stage));
  const next = !over && labels[now + 1] ? `, next: ${labels[now + 1]}` : '';
  const words = parentElement.querySelector('p');
  words.className = tone;
  words.replaceChildren(make('b', '', labels[now]), next);
  words.setAttribute('aria-hidden', 'true');
}
