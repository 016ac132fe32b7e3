// While somebody types, find a number that makes SHA-256 of "nonce:number" begin with zeros; send it along.
(() => {
  const form = document.querySelector("form");
  const { nonce, bits, busy } = form.dataset;
  const found = form.elements.proof;
  const button = form.querySelector("button");
  const label = button.textContent;
  const K = [], FIRST = [];
  for (let n = 2; K.length < 64; n++) {
    let prime = true;
    for (let d = 2; d * d <= n; d++) if (n % d === 0) prime = false;
    if (!prime) continue;
    if (FIRST.length < 8) FIRST.push((Math.sqrt(n) * 2 ** 32) | 0);
    K.push((Math.cbrt(n) * 2 ** 32) | 0);
  }
  const W = new Int32Array(64);
  const turn = (x, n) => (x >>> n) | (x << (32 - n));

  // The first word of the hash of a text of up to 55 letters: all of it fits one block.
  function start(text) {
    W.fill(0, 0, 16);
    for (let i = 0; i < text.length; i++) W[i >> 2] |= text.charCodeAt(i) << (24 - (i % 4) * 8);
    W[text.length >> 2] |= 0x80 << (24 - (text.length % 4) * 8);
    W[15] = text.length * 8;
    for (let i = 16; i < 64; i++) {
      const a = W[i - 15], b = W[i - 2];
      W[i] = W[i - 16] + W[i - 7] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10));
    }
    let [a, b, c, d, e, f, g, h] = FIRST;
    for (let i = 0; i < 64; i++) {
      const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
    }
    return (a + FIRST[0]) >>> 0;
  }

  let number = 0, waits = false;
  function look() {
    const end = performance.now() + 20;
    while (performance.now() < end) {
      for (let i = 0; i < 100; i++, number++) {
        if (start(`${nonce}:${number}`) >>> (32 - bits) !== 0) continue;
        found.value = number;
        if (waits) form.submit();
        return;
      }
    }
    setTimeout(look);
  }

  form.addEventListener("submit", (event) => {
    setTimeout(() => { button.disabled = true; button.textContent = busy; });
    waits = found.value === "";
    if (waits) event.preventDefault();
  });
  addEventListener("pageshow", () => { button.disabled = button.hasAttribute("data-shut"); button.textContent = label; });
  if (found.value === "") look();
})();
