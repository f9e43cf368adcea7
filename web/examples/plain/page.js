const element = document.querySelector("gridfolk-whatif");
const said = document.querySelector("#said");
const say = (text) => (said.textContent = text);

element.addEventListener("gridfolk-ready", ({ detail }) => say(`${detail.table.nRows} customers are read.`));
element.addEventListener("gridfolk-problem", ({ detail }) => say(detail.message));
element.addEventListener("gridfolk-select", ({ detail }) => say(`Chosen: ${detail.id ?? detail.level}.`));
element.addEventListener("gridfolk-change", ({ detail }) => {
  if (detail.op === "what_if") say(`${detail.reply.segments.n_moved} customers would move.`);
});

document.querySelector("input").addEventListener("change", ({ target }) => (element.table = target.files[0]));
await customElements.whenDefined("gridfolk-whatif");
element.table = await (await fetch("customers.csv")).text();
