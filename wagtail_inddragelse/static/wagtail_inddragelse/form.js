// Comforts of the sign-up form. Everything works without this file: the server decides which
// questions are shown, adds and removes people, and counts characters.
(() => {
  "use strict";

  const COUNTER_PAUSE = 1000; // milliseconds without typing before a screen reader hears the count
  const POSITION = /(participant|guest)-(\d+|__index__)-/;
  const RENAMED = ["name", "id", "for", "aria-describedby", "data-only-if"];

  const isBox = (field) => ["checkbox", "radio"].includes(field.type);
  const isTicked = (field) => field.checked || !isBox(field);

  // Conditional questions

  function values(form, name) {
    const inputs = [...form.elements].filter((input) => input.name === name && !input.closest("[hidden]"));
    if (inputs.length === 1 && inputs[0].type === "checkbox" && inputs[0].value === "yes") {
      return [inputs[0].checked ? "yes" : "no"];
    }
    return inputs.filter(isTicked).map((input) => input.value);
  }

  // In the order of the page, so that a question is decided before those that depend on it.
  function showConditional(form) {
    for (const element of form.querySelectorAll("[data-only-if]")) {
      const wanted = JSON.parse(element.dataset.onlyIfAnswers);
      element.hidden = !values(form, element.dataset.onlyIf).some((value) => wanted.includes(value));
    }
  }

  function setUpConditions(form) {
    for (const hint of form.querySelectorAll("[data-only-if-hint]")) hint.hidden = true;
    form.addEventListener("change", () => showConditional(form));
    showConditional(form);
  }

  // Participants and guests

  function renumber(row, position) {
    const rename = (part) => part.replace(POSITION, `$1-${position}-`);
    for (const element of [row, ...row.querySelectorAll("*")]) {
      for (const attribute of RENAMED) {
        const value = element.getAttribute(attribute);
        if (value) element.setAttribute(attribute, value.split(" ").map(rename).join(" "));
      }
      if (element.dataset.title) {
        element.textContent = element.dataset.title.replace("__number__", position + 1);
      }
      if (element.matches("[data-remove]")) element.value = position;
    }
  }

  function refreshPeople(form, group) {
    const rows = [...group.querySelector("[data-list]").children];
    rows.forEach(renumber);
    group.querySelector("[data-total]").value = rows.length;
    const self = group.dataset.people === "participant" && values(form, "takes_part").includes("yes");
    group.querySelector("[data-add]").hidden = rows.length + (self ? 1 : 0) >= Number(group.dataset.limit);
  }

  function appendRow(group) {
    const row = group.querySelector("template").content.firstElementChild.cloneNode(true);
    group.querySelector("[data-list]").append(row);
    return row;
  }

  function addPerson(form, group) {
    const row = appendRow(group);
    refreshPeople(form, group);
    setUpRow(form, row);
    row.querySelector("input:not([type=hidden]), select, textarea").focus();
  }

  function removePerson(form, group, row) {
    row.remove();
    refreshPeople(form, group);
    const add = group.querySelector("[data-add]");
    add.hidden ? group.closest("[data-participants]").focus() : add.focus();
  }

  function setUpRow(form, row) {
    for (const hint of row.querySelectorAll("[data-only-if-hint]")) hint.hidden = true;
    row.querySelectorAll("textarea[data-limit]").forEach(setUpCounter);
    row.querySelectorAll("select[data-combobox]").forEach(setUpCombobox);
    showConditional(form);
  }

  function setUpPeople(form, group) {
    group.addEventListener("click", (event) => {
      const button = event.target.closest("[data-add], [data-remove]");
      if (!button) return;
      event.preventDefault();
      if (button.matches("[data-add]")) addPerson(form, group);
      else removePerson(form, group, button.closest("[data-person]"));
      form.dispatchEvent(new Event("change"));
    });
    form.addEventListener("change", () => refreshPeople(form, group));
    refreshPeople(form, group);
  }

  // Counter of long texts

  function setUpCounter(textarea) {
    const counter = document.getElementById(`${textarea.id}-counter`);
    const spoken = document.createElement("span");
    spoken.className = "sr-only";
    spoken.setAttribute("aria-live", "polite");
    counter.after(spoken);
    let timer;
    const show = () => {
      // Counted as the server does: by character, not by UTF-16 unit.
      const left = Number(textarea.dataset.limit) - [...textarea.value.trim()].length;
      const text = left < 0 ? counter.dataset.over : counter.dataset.left;
      counter.textContent = text.replace("{count}", Math.abs(left).toLocaleString(document.documentElement.lang || undefined));
    };
    textarea.addEventListener("input", () => {
      show();
      clearTimeout(timer);
      timer = setTimeout(() => { spoken.textContent = counter.textContent; }, COUNTER_PAUSE);
    });
    addEventListener("pageshow", show);
    show();
  }

  // Searching in long lists, and files that are too large: not every form needs these

  async function setUpCombobox(select) {
    const { combobox, comboboxNav } = select.dataset;
    (await import(combobox)).default(select, () => import(comboboxNav));
  }

  async function setUpFile(input) {
    (await import(input.dataset.file)).default(input);
  }

  // Which opening of the form it is

  // A cached page gives all its readers the same token: this number is nobody else's. On Back the browser
  // fills in the one from before.
  function setUpOpening(form) {
    const input = form.querySelector("[data-opening]");
    if (input && !input.value) input.value = crypto.getRandomValues(new Uint32Array(4)).join("-");
  }

  // Back and Forward

  // A browser fills in again the fields that came with the page, but not those that were added here. What
  // these hold is kept in a field that came with the page, and is sent nowhere.
  function addedFields(form) {
    const fields = [...form.querySelectorAll("input, select, textarea")];
    const added = (field) => field.closest("[data-person]") || field.name.endsWith("-typed");
    return fields.filter((field) => field.name && field.type !== "file" && added(field));
  }

  function remember(form, memory) {
    const people = [...form.querySelectorAll("[data-people]")];
    const rows = people.map((group) => [group.dataset.people, group.querySelector("[data-list]").children.length]);
    const fields = addedFields(form).filter(isTicked).map((field) => [field.name, field.value]);
    memory.value = JSON.stringify({ rows, fields });
  }

  function bringRowsBack(form, group, count) {
    const list = group.querySelector("[data-list]");
    const added = [];
    while (list.children.length > count) list.lastElementChild.remove();
    while (list.children.length < count) added.push(appendRow(group));
    refreshPeople(form, group);
    return added;
  }

  function bringBack(form, { rows, fields }) {
    const group = (kind) => form.querySelector(`[data-people=${kind}]`);
    const added = rows.flatMap(([kind, count]) => bringRowsBack(form, group(kind), count));
    const kept = (name) => fields.filter((field) => field[0] === name).map((field) => field[1]);
    for (const field of addedFields(form)) {
      if (isBox(field)) field.checked = kept(field.name).includes(field.value);
      else field.value = kept(field.name)[0] ?? field.value;
    }
    for (const select of form.querySelectorAll("select[data-combobox]")) {
      select.dataset.typed = kept(`${select.name}-typed`)[0] ?? select.dataset.typed;
    }
    added.forEach((row) => setUpRow(form, row));
  }

  // Some browsers fill in before scripts run, others shortly before the page is shown.
  function setUpMemory(form) {
    const memory = form.querySelector("[data-memory]");
    if (!memory) return;
    const kept = memory.value;
    if (kept) bringBack(form, JSON.parse(kept));
    addEventListener("pageshow", () => {
      if (!kept && memory.value) bringBack(form, JSON.parse(memory.value));
      form.dispatchEvent(new Event("change"));
    }, { once: true });
    for (const event of ["input", "change"]) form.addEventListener(event, () => remember(form, memory));
  }

  // A page with several forms loads this file once for each.
  for (const form of document.querySelectorAll("[data-inddragelse-form]:not([data-is-ready])")) {
    form.dataset.isReady = "";
    setUpOpening(form);
    setUpConditions(form);
    form.querySelectorAll("[data-people]").forEach((group) => setUpPeople(form, group));
    form.querySelectorAll("textarea[data-limit]").forEach(setUpCounter);
    form.querySelectorAll("input[data-file]").forEach(setUpFile);
    form.querySelectorAll("select[data-combobox]").forEach(setUpCombobox);
    setUpMemory(form);
  }
  document.querySelector("[data-error-summary]")?.focus();
})();
