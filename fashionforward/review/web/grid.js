// The grid: only the rows near the window are in the document, however many images there are.

const grid = document.getElementById("grid");
const cardTemplate = document.getElementById("card");
const drawn = new Map();  // position in `shown` -> its card
let shown = images;
let active = 0;           // position that the keyboard is at
let rowHeight = 0;
let columns = 1;

const VERDICTS = {open: "to review", approved: "approved", rejected: "rejected"};
const SPARE_ROWS = 2;

function describe(image) {
  const parts = [image.edit];
  if (image.seed) parts.push("seed " + image.seed);
  if (!canJudge(image)) parts.push(image.status);
  return parts.join(" · ");
}

function makeCard(position) {
  const image = shown[position];
  const card = cardTemplate.content.firstElementChild.cloneNode(true);
  card.dataset.position = position;
  card.setAttribute("aria-setsize", shown.length);
  card.setAttribute("aria-posinset", position + 1);
  const picture = card.querySelector("img");
  const standIn = card.querySelector(".stand-in");
  if (canJudge(image)) {
    picture.onerror = () => {
      if (picture.getAttribute("src") !== image.output) picture.src = image.output;
      else { picture.hidden = true; standIn.hidden = false; standIn.textContent = "The picture is not there."; }
    };
    picture.src = image.thumb ?? image.output;
  } else {
    picture.hidden = true;
    standIn.hidden = false;
    standIn.textContent = image.reason || image.status;
  }
  card.querySelector(".sku").textContent = image.sku;
  card.title = image.item;
  dress(card, position);
  return card;
}

// Everything about a card that a verdict or the keyboard changes.
function dress(card, position) {
  const image = shown[position];
  const verdict = verdictOf(image);
  card.dataset.verdict = verdict;
  card.querySelector(".about").textContent = describe(image) + (earlier(image) ? " · made again" : "");
  const note = noteOf(image);
  const facts = [image.sku, describe(image), image.item, canJudge(image) ? VERDICTS[verdict] : image.reason];
  if (earlier(image)) facts.push(earlier(image).verdict + " before, with seed " + earlier(image).seed);
  if (image.gates.length) facts.push("did not pass " + image.gates.join(", "));
  if (note) facts.push("note: " + note);
  const button = card.querySelector(".open");
  button.setAttribute("aria-label", facts.filter(Boolean).join(", "));
  card.querySelector(".gate").hidden = !image.gates.length;
  card.querySelector(".noted").hidden = !note;
  for (const choice of card.querySelectorAll("[data-verdict]")) {
    const pressed = choice.dataset.verdict === verdict;
    choice.setAttribute("aria-pressed", pressed);
    choice.setAttribute("aria-label", choice.dataset.verdict === "approved" ? "Approve" : "Reject");
    choice.disabled = !canJudge(image);
    choice.tabIndex = position === active ? 0 : -1;
  }
  button.tabIndex = position === active ? 0 : -1;
}

function measure() {
  columns = Math.max(1, getComputedStyle(grid).gridTemplateColumns.split(" ").length);
  const card = grid.firstElementChild;
  if (card) rowHeight = card.getBoundingClientRect().height + parseFloat(getComputedStyle(grid).rowGap);
}

function range() {
  if (!rowHeight) return [0, Math.min(shown.length, 12)];
  const above = scrollY - grid.offsetTop;
  const first = Math.max(0, Math.floor(above / rowHeight) - SPARE_ROWS);
  const last = Math.ceil((above + innerHeight) / rowHeight) + SPARE_ROWS;
  return [Math.min(first * columns, shown.length), Math.min(Math.max(last, 1) * columns, shown.length)];
}

function draw() {
  if (!rowHeight) measure();
  let [from, to] = range();
  if (from >= to && shown.length) [from, to] = [0, Math.min(shown.length, columns)];
  for (const [position, card] of drawn) {
    if (position >= from && position < to) continue;
    card.remove();
    drawn.delete(position);
  }
  for (let position = from, last = null; position < to; position++) {
    let card = drawn.get(position);
    if (!card) {
      card = makeCard(position);
      drawn.set(position, card);
      if (last) last.after(card);
      else grid.prepend(card);
    }
    last = card;
  }
  if (!rowHeight && drawn.size) {
    measure();
    if (rowHeight) return draw();
  }
  const rows = Math.ceil(shown.length / columns);
  grid.style.paddingTop = Math.floor(from / columns) * rowHeight + "px";
  grid.style.paddingBottom = Math.max(0, rows - Math.ceil(to / columns)) * rowHeight + "px";
}

function redraw() {
  for (const card of drawn.values()) card.remove();
  drawn.clear();
  rowHeight = 0;
  grid.style.padding = "0";
  draw();
}

function show(list) {
  shown = list;
  active = Math.max(0, Math.min(active, shown.length - 1));
  redraw();
}

function bringIntoView(position) {
  const top = grid.offsetTop + Math.floor(position / columns) * rowHeight;
  const bar = document.querySelector(".bar").offsetHeight + 12;
  if (position < columns) scrollTo(0, 0);
  else if (top < scrollY + bar) scrollTo(0, top - bar);
  else if (top + rowHeight > scrollY + innerHeight) scrollTo(0, top + rowHeight - innerHeight);
  draw();
}

function moveTo(position, focus = true) {
  if (!shown.length) return;
  const old = active;
  active = Math.max(0, Math.min(position, shown.length - 1));
  bringIntoView(active);
  for (const at of [old, active]) if (drawn.has(at)) dress(drawn.get(at), at);
  if (focus) drawn.get(active)?.querySelector(".open").focus({preventScroll: true});
}

let asked = 0;
const soon = (then) => { cancelAnimationFrame(asked); asked = requestAnimationFrame(then); };
addEventListener("scroll", () => soon(draw), {passive: true});
new ResizeObserver(() => soon(() => { const before = columns; const high = rowHeight; measure(); if (before !== columns || high !== rowHeight) { redraw(); } })).observe(grid.parentElement);

grid.addEventListener("click", (event) => {
  const card = event.target.closest(".card");
  if (!card) return;
  const position = Number(card.dataset.position);
  const choice = event.target.closest("[data-verdict]:not(.card)");
  moveTo(position, false);
  if (choice) {
    const pressed = choice.getAttribute("aria-pressed") === "true";
    judge(shown[position], pressed ? "open" : choice.dataset.verdict);
  } else if (event.target.closest(".open")) {
    openViewer(position);
  }
});

watch((image) => {
  for (const [position, card] of drawn) if (!image || shown[position] === image) dress(card, position);
});
