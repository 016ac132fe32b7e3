const NOTHING = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`;

const closed = (html) => (/<head[^>]*>/i.test(html) ? html.replace(/<head[^>]*>/i, (head) => head + NOTHING) : NOTHING + html);

// Same origin, so that its height can be measured; no scripts, forms, windows or ways out are let through.
export default function ({ data, parentElement }) {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-same-origin');
  frame.title = data.label;
  frame.tabIndex = -1;
  frame.srcdoc = closed(data.html);
  const fit = () => {
    const body = frame.contentDocument?.documentElement;
    if (body) frame.style.height = `${body.scrollHeight}px`;
  };
  frame.onload = () => {
    fit();
    frame.contentDocument.addEventListener('click', (event) => event.preventDefault());
  };
  parentElement.querySelector('iframe')?.remove();
  parentElement.append(frame);
  const watch = new ResizeObserver(fit);
  watch.observe(frame);
  return () => watch.disconnect();
}
