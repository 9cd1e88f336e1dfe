// The page itself: filters, tally, keyboard, and the file.

const byId = (id) => document.getElementById(id);
const filters = {text: byId("by-text"), edit: byId("by-edit"), folder: byId("by-folder"), verdict: byId("by-verdict"), gate: byId("by-gate")};

function say(text) { byId("say").textContent = text; }

function fill(select, values, label = (value) => value) {
  for (const value of values) {
    const option = document.createElement("option");
    option.value = "=" + value;  // never the same as a choice that is there already
    option.textContent = label(value);
    select.append(option);
  }
}

function folders() {
  const all = new Set();
  for (const {folder} of images) {
    const parts = folder.split("/");
    for (let depth = 1; depth <= parts.length; depth++) all.add(parts.slice(0, depth).join("/"));
  }
  all.delete("");
  return [...all].sort();
}

function wanted() {
  const text = filters.text.value.trim().toLowerCase();
  const [edit, folder, gate] = [filters.edit, filters.folder, filters.gate].map((select) => select.value);
  const verdict = filters.verdict.value;
  const gates = {"": () => true, passed: (image) => !image.gates.length, failed: (image) => image.gates.length > 0};
  const verdicts = {
    "": () => true,
    noted: (image) => noteOf(image) !== "",
    again: (image) => data.review.verdicts.length > 0 && (filed.get(image.key)?.seed ?? image.seed) !== image.seed,
  };
  const gateFits = gates[gate] ?? ((image) => image.gates.some((failed) => gateName(failed) === gate.slice(1)));
  const verdictFits = verdicts[verdict] ?? ((image) => canJudge(image) && verdictOf(image) === verdict);
  return (image) => image.text.includes(text)
    && (!edit || image.edit === edit.slice(1))
    && (!folder || image.folder === folder.slice(1) || image.folder.startsWith(folder.slice(1) + "/"))
    && gateFits(image) && verdictFits(image);
}

function refilter() {
  show(images.filter(wanted()));
  byId("empty").hidden = shown.length > 0;
  byId("shown").textContent = shown.length === images.length
    ? count(images.length, "image") : shown.length + " of " + count(images.length, "image");
  const used = Object.values(filters).filter((control) => control.value).length;
  byId("narrowed").textContent = used ? "by " + used : "";
}

const gateName = (failed) => failed.split(" ", 1)[0]; // "spill 0.33 > 0.15"

const count = (number, thing) => number + " " + thing + (number === 1 ? "" : "s");

function tally() {
  const counts = {open: 0, approved: 0, rejected: 0};
  let failed = 0;
  for (const image of images) canJudge(image) ? counts[verdictOf(image)]++ : failed++;
  const parts = [counts.approved + " approved", counts.rejected + " rejected", counts.open + " to review"];
  if (failed) parts.push(failed + " without a picture");
  byId("tally").textContent = parts.join(", ");
  for (const verdict of ["approved", "rejected"]) {
    document.querySelector(".meter ." + verdict).style.width = (100 * counts[verdict]) / Math.max(1, images.length) + "%";
  }
  byId("unsaved").textContent = changed.size || "";
  byId("save").setAttribute("aria-label", changed.size ? "Save review.json, " + count(changed.size, "change") + " not saved" : "Save review.json");
  byId("save").title = live ? "Verdicts are saved as you give them; this downloads a copy." : "";
}

let telling = 0;
watch(() => { cancelAnimationFrame(telling); telling = requestAnimationFrame(tally); });

byId("filter-form").addEventListener("input", () => { active = 0; refilter(); });
byId("filter-form").addEventListener("submit", (event) => event.preventDefault());
byId("filter-form").addEventListener("reset", () => setTimeout(() => { active = 0; refilter(); }));
byId("approve-shown").addEventListener("click", () => {
  const open = shown.filter((image) => canJudge(image) && verdictOf(image) === "open");
  if (!open.length) return say("None of those shown is left to review.");
  if (!confirm("Approve " + count(open.length, "image") + " that no one has judged yet?")) return;
  for (const image of open) judge(image, "approved");
  say(count(open.length, "image") + " approved");
});
byId("save").addEventListener("click", () => { keepNote(); download(); say("review.json saved"); });
byId("load").addEventListener("change", async (event) => {
  const [chosen] = event.target.files;
  if (!chosen) return;
  const known = open(await chosen.text());
  event.target.value = "";
  complain(known < 0 ? chosen.name + " is no review.json." : known === 0 ? chosen.name + " says nothing about these images." : "");
  if (known > 0) say(count(known, "verdict") + " read");
  refilter();
});

const JUDGE = {a: "approved", r: "rejected", u: "open"};

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const field = event.target.closest?.("textarea, select, input:not([type=range]):not([type=checkbox])");
  if (field) {
    if (event.key === "Escape" && field === noteField) { event.preventDefault(); stage.focus(); }
    return;
  }
  const handled = viewer.open ? viewerKey(event) : gridKey(event);
  if (handled) event.preventDefault();
});
addEventListener("keyup", (event) => { if (event.key === "b") peek(false); });

function viewerKey(event) {
  const scrolls = event.target === stage && zoom || event.target === slide;
  switch (event.key) {
    case "ArrowLeft": if (scrolls) return false; if (at > 0) display(at - 1); return true;
    case "ArrowRight": if (scrolls) return false; if (at < shown.length - 1) display(at + 1); return true;
    case "a": case "r": case "u": if (!event.repeat) decide(JUDGE[event.key]); return true;
    case "b": peek(true); return true;
    case "z": setZoom(zoom ? 0 : 1); return true;
    case "n": noteField.focus(); return true;
    default: return false;
  }
}

function gridKey(event) {
  if (!shown.length) return false;
  switch (event.key) {
    case "ArrowLeft": moveTo(active - 1); return true;
    case "ArrowRight": moveTo(active + 1); return true;
    case "ArrowUp": moveTo(active - columns); return true;
    case "ArrowDown": moveTo(active + columns); return true;
    case "Home": moveTo(0); return true;
    case "End": moveTo(shown.length - 1); return true;
    case "a": case "r": case "u": {
      const image = shown[active];
      judge(image, JUDGE[event.key]);
      say(image.sku + ", " + image.edit + ": " + VERDICTS[verdictOf(image)]);
      return true;
    }
    case "n": openViewer(active); noteField.focus(); return true;
    default: return false;
  }
}

fill(filters.edit, new Set(images.map((image) => image.edit)));
fill(filters.folder, folders());
fill(filters.gate, [...new Set(images.flatMap((image) => image.gates.map(gateName)))].sort(), (gate) => "failed " + gate);
if (matchMedia("(min-width: 700px)").matches) byId("filters").open = true;
matchMedia("(min-width: 700px)").addEventListener("change", (wide) => { if (wide.matches) byId("filters").open = true; });
begin().then(() => { refilter(); tally(); });
