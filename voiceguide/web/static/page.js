// The page's own script. Everything that it improves works without it, too: choose, and download.
// @ts-check

/**
 * @typedef {{start: number, frames: number, kind: "say" | "chime", text?: string, chime?: string}} Cue
 * @typedef {{start: number, end: number, title: string, point?: string, side?: string}} Chapter
 * @typedef {{start: number, frames: number, point?: string, side?: string}} Span
 * @typedef {{phase: string, ms: number}[] | null} Breath
 * @typedef {{rate: number, frames: number, title: string, settled: boolean, revision: string,
 *   tracks: {name: string, cues: Cue[]}[], chapters: Chapter[], holds: Span[], breaths: Breath[],
 *   points: Record<string, string>}} Timeline
 * @typedef {{file: string, bytes: number | null, ready: boolean, settled: boolean, revision: string,
 *   error: string | null}} Sound
 * @typedef {{id: string, name: string, seconds: number, sound: Sound | null}} Routine
 * @typedef {{id: string, kind: string, format: string | null, routine: string, title: string, state: string,
 *   doing: string, done: number, total: number, seconds_left: number | null, error: string | null}} Job
 * @typedef {{line: number | null, column: number | null, message: string}} Complaint
 */

const ROOT = document.body.dataset.root ?? "";
const SECURE = document.body.dataset.secure === "yes" && window.isSecureContext;
const STILL = window.matchMedia("(prefers-reduced-motion: reduce)");
const PLAY_ICON = "M8 5v14l11-7z";
const PAUSE_ICON = "M7 5h4v14H7zM13 5h4v14h-4z";
/** @type {Record<string, string>} */
const PHASES = { inhale: "breathe in", sip: "a little more", hold: "hold", exhale: "breathe out", rest: "rest" };
const SVG = "http://www.w3.org/2000/svg";

document.documentElement.classList.add("scripted");

/** @template {Element} T @param {string} selector @param {new () => T} kind @param {ParentNode} [within] @returns {T} */
function one(selector, kind, within = document) {
  const found = within.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`the page has no ${selector}`);
  return found;
}

/** @template {keyof HTMLElementTagNameMap} K @param {K} tag @param {Record<string, string>} attributes @param {...(Node | string)} content */
function made(tag, attributes, ...content) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...content);
  return element;
}

/** @param {string} tag @param {Record<string, string | number>} attributes */
function drawn(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}

/** @param {number} ms @param {() => void} work */
function settling(ms, work) {
  let timer = 0;
  return () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(work, ms);
  };
}

/** Tell something to who cannot see it, and to who can. @param {string} text */
function tell(text) {
  const status = one("#status", HTMLElement);
  if (status.textContent !== text) status.textContent = text;
}

/** @param {number} seconds */
function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds + 1e-6));
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** @param {number} seconds */
function saidTime(seconds) {
  const whole = Math.floor(seconds);
  const minutes = Math.floor(whole / 60);
  const unit = minutes === 1 ? "minute" : "minutes";
  return minutes ? `${minutes} ${unit} ${whole % 60}` : `${whole % 60} seconds`;
}

