// Draws rules as sentences. Every text becomes a text node.
const make = (tag, name, ...inside) => {
  const node = document.createElement(tag);
  if (name) node.className = name;
  node.append(...inside.filter((one) => one !== null && one !== ''));
  return node;
};

const button = (name, label, heard) => {
  const node = make('button', name);
  node.type = 'button';
  node.title = label;
  node.setAttribute('aria-label', label);
  node.onclick = heard;
  return node;
};

const ICONS = { up: 'arrow_upward', down: 'arrow_downward' };

const step = (line, way, press) => {
  const node = button('step', `Move ${way}: ${line.label}`, () => press(line, way));
  const icon = make('span', 'icon', ICONS[way]);
  icon.setAttribute('aria-hidden', 'true');
  node.append(icon);
  node.disabled = !line.steps.includes(way);
  return node;
};

const toggle = (line, press) => {
  const node = button('switch', line.label, () => {
    node.setAttribute('aria-checked', String(!line.on));
    press(line, line.on ? 'off' : 'on');
  });
  node.setAttribute('role', 'switch');
  node.setAttribute('aria-checked', String(line.on));
  node.disabled = !line.may;
  node.append(make('span', 'knob'));
  return node;
};

const told = (line) => {
  const link = make('a', 'open', make('b', '', line.when), line.then);
  link.href = line.href;
  link.dataset.go = '';
  const meta = make('p', 'meta', make('span', '', line.label));
  if (line.mark) meta.append(make('span', 'own', line.mark));
  if (line.note) meta.append(make('span', `badge ${line.tone}`, line.note));
  return make('div', 'told', make('p', 'sentence', link), meta);
};

const item = (line, press) => {
  const acts = make('div', 'acts');
  if (line.may) acts.append(step(line, 'up', press), step(line, 'down', press));
  acts.append(toggle(line, press));
  const count = make('p', line.count ? 'count' : 'count none', line.count || 'not once');
  count.title = 'How often it acted in the last 30 days';
  return make('li', line.on ? '' : 'off', told(line), count, acts);
};

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector('.root');
  const focused = parentElement.activeElement?.getAttribute('aria-label');
  const press = (line, what) => setTriggerValue('pressed', { id: line.id, what });
  const groups = data.groups.map((group) => {
    const head = make('h2', '', group.title, ' ', make('span', 'n', String(group.lines.length)));
    return make('section', '', head, make('ol', '', ...group.lines.map((line) => item(line, press))));
  });
  root.replaceChildren(...groups);
  if (focused) [...root.querySelectorAll('button')].find((one) => one.getAttribute('aria-label') === focused)?.focus();
}
