//! Bytes that went astray: a file cut short anywhere, bytes flipped anywhere in an example.

use std::fs;

use proptest::prelude::*;

use crate::support::{Folder, example, small};

/// Asks everything of a folder: none of it may panic, each must end with a documented status (which
/// the runs see to), and what `check` finds faulty is not scored.
fn ask_everything(folder: &Folder) {
    let checked = folder.run("check", &["--lang", "zh"]).code;
    for table in ["--items", "--consequences"] {
        let run = folder.run("score", &[table, "--format", "csv"]);
        assert_eq!(run.code, checked, "check and score agree");
        assert_eq!(run.out.is_empty(), checked != 0, "{}", run.out);
    }
}

#[test]
fn a_file_that_is_cut_short_anywhere_is_no_reason_to_panic() {
    for path in small().files() {
        let bytes = fs::read(small().path().join(&path)).unwrap();
        let folder = small();
        for part in 0..6 {
            // Cut at odd places: inside words, inside characters.
            folder.write(&path, &bytes[..bytes.len() * part / 6 + part % 3]);
            ask_everything(&folder);
        }
    }
}

#[derive(Debug, Clone)]
struct Flip {
    file: prop::sample::Index,
    at: prop::sample::Index,
    byte: u8,
}

fn flips() -> impl Strategy<Value = Vec<Flip>> {
    // Mostly bytes that mean something to somebody.
    let byte = prop_oneof![
        any::<u8>(),
        prop::sample::select(
            b"\0\n\r\t \",;=[]{}()'#-+.0123456789eE%@\\/<>\xEF\xBB\xBF\xFF".to_vec()
        ),
    ];
    let flip = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), byte)
        .prop_map(|(file, at, byte)| Flip { file, at, byte });
    prop::collection::vec(flip, 1..6)
}

fn with_flips(from: &Folder, flips: &[Flip]) {
    let files = from.files();
    for flip in flips {
        let path = flip.file.get(&files);
        let mut bytes = fs::read(from.path().join(path)).unwrap();
        if !bytes.is_empty() {
            let at = flip.at.index(bytes.len());
            bytes[at] = flip.byte;
            from.write(path, bytes);
        }
    }
}

proptest! {
    // So many runs of the program, whatever PROPTEST_CASES says; a case that fails is told in full.
    #![proptest_config(ProptestConfig {
        cases: 200,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn flipped_bytes_anywhere_in_an_example_never_make_it_panic(
        name in prop::sample::select(vec!["city", "federation", "small"]),
        flips in flips(),
    ) {
        let folder = match name {
            "small" => small(),
            name => Folder::copy_of(&example(name)),
        };
        with_flips(&folder, &flips);
        ask_everything(&folder);
    }

    #[test]
    fn flipped_bytes_anywhere_in_a_packed_table_never_make_it_panic(
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let folder = small();
        folder.run("pack", &[]).ends(0);
        folder.remove("data/observations.csv");
        let path = "data/observations.parquet";
        let mut bytes = fs::read(folder.path().join(path)).unwrap();
        for (at, byte) in flips {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        folder.write(path, bytes);
        ask_everything(&folder);
    }
}
