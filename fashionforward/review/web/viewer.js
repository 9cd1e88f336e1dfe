// One image in full: before and after under a slider, zoomed to its pixels, with its verdict and note.

const viewer = document.getElementById("viewer");
const stage = document.getElementById("stage");
const canvas = document.getElementById("canvas");
const beforePicture = document.getElementById("before");
const afterPicture = document.getElementById("after");
const split = document.getElementById("split");
const slide = document.getElementById("slide");
const noteField = document.getElementById("note");
const missing = document.getElementById("missing");
let at = 0;       // position in `shown`
let zoom = 0;     // 0: fits the window; otherwise pixels of the screen a pixel of the picture
let peeking = false;
let noted = null; // the image whose note is in the field

const current = () => shown[at];
// From disk the original is where it was when the page was written; `ff review` hands it out itself.
const beforeAddress = (image) => (live && image.before ? "sheets/photographs/" + image.path : image.before);

function openViewer(position) {
  if (!shown.length) return;
  if (!viewer.open) viewer.showModal();
  display(position);
  stage.focus({preventScroll: true});
}

function display(position) {
  keepNote();
  at = Math.max(0, Math.min(position, shown.length - 1));
  const image = current();
  missing.hidden = true;
  load(afterPicture, image.output, image.thumb, "The image in full size cannot be shown here");
  load(beforePicture, beforeAddress(image), image.beforeThumb,
    "The photograph is not where it was when this page was written, or cannot be shown here");
  afterPicture.alt = image.output ? "After: " + image.sku + ", " + image.edit : "";
  beforePicture.alt = "Before: " + image.sku;
  document.getElementById("viewer-name").textContent = image.item;
  const about = ["SKU " + image.sku, describe(image)];
  if (earlier(image)) about.push(earlier(image).verdict + " with seed " + earlier(image).seed + ", made again");
  if (image.gates.length) about.push("did not pass: " + image.gates.join(", "));
  if (image.reason) about.push(image.reason);
  document.getElementById("viewer-about").textContent = about.join(" · ");
  document.getElementById("place").textContent = (at + 1) + " of " + shown.length;
  link("open-before", beforeAddress(image));
  link("open-after", image.output);
  document.getElementById("previous").disabled = at === 0;
  document.getElementById("next").disabled = at === shown.length - 1;
  noted = image;
  noteField.value = noteOf(image);
  press();
  place();
  for (const neighbour of [shown[at + 1], shown[at - 1]]) {
    if (neighbour?.output) new Image().src = neighbour.output;
  }
}

// Show a picture; where it cannot be had, its small copy in the output folder, and say so.
function load(picture, address, small, complaint) {
  picture.hidden = !address && !small;
  picture.onload = place;
  picture.onerror = () => {
    if (small && picture.getAttribute("src") !== small) picture.src = small;
    else picture.hidden = true;
    missing.hidden = false;
    missing.textContent = complaint + (small ? "; a small copy stands for it." : ".");
  };
  if (address || small) picture.src = address || small;
  else picture.removeAttribute("src");
}

function link(id, address) {
  const element = document.getElementById(id);
  element.hidden = !address;
  if (address) element.href = address;
}

function press() {
  for (const button of viewer.querySelectorAll(".verdicts button")) {
    button.setAttribute("aria-pressed", button.dataset.verdict === verdictOf(current()));
    button.disabled = !canJudge(current());
  }
}

// Lay out the picture at its zoom, and cut the edit off at the slider.
function place() {
  const main = afterPicture.hidden ? beforePicture : afterPicture;
  const width = main.naturalWidth, height = main.naturalHeight;
  if (!width) return;
  const fit = Math.min(stage.clientWidth / width, stage.clientHeight / height);
  const scale = zoom ? zoom / devicePixelRatio : fit;
  canvas.style.width = width * scale + "px";
  canvas.style.height = height * scale + "px";
  stage.classList.toggle("zoomed", zoom > 0);
  stage.classList.toggle("magnified", zoom > 1);
  cut();
}

