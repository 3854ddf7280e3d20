// Debian's Chromium, or the one that GANGMU_CHROMIUM names.
import { chromium } from "playwright-core";

export const open = () =>
  chromium.launch({ executablePath: process.env.GANGMU_CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-dev-shm-usage"] });
