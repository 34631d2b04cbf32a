// In the editor of an offer: a new session takes location and times from the one above it, an intake
// can be duplicated, and all its dates moved. A title that names the day of a session follows when
// it is moved, and the editor is asked whether the deadline does. Days are counted in the calendar and clock times are
// left alone, so that nine o'clock stays nine o'clock on both sides of summer time.
(() => {
  "use strict";

  const DAY = 24 * 60 * 60 * 1000;
  const SESSIONS = /^id_(.*inddragelse_intakes-\d+)-sessions-FORMS$/;
  const INTAKE_DATES = ["opens_at", "closes_at", "decision_expected_on"];
  const SESSION_DATES = ["starts_at", "ends_at"];
  const LOCATION = ["venue", "address", "online_link"];
  const OWN = /^(id|ORDER|DELETE|row_key)$/;
  const START = /^(.*inddragelse_intakes-\d+)-sessions-\d+-starts_at$/;
  const NAMED = /^(.*inddragelse_intakes-\d+)-(?:sessions-\d+-starts_at|closes_at)$/; // in a title
  let isCopying = false;
  let isMoving = false;

  // Rows of Wagtail's inline panels, by the prefix of their fields

  const field = (name) => document.querySelector(`[name="${CSS.escape(name)}"]`);
  const rowOf = (child) => child.id.replace("inline_child_", "");
  const toolsOf = (intake) => document.querySelector(`#inline_child_${CSS.escape(intake)} [data-inddragelse-tools]`);

  function rowsOf(formset) {
    const children = [...document.getElementById(`id_${formset}-FORMS`).children];
    return children.map(rowOf).filter((row) => field(`${row}-DELETE`)?.value !== "1");
  }

  function set(name, value) {
    const input = field(name);
    if (!input || input.value === value) return;
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function addRow(formset) {
    isCopying = true;
    document.getElementById(`id_${formset}-ADD`).click();
    isCopying = false;
    return rowsOf(formset).at(-1);
  }

  function copyFields(from, to) {
    document.querySelectorAll(`[name^="${CSS.escape(from)}-"]`).forEach((input) => {
      const name = input.name.slice(from.length + 1);
      if (name.includes("-") || OWN.test(name)) return;
      if (input.type === "checkbox") field(`${to}-${name}`).checked = input.checked;
      else set(`${to}-${name}`, input.value);
    });
  }

  // Dates, in the format that the site writes them in

  function readDate(name, tools) {
    return parseDate(field(name)?.value ?? "", tools);
  }

  function parseDate(text, tools) {
    for (const format of [tools.dataset.datetimeFormat, tools.dataset.dateFormat]) {
      const tokens = [...format].filter((sign) => /[a-z]/i.test(sign));
      const pattern = format.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/[a-z]/gi, "(\\w+?)");
      const values = text.match(new RegExp(`^${pattern}$`));
      const parts = values && Object.fromEntries(tokens.map((token, at) => [token, values[at + 1]]));
      const day = parts && Date.UTC(parts.Y, parts.m - 1, parts.d);
      if (Number.isFinite(day)) return { day, parts, format };
    }
    return null;
  }

  function dateText({ day, parts, format }) {
    const [Y, m, d] = new Date(day).toISOString().slice(0, 10).split("-");
    return format.replace(/[a-z]/gi, (token) => ({ ...parts, Y, m, d })[token]);
  }

  // A day as the page's language writes it, such as “8 November 2026”, or without its year

  function dayText(day, format, tools) {
    const date = new Date(day);
    const month = tools.dataset.months.split("|")[date.getUTCMonth()];
    const parts = { j: date.getUTCDate(), F: month, Y: date.getUTCFullYear() };
    return format.replace(/[jFY]/g, (token) => parts[token]);
  }

  // All at once: a day that is moved to where another was is not moved again
  function followInTitle(intake, days, tools) {
    const title = field(`${intake}-title`);
    const full = tools.dataset.titleFormat;
    const texts = new Map();
    for (const format of [full, full.replace(/ Y$/, "")]) {
      days.forEach(({ before, now }) => {
        const text = dayText(before, format, tools);
        if (!texts.has(text)) texts.set(text, dayText(now, format, tools));
      });
    }
    if (!texts.size) return;
    const named = [...texts.keys()].map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    const pattern = new RegExp(`(?<!\\d)(${named.join("|")})(?![\\p{L}\\d]| \\d{4}(?!\\d))`, "gu");
    const followed = title.value.replace(pattern, (text) => texts.get(text));
    if (followed === title.value) return;
    set(title.name, followed);
    say(tools, "titled", { title: followed });
  }

  function moved(date, days) {
    return dateText({ ...date, day: date.day + days * DAY });
  }

  // What an editor is told, also by a screen reader

  function say(tools, name, values) {
    const text = tools.dataset[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
    tools.querySelector("[role=status]").textContent = text;
  }

  // A new session, like the one above it: on the next weekday, or as much later as that one was

  function daysToNext(rows, last, tools) {
    const earlier = rows.length > 2 && readDate(`${rows.at(-3)}-starts_at`, tools);
    const gap = earlier ? (last.day - earlier.day) / DAY : 1;
    if (gap > 1) return gap;
    const weekday = new Date(last.day).getUTCDay();
    return { 5: 3, 6: 2 }[weekday] ?? 1;
  }

  function continueFrom(intake, rows) {
    const tools = toolsOf(intake);
    const [above, added] = rows.slice(-2);
    LOCATION.forEach((name) => set(`${added}-${name}`, field(`${above}-${name}`).value));
    const numbered = field(`${above}-title`).value.match(/^(.*?)(\d+)$/);
    if (numbered) set(`${added}-title`, numbered[1] + (Number(numbered[2]) + 1));
    const last = readDate(`${above}-starts_at`, tools);
    if (!last) return;
    const days = daysToNext(rows, last, tools);
    SESSION_DATES.forEach((name) => {
      const date = readDate(`${above}-${name}`, tools);
      if (date) set(`${added}-${name}`, moved(date, days));
    });
    say(tools, "continued", { date: field(`${added}-starts_at`).value });
  }

  // A key from the start: a save on its way could otherwise make the same row a second time. The
  // server gives the key where the browser has none to give, as it has only on a safe connection.
  function giveKey(row) {
    const key = field(`${row}-row_key`);
    if (key && !key.value) key.value = crypto.randomUUID?.() ?? "";
  }

  document.addEventListener("w-formset:added", ({ target }) => {
    giveKey(rowOf(target));
    const intake = target.parentElement?.id.match(SESSIONS)?.[1];
    const rows = intake && !isCopying ? rowsOf(`${intake}-sessions`) : [];
    if (rows.length > 1) continueFrom(intake, rows);
  });

  // A start date, a class or a round is called so where it stands and where one is added; a new one
  // is what the one above it is

  const INTAKES = /^id_(.*inddragelse_intakes)-FORMS$/;

  const kindOf = (intake) => field(`${intake}-kind`)?.selectedOptions[0]?.text;
  const words = new WeakMap();

  function nameButton(formset) {
    const button = document.getElementById(`id_${formset}-ADD`);
    const text = [...button.childNodes].findLast((node) => node.nodeType === Node.TEXT_NODE);
    if (!text) return;
    if (!words.has(button)) words.set(button, text.data);
    const empty = document.getElementById(`id_${formset}-EMPTY_FORM_TEMPLATE`);
    const usual = empty.content.querySelector('[name$="-kind"]').options[0].text;
    text.data = words.get(button).replace(usual, kindOf(rowsOf(formset).at(-1)) ?? usual);
  }

  function nameRows(formset) {
    rowsOf(formset).forEach((row) => {
      const heading = document.querySelector(`#${CSS.escape(`inline_child_${row}`)} [data-panel-heading-text]`);
      if (heading?.firstChild && kindOf(row)) heading.firstChild.data = kindOf(row);
    });
    nameButton(formset);
  }

  document.addEventListener("change", ({ target }) => {
    const formset = target.name?.match(/^(.*inddragelse_intakes)-\d+-kind$/)?.[1];
    if (formset) nameRows(formset);
  });

  document.addEventListener("w-formset:added", ({ target }) => {
    const formset = target.parentElement?.id.match(INTAKES)?.[1];
    if (!formset) return;
    const rows = rowsOf(formset);
    if (!isCopying && rows.length > 1) set(`${rows.at(-1)}-kind`, field(`${rows.at(-2)}-kind`).value);
    nameRows(formset);
  });

  function nameAll() {
    document.querySelectorAll("[id$=inddragelse_intakes-FORMS]").forEach((forms) => {
      nameRows(forms.id.match(INTAKES)[1]);
    });
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", nameAll);
  else nameAll();

  // The buttons of an intake

  function duplicate(intake, tools) {
    const copy = addRow(intake.replace(/-\d+$/, ""));
    copyFields(intake, copy);
    rowsOf(`${intake}-sessions`).forEach((session) => copyFields(session, addRow(`${copy}-sessions`)));
    say(tools, "duplicated", { title: field(`${intake}-title`).value });
    field(`${copy}-title`).focus();
    field(`${copy}-title`).select();
  }

  function shift(intake, tools) {
    const days = Number(tools.querySelector("[data-inddragelse-days]").value);
    if (!Number.isInteger(days)) return;
    const sessions = rowsOf(`${intake}-sessions`);
    const others = tools.querySelector("[data-inddragelse-deadline]").checked ? INTAKE_DATES : [];
    const names = [
      ...others.map((name) => `${intake}-${name}`),
      ...sessions.flatMap((session) => SESSION_DATES.map((name) => `${session}-${name}`)),
    ].filter((name) => readDate(name, tools));
    const named = names.filter((name) => NAMED.test(name)).map((name) => readDate(name, tools).day);
    isMoving = true;
    names.forEach((name) => set(name, moved(readDate(name, tools), days)));
    isMoving = false;
    followInTitle(intake, named.map((before) => ({ before, now: before + days * DAY })), tools);
    say(tools, "moved", { count: names.length, days });
  }

  // A day that is moved: the title follows, and of the first session it is asked about the deadline

  const known = new WeakMap();

  function askAboutDeadline(input, intake, tools, days) {
    const row = document.getElementById(`inline_child_${input.name.replace(/-starts_at$/, "")}`);
    const asked = row.querySelector("[data-inddragelse-asked]");
    const sum = days + Number(asked?.dataset.days ?? 0);
    asked?.remove();
    const deadline = readDate(`${intake}-closes_at`, tools);
    if (!deadline || !sum) return;
    const question = tools.querySelector("[data-inddragelse-ask]").content.firstElementChild.cloneNode(true);
    question.dataset.days = sum;
    row.append(question);
    const values = { old: field(`${intake}-closes_at`).value, new: moved(deadline, sum) };
    const text = tools.dataset.asked.replace(/\{(\w+)\}/g, (_, key) => values[key]);
    requestAnimationFrame(() => { question.querySelector("[role=status]").textContent = text; });
  }

  function answer(button) {
    const question = button.closest("[data-inddragelse-asked]");
    const start = field(`${rowOf(question.closest("[data-inline-panel-child]"))}-starts_at`);
    const intake = start.name.match(START)[1];
    const tools = toolsOf(intake);
    const deadline = readDate(`${intake}-closes_at`, tools);
    if (deadline && button.matches("[data-inddragelse-move]")) {
      set(`${intake}-closes_at`, moved(deadline, Number(question.dataset.days)));
      say(tools, "deadline", { new: field(`${intake}-closes_at`).value });
    }
    question.remove();
    start.focus();
  }

  document.addEventListener("change", ({ target }) => {
    const intake = target.name?.match(NAMED)?.[1];
    const tools = intake && toolsOf(intake);
    const now = tools && parseDate(target.value, tools);
    if (!now) return;
    const before = parseDate(known.get(target) ?? target.defaultValue, tools);
    known.set(target, target.value);
    if (isMoving || !before || before.day === now.day) return;
    followInTitle(intake, [{ before: before.day, now: now.day }], tools);
    const isFirst = `${rowsOf(`${intake}-sessions`)[0]}-starts_at` === target.name;
    if (isFirst) askAboutDeadline(target, intake, tools, (now.day - before.day) / DAY);
  });

  function run(event, action) {
    const tools = event.target.closest("[data-inddragelse-tools]");
    event.preventDefault();
    action(rowOf(tools.closest("[data-inline-panel-child]")), tools);
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-inddragelse-duplicate]")) run(event, duplicate);
    if (event.target.closest("[data-inddragelse-shift]")) run(event, shift);
    const button = event.target.closest("[data-inddragelse-move], [data-inddragelse-leave]");
    if (button) answer(button);
  });

  document.addEventListener("keydown", (event) => {
    // Enter would save the page
    if (event.key === "Enter" && event.target.matches?.("[data-inddragelse-days]")) run(event, shift);
  });
})();
