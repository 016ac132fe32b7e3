// Puts the cursor into a field, once for each occasion: the first that lacks something, or one that has just appeared.
const been = new Set();

const named = (key) => document.querySelector(`.st-key-${key.trim().replace(/[^a-zA-Z0-9_-]/g, '-')}`);

export default function ({ data }) {
  const occasion = `${data.field} ${data.of}`;
  const here = document.activeElement;
  if (been.has(occasion)) return;
  been.add(occasion);
  if (data.from && here !== document.body && !named(data.from)?.contains(here)) return;
  const field = named(data.field);
  const within = field?.querySelector('[data-testid="stBidiComponentIsolated"]')?.shadowRoot ?? field;
  within?.querySelector('input, textarea, button, [tabindex="0"]')?.focus();
}