/** @param {string} path @param {string} [method] @param {unknown} [body] */
async function call(path, method = "GET", body) {
  const answer = await fetch(ROOT + path, {
    method,
    headers: body === undefined ? {} : { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const found = answer.status === 204 ? {} : await answer.json();
  return { ok: answer.ok, status: answer.status, found };
}

// What is being made

/** @type {((jobs: Job[]) => void)[]} */
const watchers = [];

function watchQueue() {
  const panel = one("#queue", HTMLElement);
  /** @type {Set<string>} */
  const told = new Set();
  let first = true;
  watchers.push((jobs) => {
    const active = jobs.filter((job) => job.state === "waiting" || (job.state === "running" && job.kind === "download"));
    panel.replaceChildren(...active.slice(-3).map(jobRow));
    panel.hidden = active.length === 0;
    for (const job of jobs.filter((job) => job.state === "failed" && !told.has(job.id))) {
      told.add(job.id);
      if (!first) tell(`${job.title}: ${job.error}`);
    }
    first = false;
  });
  /** @type {EventSource | null} */
  let source = null;
  const look = () => {
    // a browser allows a few connections to one server: tabs that nobody sees need none
    if (document.hidden) {
      source?.close();
      source = null;
    } else if (!source) {
      source = new EventSource(`${ROOT}/api/events`);
      source.addEventListener("jobs", (event) => {
        const jobs = /** @type {{jobs: Job[]}} */ (JSON.parse(event.data)).jobs;
        for (const watch of watchers) watch(jobs);
      });
    }
  };
  document.addEventListener("visibilitychange", look);
  window.addEventListener("pagehide", () => source?.close());
  look();
}

/** @param {Job} job */
function jobRow(job) {
  const what = job.format ? `${job.title}, ${job.format.toUpperCase()}` : job.title;
  const left = job.seconds_left === null ? "" : `, about ${clock(job.seconds_left)} left`;
  const cancel = made("button", { type: "button", "aria-label": `Cancel ${what}` }, "Cancel");
  cancel.addEventListener("click", () => call(`/api/jobs/${job.id}`, "DELETE"));
  const progress = made("progress", { max: "100", "aria-label": what });
  if (job.total) progress.value = (job.done / job.total) * 100;
  return made("div", {}, made("span", {}, what), cancel, made("small", {}, `${job.doing || "waiting"}${left}`), progress);
}

// Choosing

function choose() {
  const form = one("#choose", HTMLFormElement);
  const minutes = one("#minutes", HTMLInputElement);
  const dial = new Dial(one("#dial", HTMLElement), (value) => {
    minutes.value = String(value);
    plan();
  });
  dial.show(Number(minutes.value));
  let asked = 0;

  /** @param {string[]} points */
  const mark = (points) => {
    const ticked = new FormData(form).getAll("points").map(String);
    const chosen = ticked.length ? ticked : points;
    for (const mark of document.querySelectorAll("[data-map] .mark")) {
      mark.classList.toggle("chosen", chosen.includes(mark.getAttribute("data-point") ?? ""));
    }
  };

  const plan = settling(120, async () => {
    const number = ++asked;
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value !== "") query.append(name, String(value));
    try {
      const { ok, status, found } = await call(`/api/plan?${query}&panel=1`);
      if (number !== asked) return;
      if (status === 429) {
        window.setTimeout(plan, 500);
        return;
      }
      one("#plan", HTMLElement).innerHTML = found.panel;
      const brief = one("#brief", HTMLAnchorElement);
      brief.textContent = found.brief;
      const way = ok ? undefined : found.error.nearest[0];
      brief.href = way ? `${ROOT}/?${way.link}` : "#plan";
      one("#make", HTMLButtonElement).disabled = !ok;
      mark(ok ? found.points : []);
      if (ok) window.history.replaceState(null, "", `?${found.link}`);
      tell(ok ? `${found.title}. ${found.points.length} points.` : found.error.message);
    } catch {
      if (number !== asked) return;
      // what stands there is the plan of other choices
      const problem = "The server does not answer. Is voiceguide serve still running?";
      one("#plan", HTMLElement).replaceChildren(made("h2", {}, "No plan"), made("p", { class: "problem" }, problem));
      one("#brief", HTMLAnchorElement).textContent = "The server does not answer.";
      one("#make", HTMLButtonElement).disabled = true;
      tell(problem);
      window.setTimeout(plan, 3000);
    }
  });

  form.addEventListener("input", (event) => {
    if (event.target instanceof HTMLSelectElement && event.target.name === "pack") {
      // another pack has other points, tools and a map of its own
      const query = new URLSearchParams({ minutes: minutes.value, pack: event.target.value });
      window.location.assign(`${ROOT}/?${query}`);
      return;
    }
    if (event.target === minutes) dial.show(Number(minutes.value));
    if (event.target instanceof HTMLSelectElement && event.target.id === "voice") hear.href = sampleOf(event.target.value);
    plan();
  });
  const hear = one("#hear", HTMLAnchorElement);
  const sample = new Audio();
  hear.addEventListener("click", (event) => {
    event.preventDefault();
    tell("The voice is being asked to speak");
    sample.src = hear.href;
    sample.play().then(() => tell(""), () => tell("That voice could not be heard"));
  });
  one("#other-words", HTMLButtonElement).addEventListener("click", () => {
    const seed = one("#seed", HTMLInputElement);
    seed.value = String((Number(seed.value) || 0) + 1);
    plan();
  });
  for (const mark of document.querySelectorAll("[data-map] .mark")) {
    mark.addEventListener("click", (event) => {
      event.preventDefault();
      showCard(mark.getAttribute("data-point") ?? "");
    });
  }
  plan();
}

/** @param {string} voice */
function sampleOf(voice) {
  return `${ROOT}/voices/${voice}/sample.mp3`;
}

/** @param {string} code */
function showCard(code) {
  for (const card of document.querySelectorAll(".card")) {
    const is = card.getAttribute("data-point") === code;
    card.classList.toggle("shown", is);
    if (!is) continue;
    one("details", HTMLDetailsElement, card).open = true;
    one("input", HTMLInputElement, card).focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest", behavior: STILL.matches ? "auto" : "smooth" });
  }
}

/** A dial as on a kitchen timer; the range input in it is what keys and screen readers use. */
class Dial {
  /** @param {HTMLElement} place @param {(minutes: number) => void} changed */
  constructor(place, changed) {
    this.least = Number(place.dataset.least);
    this.most = Number(place.dataset.most);
    this.input = made("input", {
      type: "range", min: String(this.least), max: String(this.most), step: "1", "aria-label": "Length",
    });
    const face = drawn("svg", { viewBox: "0 0 200 200", "aria-hidden": "true" });
    this.arc = drawn("path", { class: "arc" });
    this.hand = drawn("circle", { class: "hand", r: 13 });
    this.figure = drawn("text", { x: 100, y: 112 });
    const unit = drawn("text", { x: 100, y: 136, class: "unit" });
    unit.textContent = "minutes";
    face.append(drawn("circle", { class: "track", cx: 100, cy: 100, r: 84 }), this.arc, this.hand, this.figure, unit);
    place.append(face, this.input);
    this.input.addEventListener("input", (event) => {
      event.stopPropagation();
      this.show(Number(this.input.value));
      changed(Number(this.input.value));
    });
    /** @param {PointerEvent} event */
    const turn = (event) => {
      const box = face.getBoundingClientRect();
      const x = event.clientX - box.left - box.width / 2;
      const y = event.clientY - box.top - box.height / 2;
      const part = (Math.atan2(x, -y) / (2 * Math.PI) + 1) % 1;
      // over the top it stops, and does not leap from an hour to nothing
      const was = Number(this.input.value) / this.most;
      if (Math.abs(part - was) > 0.5 && event.type === "pointermove") return;
      const value = Math.max(this.least, Math.round(part * this.most) || this.most);
      this.show(value);
      changed(value);
    };
    face.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      face.setPointerCapture(event.pointerId);
      this.input.focus({ preventScroll: true });
      turn(event);
    });
    face.addEventListener("pointermove", (event) => {
      if (face.hasPointerCapture(event.pointerId)) turn(event);
    });
  }

  /** @param {number} minutes */
  show(minutes) {
    if (!Number.isFinite(minutes) || minutes <= 0) return;
    const part = Math.min(minutes / this.most, 1);
    const angle = part * 2 * Math.PI;
    const x = 100 + 84 * Math.sin(angle);
    const y = 100 - 84 * Math.cos(angle);
    const end = part >= 0.9999 ? `${x - 0.01} ${y}` : `${x} ${y}`;
    this.arc.setAttribute("d", `M100 16 A84 84 0 ${part > 0.5 ? 1 : 0} 1 ${end}`);
    this.hand.setAttribute("cx", String(x));
    this.hand.setAttribute("cy", String(y));
    this.figure.textContent = String(Math.round(minutes * 10) / 10);
    this.input.value = String(Math.round(minutes));
    this.input.setAttribute("aria-valuetext", `${minutes} minutes`);
  }
}

