// The entry grid in a real browser, against a small stand-in for the cells API: what a reporter does, and what goes wrong.
import assert from "node:assert/strict";
import { open } from "./browser.mjs";
import { bodyOf, serve } from "./site.mjs";

const CELLS = "/api/v1/returns/17/cells";
const browser = await open();
let failed = 0;

/** What the stand-in holds and what it is told to answer next; `posts` are the requests it saw. */
function standIn() {
  const api = { posts: [], next: [], slow: 0, forms: [] };
  api.answer = async (request, response) => {
    if (request.method === "POST" && request.url === "/returns/17/save") {
      api.forms.push(new URLSearchParams(await bodyOf(request)));
      response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>saved</title><p>saved");
      return true;
    }
    if (request.url !== CELLS) return false;
    const { cells } = JSON.parse(await bodyOf(request));
    const post = { cells, type: request.headers["content-type"], at: Date.now(), open: api.posts.some((each) => each.busy) };
    post.busy = true;
    api.posts.push(post);
    const planned = api.next.shift();
    if (api.slow) await new Promise((ready) => setTimeout(ready, api.slow));
    post.busy = false;
    const { status, headers = {}, body } = planned ?? {
      status: 200,
      body: {
        cells: cells.map((cell) => ({ element: cell.element, revision: cell.revision + 1, check: cell.value === "9999" ? "Far too many" : "", severity: cell.value === "9999" ? "error" : "" })),
        done: 45,
        asked: 66,
      },
    };
    response.writeHead(status, { "content-type": status < 300 ? "application/json" : "application/problem+json", ...headers });
    response.end(JSON.stringify(body ?? {}));
    return true;
  };
  return api;
}

async function scene(name, play) {
  const api = standIn();
  const site = await serve(api.answer);
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, permissions: ["clipboard-read", "clipboard-write"] });
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => message.type() === "error" && /Content Security Policy/.test(message.text()) && errors.push(message.text()));
  try {
    await page.goto(`${site.address}/entry.html`);
    const at = (field, element) => page.locator(`[name="${field}.${element}"]`);
    const posts = async (count) => {
      for (let tries = 0; api.posts.length < count || api.posts.at(-1).busy; tries += 1) {
        assert.ok(tries < 150, `${count} requests expected, ${api.posts.length} seen`);
        await page.waitForTimeout(50);
      }
      await page.waitForTimeout(60);
    };
    const paste = async (locator, text) => {
      await locator.focus();
      await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
      await page.keyboard.press("Control+V");
    };
    const focused = () => page.evaluate(() => document.activeElement.name);
    await play({ api, page, at, posts, paste, focused, state: page.locator("[data-state]").first() });
    assert.deepEqual(errors, []);
    console.log(`ok   ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${name}: ${error.message.split("\n").slice(0, 6).join(" | ")}`);
  } finally {
    await context.close();
    await site.close();
  }
}

await scene("arrows and Enter walk, accepted cells are passed", async ({ page, at, focused }) => {
  await at("v", "A202_d").focus();
  await page.keyboard.press("ArrowDown");
  assert.equal(await focused(), "v.B105_n");
  await page.keyboard.press("ArrowUp");
  assert.equal(await focused(), "v.A202_d");
  await page.keyboard.press("Enter");
  assert.equal(await focused(), "v.B105_n");
  await page.keyboard.press("Shift+Enter");
  assert.equal(await focused(), "v.A202_d");
  await page.keyboard.press("ArrowRight");
  assert.equal(await focused(), "s.A202_d");
  await page.keyboard.press("ArrowRight");
  assert.equal(await focused(), "n.A202_d");
  assert.equal(await at("s", "A202_d").inputValue(), "known");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  assert.equal(await focused(), "v.A202_d");
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowLeft");
  assert.equal(await focused(), "v.A202_d", "inside the text the arrow is the text's");
});

await scene("a change is saved once it settles, one request for all of it", async ({ api, page, at, posts, state }) => {
  await at("v", "A102_d").selectText();
  await page.keyboard.type("270", { delay: 40 });
  await posts(1);
  assert.equal(api.posts[0].type, "application/json");
  assert.deepEqual(api.posts[0].cells, [{ element: "A102_d", revision: 3, value: "270", status: "known", note: "" }]);
  assert.equal(await at("r", "A102_d").inputValue(), "4");
  assert.equal(await page.locator("[data-done]").textContent(), "45");
  assert.match(await state.textContent(), /^Saved \d\d:\d\d$/);
  await at("v", "A102_d").fill("9999");
  await at("v", "A201_n").focus();
  await posts(2);
  assert.equal(api.posts[1].cells[0].revision, 4);
  assert.equal(await page.locator('[id="c.A102_d"]').textContent(), "Far too many");
  assert.equal(await at("v", "A102_d").getAttribute("aria-invalid"), "true");
});

