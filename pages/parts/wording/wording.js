// A text with the words that it may speak of: what is typed is told after a pause, and a word goes in where the cursor stands.
const PAUSE = 450;
const drawn = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  if (!drawn.has(parentElement)) drawn.set(parentElement, editor(parentElement));
  const shown = drawn.get(parentElement);
  shown.draw(data, (draft) => setTriggerValue('draft', draft));
  return shown.leave;
}

function editor(root) {
  const at = (selector) => root.querySelector(selector);
  const [subject, body, words] = ['#subject', '#body', '.words'].map(at);
  let tell = null, of = null, timer = 0, last = body, told = '';

  const draft = () => ({ headline: subject.value, body: body.value });

  function draw(data, send) {
    tell = send;
    if (of !== data.of) {
      of = data.of;
      [subject.value, body.value] = [data.headline, data.body];
      told = JSON.stringify(draft());
      list(data.words, data.reads);
    }
    at('.subject').classList.toggle('hidden', !data.full);
    for (const [field, name] of [[subject, 'headline'], [body, 'body']]) {
      field.readOnly = data.reads;
      at(`#${field.id}-wrong`).textContent = data.wrong[name] ?? '';
      field.setAttribute('aria-invalid', String(Boolean(data.wrong[name])));
    }
    grow();
  }

  function grow() {
    body.style.height = 'auto';
    body.style.height = `${body.scrollHeight + 2}px`;
  }

  function later(pause = PAUSE) {
    grow();
    clearTimeout(timer);
    timer = setTimeout(now, pause);
  }

  function now() {
    clearTimeout(timer);
    const said = JSON.stringify(draft());
    if (said === told) return;
    told = said;
    tell(draft());
  }

  function put(word) {
    const known = `{{ ${word.name}${word.card ? ' | card' : ''} }}`;
    const text = word.sure ? known : `{% if ${word.name} %}${known}{% endif %}`;
    last.focus();
    last.setRangeText(text, last.selectionStart, last.selectionEnd, 'end');
    later(0);
  }

  function list(several, reads) {
    words.replaceChildren();
    words.classList.toggle('hidden', reads);
    words.setAttribute('aria-label', 'Words to put in');
    group('Always known', several.filter((word) => word.sure));
    group('Only said where it is known', several.filter((word) => !word.sure));
  }

  function group(title, several) {
    if (!several.length) return;
    const head = document.createElement('h3');
    head.textContent = title;
    const row = document.createElement('p');
    for (const word of several) {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = word.label;
      button.title = word.name;
      button.addEventListener('mousedown', (event) => event.preventDefault());
      button.addEventListener('click', () => put(word));
      row.append(button);
    }
    words.append(head, row);
  }

  for (const field of [subject, body]) {
    field.addEventListener('input', () => later());
    field.addEventListener('blur', now);
    field.addEventListener('focus', () => (last = field));
  }
  const watch = new ResizeObserver(grow);
  watch.observe(at('.wording'));
  return { draw, leave: () => { clearTimeout(timer); watch.disconnect(); drawn.delete(root); } };
}
