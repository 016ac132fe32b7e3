// Rows that are chosen: boxes on them, and a bar that says how many and what can be done.
const picks = new WeakMap();

const choosing = (root, data, ask) => {
  const state = picks.get(root) ?? { rows: new Map(), all: false, last: null };
  picks.set(root, state);
  const shown = new Map(data.rows.map((row) => [row.id, row.version]));
  for (const id of state.rows.keys()) if (shown.get(id) !== state.rows.get(id)) state.rows.delete(id);
  if (state.rows.size < shown.size) state.all = false;
  const bar = make('div', 'chosen');
  const boxes = () => [...root.querySelectorAll('input.one')];
  const put = (id, yes) => (yes ? state.rows.set(id, shown.get(id)) : state.rows.delete(id));
  const button = (words, name, act) => {
    const node = make('button', name, words);
    node.type = 'button';
    node.onclick = act;
    return node;
  };
  const count = (n) => n.toLocaleString('en-GB');
  const clear = () => {
    state.rows.clear();
    state.all = false;
    show();
  };
  const go = () => ask({ rows: [...state.rows], all: state.all });
  const show = () => {
    const n = state.rows.size;
    for (const box of boxes()) {
      box.checked = state.rows.has(Number(box.value));
      box.closest('tr, li').classList.toggle('picked', box.checked);
    }
    const every = root.querySelector('input.every');
    if (every) Object.assign(every, { checked: n === shown.size, indeterminate: n > 0 && n < shown.size });
    const said = make('span', 'says', state.all ? `All ${count(data.choose.whole)} chosen` : `${count(n)} chosen`);
    said.setAttribute('role', 'status');
    const more = !state.all && n === shown.size && data.choose.whole > n;
    const whole = button(`Choose all ${count(data.choose.whole)}`, 'button', () => show((state.all = true)));
    bar.hidden = !n;
    bar.replaceChildren(said, button(data.choose.label, 'button do', go), more ? whole : '', button('Clear', 'button', clear));
  };
  const box = (name, label, change) => {
    const node = make('input', name);
    node.type = 'checkbox';
    node.setAttribute('aria-label', label);
    node.onchange = change;
    return node;
  };
  return {
    bar,
    show,
    every: () =>
      box('every', `Choose all ${data.rows.length} on this page`, ({ target }) => {
        for (const id of shown.keys()) put(id, target.checked);
        state.all = false;
        show();
      }),
    one: (row) => {
      const title = row.cells[data.columns.findIndex((column) => column.place === 'title')]?.text ?? row.id;
      const node = box('one', `Choose ${title}`, () => {
        put(row.id, node.checked);
        state.all = false;
        show();
      });
      node.value = row.id;
      // With Shift, everything between the last one and this one.
      node.onclick = (event) => {
        const all = boxes();
        const [from, until] = [all.findIndex((one) => Number(one.value) === state.last), all.indexOf(node)].sort((a, b) => a - b);
        state.last = row.id;
        if (event.shiftKey && from >= 0) for (const one of all.slice(from, until + 1)) put(Number(one.value), node.checked);
      };
      return node;
    },
  };
};

