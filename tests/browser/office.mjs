// A month in the office, in a real browser against the real server: the centre opens a period, a county fills in its form in
// the grid, the city sends two cells back, the county corrects them, the province accepts, another corrects its own in a
// workbook, and the class table and the derivation show it. Then every page is looked at: both languages, both themes, wide
// and narrow, with and without script.
// Arguments: the address of an office made by `gangmu demo`, and a folder for pictures.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { open } from "./browser.mjs";
import { look, onPaper } from "./look.mjs";

const [, , address, pictures = "pictures"] = process.argv;
const PASSPHRASE = "look around freely";
mkdirSync(pictures, { recursive: true });

const browser = await open();
const faults = [];

async function as(login, options = {}) {
  const context = await browser.newContext({ locale: "en", viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.on("console", (message) => message.type() === "error" && !/status of (409|422)/.test(message.text()) && faults.push(`${login}: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`${login}: ${error.message}`));
  await page.goto(`${address}/`);
  await page.getByLabel("Account", { exact: true }).fill(login);
  await page.getByLabel("Passphrase").fill(PASSPHRASE);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`${address}/`);
  return page;
}
const answer = (page) => page.locator("p.answer").innerText();

// The centre opens the next period.
const centre = await as("centre");
await centre.getByRole("link", { name: "Openings" }).click();
await centre.locator("tr", { hasText: "F4" }).getByRole("button", { name: "Open" }).click();
await centre.waitForURL(/returns\?dataset=F4&period=2026Q1/);
assert.match(await answer(centre), /Of 27, 0 are submitted/);

// The county goes on with its form: 39 cells are left, and one it typed before is odd.
const county = await as("yz0501");
assert.match(await answer(county), /2 returns due/);
await county.locator("tr", { hasText: "2025Q4" }).getByRole("link").first().click();
await county.locator("table.grid").waitFor();
const number = /returns\/(\d+)/.exec(county.url())[1];
assert.match(await answer(county), /27 of 66 cells done/);
const rows = county.locator("table.grid tr[data-element]");
const ids = await rows.evaluateAll((all) => all.map((row) => row.dataset.element));
const previous = await rows.evaluateAll((all) => all.map((row) => row.querySelector("[data-previous]").textContent.replaceAll(/\s/g, "")));
// A block from a spreadsheet: the values of the last quarter, from the 28th cell on.
const block = previous.slice(27).map((value) => (/^-?[\d.]+$/.test(value) ? value : "0")).join("\n");
const first = county.locator(`input[name="v.${ids[27]}"]`);
await first.focus();
await county.evaluate((text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}, block);
await county.locator("[data-done]", { hasText: "66" }).waitFor();
// One of them was a slip: ten times as much, and it is told beside the cell.
const slip = county.locator(`input[name="v.${ids[30]}"]`);
await slip.fill(`${previous[30]}0`);
await slip.blur();
await county.locator(`td#c\\.${ids[30]}`, { hasText: "More than twice" }).waitFor();
await county.getByRole("button", { name: "Submit" }).click();
await county.waitForURL(`${address}/returns/${number}`);
assert.match(await answer(county), /Submitted: 66 of 66/);

// The city looks at it, cells with findings first, and sends two back.
const city = await as("yz05");
await city.locator("tr", { hasText: "YZ0501" }).getByRole("link").first().click();
await city.waitForURL(`${address}/returns/${number}/review`);
assert.equal(await city.locator("tr.found").count() > 0, true);
for (const [id, why] of [[ids[30], "ten times the last quarter"], [ids[40], "please say how it was counted"]]) {
  await city.locator(`input[name="back"][value="${id}"]`).check();
  await city.locator(`input[name="reason.${id}"]`).fill(why);
}
faults.push(...(await look(city, "review", pictures)));
await city.getByRole("button", { name: "Send the marked cells back" }).click();
await city.waitForURL(`${address}/`);

// The county sees which and why; nothing else can be changed. It corrects them without script.
await county.goto(`${address}/`);
assert.match(await answer(county), /1 came back/);
const plain = await as("yz0501", { javaScriptEnabled: false });
await plain.goto(`${address}/returns/${number}`);
assert.equal(await plain.locator("tr[data-element]:not([data-locked])").count(), 2);
assert.match(await plain.locator(`td#c\\.${ids[30]}`).innerText(), /ten times the last quarter/);
await plain.locator(`input[name="v.${ids[30]}"]`).fill(previous[30]);
await plain.locator(`input[name="n.${ids[40]}"]`).fill("counted at the end of the quarter");
await plain.getByRole("button", { name: "Submit" }).click();
assert.match(await answer(plain), /Submitted: 66 of 66/);

// The city passes it on, the province accepts.
await city.goto(`${address}/returns/${number}/review`);
await city.getByRole("button", { name: "Pass", exact: true }).click();
await city.waitForURL(`${address}/`);
const province = await as("yz");
await province.locator("tr", { hasText: "YZ0501" }).getByRole("link").first().click();
await province.getByRole("button", { name: "Pass", exact: true }).click();
await province.waitForURL(`${address}/`);
await province.goto(`${address}/returns/${number}`);
assert.match(await answer(province), /Accepted: 66 of 66/);

// The class table shows all that the province may see, the derivation goes down to the county's cell.
await province.getByRole("link", { name: "Class table" }).click();
assert.match(await answer(province), /Of 6,/);
await province.goto(`${address}/standings/city/YZ05?period=2025`);
await province.locator("ul.steps summary", { hasText: "Public services" }).click();
assert.equal(await province.getByRole("link", { name: "C103" }).isVisible(), false);
await province.locator("ul.steps summary", { hasText: "Public services" }).click();
await province.getByRole("link", { name: "C103" }).click();
await province.waitForURL(`${address}/standings/city/YZ05?item=C103&period=2025`);
const steps = await province.locator("ul.steps").innerText();
assert.match(steps, /YZ0501, 2025Q4: \d/);

// The map says the same of the same units, and every tile leads to its unit; the table goes out as a file.
await province.goto(`${address}/standings/first`);
const said = await answer(province);
await province.getByRole("link", { name: "Map", exact: true }).click();
assert.equal(await answer(province), said);
await province.goto(`${address}/standings/city/map?class=K2`);
const tile = province.getByRole("link", { name: /^Landu: / }).first();
assert.match(await tile.locator("title").textContent(), /^Landu: .+, place \d, interval \d–\d$/);
await tile.click();
await province.waitForURL(/units\/YZ02/);
await province.goto(`${address}/standings/city/map?class=K2`);
await province.getByRole("link", { name: "Class table", exact: true }).last().click();
await province.waitForURL(/standings\/city\?/);
const loadingTable = province.waitForEvent("download");
await province.getByRole("link", { name: "Download (CSV)" }).click();
const csv = readFileSync(await (await loadingTable).path(), "utf8");
assert.match(csv, /^\ufeffClass,Unit id,Unit,Place/);
assert.equal(csv.trimEnd().split("\r\n").length, 7);
// Another period is chosen without script.
const reader = await as("yz", { javaScriptEnabled: false });
await reader.goto(`${address}/standings/city`);
await reader.getByLabel("Period").selectOption("2024");
await reader.getByRole("button", { name: "Show" }).click();
assert.match(await reader.locator("h1").innerText(), /2024/);

// What is asked, and which series need a look: from the list of pages to the unit and back.
await province.getByRole("link", { name: "Burden" }).click();
assert.match(await answer(province), /Each county answers 22 cells a month, in 30\.8 minutes; 8 cells are asked twice/);
await province.getByRole("link", { name: "Integrity" }).click();
assert.match(await answer(province), /Series that need a look: \d+; on average at most [\d.]+ of them by chance/);
await province.locator("table.flags th[scope=row] a").first().click();
await province.getByRole("link", { name: /^Series that need a look: \d+$/ }).click();
await province.waitForURL(/integrity\?unit=/);

// Another county corrects its two cells in the workbook; a cell that is no figure is told of by its name.
const excel = await as("yz0502");
await excel.locator("tr", { hasText: "came back" }).getByRole("link").first().click();
await excel.locator("table.grid").waitFor();
const returned = excel.url();
const asked = await excel.locator("table.grid tr[data-element]").evaluateAll((all) => all.map((row) => [row.dataset.element, row.querySelector("[data-previous]").textContent, "locked" in row.dataset]));
const loading = excel.waitForEvent("download");
await excel.getByRole("link", { name: "Download this form" }).click();
const book = unzipSync(readFileSync(await (await loading).path()));
const upload = async (change) => {
  let sheet = strFromU8(book["xl/worksheets/sheet1.xml"]);
  asked.forEach(([, before, locked], index) => {
    if (!locked) sheet = sheet.replace(new RegExp(`<c r="E${index + 5}"( s="\\d+")?><v>[^<]*</v></c>`), change(`E${index + 5}`, before));
  });
  const filled = zipSync({ ...book, "xl/worksheets/sheet1.xml": strToU8(sheet) });
  await excel.getByLabel("The form, filled in").setInputFiles({ name: "filled.xlsx", mimeType: "application/octet-stream", buffer: Buffer.from(filled) });
  await excel.getByRole("button", { name: "Upload it" }).click();
};
await upload((cell) => `<c r="${cell}" t="inlineStr"><is><t>12人</t></is></c>`);
assert.match(await excel.locator("p.notice.error").first().innerText(), /filled\.xlsx form!E\d+: /);
await excel.goto(returned);
await upload((cell, before) => `<c r="${cell}"><v>${before}</v></c>`);
await excel.waitForURL(returned);
await excel.getByRole("button", { name: "Submit" }).click();
await excel.waitForURL(returned);
assert.match(await answer(excel), /Submitted: 66 of 66/);

// Who may not see it is told that there is nothing.
const refused = await county.goto(`${address}/returns/${Number(number) + 3}`);
assert.equal(refused.status(), 404);
faults.splice(0, faults.length, ...faults.filter((fault) => !/status of 404/.test(fault)));

// A program is told in its own way, and never sent to a page. (It was: the address is cut inside a nest of routes.)
const cookie = (await county.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
for (const [headers, path, status, code] of [
  [{}, "/api/v1/returns", 401, "B002"],
  [{ cookie }, `/api/v1/returns/${Number(number) + 3}`, 404, "B003"],
]) {
  const told = await fetch(`${address}${path}`, { headers, redirect: "manual" });
  assert.equal(told.status, status);
  assert.equal(told.headers.get("content-type"), "application/problem+json");
  assert.equal((await told.json()).code, code);
}

// Every page: two languages, two themes, two widths, and on paper.
const pages = {
  yz: ["/", "/returns", `/returns/${number}`, `/returns/${number}/cells/${ids[30]}`, "/returns?state=overdue", "/units/YZ05", "/units/YZ0501", "/units/YZ05/figures?dataset=F4&period=2025Q4", "/units?q=YZ", "/standings/first", "/standings/city/map", "/standings/city/map?class=K2", "/standings/bodies/map", "/integrity", "/integrity?unit=YZ05", "/burden", "/standings/city/YZ05", "/standings/city/YZ05?item=C103", "/framework", "/nothing"],
  yz0502: ["/", `/returns/${Number(number) + 1}`],
  "yz05-em": ["/", "/facts", "/facts/1", "/facts/4", "/facts/new/event", "/facts/new/checklist?of=A101", "/facts/new/grade?of=D204", "/facts/new/grade"],
  evaluator: ["/", "/facts?waiting=1", "/facts/3", "/facts/4"],
  board: ["/", "/facts/1"],
  assessor: ["/", "/facts/5", "/facts/new/survey?of=Q1_safety", "/facts/new/rating?of=A103"],
  centre: ["/openings", "/facts", "/standings/city/map?class=K3", "/integrity"],
  steward: ["/accounts"],
  auditor: ["/log"],
};
for (const [login, addresses] of Object.entries(pages)) {
  const page = await as(login);
  page.removeAllListeners("console");
  if (login === "steward") {
    await page.goto(`${address}/accounts`);
    addresses.push(new URL(await page.locator("tbody a").first().getAttribute("href"), address).pathname);
  }
  for (const language of ["en", "zh"]) {
    for (const theme of ["light", "dark"]) {
      await page.goto(`${address}/look/language/${language}`);
      await page.goto(`${address}/look/theme/${theme}`);
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 900 });
        for (const at of addresses) {
          await page.goto(`${address}${at}`);
          faults.push(...(await look(page, `${login}${at === "/" ? "-home" : at}-${language}-${theme}-${width}`, pictures)));
          // Paper is light whatever the screen is.
          if (theme === "dark" && width === 1280) faults.push(...(await onPaper(page, `${login}${at}-${language}`, pictures)));
          if (language === "zh") assert.match(await page.locator("html").getAttribute("lang"), /^zh/);
        }
      }
    }
  }
}
const stranger = await (await browser.newContext({ locale: "zh-CN" })).newPage();
await stranger.goto(`${address}/sign-in`);
assert.equal(await stranger.locator("html").getAttribute("lang"), "zh-CN");
faults.push(...(await look(stranger, "sign-in", pictures)));
await browser.close();
if (faults.length > 0) {
  console.error([...new Set(faults)].join("\n"));
  process.exit(1);
}
console.log("a month in the office: done, and nothing found on any page");