// Hearing

class Player {
  constructor() {
    this.id = document.body.dataset.routine ?? "";
    this.restart = Number(document.body.dataset.restartMs) / 1000;
    this.skip = Number(document.body.dataset.skipSeconds);
    this.audio = one("#audio", HTMLAudioElement);
    this.seek = one("#seek", HTMLInputElement);
    this.toggleButton = one('[data-command="toggle"]', HTMLButtonElement);
    /** @type {Timeline | null} */
    this.timeline = null;
    /** @type {Cue[]} */
    this.words = [];
    /** @type {Cue[]} */
    this.breathCues = [];
    this.duration = 0;
    this.chapter = -1;
    this.hold = -1;
    this.phase = "";
    this.wanted = 0;
    this.dragging = false;
    this.revision = "";
    this.tries = 0;
    /** @type {Map<string, string>} */
    this.art = new Map();
    this.commands = {
      toggle: () => (this.audio.paused ? this.play() : this.audio.pause()),
      rewind: () => this.go(this.audio.currentTime - this.skip),
      forward: () => this.go(this.audio.currentTime + this.skip),
      next: () => this.next(),
      back: () => this.previous(),
      repeat: () => this.repeat(),
      skip: () => this.skipPoint(),
      louder: () => this.turn(this.louder),
      softer: () => this.turn(-this.louder),
      time: () => this.tellTime(),
    };
    this.louder = Number(document.body.dataset.louderDb);
    this.listen();
    const session = /** @type {{audioSession?: {type: string}}} */ (/** @type {unknown} */ (navigator)).audioSession;
    if (session) session.type = "playback";
    this.audio.controls = false;
    this.audio.removeAttribute("src");
    this.open(false);
  }

  /** Ask for the sound, and for where to find it. @param {boolean} playing */
  async open(playing) {
    try {
      const { ok, status, found } = await call(`/api/routines/${this.id}/play`, "POST", {});
      if (status === 429) window.setTimeout(() => this.open(playing || this.wanting), 3000);
      if (!ok) return this.explain(found.error.message);
      this.use(/** @type {Routine} */ (found), playing);
    } catch {
      const kept = await keptOffline(this.id);
      if (kept) this.use(kept, playing);
      else this.explain("The server does not answer. Is voiceguide serve still running?");
    }
  }

  /** Say why nothing sounds: where the words will stand, too, since that is what one looks at. @param {string} text */
  explain(text) {
    const sentence = `${text[0]?.toUpperCase()}${text.slice(1)}${text.endsWith(".") ? "" : "."}`;
    if (!this.timeline) one("#words", HTMLElement).textContent = sentence;
    tell(sentence);
  }

  /** @param {Routine} routine @param {boolean} playing */
  use(routine, playing) {
    const sound = routine.sound;
    if (!sound) return;
    if (sound.error) return this.explain(sound.error);
    if (!sound.ready) {
      this.explain("The first words are being spoken");
      window.setTimeout(() => this.open(playing || this.wanting), 250);
      return;
    }
    tell("");
    if (!this.timeline) one("#words", HTMLElement).textContent = "";
    this.revision = sound.revision;
    const place = playing ? this.audio.currentTime : this.kept();
    this.audio.src = sound.file;
    if (place > 0) this.go(place);
    this.seek.disabled = false;
    this.changed(); // a phone whose headset is taken off would start what has no state
    this.read();
    if (playing || this.wanting) this.play();
  }

