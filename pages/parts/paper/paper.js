// A PDF in the browser's own reader; what the address leads to is checked by the server and can do nothing here.
export default function ({ data, parentElement }) {
  const before = parentElement.querySelector('iframe');
  if (before?.dataset.label === data.label) return;
  const frame = document.createElement('iframe');
  frame.title = data.label;
  frame.dataset.label = data.label;
  frame.src = `${data.address}#navpanes=0&view=FitH`;
  before?.remove();
  parentElement.append(frame);
}
