/* Shows what is pushed, says to the house that it was shown, and opens the patient's page when it is tapped. */
const HOME = new URL(self.registration.scope);

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("push", (event) => event.waitUntil(show(event.data ? event.data.json() : {})));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(go(event.notification.data.open));
});

async function show({ title = HOME.host, body = "", lang = "", tag = "", open = "", shown = "" }) {
  const before = tag ? await self.registration.getNotifications({ tag }) : [];
  const newer = before.some((one) => one.data.shown !== shown);
  const look = { icon: "/app/static/icon-192.png", body, lang, tag, renotify: newer, data: { open, shown } };
  await self.registration.showNotification(title, look);
  if (shown) await fetch(new URL(shown, HOME.origin), { method: "POST", credentials: "omit" });
}

async function go(open) {
  const wanted = new URL(open || HOME, HOME);
  const place = wanted.origin === HOME.origin ? wanted.href : HOME.href;
  for (const tab of await self.clients.matchAll({ type: "window" })) if (tab.url === place) return tab.focus();
  return self.clients.openWindow(place);
}
