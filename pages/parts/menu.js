// On a phone the menu covers the page: it goes when somebody has chosen. The listener is set once, with this module.
document.addEventListener('click', (event) => {
  if (innerWidth > 768 || !event.target.closest?.('.st-key-menu a')) return;
  document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
});

export default () => {};