await scene("a column from a spreadsheet fills downward, and one undo takes it back", async ({ api, page, at, posts, paste, state }) => {
  const before = await at("v", "B105_n").inputValue();
  const locked = await at("v", "B104_n").inputValue();
  await paste(at("v", "A202_n"), "７０１\r\n1\u00a0702\r\n703\r\n704\r\n705\r\n");
  assert.equal(await at("v", "A202_n").inputValue(), "７０１");
  assert.equal(await at("v", "A202_d").inputValue(), "1\u00a0702");
  assert.equal(await at("v", "B104_n").inputValue(), locked);
  assert.equal(await at("v", "B105_n").inputValue(), "705");
  assert.match(await state.textContent(), /3 cells pasted · 2 cells did not fit/);
  await page.keyboard.press("Control+Z");
  assert.equal(await at("v", "B105_n").inputValue(), before);
  assert.equal(await state.textContent(), "Undone");
  await page.keyboard.press("Control+Shift+Z");
  assert.equal(await at("v", "B105_n").inputValue(), "705");
  await posts(1);
  assert.deepEqual(api.posts.at(-1).cells.map((cell) => cell.element).sort(), ["A202_d", "A202_n", "B105_n"]);
});

await scene("values with notes; codes find their rows; a quoted note with a break", async ({ at, paste }) => {
  await paste(at("v", "A201_n"), '11\tfirst\r\n12\t"two\nlines"\r\n');
  assert.equal(await at("n", "A201_n").inputValue(), "first");
  assert.equal(await at("n", "A201_d").inputValue(), "two lines");
  await paste(at("v", "A201_n"), "G104_d\t91\nE201_n\t92\nB104_n\t93\n");
  assert.equal(await at("v", "G104_d").inputValue(), "91");
  assert.equal(await at("v", "E201_n").inputValue(), "92");
  assert.notEqual(await at("v", "B104_n").inputValue(), "93");
});

await scene("one cell pasted goes in at the caret", async ({ page, at, paste }) => {
  await at("v", "A201_n").fill("12");
  await at("v", "A201_n").focus();
  await page.keyboard.press("End");
  await paste(at("v", "A201_n"), "34");
  assert.equal(await at("v", "A201_n").inputValue(), "1234");
});

await scene("undo goes across cells, Escape goes back to what is saved", async ({ page, at, posts }) => {
  const first = await at("v", "A201_n").inputValue();
  const second = await at("v", "A201_d").inputValue();
  await at("v", "A201_n").focus();
  await page.keyboard.type("1");
  await page.keyboard.press("Enter");
  await page.keyboard.type("2");
  await page.keyboard.press("Control+Z");
  assert.equal(await at("v", "A201_d").inputValue(), second);
  await page.keyboard.press("Control+Z");
  assert.equal(await at("v", "A201_n").inputValue(), first);
  await at("v", "A201_n").fill("77");
  await posts(1);
  await page.waitForTimeout(900);
  await at("v", "A201_n").fill("78");
  await page.keyboard.press("Escape");
  assert.equal(await at("v", "A201_n").inputValue(), "77");
});

const CONFLICT = { status: 409, body: { detail: "changed meanwhile", conflicts: [{ element: "A102_d", revision: 7, value: "264", status: "estimated", note: "", who: "Programme office of Yu'an" }] } };

