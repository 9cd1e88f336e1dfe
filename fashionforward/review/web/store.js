// What the page knows: the images, what was said about them, and where that is kept.

const data = JSON.parse(document.getElementById("data").textContent);
const STORAGE = "ff-review:" + location.pathname;
const keyOf = (entry) => JSON.stringify([entry.item, entry.edit]);

const images = data.entries.map((entry, index) => {
  const item = data.items[entry.item];
  const slash = item.item.lastIndexOf("/");
  return {
    index, item: item.item, sku: entry.sku, edit: entry.edit, seed: entry.seed, status: entry.status,
    reason: entry.reason, gates: entry.gates, folder: slash < 0 ? "" : item.item.slice(0, slash),
    output: entry.output, thumb: entry.thumb, before: item.before, path: item.path, beforeThumb: item.thumb,
    key: keyOf({item: item.item, edit: entry.edit}),
    text: (item.item + " " + entry.sku).toLowerCase(),
  };
});

const filed = new Map();    // what the file says that the page began with
const said = new Map();     // what counts now
const changed = new Map();  // what is not in a saved file yet
let live = false;           // whether `ff review` is at the other end
let kept = true;            // whether the browser keeps changes when the page is closed
let watchers = [];

const watch = (then) => watchers.push(then);
const tell = (image) => watchers.forEach((then) => then(image));

// A verdict is about the picture that was judged: made anew with another seed, it is open again.
function verdictOf(image) {
  const entry = said.get(image.key);
  return entry && entry.verdict && entry.seed === image.seed ? entry.verdict : "open";
}

const noteOf = (image) => said.get(image.key)?.note ?? "";

function earlier(image) {
  const entry = said.get(image.key);
  return entry && entry.verdict && entry.seed !== image.seed ? entry : null;
}

const canJudge = (image) => image.output !== null;

function judge(image, verdict) {
  if (!canJudge(image) || verdictOf(image) === verdict) return;
  const file = filed.get(image.key);
  if (verdict === "open" && file && file.seed !== image.seed) put(image, {...file, note: noteOf(image)});
  else put(image, {verdict: verdict === "open" ? null : verdict, seed: image.seed, note: noteOf(image)});
}

function annotate(image, note) {
  if (note === noteOf(image)) return;
  const entry = said.get(image.key);
  put(image, {verdict: entry?.verdict ?? null, seed: entry?.seed ?? image.seed, note});
}

function put(image, {verdict, seed, note}) {
  const entry = {item: image.item, edit: image.edit, verdict, seed, note};
  accept(entry);
  changed.set(image.key, entry);
  if (live) send(entry);
  else remember();
  tell(image);
}

function accept(entry) {
  if (entry.verdict || entry.note) said.set(keyOf(entry), entry);
  else said.delete(keyOf(entry));
}

// Entries of a file, or null where it is none: the names of its keys are `review/verdicts.py`'s.
function entriesOf(review) {
  if (review?.version !== 1 || !Array.isArray(review.verdicts)) return null;
  const fine = (entry) => typeof entry?.item === "string" && typeof entry.edit === "string"
    && ["approved", "rejected", null].includes(entry.verdict) && Number.isInteger(entry.seed)
    && typeof (entry.note ?? "") === "string";
  return review.verdicts.every(fine) ? review.verdicts.map((entry) => ({note: "", ...entry})) : null;
}

function file() {
  const order = (a, b) => (a.item === b.item ? (a.edit < b.edit ? -1 : 1) : a.item < b.item ? -1 : 1);
  const verdicts = [...said.values()].sort(order)
    .map(({item, edit, verdict, seed, note}) => ({item, edit, verdict, seed, note}));
  return JSON.stringify({version: 1, verdicts}, null, 1) + "\n";
}

function remember() {
  try {
    localStorage.setItem(STORAGE, JSON.stringify([...said.values()]));
    localStorage.setItem(STORAGE + ":unsaved", JSON.stringify([...changed.values()]));
    kept = true;
  } catch {
    kept = false;
  }
}

function download() {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([file()], {type: "application/json"}));
  link.download = "review.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  changed.clear();
  if (!live) remember();
  tell(null);
}

// Take over a file. Returns how many of its entries are about images that are here, or -1 where it is no review.
function open(text) {
  let entries = null;
  try { entries = entriesOf(JSON.parse(text)); } catch { /* no JSON */ }
  if (!entries) return -1;
  const here = new Map(images.map((image) => [image.key, image]));
  let known = 0;
  for (const entry of entries) {
    accept(entry);
    filed.set(keyOf(entry), entry);
    known += here.has(keyOf(entry));
    if (live) { changed.set(keyOf(entry), entry); send(entry); }
  }
  if (!live) remember();
  tell(null);
  return known;
}

// One request after another, so that the last word about an image is the one that stays.
let sending = Promise.resolve();
function send(entry) {
  sending = sending.then(async () => {
    try {
      const answer = await fetch("verdicts", {
        method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(entry),
      });
      if (!answer.ok) throw new Error(await answer.text());
      if (changed.get(keyOf(entry)) === entry) changed.delete(keyOf(entry));
      complain("");
    } catch (error) {
      complain("The last verdict could not be saved (" + error.message + "). Is ff review still running?"
        + " Save review.json to keep what you said.");
    }
    tell(null);
  });
}

function complain(text) {
  const notice = document.getElementById("notice");
  notice.hidden = !text;
  notice.textContent = text;
}

async function begin() {
  if (location.protocol !== "file:") {
    try {
      const answer = await fetch("verdicts", {headers: {Accept: "application/json"}});
      const review = answer.ok ? entriesOf(await answer.json()) : null;
      if (review) {
        live = true;
        data.review.verdicts = review;
      }
    } catch { /* an ordinary web server: the page works as it does from disk */ }
  }
  for (const entry of entriesOf(data.review) ?? []) {
    filed.set(keyOf(entry), entry);
    accept(entry);
  }
  if (live) return;
  try {
    for (const entry of JSON.parse(localStorage.getItem(STORAGE) ?? "[]")) accept(entry);
    for (const entry of JSON.parse(localStorage.getItem(STORAGE + ":unsaved") ?? "[]")) {
      accept(entry);  // what was taken back is not in the list above
      changed.set(keyOf(entry), entry);
    }
  } catch {
    kept = false;
  }
}

addEventListener("beforeunload", (event) => {
  if (changed.size && (live || !kept)) event.preventDefault();
});
