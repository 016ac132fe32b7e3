// Carries a card: where it may go is lit, everything else is dim, and letting go anywhere else leaves it where it was.
const FAR = 6;
const HOLD = 350;
const EDGE = 56;

const inside = ({ left, right, top, bottom }, x, y) => x >= left && x <= right && y >= top && y <= bottom;

const places = (board) => [...board.querySelectorAll('[data-to]')];

const lift = (board, state, card) => {
  const tile = state.tiles.get(Number(card.dataset.id));
  state.held = { card, tile, over: null, ways: places(board).filter((place) => tile.to.includes(place.dataset.to)) };
  board.classList.add('carrying');
  card.classList.add('lifted');
  for (const place of places(board)) {
    place.classList.toggle('may', state.held.ways.includes(place));
    place.classList.toggle('home', place.contains(card));
  }
  board.querySelector('.tray').hidden = !board.querySelector('.aside.may');
};

const aim = (state, place) => {
  state.held.over?.classList.remove('over');
  state.held.over = place ?? null;
  place?.classList.add('over');
};

const release = (board, state) => {
  const { held } = state;
  if (!held) return;
  aim(state, null);
  held.ghost?.remove();
  held.card.classList.remove('lifted');
  board.classList.remove('carrying');
  places(board).forEach((place) => place.classList.remove('may', 'home'));
  state.held = null;
};

const follow = (board, state, x, y) => {
  const { held } = state;
  const at = board.getBoundingClientRect();
  if (!held.ghost) {
    held.ghost = held.card.cloneNode(true);
    held.ghost.className = 'tile ghost';
    held.ghost.style.width = `${held.card.offsetWidth}px`;
    held.ghost.setAttribute('aria-hidden', 'true');
    board.append(held.ghost);
  }
  held.ghost.style.transform = `translate(${x - at.left - held.dx}px, ${y - at.top - held.dy}px) rotate(1.5deg)`;
  aim(state, held.ways.find((place) => inside(place.getBoundingClientRect(), x, y)));
};

const scrollAlong = (board, x, y) => {
  const lanes = board.querySelector('.lanes');
  const { left, right } = lanes.getBoundingClientRect();
  const step = (near, far) => (near < EDGE ? near - EDGE : far < EDGE ? EDGE - far : 0) / 4;
  lanes.scrollLeft += step(x - left, right - x);
  document.querySelector('.stMain')?.scrollBy(0, step(y, innerHeight - y));
};

const byPointer = (board, state, drop) => {
  let down = null;
  const forget = () => {
    clearTimeout(down?.timer);
    down = null;
  };
  const begin = () => {
    const { card, x, y } = down;
    lift(board, state, card);
    const at = card.getBoundingClientRect();
    Object.assign(state.held, { dx: x - at.left, dy: y - at.top });
    follow(board, state, x, y);
  };
  board.onpointerdown = (event) => {
    const card = event.target.closest?.('.tile');
    if (!card || event.button || state.narrow || state.busy || state.held) return;
    down = { card, x: event.clientX, y: event.clientY, touch: event.pointerType === 'touch' };
    if (down.touch) down.timer = setTimeout(() => down && begin(), HOLD);
  };
  const move = (event) => {
    if (!down) return;
    const far = Math.hypot(event.clientX - down.x, event.clientY - down.y) > FAR;
    if (!state.held && far && down.touch) return forget();
    if (!state.held && far) begin();
    if (!state.held) return;
    event.preventDefault();
    scrollAlong(board, event.clientX, event.clientY);
    follow(board, state, event.clientX, event.clientY);
  };
  const up = (event) => {
    if (down && state.held) {
      const { over } = state.held;
      state.dropped = performance.now();
      if (event.type === 'pointerup' && over) drop(over);
      else release(board, state);
    }
    forget();
  };
  // A handler that answers false stops the event: these answer nothing.
  const unless = (wanted) => (event) => void (wanted(event) && event.cancelable && event.preventDefault());
  const keep = unless(() => state.held);
  board.onclick = unless(() => performance.now() - (state.dropped ?? -HOLD) < HOLD);
  board.oncontextmenu = unless(() => down?.touch);
  board.ondragstart = (event) => event.preventDefault();
  board.addEventListener('touchmove', keep, { passive: false });
  addEventListener('pointermove', move);
  addEventListener('pointerup', up);
  addEventListener('pointercancel', up);
  return () => {
    board.removeEventListener('touchmove', keep);
    removeEventListener('pointermove', move);
    removeEventListener('pointerup', up);
    removeEventListener('pointercancel', up);
  };
};
