// Lets Streamlit hear of a text while it is being typed: after a pause the field says what it says when it is left.
const PAUSE = 900;
let timer = 0;

function tell(box) {
  if (document.activeElement !== box) return;
  box.dispatchEvent(new FocusEvent('focusout', { bubbles: true }));
  box.dispatchEvent(new FocusEvent('focusin', { bubbles: true }));
}

document.addEventListener('input', ({ target }) => {
  clearTimeout(timer);
  const typed = target.closest?.('.st-key-kept')?.contains(target) && target.matches('.stTextInput input, .stTextArea textarea');
  if (typed) timer = setTimeout(() => tell(target), PAUSE);
});

export default () => {};
