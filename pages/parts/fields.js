// Puts the cursor into a field, once for each occasion: the first on the page that lacks something, or one that has just
// appeared; and whenever somebody follows a link to a field.
const been = new Set();

const named = (key) => document.querySelector(`.st-key-${key.trim().replace(/[^a-zA-Z0-9_-]/g, '-')}`);

const above = (one, other) => (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1);

function enter(field) {
  const within = field?.querySelector('[data-testid="stBidiComponentIsolated"]')?.shadowRoot ?? field;
  within?.querySelector('input, textarea, button, [tabindex="0"]')?.focus();
}

function follow(event) {
  const link = event.target.closest?.('[data-look]');
  if (!link) return;
  event.preventDefault();
  enter(named(link.dataset.look));
}

document.addEventListener('click', follow);

export default function ({ data }) {
  const occasion = `${data.fields} ${data.of}`;
  const here = document.activeElement;
  if (been.has(occasion)) return;
  been.add(occasion);
  if (data.from && here !== document.body && !named(data.from)?.contains(here)) return;
  enter(data.fields.map(named).filter(Boolean).sort(above)[0]);
}