  wanting = false;

  play() {
    if (!this.audio.src) {
      this.wanting = true;
      tell("It begins as soon as the first words are spoken");
      return;
    }
    this.wanting = false;
    this.audio.play().catch((error) => {
      if (error.name === "NotAllowedError") tell("Press play once more");
    });
  }

  /** Read the timeline; it may move until all is spoken. */
  async read() {
    const { ok, found } = await call(`/api/routines/${this.id}/timeline`).catch(() => ({ ok: false, found: null }));
    if (!ok || !found) return;
    const timeline = /** @type {Timeline} */ (found);
    this.timeline = timeline;
    this.duration = timeline.frames / timeline.rate;
    this.seek.max = String(Math.floor(this.duration));
    const cues = timeline.tracks.flatMap((track) => track.cues).sort((a, b) => a.start - b.start);
    this.words = cues.filter((cue) => cue.kind === "say" && cue.text);
    this.breathCues = cues.filter((cue) => cue.chime === "inhale");
    this.chapter = -1;
    this.list();
    this.show();
    offerOffline(this);
  }

  listen() {
    const audio = this.audio;
    for (const button of document.querySelectorAll("[data-command]")) {
      const name = /** @type {keyof Player["commands"]} */ (button.getAttribute("data-command"));
      button.addEventListener("click", () => {
        if (this.perform(name) && ["next", "back", "repeat", "skip"].includes(name)) this.tellChapter();
      });
    }
    this.loudness();
    // as in the terminal
    /** @type {Map<string, keyof Player["commands"]>} */
    const keys = new Map();
    const help = one("#keys", HTMLDetailsElement);
    for (const key of help.querySelectorAll("[data-key]")) {
      const name = /** @type {keyof Player["commands"]} */ (key.getAttribute("data-command"));
      keys.set(key.getAttribute("data-key") ?? "", name);
    }
    document.addEventListener("keydown", (event) => {
      // what has the focus keeps the keys that it uses itself
      const target = event.target instanceof HTMLElement ? event.target : null;
      if (event.ctrlKey || event.metaKey || event.altKey || target?.closest("input, textarea, select")) return;
      if (target?.closest("button, summary, a") && [" ", "Enter"].includes(event.key)) return;
      if (event.key === "?") {
        help.open = !help.open;
        if (help.open) help.scrollIntoView({ block: "nearest" });
        return;
      }
      const command = keys.get(event.key.length === 1 ? event.key.toLowerCase() : event.key);
      if (!command) return;
      event.preventDefault();
      this.perform(command);
    });
    this.seek.addEventListener("input", () => {
      this.dragging = true;
      this.show(Number(this.seek.value));
    });
    this.seek.addEventListener("change", () => {
      this.dragging = false;
      this.go(Number(this.seek.value));
    });
    audio.addEventListener("playing", () => {
      this.tries = 0;
      this.tellSystem();
      this.step();
    });
    for (const kind of ["play", "pause", "ended"]) audio.addEventListener(kind, () => this.changed());
    for (const kind of ["timeupdate", "seeked", "loadedmetadata"]) audio.addEventListener(kind, () => this.show());
    audio.addEventListener("seeked", () => this.tellPosition());
    audio.addEventListener("waiting", () => tell("Waiting for the voice"));
    audio.addEventListener("playing", () => tell(""));
    audio.addEventListener("error", () => {
      // the server was started again, or the sound was made anew
      if (this.tries++ < 5) window.setTimeout(() => this.open(!audio.paused), 400 * this.tries);
      else tell("The sound broke off. Load the page again.");
    });
    window.addEventListener("pagehide", () => this.keep());
    document.addEventListener("visibilitychange", () => {
      this.keep();
      this.step();
    });
    watchers.push((jobs) => {
      const job = jobs.filter((job) => job.routine === this.id && job.kind === "play").pop();
      if (job && this.timeline && !this.timeline.settled) this.readSoon();
    });
    for (const box of document.querySelectorAll("[data-aid]")) {
      if (!(box instanceof HTMLInputElement)) continue;
      const name = `aid:${box.dataset.aid}`;
      box.checked = stored(name) === "on";
      const apply = () => {
        store(name, box.checked ? "on" : "off");
        if (box.dataset.aid === "large") document.body.classList.toggle("large", box.checked);
      };
      box.addEventListener("change", apply);
      apply();
    }
    STILL.addEventListener("change", () => this.step());
  }

  /** Do what a button or a key asks for; whether there was a session for it. @param {keyof Player["commands"]} name */
  perform(name) {
    if (!this.timeline && !["toggle", "louder", "softer"].includes(name)) {
      tell("The first words are being spoken");
      return false;
    }
    this.commands[name]();
    return true;
  }

