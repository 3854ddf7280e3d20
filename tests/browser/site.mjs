// Serves entry.html, and what was built in crates/web/ui, as the product would: same paths, same policy for scripts and styles. A test may answer first.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";

const HERE = new URL("./", import.meta.url);
const BUILT = new URL("../../crates/web/ui/", import.meta.url);
const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript" };

/** Starts a server on a free port; `first(request, response)` says whether it has answered. */
export async function serve(first = () => false) {
  const server = createServer(async (request, response) => {
    if (await first(request, response)) return;
    if (request.url === "/favicon.ico") return response.writeHead(204).end();
    try {
      const { pathname } = new URL(request.url, "http://site");
      const text = await readFile(new URL(`.${pathname}`, pathname.startsWith("/dist/") ? BUILT : HERE));
      response.writeHead(200, {
        "content-type": TYPES[extname(pathname)] ?? "application/octet-stream",
        "content-security-policy": "default-src 'self'; script-src 'self'; style-src 'self'",
      });
      response.end(text);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { address: `http://127.0.0.1:${server.address().port}`, close: () => new Promise((ready) => server.close(ready)) };
}

/** The body of a request. */
export async function bodyOf(request) {
  let text = "";
  for await (const part of request) text += part;
  return text;
}
