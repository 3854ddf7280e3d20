// Starts the grid on every entry form of the page. Without this script the form works as it stands.
import { Grid } from "./grid/grid.ts";

for (const form of document.querySelectorAll<HTMLFormElement>("form.entry[data-cells]")) {
  new Grid(form, form.dataset["cells"] ?? "");
}
