// Links between pages without a reload: the address changes, and Streamlit hears of it as it hears of the Back button.
// Listeners are set once, when the browser loads this module; without them the same links load their page anew.
const go = (url, replace = false) => {
  history[replace ? 'replaceState' : 'pushState']({}, '', url);
  dispatchEvent(new PopStateEvent('popstate'));
};

const plain = (event) => !(event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);

document.addEventListener('click', (event) => {
  const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
  if (!link || link.dataset.go === undefined || !plain(event)) return;
  event.preventDefault();
  go(link.href);
  document.querySelector('.stMain')?.scrollTo(0, 0);
});

document.addEventListener('baton:go', (event) => go(event.detail.url, event.detail.replace));

export default () => {};
