//! `gangmu schema`.

use clap::{Args, ValueEnum};
use gangmu_app::define::schema;

use crate::DONE;
use crate::show;

/// What `--help` teaches.
pub(crate) const EXAMPLES: &str = "Examples:
  gangmu schema scheme > scheme.schema.json
  for f in programme scheme framework datasets questions index overlay; do gangmu schema $f > $f.schema.json; done

Then say in the first line of a TOML file where it is (Even Better TOML, taplo):
  #:schema ../scheme.schema.json";

#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// Of which file
    #[arg(value_enum, default_value_t = SchemaOf::Scheme)]
    pub(crate) of: SchemaOf,
}

/// The TOML files of a programme folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaOf {
    /// programme.toml
    Programme,
    /// schemes/ID.toml
    Scheme,
    /// framework.toml
    Framework,
    /// datasets.toml
    Datasets,
    /// questions.toml
    Questions,
    /// index.toml
    Index,
    /// overlays/UNIT/overlay.toml
    Overlay,
}

pub(crate) fn run(command: &Schema) -> u8 {
    let file = match command.of {
        SchemaOf::Programme => "programme",
        SchemaOf::Scheme => "scheme",
        SchemaOf::Framework => "framework",
        SchemaOf::Datasets => "datasets",
        SchemaOf::Questions => "questions",
        SchemaOf::Index => "index",
        SchemaOf::Overlay => "overlay",
    };
    show::out(schema(file).unwrap_or_default().trim_end());
    DONE
}