  readSoon = settling(400, () => this.read());

  /** @param {number} seconds */
  go(seconds) {
    const end = this.duration || Infinity;
    this.audio.currentTime = Math.min(Math.max(0, seconds), Math.max(0, end - 0.05));
    this.show();
  }

  starts() {
    const timeline = this.timeline;
    return timeline ? timeline.chapters.map((chapter) => chapter.start / timeline.rate) : [];
  }

  next() {
    const here = this.audio.currentTime + 0.01;
    this.go(this.starts().find((start) => start > here) ?? this.duration);
  }

  previous() {
    const here = this.audio.currentTime;
    const before = this.starts().filter((start) => start <= here + 0.01).reverse();
    const [last = 0, other = 0] = before;
    this.go(here - last >= this.restart ? last : other);
  }

  /** This point or side again, from where it begins. */
  repeat() {
    const here = this.audio.currentTime + 0.01;
    this.go(this.starts().findLast((start) => start <= here) ?? 0);
  }

  /** To what follows this point, past its other side. */
  skipPoint() {
    const timeline = this.timeline;
    if (!timeline) return;
    const here = timeline.chapters[Math.max(0, this.chapter)];
    const after = timeline.chapters.slice(this.chapter + 1);
    const other = after.find((chapter) => !here?.point || chapter.point !== here.point);
    if (other) this.go(other.start / timeline.rate);
    else tell("This is the last part of the session");
  }

  /** Louder, or softer if negative. @param {number} decibels */
  turn(decibels) {
    const now = 20 * Math.log10(Math.max(this.audio.volume, 0.01));
    const wanted = Math.min(0, Math.max(-40, Math.round(now + decibels)));
    this.audio.volume = 10 ** (wanted / 20);
    store("volume", String(wanted));
    if (wanted === 0 && decibels > 0) tell("As loud as the page goes; the device's own buttons go further");
    else tell(`${decibels > 0 ? "Louder" : "Softer"}: ${wanted} decibels`);
  }

  /** The loudness as it was left; where a page may not set it, as on iPhones, there are no buttons for it. */
  loudness() {
    this.audio.volume = 0.5;
    const settable = this.audio.volume === 0.5;
    this.audio.volume = settable ? 10 ** (Math.min(0, Number(stored("volume")) || 0) / 20) : 1;
    for (const button of document.querySelectorAll('[data-command="louder"], [data-command="softer"]')) {
      button.toggleAttribute("hidden", !settable);
    }
    for (const key of document.querySelectorAll('[data-key="ArrowUp"], [data-key="ArrowDown"]')) {
      if (!settable) key.closest("div")?.remove();
    }
  }

  tellTime() {
    if (this.duration) tell(`${saidTime(this.duration - this.audio.currentTime)} left`);
  }

  changed() {
    const playing = !this.audio.paused && !this.audio.ended;
    one("path", SVGPathElement, this.toggleButton).setAttribute("d", playing ? PAUSE_ICON : PLAY_ICON);
    this.toggleButton.setAttribute("aria-label", playing ? "Pause" : "Play");
    if ("mediaSession" in navigator) navigator.mediaSession.playbackState = playing ? "playing" : "paused";
    this.keep();
    this.tellPosition();
  }

  /** Show what moves, as long as somebody sees it. */
  step() {
    if (document.hidden || this.audio.paused || STILL.matches || this.stepping) return;
    this.stepping = true;
    window.requestAnimationFrame(() => {
      this.stepping = false;
      this.breathe(this.audio.currentTime);
      this.step();
    });
  }

  stepping = false;

  /** @param {number} [shown] */
  show(shown) {
    const timeline = this.timeline;
    if (!timeline) return;
    const now = shown ?? (this.dragging ? Number(this.seek.value) : this.audio.currentTime);
    const frame = now * timeline.rate + timeline.rate / 1000;
    const at = Math.max(0, timeline.chapters.findLastIndex((chapter) => chapter.start <= frame));
    if (at !== this.chapter) {
      this.chapter = at;
      this.showChapter();
    }
    const left = this.duration - now;
    one("#at", HTMLElement).textContent = clock(now);
    one("#remaining", HTMLElement).textContent = `${clock(Math.ceil(left))} left`;
    if (!this.dragging) this.seek.value = String(Math.floor(now));
    this.seek.setAttribute("aria-valuetext", `${saidTime(now)}, ${this.title(at)}`);
    const cue = this.words.findLast((cue) => cue.start <= frame);
    const words = one("#words", HTMLElement);
    words.textContent = cue?.text ?? "";
    words.classList.toggle("waits", !!cue && cue.start + cue.frames < frame - timeline.rate);
    const next = timeline.chapters[at + 1];
    const soon = next ? clock(Math.ceil(next.start / timeline.rate - now)) : "";
    one("#next", HTMLElement).textContent = next ? `Next: ${this.title(at + 1)}, in ${soon}` : "";
    this.breathe(now);
    if (!this.audio.paused && Math.abs(now - this.wanted) > 5) this.keep();
  }