await scene("a conflict shows both, the other cells are saved, mine is kept if I say so", async ({ api, page, at, posts }) => {
  api.next = [CONFLICT];
  await paste2(at, page, "270", "271");
  await posts(2);
  assert.deepEqual(api.posts[1].cells.map((cell) => cell.element), ["A201_n"]);
  const check = page.locator('[id="c.A102_d"]');
  assert.match(await check.textContent(), /Programme office of Yu'an changed this to 264 · estimated meanwhile/);
  assert.equal(await at("v", "A102_d").inputValue(), "270");
  await check.getByRole("button", { name: "Keep mine" }).click();
  await posts(3);
  assert.deepEqual(api.posts[2].cells, [{ element: "A102_d", revision: 7, value: "270", status: "known", note: "" }]);
  assert.equal(await check.getByRole("button").count(), 0);
});

await scene("theirs is taken if I say so, and undo has mine", async ({ api, page, at, posts }) => {
  api.next = [CONFLICT];
  await paste2(at, page, "270", "271");
  await posts(2);
  await page.locator('[id="c.A102_d"]').getByRole("button", { name: "Take theirs" }).click();
  assert.equal(await at("v", "A102_d").inputValue(), "264");
  assert.equal(await at("s", "A102_d").inputValue(), "estimated");
  assert.equal(await at("r", "A102_d").inputValue(), "7");
  await page.waitForTimeout(1200);
  assert.equal(api.posts.length, 2);
  await at("v", "A102_d").focus();
  await page.keyboard.press("Control+Z");
  assert.equal(await at("v", "A102_d").inputValue(), "270");
});

await scene("busy: Retry-After is kept, and nothing is lost", async ({ api, page, at, posts, state }) => {
  api.next = [{ status: 503, headers: { "retry-after": "2" } }];
  await at("v", "A102_d").fill("270");
  await posts(1);
  assert.equal(await state.textContent(), "Not saved: kept in this page, trying again");
  await at("v", "A201_n").focus();
  await at("v", "A201_n").fill("8");
  await at("v", "A201_d").focus();
  await posts(2);
  assert.ok(api.posts[1].at - api.posts[0].at >= 1950, "a blur must not go round the pause");
  assert.equal(api.posts[1].cells.length, 2);
  await page.waitForTimeout(100);
  assert.match(await state.textContent(), /^Saved/);
});

await scene("a broken line is tried again, with growing pauses", async ({ api, page, at, posts, state }) => {
  const tries = [];
  // Cut in the browser: it would itself send again what a server cuts off on a line that was used before.
  await page.route(`**${CELLS}`, (route) => {
    tries.push(Date.now());
    return tries.length < 3 ? route.abort("connectionreset") : route.continue();
  });
  await at("v", "A102_d").fill("270");
  await state.filter({ hasText: "trying again" }).waitFor();
  await posts(1);
  assert.equal(api.posts[0].cells[0].value, "270");
  const pauses = [tries[1] - tries[0], tries[2] - tries[1]];
  assert.ok(pauses[0] >= 950 && pauses[1] >= 1950, `pauses were ${pauses}`);
  assert.match(await state.textContent(), /^Saved/);
});

await scene("one request at a time; what is typed meanwhile goes with the next", async ({ api, page, at, posts }) => {
  api.slow = 1500;
  await at("v", "A102_d").fill("270");
  await at("v", "A201_n").focus();
  await page.keyboard.type("5");
  await at("v", "A201_d").focus();
  await posts(2);
  assert.ok(api.posts.every((post) => !post.open));
  assert.deepEqual(api.posts[1].cells.map((cell) => cell.element), ["A201_n"]);
});

await scene("a closed return stops the saving and says why; leaving warns", async ({ api, page, at, posts, state }) => {
  api.next = [{ status: 423, body: { title: "Locked", detail: "The return is closed since 2026-01-16" } }];
  await at("v", "A102_d").fill("270");
  await posts(1);
  assert.equal(await state.textContent(), "Not saved: The return is closed since 2026-01-16");
  await at("v", "A201_n").fill("8");
  await page.waitForTimeout(1200);
  assert.equal(api.posts.length, 1);
  let asked = 0;
  page.on("dialog", (dialog) => {
    asked += 1;
    void dialog.dismiss();
  });
  await page.evaluate(() => setTimeout(() => location.assign("/elsewhere.html")));
  await page.waitForTimeout(400);
  assert.equal(asked, 1);
  assert.match(page.url(), /entry/);
});

await scene("the plain button sends the whole form, after the request under way", async ({ api, page, at, posts }) => {
  let asked = 0;
  page.on("dialog", (dialog) => {
    asked += 1;
    void dialog.accept();
  });
  api.slow = 500;
  await at("v", "A102_d").fill("270");
  await page.getByRole("button", { name: "Submit" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/returns\/17\/save/);
  await posts(1);
  assert.equal(asked, 0);
  assert.equal(api.forms[0].get("v.A102_d"), "270");
  assert.equal(api.forms[0].get("r.A102_d"), "4");
  assert.equal(api.forms[0].get("then"), "submit");
  assert.equal(api.forms[0].get("s.B104_n"), "known");
});

await scene("without script the form is a plain form", async ({ api, page }) => {
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const form = await plain.newPage();
  await form.goto(page.url());
  await form.locator('[name="v.A102_d"]').fill("270");
  await form.getByRole("button", { name: "Save draft" }).click();
  await form.waitForURL(/returns\/17\/save/);
  await plain.close();
  assert.equal(api.posts.length, 0);
  assert.equal(api.forms[0].get("v.A102_d"), "270");
  assert.equal(api.forms[0].get("r.A102_d"), "3");
  assert.equal(api.forms[0].get("then"), "save");
});

/** Changes two cells at once, so that they go in one request. */
async function paste2(at, page, first, second) {
  await at("v", "A102_d").focus();
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), `${first}\n${second}\n`);
  await page.keyboard.press("Control+V");
}

await browser.close();
console.log(failed ? `${failed} scenes failed` : "all scenes passed");
process.exitCode = failed ? 1 : 0;
