//! Outlines of units from GeoJSON: what is taken, and what is refused without falling over.

use gangmu_exchange::outlines::{outlines_of, read_outlines};

fn code(text: &str) -> &'static str {
    outlines_of("a.geojson", text.as_bytes()).unwrap_err().code
}

fn collection(features: &str) -> String {
    format!("{{\"type\":\"FeatureCollection\",\"features\":[{features}]}}")
}

const SQUARE: &str = "[[[100,30],[101,30],[101,31],[100,31],[100,30]]]";

fn feature(unit: &str, kind: &str, coordinates: &str) -> String {
    // The type after the coordinates, as some programs write it.
    format!(
        "{{\"type\":\"Feature\",\"properties\":{{\"unit\":{unit}}},\
         \"geometry\":{{\"coordinates\":{coordinates},\"type\":\"{kind}\"}}}}"
    )
}

#[test]
fn polygons_and_several_of_them_are_read() {
    let text = collection(&format!(
        "{},{},{}",
        feature("\"YZ01\"", "Polygon", SQUARE),
        feature(
            "110101",
            "MultiPolygon",
            &format!("[{SQUARE},[[[1,2,8],[2,2,8],[2,3,8],[1,2,8]]]]")
        ),
        "{\"type\":\"Feature\",\"id\":\"HL\",\"properties\":null,\
          \"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]}}"
    ));
    let found = outlines_of("a.geojson", text.as_bytes()).unwrap();
    assert_eq!(found.units().collect::<Vec<_>>(), ["110101", "YZ01"]);
    assert_eq!(found.of("YZ01").unwrap()[0].len(), 4);
    assert_eq!(found.of("110101").unwrap().len(), 2);
    assert_eq!(found.of("110101").unwrap()[1], [(1.0, 2.0), (2.0, 2.0), (2.0, 3.0)]);
    assert!(found.of("HL").is_none());
    assert_eq!(found.passed_over, 1);
}

#[test]
fn what_is_no_map_is_refused_with_its_code() {
    for text in ["", "[]", "{", "null", "{\"type\":\"Topology\"}", "\u{0}"] {
        assert_eq!(code(text), "B160", "{text}");
    }
    assert_eq!(code(&"[".repeat(100_000)), "B160");
    let nested = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(code(&collection(&feature("\"A\"", "Polygon", &nested))), "B160");
    let rings = [
        "[]",
        "[[]]",
        "[[[1,2],[2,2]]]",
        "[[[1,2],[1,2],3,[4,5]]]",
        "[[[500,2],[2,2],[3,3]]]",
        "7",
        "[[[1],[2],[3]]]",
        "[[[1,[2],3],[2,2],[3,3]]]",
        "null",
    ];
    for ring in rings {
        assert_eq!(code(&collection(&feature("\"A\"", "Polygon", ring))), "B162", "{ring}");
    }
    let twice = format!("{0},{0}", feature("\"A\"", "Polygon", SQUARE));
    assert_eq!(code(&collection(&twice)), "B163");
    let rings = vec!["[[1,2],[2,2],[2,3]]"; 200_001].join(",");
    assert_eq!(code(&collection(&feature("\"A\"", "Polygon", &format!("[{rings}]")))), "B161");
}

#[test]
fn a_file_that_is_not_there_or_too_large_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("boundaries.geojson");
    assert_eq!(read_outlines(&file).unwrap_err().code, "B160");
    std::fs::File::create(&file).unwrap().set_len(33 << 20).unwrap();
    assert_eq!(read_outlines(&file).unwrap_err().code, "B161");
}