  /** The ring: what is left of a hold, or of the whole; and the breath. @param {number} now */
  breathe(now) {
    const timeline = this.timeline;
    if (!timeline) return;
    const frame = now * timeline.rate;
    const at = timeline.holds.findIndex((hold) => hold.start <= frame && frame < hold.start + hold.frames);
    if (at !== this.hold) {
      if (!this.audio.paused && this.aid("flash")) flash();
      this.hold = at;
    }
    const hold = timeline.holds[at];
    const whole = hold ? hold.frames : timeline.frames;
    const left = (hold ? hold.start + hold.frames : timeline.frames) - frame;
    one("#arc", SVGElement).style.strokeDasharray = `${Math.max(0, (left / whole) * 100).toFixed(2)} 100`;
    one("#left", SVGTextElement).textContent = clock(Math.ceil(left / timeline.rate));
    const breath = hold ? timeline.breaths[at] : null;
    const circle = one("#breath", SVGCircleElement);
    if (!hold || !breath) {
      circle.setAttribute("r", "0");
      one("#left-of", SVGTextElement).textContent = hold ? "left of this hold" : "left in all";
      this.phase = "";
      return;
    }
    const from = this.breathCues.find((cue) => cue.start >= hold.start)?.start ?? hold.start;
    const cycle = breath.reduce((sum, part) => sum + part.ms, 0);
    let ms = ((((frame - from) / timeline.rate) * 1000) % cycle + cycle) % cycle;
    let part_now = breath[0] ?? { phase: "", ms: 1 };
    for (const part of breath) {
      part_now = part;
      if (ms < part.ms) break;
      ms -= part.ms;
    }
    const phase = part_now.phase;
    const done = ms / part_now.ms;
    /** @type {Record<string, number>} */
    const fullness = { inhale: done, sip: 1, hold: 1, exhale: 1 - done, rest: 0 };
    const full = fullness[phase] ?? 0;
    const eased = STILL.matches ? 0.5 : (1 - Math.cos(Math.PI * full)) / 2;
    circle.setAttribute("r", (44 + 32 * eased).toFixed(1));
    one("#left-of", SVGTextElement).textContent = PHASES[phase] ?? "";
    if (phase !== this.phase && !this.audio.paused && this.aid("vibrate")) {
      if (phase === "inhale") navigator.vibrate?.(70);
      if (phase === "exhale") navigator.vibrate?.([70, 90, 70]);
    }
    this.phase = phase;
  }

  /** @param {string} name */
  aid(name) {
    const box = document.querySelector(`[data-aid="${name}"]`);
    return box instanceof HTMLInputElement && box.checked;
  }

  /** @param {number} at */
  title(at) {
    const chapter = this.timeline?.chapters[at];
    if (!chapter) return "";
    const side = chapter.side && !chapter.title.includes(chapter.side) ? `, ${chapter.side}` : "";
    return `${chapter.title}${side}`;
  }

  list() {
    const timeline = this.timeline;
    if (!timeline) return;
    const list = one("#chapters", HTMLElement);
    const rows = timeline.chapters.map((chapter, at) => {
      const start = chapter.start / timeline.rate;
      const button = made("button", { type: "button" }, made("span", {}, this.title(at)),
        made("span", { class: "time" }, clock(start)));
      button.addEventListener("click", () => {
        this.go((this.timeline?.chapters[at]?.start ?? chapter.start) / timeline.rate);
        this.tellChapter();
      });
      return made("li", {}, button);
    });
    const focused = [...list.querySelectorAll("button")].indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    list.replaceChildren(...rows);
    list.querySelectorAll("button")[focused]?.focus();
    one("#no-chapters", HTMLElement).hidden = true;
    // only what the session goes to
    const views = document.querySelectorAll("#where .view");
    const points = new Set(timeline.chapters.map((chapter) => chapter.point));
    for (const view of views) {
      const marks = [...view.querySelectorAll(".mark")];
      for (const mark of marks) mark.toggleAttribute("hidden", !points.has(mark.getAttribute("data-point") ?? ""));
      view.toggleAttribute("hidden", marks.every((mark) => mark.hasAttribute("hidden")));
    }
    one("#where-to", HTMLElement).hidden = [...views].every((view) => view.hasAttribute("hidden"));
  }

  showChapter() {
    const timeline = this.timeline;
    const chapter = timeline?.chapters[this.chapter];
    if (!timeline || !chapter) return;
    one("#now", HTMLElement).textContent = this.title(this.chapter);
    const buttons = document.querySelectorAll("#chapters button");
    buttons.forEach((button, at) => {
      if (at === this.chapter) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    });
    for (const mark of document.querySelectorAll("#where .mark")) {
      const side = mark.getAttribute("data-side");
      const is = mark.getAttribute("data-point") === chapter.point && (!side || !chapter.side || side === chapter.side);
      mark.classList.toggle("now", is);
    }
    this.tellSystem();
  }

  tellChapter() {
    this.show();
    tell(this.title(this.chapter));
  }

