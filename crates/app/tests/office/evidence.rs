//! Promise 12: files of evidence lead nowhere, run nothing, and are seen by who may see what they belong to.

use gangmu_app::collect::evidence::{LARGEST, Of, attach, read_evidence};
use gangmu_app::collect::facts::{Checklist, ElementMet, check_list, fact, verify_checklist};
use gangmu_app::collect::form;

use crate::facts::code;
use crate::support::{Office4, office, only_return, post};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n";

/// A package with these parts, all of them empty.
fn package(names: &[&str]) -> Vec<u8> {
    let (mut bytes, mut list) = (Vec::new(), Vec::new());
    for name in names {
        let (at, length) = (bytes.len() as u32, (name.len() as u16).to_le_bytes());
        bytes.extend(b"PK\x03\x04");
        bytes.extend([0; 22]);
        bytes.extend(length);
        bytes.extend([0; 2]);
        bytes.extend(name.as_bytes());
        list.extend(b"PK\x01\x02");
        list.extend([0; 24]);
        list.extend(length);
        list.extend([0; 12]);
        list.extend(at.to_le_bytes());
        list.extend(name.as_bytes());
    }
    let (at, size, count) =
        (bytes.len() as u32, list.len() as u32, (names.len() as u16).to_le_bytes());
    bytes.extend(list);
    bytes.extend(b"PK\x05\x06");
    bytes.extend([0; 4]);
    bytes.extend(count);
    bytes.extend(count);
    bytes.extend(size.to_le_bytes());
    bytes.extend(at.to_le_bytes());
    bytes.extend([0; 2]);
    bytes
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_files_are_refused_and_good_ones_are_given_back_as_they_came() {
    let Office4 { office, clock, centre, county, .. } = office("2026-01-05T09:00:00").await;
    let unit = post(&office, "unit", "YZ01-SV", "reporter", "YZ01").await;
    let verifier = post(&office, "verifier", "N-EV", "verifier", "N0").await;
    let elsewhere = post(&office, "elsewhere", "HL-PO", "supervisor", "HL").await;
    let list = Checklist {
        about: "YZ01".to_owned(),
        indicator: "A101".to_owned(),
        period: "2026".to_owned(),
        elements: vec![ElementMet { element: "E1".to_owned(), met: true, text: String::new() }],
    };
    let filled = check_list(&office, &unit, list, None).await.unwrap();
    let of = Of::Fact { number: filled.fact, part: "E1".to_owned() };
    let long = format!("{}.pdf", "a".repeat(4096));
    let names =
        ["../a.pdf", "..\\a.pdf", "a\0.pdf", "CON.pdf", "fdp\u{202e}.pdf", &long, "", "a/b.pdf"];
    for name in names {
        let kept = attach(&office, &unit, &of, name, PDF.to_vec()).await;
        assert_eq!(code(kept), "B137", "{name:?}");
    }
    let html = b"%PDF-1.7\n<html><script>alert(1)</script>\n%%EOF".to_vec();
    let gif = b"GIF89a<svg onload=alert(1)>".to_vec();
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec();
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR<script>alert(1)</script>".to_vec();
    let behind = [b"a,b\n".repeat(3000), b"<script>alert(1)</script>".to_vec()].concat();
    let sheet = package(&["[Content_Types].xml", "xl/workbook.xml"]);
    let hostile: Vec<(&str, Vec<u8>)> = vec![
        ("a.pdf", html),
        ("a.pdf", b"PK\x03\x04".to_vec()),
        ("a.pdf", b"just text".to_vec()),
        ("a.png", PDF.to_vec()),
        ("a.pdf", [b"MZ".as_slice(), PDF].concat()),
        ("a.gif", gif),
        ("a.svg", svg.clone()),
        ("a.txt", svg),
        ("a.html", b"hello".to_vec()),
        ("a.png", png),
        ("a.csv", behind),
        ("a.txt", b"a\0b".to_vec()),
        ("a.txt", vec![0xff, 0xfe, b'a', 0]),
        ("a", PDF.to_vec()),
        ("a.zip", package(&["a.txt"])),
        ("a.xlsx", package(&["a.txt"])),
        ("a.docx", sheet.clone()),
        ("a.xlsx", [sheet.clone(), PDF.to_vec()].concat()),
        ("a.xlsx", package(&["[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"])),
        ("a.xlsx", package(&["[Content_Types].xml", "xl/workbook.xml", "../../etc/passwd"])),
        ("a.xlsx", sheet[..sheet.len() - 30].to_vec()),
    ];
    for (name, bytes) in hostile {
        let start = bytes[..bytes.len().min(24)].to_vec();
        assert_eq!(
            code(attach(&office, &unit, &of, name, bytes).await),
            "B138",
            "{name} {start:?}"
        );
    }
    for bytes in [Vec::new(), vec![b'a'; LARGEST + 1]] {
        assert_eq!(code(attach(&office, &unit, &of, "a.txt", bytes).await), "B139");
    }
    // Nothing of all that has left a byte.
    assert!(office.stray_evidence().await.unwrap().is_empty());
    let good: Vec<(&str, Vec<u8>)> = vec![
        ("三月纪要.pdf", PDF.to_vec()),
        ("a.JPG", b"\xff\xd8\xff\xe0\0\x10JFIF".to_vec()),
        ("a.csv", b"unit,value\nYZ01,3\n".to_vec()),
        ("a.xlsx", sheet),
        ("a.docx", package(&["[Content_Types].xml", "word/document.xml"])),
    ];
    let mut kept = Vec::new();
    for (name, bytes) in &good {
        let file = attach(&office, &unit, &of, name, bytes.clone()).await.unwrap();
        let again = attach(&office, &unit, &of, name, bytes.clone()).await.unwrap();
        assert_eq!(file, again, "sent twice it is there once");
        kept.push(file);
    }
    for (file, (name, bytes)) in kept.iter().zip(&good) {
        let (found, _, read) = read_evidence(&office, &verifier, file.number).await.unwrap();
        assert_eq!((found.name.as_str(), &read), (*name, bytes));
        // On disk it has its hash for a name, whatever it was called.
        let two = &file.sha256[..2];
        let path = clock.dir().join("evidence").join(two).join(&file.sha256);
        assert_eq!(&std::fs::read(path).unwrap(), bytes);
    }
    // Who may not see the fact sees no file of it, nor whether there is one.
    for who in [&elsewhere, &county] {
        let read = read_evidence(&office, who, kept[0].number).await;
        assert_eq!(code(read.map(|_| ())), "not there");
        let put = attach(&office, who, &of, "a.pdf", PDF.to_vec()).await;
        assert_eq!(code(put), "not there");
    }
    assert_eq!(code(attach(&office, &centre, &of, "a.pdf", PDF.to_vec()).await), "B141");
    for number in 0..15 {
        let name = format!("{number}.pdf");
        attach(&office, &unit, &of, &name, PDF.to_vec()).await.unwrap();
    }
    assert_eq!(code(attach(&office, &unit, &of, "more.pdf", PDF.to_vec()).await), "B139");
    // What is verified takes no more.
    let seen = fact(&office, &verifier, filled.fact).await.unwrap().fact.entry;
    verify_checklist(&office, &verifier, filled.fact, seen, (&[], ""), None).await.unwrap();
    assert_eq!(code(attach(&office, &unit, &of, "b.pdf", PDF.to_vec()).await), "B141");
    // A file that is lost or changed is told, and so is one that nothing knows.
    assert!(office.check().await.unwrap().is_empty());
    let path = |sha256: &str| clock.dir().join("evidence").join(&sha256[..2]).join(sha256);
    std::fs::write(path(&kept[1].sha256), b"other").unwrap();
    std::fs::write(clock.dir().join("evidence").join("stray"), b"x").unwrap();
    assert_eq!(office.check().await.unwrap().len(), 1);
    assert_eq!(office.stray_evidence().await.unwrap().len(), 1);
    let read = read_evidence(&office, &verifier, kept[1].number).await;
    assert_eq!(code(read.map(|_| ())), "B082");
    office.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_a_return_are_private_until_it_is_submitted() {
    let Office4 { office, centre, county, city, .. } = office("2026-01-05T09:00:00").await;
    let filing = only_return(&office, &centre, &county, "F4", "2025Q4").await;
    let element = form(&office, &county, filing).await.unwrap();
    let element = element.element(&element.cells[0]).id.clone();
    let of = Of::Return { number: filing, element };
    let kept = attach(&office, &county, &of, "list.pdf", PDF.to_vec()).await.unwrap();
    assert!(read_evidence(&office, &county, kept.number).await.is_ok());
    let above = read_evidence(&office, &city, kept.number).await;
    assert_eq!(code(above.map(|_| ())), "not there");
    assert_eq!(code(attach(&office, &city, &of, "list.pdf", PDF.to_vec()).await), "B141");
    office.close().await;
}