const visibleWidth = () => Math.min(stage.clientWidth, canvas.offsetWidth);

function cut() {
  const share = peeking ? 1 : slide.value / 100;
  const x = Math.max(0, stage.scrollLeft) + share * visibleWidth();
  afterPicture.style.clipPath = "inset(0 0 0 " + x + "px)";
  split.style.left = x + "px";
  split.hidden = afterPicture.hidden || beforePicture.hidden;
  slide.setAttribute("aria-valuetext", Math.round(share * 100) + "% before, " + Math.round(100 - share * 100) + "% after");
}

function slideTo(clientX) {
  const left = Math.max(canvas.getBoundingClientRect().left, stage.getBoundingClientRect().left);
  slide.value = Math.max(0, Math.min(100, ((clientX - left) / visibleWidth()) * 100));
  cut();
}

function setZoom(level, event) {
  const box = canvas.getBoundingClientRect();
  const view = stage.getBoundingClientRect();
  const x = event ? event.clientX : view.left + view.width / 2;
  const y = event ? event.clientY : view.top + view.height / 2;
  const u = (x - box.left) / box.width, v = (y - box.top) / box.height;
  zoom = level;
  for (const button of viewer.querySelectorAll("[data-zoom]")) {
    button.setAttribute("aria-pressed", Number(button.dataset.zoom) === zoom);
  }
  place();
  stage.scrollLeft = u * canvas.offsetWidth - (x - view.left);  // what was under the pointer stays there
  stage.scrollTop = v * canvas.offsetHeight - (y - view.top);
  cut();
}

function decide(verdict) {
  if (!canJudge(current())) return;
  judge(current(), verdict);
  say(current().sku + ", " + current().edit + ": " + VERDICTS[verdict]);
  if (verdict !== "open" && document.getElementById("go-on").checked && at < shown.length - 1) display(at + 1);
}

function keepNote() {
  if (noted) annotate(noted, noteField.value.trim());
}

function peek(on) {
  if (peeking === on) return;
  peeking = on;
  cut();
}

// Dragging: the line anywhere on a picture that fits; on a zoomed one the line itself, and the picture scrolls.
stage.addEventListener("pointerdown", (event) => {
  if (event.button || event.target.closest("button")) return;
  const line = event.target.closest("#split");
  if (zoom && !line && event.pointerType === "touch") return;
  event.preventDefault();
  stage.focus({preventScroll: true});
  const pan = zoom && !line;
  const start = {x: event.clientX + stage.scrollLeft, y: event.clientY + stage.scrollTop};
  const move = (next) => {
    if (pan) stage.scrollTo(start.x - next.clientX, start.y - next.clientY);
    else slideTo(next.clientX);
  };
  stage.setPointerCapture(event.pointerId);
  if (!pan) slideTo(event.clientX);
  stage.addEventListener("pointermove", move);
  const end = () => stage.removeEventListener("pointermove", move);
  for (const kind of ["pointerup", "pointercancel", "lostpointercapture"]) stage.addEventListener(kind, end, {once: true});
});
stage.addEventListener("dblclick", (event) => setZoom(zoom ? 0 : 1, event));
stage.addEventListener("scroll", cut, {passive: true});
slide.addEventListener("input", cut);
new ResizeObserver(place).observe(stage);

viewer.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.verdict) decide(button.dataset.verdict);
  if (button?.dataset.zoom) setZoom(Number(button.dataset.zoom));
});
document.getElementById("previous").addEventListener("click", () => display(at - 1));
document.getElementById("next").addEventListener("click", () => display(at + 1));
document.getElementById("close").addEventListener("click", () => viewer.close());
noteField.addEventListener("change", keepNote);
viewer.addEventListener("close", () => {
  keepNote();
  noted = null;
  peek(false);
  setZoom(0);
  active = at;
  const image = current();
  refilter();  // what was judged may no longer be what the filter asks for
  moveTo(Math.max(0, shown.includes(image) ? shown.indexOf(image) : Math.min(active, shown.length - 1)));
});
watch(() => { if (viewer.open) press(); });
