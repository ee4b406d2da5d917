// The service worker: keeps the page's shell, and the routines that somebody chose, for when there is no network.
// @ts-check
/// <reference lib="webworker" />

const SHELL = "voiceguide-shell";
const KEPT = "voiceguide-routines";
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const ROOT = new URL("./", worker.location.href).pathname;
const FILES = ["routines", "static/page.css", "static/page.js", "static/icon.svg", "static/icon-192.png",
  "static/icon-512.png", "manifest.webmanifest"];

worker.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(FILES.map((file) => ROOT + file))));
  worker.skipWaiting();
});

worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== worker.location.origin) return;
  const path = address.pathname.slice(ROOT.length);
  if (path === "api/events" || path.includes("/download.") || path.includes("/episode.")) return;
  if (path.endsWith("/audio.mp3")) event.respondWith(sound(event.request, address));
  else event.respondWith(networkFirst(event.request, path));
});

/** @param {Request} request @param {string} path */
async function networkFirst(request, path) {
  try {
    const answer = await fetch(request);
    if (answer.ok && FILES.includes(path)) {
      const copy = answer.clone();
      caches.open(SHELL).then((cache) => cache.put(request.url, copy));
    }
    return answer;
  } catch (error) {
    const kept = await caches.match(request.url, { ignoreVary: true });
    if (kept) return kept;
    const shelf = request.mode === "navigate" ? await caches.match(`${ROOT}routines`) : undefined;
    if (shelf) return shelf;
    throw error;
  }
}

/** A kept routine's sound, or the part of it that a player asks for. @param {Request} request @param {URL} address */
async function sound(request, address) {
  const kept = await caches.match(address.origin + address.pathname, { cacheName: KEPT, ignoreVary: true });
  const revision = address.searchParams.get("rev");
  if (!kept || (revision && kept.headers.get("etag") !== `"${revision}"`)) return fetch(request);
  const whole = await kept.blob();
  const match = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get("range") ?? "");
  if (!match) return new Response(whole, { headers: { "content-type": "audio/mpeg", "accept-ranges": "bytes" } });
  const start = match[1] ? Number(match[1]) : Math.max(0, whole.size - Number(match[2]));
  const end = match[1] && match[2] ? Math.min(Number(match[2]) + 1, whole.size) : whole.size;
  if (start >= end) return new Response(null, { status: 416, headers: { "content-range": `bytes */${whole.size}` } });
  return new Response(whole.slice(start, end), {
    status: 206,
    headers: {
      "content-type": "audio/mpeg",
      "accept-ranges": "bytes",
      "content-range": `bytes ${start}-${end - 1}/${whole.size}`,
      "content-length": String(end - start),
    },
  });
}
