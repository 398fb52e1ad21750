// Finds Chromium.

import { accessSync } from "node:fs";
import { join } from "node:path";

/** Returns the path of Chromium; ends the program if there is none. */
export function browser() {
  const names = ["chromium", "chromium-browser", "google-chrome"];
  const folders = (process.env.PATH ?? "").split(":");
  for (const path of names.flatMap((name) => folders.map((folder) => join(folder, name)))) {
    try {
      accessSync(path);
      return path;
    } catch {
      continue;
    }
  }
  console.error("no Chromium: install `chromium`, or run ./check, which does");
  process.exit(2);
}
