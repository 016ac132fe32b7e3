// The board: what was drawn, what is carried, and what is said about it.
const NARROW = 700;

const stops = (board) => [...board.querySelectorAll('.lane')].map((lane) => [...lane.querySelectorAll('a.open')]);

const reach = (board, link) => {
  stops(board).flat().forEach((stop) => (stop.tabIndex = stop === link ? 0 : -1));
  return link;
};

const beside = (board, link, key) => {
  const lanes = stops(board).filter((lane) => lane.length);
  const x = lanes.findIndex((lane) => lane.includes(link));
  const y = lanes[x].indexOf(link);
  const at = (column, row) => lanes[Math.max(0, Math.min(column, lanes.length - 1))].at(Math.max(0, row));
  const steps = {
    ArrowUp: () => at(x, y - 1),
    ArrowDown: () => at(x, Math.min(y + 1, lanes[x].length - 1)),
    ArrowLeft: () => at(x - 1, Math.min(y, (lanes[x - 1] ?? lanes[x]).length - 1)),
    ArrowRight: () => at(x + 1, Math.min(y, (lanes[x + 1] ?? lanes[x]).length - 1)),
    Home: () => at(x, 0),
    End: () => at(x, lanes[x].length - 1),
  };
  return steps[key]?.();
};

const byKeyboard = (board, state, tell, drop) => {
  const pick = (card) => {
    lift(board, state, card);
    const { tile, ways } = state.held;
    if (ways.length) return tell(`${tile.title} picked up. It can go to ${ways.map((way) => state.named.get(way.dataset.to)).join(', ')}.`);
    release(board, state);
    return tell(`${tile.title} cannot be moved from here.`);
  };
  const choose = (by) => {
    const { held } = state;
    const next = held.over ? (held.ways.indexOf(held.over) + by + held.ways.length) % held.ways.length : by > 0 ? 0 : held.ways.length - 1;
    aim(state, held.ways[next]);
    held.over.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    tell(`${state.named.get(held.over.dataset.to)}.`);
  };
  const carrying = {
    ' ': () => (state.held.over ? drop(state.held.over, true) : leave()),
    Enter: () => carrying[' '](),
    Escape: () => leave(),
    ArrowLeft: () => choose(-1),
    ArrowUp: () => choose(-1),
    ArrowRight: () => choose(1),
    ArrowDown: () => choose(1),
    Tab: () => {},
  };
  const leave = () => {
    tell(`${state.held.tile.title} stays where it was.`);
    release(board, state);
  };
  board.onkeydown = (event) => {
    const link = event.target.closest?.('a.open');
    if (!link || state.narrow || event.ctrlKey || event.metaKey || event.altKey) return;
    if (state.held) {
      if (!carrying[event.key]) return;
      event.preventDefault();
      carrying[event.key]();
    } else if (event.key === ' ') {
      event.preventDefault();
      if (!state.busy) pick(link.closest('.tile'));
    } else {
      const next = beside(board, link, event.key);
      if (!next) return;
      event.preventDefault();
      reach(board, next).focus();
    }
  };
  board.onfocusin = ({ target }) => target.matches('a.open') && reach(board, target);
  board.onfocusout = ({ relatedTarget }) => state.held && !state.held.ghost && !board.contains(relatedTarget) && leave();
};

const outcome = (state, data) => {
  const { asked } = state;
  const now = data.lanes.find((lane) => lane.tiles.some((tile) => tile.id === asked.id));
  if (!now) return `${asked.title} has left the board.`;
  return now.code === asked.to ? `${asked.title} is at ${now.label} now.` : `${asked.title} is still at ${now.label}.`;
};

const kept = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const board = parentElement.querySelector('.board');
  const status = parentElement.querySelector('.status');
  const state = kept.get(board) ?? { narrow: false };
  kept.set(board, state);
  const tell = (words) => (status.textContent = words);
  const drop = (place, keyboard = false) => {
    const { card, tile } = state.held;
    release(board, state);
    state.busy = true;
    state.asked = { id: tile.id, to: place.dataset.to, title: tile.title, keyboard };
    card.classList.add('asked');
    place.querySelector('ul')?.prepend(card);
    if (keyboard) card.querySelector('a').focus();
    tell(`${tile.title}, ${state.named.get(place.dataset.to)}: checking.`);
    setTriggerValue('moved', { id: tile.id, to: place.dataset.to, version: tile.version });
  };
  const shape = JSON.stringify(data);
  if (state.shape !== shape) {
    const focused = state.asked?.keyboard ? state.asked.id : Number(parentElement.activeElement?.closest?.('.tile')?.dataset.id);
    release(board, state);
    draw(board, data);
    Object.assign(state, { shape, busy: false });
    state.tiles = new Map(data.lanes.flatMap((lane) => lane.tiles).map((tile) => [tile.id, tile]));
    state.named = new Map(data.lanes.map((lane) => [lane.code, lane.label]));
    const links = stops(board).flat();
    const again = links.find((link) => Number(link.closest('.tile').dataset.id) === focused);
    reach(board, again ?? links[0]);
    again?.focus();
    if (state.asked) tell(outcome(state, data));
    state.asked = null;
  }
  const fit = () => {
    state.narrow = board.clientWidth > 0 && board.clientWidth < NARROW;
    board.classList.toggle('narrow', state.narrow);
  };
  byKeyboard(board, state, tell, drop);
  const apart = byPointer(board, state, drop);
  const watch = new ResizeObserver(fit);
  watch.observe(board);
  fit();
  return () => {
    watch.disconnect();
    apart();
  };
}