  /** Tell the lock screen and the headset's buttons. Phones forget it, so it is told again and again. */
  tellSystem() {
    if (!("mediaSession" in navigator)) return;
    const session = navigator.mediaSession;
    const chapter = this.timeline?.chapters[this.chapter];
    const title = this.title(this.chapter) || one("#title", HTMLElement).textContent || "";
    const place = chapter?.point ? [this.timeline?.points[chapter.point] ?? chapter.point, chapter.side] : [];
    const art = chapter?.point ? this.art.get(`${chapter.point} ${chapter.side}`) : undefined;
    session.metadata = new MediaMetadata({
      title,
      artist: place.filter(Boolean).join(", ") || "voiceguide",
      album: one("#title", HTMLElement).textContent ?? "",
      artwork: [{ src: art ?? `${ROOT}/static/icon-512.png`, sizes: "512x512", type: "image/png" }],
    });
    session.setActionHandler("play", () => this.play());
    session.setActionHandler("pause", () => this.audio.pause());
    session.setActionHandler("previoustrack", () => this.previous());
    session.setActionHandler("nexttrack", () => this.next());
    session.setActionHandler("seekto", (details) => this.go(details.seekTime ?? 0));
    session.playbackState = this.audio.paused ? "paused" : "playing";
    this.tellPosition();
    if (chapter?.point && !art) this.paint(chapter.point, chapter.side);
  }

  tellPosition() {
    if (!("mediaSession" in navigator) || !(this.duration > 0)) return;
    const position = Math.min(this.audio.currentTime, this.duration);
    navigator.mediaSession.setPositionState({ duration: this.duration, playbackRate: 1, position });
  }

  /** The lock screen's picture of a chapter: where its point is. @param {string} point @param {string | undefined} side */
  paint(point, side) {
    const key = `${point} ${side}`;
    const view = [...document.querySelectorAll("#where .view")].find((v) => v.querySelector(`[data-point="${CSS.escape(point)}"]`));
    const svg = view?.querySelector("svg");
    if (!svg || this.art.has(key)) return;
    this.art.set(key, `${ROOT}/static/icon-512.png`);
    const box = svg.viewBox.baseVal;
    const outline = svg.querySelector(".skin")?.getAttribute("d") ?? "";
    const dots = [...svg.querySelectorAll(".mark")]
      .filter((mark) => mark.getAttribute("data-point") === point)
      .filter((mark) => !side || !mark.getAttribute("data-side") || mark.getAttribute("data-side") === side)
      .map((mark) => mark.querySelector(".dot"))
      .map((dot) => `<circle cx="${dot?.getAttribute("cx")}" cy="${dot?.getAttribute("cy")}" r="9" fill="#1d5f55"/>`);
    const text = `<svg xmlns="${SVG}" width="512" height="512" viewBox="-20 -10 240 ${box.height + 20}">`
      + `<rect x="-200" y="-200" width="800" height="800" fill="#f5f1ea"/>`
      + `<path d="${outline}" fill="#ecdfcf" stroke="#8c7b66" stroke-width="1.5"/>${dots.join("")}</svg>`;
    const image = new Image();
    image.addEventListener("load", () => {
      const canvas = made("canvas", { width: "512", height: "512" });
      canvas.getContext("2d")?.drawImage(image, 0, 0, 512, 512);
      this.art.set(key, canvas.toDataURL("image/png"));
      this.tellSystem();
    });
    image.src = `data:image/svg+xml,${encodeURIComponent(text)}`;
  }

  /** Remember the place; on return it waits there, paused. */
  keep() {
    if (!this.timeline) return;
    this.wanted = this.audio.currentTime;
    const over = this.audio.ended || this.wanted > this.duration - 1;
    store(`place:${this.id}`, over ? "0" : String(Math.floor(this.wanted)));
  }

  kept() {
    return Number(stored(`place:${this.id}`)) || 0;
  }
}

function flash() {
  document.body.classList.add("flash");
  window.setTimeout(() => document.body.classList.remove("flash"), 180);
}

/** @param {string} name */
function stored(name) {
  try {
    return window.localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** @param {string} name @param {string} value */
function store(name, value) {
  try {
    window.localStorage.setItem(name, value);
  } catch {
    // a browser that keeps nothing: the place is lost, and nothing else
  }
}

// Sending and keeping

function sending() {
  const link = one("#send", HTMLAnchorElement);
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    const address = link.dataset.script ? await scriptLink(link.href) : link.href;
    if (navigator.share && window.matchMedia("(pointer: coarse)").matches) {
      await navigator.share({ title: document.title, url: address }).catch(() => {});
      return;
    }
    tell((await copied(address)) ? "The link is copied" : address);
  });
}

/** A link that holds a whole script. @param {string} file */
async function scriptLink(file) {
  const stream = (await fetch(file)).body?.pipeThrough(new CompressionStream("gzip"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  const text = btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return `${window.location.origin}${ROOT}/script#gz=${text}`;
}

/** @param {string} hash */
async function scriptOf(hash) {
  const text = hash.slice("#gz=".length).replaceAll("-", "+").replaceAll("_", "/");
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}

/** @param {string} text */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // without HTTPS there is no clipboard: the link is shown instead
  }
}

const KEPT = "voiceguide-routines";

