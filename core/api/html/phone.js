/* Messages on this telephone: nothing is asked of it before its owner presses the button. */
(async () => {
  const box = document.getElementById("phone");
  const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  const apple = /iPhone|iPad/.test(navigator.userAgent);
  const show = (state) => {
    for (const part of box.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== state;
    box.hidden = false;
  };
  const raw = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

  async function tell(deed, said) {
    const asked = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(said) };
    const answer = await fetch(box.dataset.base + deed, asked);
    const told = answer.headers.get("Content-Type") || "";
    if (answer.ok && !told.startsWith("application/json")) location.reload(); // the half hour is over
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  }

  async function subscribed() {
    const worker = await navigator.serviceWorker.getRegistration(box.dataset.scope);
    return worker && worker.pushManager.getSubscription();
  }

  /* One that was made with another key than the house has now shows nothing any more. */
  const fits = (made) => String(new Uint8Array(made.options.applicationServerKey)) === String(raw(box.dataset.key));

  async function look() {
    if (!able) return apple && show("install");
    if (Notification.permission === "denied") return show("denied");
    const here = await subscribed();
    show(here && fits(here) && (await tell("/here", { endpoint: here.endpoint })).shown ? "on" : "off");
  }

  async function begin() {
    if ((await Notification.requestPermission()) !== "granted") return look();
    await navigator.serviceWorker.register("/push/worker.js", { scope: box.dataset.scope });
    const { pushManager } = await navigator.serviceWorker.ready;
    const wanted = { userVisibleOnly: true, applicationServerKey: raw(box.dataset.key) };
    const made = await pushManager.subscribe(wanted).catch(async (fault) => {
      const old = await pushManager.getSubscription();
      if (!old) throw fault;
      await old.unsubscribe();
      return pushManager.subscribe(wanted);
    });
    await tell("", made.toJSON());
    show("on");
  }

  async function end() {
    const here = await subscribed();
    if (here && (await tell("/end", { endpoint: here.endpoint })).alone) await here.unsubscribe();
    show("off");
  }

  const press = (deed) => async (event) => {
    event.target.disabled = true;
    await deed().catch(() => show("failed"));
    event.target.disabled = false;
  };
  box.querySelector("[name=begin]").addEventListener("click", press(begin));
  box.querySelector("[name=end]").addEventListener("click", press(end));
  await look().catch(() => show("failed"));
})();
