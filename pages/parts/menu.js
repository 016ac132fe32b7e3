// On a phone the menu covers the page: it goes when somebody has chosen. The listener is set once, with this module.
document.addEventListener('click', (event) => {
  if (innerWidth > 768 || !event.target.closest?.('.st-key-menu a')) return;
  document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
});

// Scripts that other pages need are loaded once this one stands, one after the other and only while nothing is being done.
const LATER = 1000;
const asked = new Set();
const idle = window.requestIdleCallback ?? setTimeout;
const rest = () => new Promise((done) => idle(done));

const load = async (ahead) => {
  const fresh = ahead.filter((href) => !asked.has(href));
  for (const href of fresh) asked.add(href);
  if (fresh.length) await new Promise((done) => setTimeout(done, LATER));
  for (const href of fresh) {
    await rest();
    await import(new URL(href, document.baseURI).href).catch(() => {}); // the page that needs it asks again, and says what is wrong
  }
};

export default ({ data }) => void load(data.ahead);
