//! Says when the style sheet and the script of the pages were not built: the pages work without the
//! script, and look like nothing without the style sheet.

fn main() {
    println!("cargo:rerun-if-changed=ui/dist");
    if !std::path::Path::new("ui/dist/style.css").is_file() {
        println!(
            "cargo:warning=crates/web/ui is not built: run `make`, or `npm ci && npm run build` there"
        );
    }
}