/** @param {string} id @returns {Promise<Routine | null>} */
async function keptOffline(id) {
  if (!("caches" in window)) return null;
  const found = await caches.match(`${ROOT}/api/routines/${id}`, { cacheName: KEPT });
  return found ? found.json() : null;
}

/** @param {Player} player */
async function offerOffline(player) {
  const button = one("#offline", HTMLButtonElement);
  const hint = one("#offline-hint", HTMLElement);
  if (!SECURE || !("serviceWorker" in navigator)) {
    hint.hidden = false;
    hint.textContent = "Without HTTPS it cannot be kept offline here: download the MP3 instead.";
    return;
  }
  if (!player.timeline?.settled || !button.hidden) return;
  button.hidden = false;
  const show = async () => {
    button.textContent = (await keptOffline(player.id)) ? "Kept offline" : "Keep it offline";
  };
  button.addEventListener("click", async () => {
    button.disabled = true;
    const cache = await caches.open(KEPT);
    const base = `${ROOT}/routines/${player.id}`;
    if (await keptOffline(player.id)) {
      for (const request of await cache.keys()) if (request.url.includes(player.id)) await cache.delete(request);
      tell("No longer kept offline");
    } else {
      tell("It is being kept");
      await cache.addAll([base, `${base}/audio.mp3`, `${ROOT}/api/routines/${player.id}`,
        `${ROOT}/api/routines/${player.id}/timeline`]);
      tell("Kept offline: it plays without the network");
    }
    button.disabled = false;
    show();
  });
  show();
}

// A script

function editing() {
  const text = one("#script", HTMLTextAreaElement);
  const gutter = one("#gutter", HTMLElement);
  const place = one("#complaints", HTMLElement);
  const kind = one("#edit", HTMLFormElement).dataset.check ?? "script";
  /** @type {Map<number, string>} */
  let marked = new Map();
  const number = () => {
    const rows = text.value.split("\n").map((_, at) => {
      const kind = marked.get(at + 1);
      return made("span", kind ? { class: kind } : {}, String(at + 1));
    });
    gutter.replaceChildren(...rows);
    gutter.scrollTop = text.scrollTop;
  };
  /** @param {number} line */
  const goTo = (line) => {
    const lines = text.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, row) => sum + row.length + 1, 0);
    text.focus();
    text.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
    text.scrollTop = Math.max(0, line - 6) * parseFloat(getComputedStyle(text).lineHeight);
  };
  let asked = 0;
  const check = async () => {
    const mine = ++asked;
    if (kind === "pack" && text.value.trim() === "") {
      marked = new Map();
      number();
      place.replaceChildren();
      return;
    }
    const { ok, found } = await call(kind === "pack" ? "/api/packs/check" : "/api/check", "POST", { [kind]: text.value }).catch(() => ({ ok: false, found: null }));
    if (mine !== asked || !ok) return;
    /** @type {[Complaint, string][]} */
    const all = [
      ...found.errors.map((/** @type {Complaint} */ c) => [c, "error"]),
      ...found.warnings.map((/** @type {Complaint} */ c) => [c, "warning"]),
    ];
    marked = new Map(all.flatMap(([c, kind]) => (c.line ? [[c.line, kind]] : [])));
    number();
    if (all.length === 0) {
      const fine = kind === "pack" ? "Nothing is wrong." : "Nothing is wrong, and nothing would be missed with closed eyes.";
      place.replaceChildren(made("p", { class: "fine" }, fine));
    } else {
      place.replaceChildren(made("ul", {}, ...all.map(([complaint, kind]) => {
        const row = made("li", { class: kind });
        if (complaint.line) {
          const line = complaint.line;
          const button = made("button", { type: "button" }, `Line ${line}`);
          button.addEventListener("click", () => goTo(line));
          row.append(button);
        }
        row.append(complaint.message);
        return row;
      })));
    }
    const errors = found.errors.length;
    tell(errors ? `${errors} ${errors === 1 ? "mistake" : "mistakes"}` : kind === "pack" ? `${found.title}: it can be added` : "It can be played");
  };
  const checkSoon = settling(350, check);
  text.addEventListener("input", () => {
    number();
    checkSoon();
  });
  text.addEventListener("scroll", () => (gutter.scrollTop = text.scrollTop));
  one("#open", HTMLInputElement).addEventListener("change", async (event) => {
    const file = event.target instanceof HTMLInputElement ? event.target.files?.[0] : null;
    if (!file) return;
    text.value = await file.text();
    number();
    check();
  });
  const sent = async () => {
    if (!window.location.hash.startsWith("#gz=")) return;
    text.value = await scriptOf(window.location.hash).catch(() => text.value);
    number();
    check();
  };
  number();
  check();
  sent();
}

// All of it

const view = document.body.dataset.view;
if (view === "choose") choose();
if (view === "routine") {
  new Player();
  sending();
}
if (view === "script") editing();
watchQueue();
if (SECURE && "serviceWorker" in navigator) {
  navigator.serviceWorker.register(`${ROOT}/worker.js`, { scope: `${ROOT}/` }).catch(() => {});
}
