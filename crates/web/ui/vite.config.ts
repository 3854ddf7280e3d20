// What is built: one style sheet and one script, under names that never change, for the server to carry inside itself.
import { defineConfig } from "vite";

export default defineConfig({
  build: {
    // The names are stable, so a build writes over the last one; emptying would take dist/.gitkeep away.
    emptyOutDir: false,
    target: "es2020",
    cssTarget: "chrome87",
    modulePreload: false,
    rollupOptions: {
      input: { style: "src/style/index.css", "entry-grid": "src/entry-grid.ts" },
      output: { entryFileNames: "[name].js", chunkFileNames: "[name].js", assetFileNames: "[name][extname]" },
    },
  },
});
