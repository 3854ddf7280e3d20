// One look at a page: what axe finds, what sticks out, what is too small to hit, and a picture; and one at it on paper.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Looks at the page as it stands; the faults found, in words. */
export async function look(page, name, pictures) {
  const faults = [];
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wider > 0) faults.push(`${name}: scrolls sideways by ${wider} px`);
  // Evaluated by the browser's own tools, which the page's policy for scripts does not bind.
  await page.evaluate(axe);
  const result = await page.evaluate(
    (values) => window.axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] }),
    RULES,
  );
  for (const found of result.violations) {
    for (const node of found.nodes.slice(0, 3)) {
      faults.push(`${name}: ${found.id} at ${node.target.join(" ")}: ${node.failureSummary?.split("\n")[1]?.trim()}`);
    }
  }
  const small = await page.evaluate(() =>
    [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
      .filter((each) => each.checkVisibility() && !each.closest("p, dd, dt, .skip, .small-print, .source") && !each.matches(".skip"))
      .map((each) => ({ text: `${each.tagName} ${each.textContent.slice(0, 30)}${each.name ?? ""}`, box: each.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && (box.height < 23.5 || box.width < 23.5))
      .map(({ text, box }) => `${text} ${Math.round(box.width)}×${Math.round(box.height)}`),
  );
  if (small.length > 0) faults.push(`${name}: small targets (${small.length}): ${small.slice(0, 3).join("; ")}`);
  if (pictures) await page.screenshot({ path: join(pictures, `${name.replaceAll(/[^\w.-]+/g, "-")}.png`), fullPage: true });
  return faults;
}

/** How wide A4 is between its margins. */
const PAPER = 688;

/** Looks at the page on paper: all of it fits, dark on white, and nothing is there to be clicked. */
export async function onPaper(page, name, pictures) {
  const size = page.viewportSize();
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: PAPER, height: 980 });
  const found = await page.evaluate(() => {
    const visible = (each) => each.checkVisibility() && each.getBoundingClientRect().width > 0;
    const light = (colour) => {
      const [red, green, blue, opaque = 1] = colour.match(/[\d.]+/g).map(Number);
      return opaque === 0 ? 255 : (red + green + blue) / 3;
    };
    const faults = [];
    const wider = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (wider > 0) faults.push(`sticks out by ${wider} px`);
    const cut = [...document.querySelectorAll("main *")].filter((each) => visible(each) && each.scrollWidth > each.clientWidth + 1 && /auto|scroll|hidden/.test(getComputedStyle(each).overflowX) && !each.matches("input, .unseen, .unseen *, svg *"));
    if (cut.length > 0) faults.push(`cuts off ${cut.length}: ${cut[0].tagName} ${cut[0].className}`);
    const buttons = [...document.querySelectorAll("button, input[type=file], .tree, form.filter")].filter(visible);
    if (buttons.length > 0) faults.push(`has to be clicked (${buttons.length}): ${buttons[0].tagName} ${buttons[0].textContent.trim().slice(0, 30)}`);
    const style = getComputedStyle(document.body);
    if (light(style.backgroundColor) < 250 || light(style.color) > 90) faults.push(`is ${style.color} on ${style.backgroundColor}`);
    if (!visible(document.querySelector("h1"))) faults.push("has no heading");
    return faults;
  });
  if (pictures) await page.screenshot({ path: join(pictures, `${name.replaceAll(/[^\w.-]+/g, "-")}-paper.png`), fullPage: true });
  await page.emulateMedia({ media: null });
  await page.setViewportSize(size);
  return found.map((fault) => `${name} on paper: ${fault}`);
}
