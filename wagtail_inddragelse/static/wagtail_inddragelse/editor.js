// In the page editor: suggests earlier questions, and their answers, where a condition names them. A
// condition follows while the question that it names is given another name.
(() => {
  "use strict";

  const suggestions = document.createElement("datalist");
  suggestions.id = "inddragelse-suggestions";

  const field = (name) => document.querySelector(`[name="${CSS.escape(name)}"]`);
  const stream = (question) => question.replace(/-\d+-value$/, "");
  const isInner = (question) => /-questions-\d+-value-questions-\d+-value$/.test(question);

  function nameOf(question) {
    return (field(`${question}-short_name`)?.value || field(`${question}-label`)?.value || "").trim();
  }

  function isDeleted(question) {
    return field(question.replace(/-value$/, "-deleted"))?.value === "1";
  }

  // Questions to each participant see one another; the others see all of the form above them.
  function earlier(input, question) {
    return [...document.querySelectorAll('[name$="-value-label"]')]
      .filter((label) => label.compareDocumentPosition(input) & Node.DOCUMENT_POSITION_FOLLOWING)
      .map((label) => label.name.replace(/-label$/, ""))
      .filter((other) => other !== question && !isDeleted(other) && isInner(other) === isInner(question))
      .filter((other) => !isInner(question) || stream(other) === stream(question));
  }

  function answersOf(question, input) {
    const type = field(question.replace(/-value$/, "-type"))?.value;
    const fixed = JSON.parse(input.dataset.answers)[type];
    const written = document.querySelectorAll(`[name^="${CSS.escape(question)}-choices-"][name$="-value"]`);
    return fixed || [...written].filter((choice) => !isDeleted(choice.name)).map((choice) => choice.value);
  }

  function suggest(input) {
    const question = input.name.replace(/-only_if_(question|answers-\d+-value)$/, "");
    const known = earlier(input, question).filter((other) => answersOf(other, input).length);
    if (input.name.endsWith("-only_if_question")) return known.map(nameOf);
    const wanted = field(`${question}-only_if_question`).value.trim().toLowerCase();
    const source = known.find((other) => nameOf(other).toLowerCase() === wanted);
    return source ? answersOf(source, input) : [];
  }

  // The conditions that name the question now being renamed, and no other

  let following = [];

  function conditionsOn(question) {
    const name = nameOf(question).toLowerCase();
    const named = (other) => nameOf(other).toLowerCase() === name;
    const conditions = [...document.querySelectorAll('[name$="-only_if_question"]')];
    return conditions.filter((input) => {
      const waiting = input.name.replace(/-only_if_question$/, "");
      const known = earlier(input, waiting).filter(named);
      return name && input.value.trim().toLowerCase() === name && known.length === 1 && known[0] === question;
    });
  }

  const renamed = (target) => target.name?.match(/^(.*-value)-(?:label|short_name)$/)?.[1];

  document.addEventListener("focusin", ({ target }) => {
    if (renamed(target)) following = conditionsOn(renamed(target));
  });

  document.addEventListener("input", ({ target }) => {
    const name = renamed(target) && nameOf(renamed(target));
    if (name) following.forEach((input) => { input.value = name; });
  });

  document.addEventListener("focusin", ({ target }) => {
    if (!target.dataset?.answers) return;
    const texts = suggest(target).filter(Boolean);
    suggestions.replaceChildren(...texts.map((text) => new Option(text, text)));
    document.body.append(suggestions);
    target.setAttribute("list", suggestions.id);
  });
})();
