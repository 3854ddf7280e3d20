//! Schema: what an editor needs in order to complete and explain the keys of a TOML file.

/// The JSON Schema (draft 7, what editors of TOML read) of `programme.toml`, a scheme,
/// `framework.toml`, `datasets.toml`, `questions.toml`, `index.toml` or the `overlay.toml` of a lower tier.
pub fn schema(file: &str) -> Option<&'static str> {
    Some(match file {
        "programme" => include_str!("../../schema/programme.json"),
        "scheme" => include_str!("../../schema/scheme.json"),
        "framework" => include_str!("../../schema/framework.json"),
        "datasets" => include_str!("../../schema/datasets.json"),
        "index" => include_str!("../../schema/index.json"),
        "overlay" => include_str!("../../schema/overlay.json"),
        "questions" => include_str!("../../schema/questions.json"),
        _ => return None,
    })
}
