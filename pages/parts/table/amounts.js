// Amounts in cells: a bar from nought, and a line through months that breaks where there is nothing.
const WIDE = 88;
const TALL = 24;
const EDGE = 3;

const shape = (name, attributes) => {
  const node = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
};

const at = (share) => `${100 * Math.min(Math.max(share, 0), 1)}%`;

const bar = ([share, held]) => {
  const track = make('span', 'bar');
  track.style.setProperty('--share', at(share ?? 0));
  if (typeof held === 'number') {
    track.append(make('i'));
    track.lastChild.style.left = at(held);
  }
  return track;
};

const pieces = (points) => {
  const found = [[]];
  points.forEach((point) => (point ? found.at(-1).push(point) : found.push([])));
  return found.filter((piece) => piece.length);
};

const trend = (shares) => {
  const known = shares.filter((share) => share !== null);
  const most = Math.max(...known, 0) || 1;
  const x = (i) => EDGE + (i * (WIDE - 2 * EDGE)) / Math.max(shares.length - 1, 1);
  const y = (share) => TALL - EDGE - (share / most) * (TALL - 2 * EDGE);
  const points = shares.map((share, i) => (share === null ? null : [x(i), y(share)]));
  const picture = shape('svg', { class: 'trend', viewBox: `0 0 ${WIDE} ${TALL}`, width: WIDE, height: TALL, 'aria-hidden': 'true' });
  picture.append(shape('line', { class: 'ground', x1: 0, x2: WIDE, y1: TALL - 1, y2: TALL - 1 }));
  for (const piece of pieces(points)) {
    if (piece.length > 1) picture.append(shape('polyline', { points: piece.map((point) => point.join(',')).join(' ') }));
    else picture.append(shape('circle', { cx: piece[0][0], cy: piece[0][1], r: 1.5 }));
  }
  const last = points.at(-1);
  if (last) picture.append(shape('circle', { class: 'last', cx: last[0], cy: last[1], r: 2.5 }));
  return picture;
};
