// Makes a field that searches the list of municipalities. The select stays in the form and holds the answer.
// Keys and ARIA are the work of @github/combobox-nav, which ``fetchNav`` fetches for whoever enters it.

const PAUSE = 500; // milliseconds without typing before a screen reader hears how many options match
const SPELLINGS = [{ æ: "ae", ø: "oe", å: "aa" }, { æ: "ae", ø: "o", å: "a" }];
const KIND = /\s+kommune$/; // some write it after the name
const COPIED = ["class", "aria-describedby", "aria-invalid"];
let lists = 0;

// A text as it is written with other keyboards than the Danish.
function spellings(text) {
  const letters = text.normalize("NFC").trim().toLowerCase().replace(KIND, "");
  return SPELLINGS.map((plain) =>
    letters.replace(/[æøå]/g, (letter) => plain[letter]).normalize("NFD").replace(/\p{M}/gu, ""));
}

// “Arhus” is Aarhus written in full; as a part, “a” would be found in nearly every name.
const short = (letters) => letters.replaceAll("aa", "a");

function compare(isMatch, query, text) {
  const wanted = spellings(query);
  return spellings(text).some((spelling, number) => isMatch(spelling, wanted[number]));
}

const begins = (a, b) => a.startsWith(b);
const contains = (query, text) => compare((a, b) => a.includes(b), query, text);
const equals = (query, text) => compare((a, b) => short(a) === short(b), query, text);

// The name that is shown, and what it is also called, as in English.
const names = (option) => [option.textContent, ...option.also];

function make(tag, attributes) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

function makeInput(select, list) {
  const input = make("input", {
    type: "text", name: `${select.name}-typed`, autocomplete: "off", spellcheck: "false",
    role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false",
    "aria-haspopup": "listbox",
  });
  for (const name of COPIED.filter((name) => select.hasAttribute(name))) {
    input.setAttribute(name, select.getAttribute(name));
  }
  input.value = select.value ? select.selectedOptions[0].text : select.dataset.typed;
  return input;
}

function makeList(select) {
  const id = `inddragelse-options-${++lists}`;
  const list = make("ul", {
    id, role: "listbox", "aria-label": select.dataset.list, class: "inddragelse-options nobullet-list",
  });
  const also = new URLSearchParams(select.dataset.also);
  const options = [...select.options].filter((option) => option.value).map((option, number) => {
    const item = make("li", { id: `${id}-${number}`, role: "option", "data-value": option.value });
    item.textContent = option.text;
    item.also = also.getAll(option.value);
    return item;
  });
  list.append(...options);
  list.hidden = true;
  return list;
}

function replace(select, ...elements) {
  const hadFocus = document.activeElement === select;
  const [input] = elements;
  const wrapper = make("div", { class: "inddragelse-combobox" });
  wrapper.append(...elements);
  input.id = select.id;
  select.id += "-select";
  select.style.display = "none";
  select.before(wrapper);
  if (hadFocus) input.focus();
}

export default function enhance(select, fetchNav) {
  const list = makeList(select), input = makeInput(select, list), options = [...list.children];
  const status = make("span", { role: "status", class: "sr-only" });
  const highlighted = () => list.querySelector("[aria-selected=true]");
  let timer, fetched, isThere = false;

  async function fetchCombobox() {
    const { default: Combobox } = await fetchNav();
    isThere = true;
    return new Combobox(input, list, { tabInsertsSuggestions: false });
  }

  // What is asked of it before it is there is done in turn once it is.
  const ask = (action, ...given) => fetched?.then((combobox) => combobox[action](...given));

  function announce(count) {
    const { none, one, many } = select.dataset;
    const text = (count === 1 ? one : many).replace("{count}", count);
    clearTimeout(timer);
    timer = setTimeout(() => {
      status.className = count ? "sr-only" : "form-hint";
      status.textContent = count ? text : none;
    }, PAUSE);
  }

  function close() {
    ask("stop");
    list.hidden = true;
    clearTimeout(timer);
    status.textContent = "";
  }

  function open(query) {
    for (const option of options) option.hidden = !names(option).some((name) => contains(query, name));
    const shown = options.filter((option) => !option.hidden);
    const first = shown.filter((option) => names(option).some((name) => compare(begins, query, name)));
    list.append(...first, ...options.filter((option) => !first.includes(option)));
    const isFound = shown.length === 1 && names(shown[0]).some((name) => equals(query, name));
    list.hidden = isFound || !shown.length;
    ask(list.hidden ? "stop" : "start");
    announce(shown.length);
  }

  function choose(value) {
    if (select.value === value) return;
    select.value = value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // Whoever wrote the name in another way sees which one it was taken for.
  function leave() {
    if (select.value) input.value = select.selectedOptions[0].text;
    close();
  }

  const reopen = () => open(select.value ? "" : input.value);

  function onKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && (list.hidden || !isThere)) {
      event.preventDefault();
      if (list.hidden) reopen();
      ask("navigate", step);
    } else if (event.key === "Enter" && !list.hidden && !highlighted()) {
      event.preventDefault();
      if (select.value) close();
    } else if (event.key === "Tab") {
      highlighted()?.click();
    } else if (event.key === "Escape") {
      close();
    }
  }

  input.addEventListener("focus", () => { fetched ??= fetchCombobox(); });
  input.addEventListener("keydown", onKey);
  input.addEventListener("click", reopen);
  input.addEventListener("blur", leave);
  input.addEventListener("input", () => {
    choose(options.find((option) => names(option).some((name) => equals(input.value, name)))?.dataset.value ?? "");
    open(input.value);
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  // A tap may come before it is there; with Enter and Tab it taps too.
  list.addEventListener("click", ({ target }) => {
    if (target === list) return;
    input.value = target.textContent;
    choose(target.dataset.value);
    close();
  });
  // Some browsers fill in what they kept of the list only when the page is shown again.
  addEventListener("pageshow", leave);
  replace(select, input, list, status);
  // A tap beside the field takes no focus from it on a phone.
  document.addEventListener("pointerdown", ({ target }) => {
    if (!input.parentElement.contains(target)) close();
  });
}
