//! The pages on results, asked as a browser asks for them: the map with tiles and with outlines, the class
//! table as a file, what may not be seen on any of them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, StatusCode, header};
use gangmu_app::authz::{NewPost, choose_passphrase, give_grant, make_account, sign_in};
use gangmu_app::define::bring_version;
use gangmu_app::office::{Office, Where};
use gangmu_base::Clock;
use gangmu_exchange::folder::read_moment;
use gangmu_exchange::outlines::outlines_of;
use gangmu_web::{Settings, router};
use tower::ServiceExt;

const PHRASE: &str = "a long enough phrase";

#[derive(Debug)]
struct Standing;

impl Clock for Standing {
    fn now(&self) -> i64 {
        read_moment("2026-01-05T09:00:00", 8 * 3600).unwrap()
    }
}

struct Results {
    office: Arc<Office>,
    _dir: tempfile::TempDir,
}

impl Results {
    async fn of(folder: &Path) -> Results {
        let dir = tempfile::tempdir().unwrap();
        let at = Where::Folder(dir.path().to_owned());
        let office = Office::open(&at, Arc::new(Standing)).await.unwrap();
        bring_version(&office, None, folder).await.unwrap();
        Results { office: Arc::new(office), _dir: dir }
    }

    /// Signs a post in; what its browser carries.
    async fn post(&self, body: &str, role: &str, unit: &str) -> String {
        let login = format!("{body}-{role}");
        let new = NewPost {
            login: login.clone(),
            body: body.to_owned(),
            post_zh: "岗".to_owned(),
            post_en: "desk".to_owned(),
        };
        let invited = make_account(&self.office, None, new).await.unwrap();
        give_grant(&self.office, None, invited.account, role, unit).await.unwrap();
        choose_passphrase(&self.office, &invited.word, PHRASE).await.unwrap();
        format!("gangmu={}", sign_in(&self.office, &login, PHRASE).await.unwrap().token)
    }

    async fn get(&self, who: &str, address: &str, settings: Settings) -> (Response<()>, String) {
        let request = Request::get(address)
            .header(header::COOKIE, who)
            .header(header::ACCEPT_LANGUAGE, "en")
            .body(Body::empty());
        let answer = router(self.office.clone(), settings).oneshot(request.unwrap()).await.unwrap();
        let (parts, body) = answer.into_parts();
        let body = to_bytes(body, 1 << 24).await.unwrap();
        (Response::from_parts(parts, ()), String::from_utf8(body.to_vec()).unwrap())
    }
}

fn city() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/city")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_map_shows_whom_one_sees_as_tiles_or_by_their_outlines() {
    let results = Results::of(&city()).await;
    let province = results.post("YZ-PO", "supervisor", "YZ").await;
    let centre = results.post("N-PO", "designer", "N0").await;
    let map = "/standings/city/map?class=K2";
    let (answer, page) = results.get(&province, map, Settings::default()).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let tiles = |page: &str| page.matches("<rect class=\"t\"").count();
    assert_eq!(tiles(&page), 3);
    assert!(page.contains("<title>Landu: surely above, place 1, interval 1–1</title>"), "{page}");
    assert!(!page.contains("HL02"), "{page}");
    let (_, page) = results.get(&centre, map, Settings::default()).await;
    assert_eq!(tiles(&page), 4);
    assert!(page.contains("HL02") && page.contains(">Hailan Province<"));

    let geojson = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","id":"YZ02","geometry":{"type":"Polygon","coordinates":
            [[[100,30],[101,30],[101,31],[100,31],[100,30]]]}},
        {"type":"Feature","id":"HL02","geometry":{"type":"Polygon","coordinates":
            [[[101,30],[102,30],[102,31],[101,31],[101,30]]]}},
        {"type":"Feature","id":"YZ03","geometry":{"type":"Polygon","coordinates":
            [[[101,30],[102,30],[102,30],[102,30]]]}}]}"#;
    let outlines = Some(Arc::new(outlines_of("a.geojson", geojson.as_bytes()).unwrap()));
    let settings = Settings { outlines, ..Settings::default() };
    let (_, page) = results.get(&province, map, settings.clone()).await;
    assert_eq!((tiles(&page), page.matches("<path class=\"t\"").count()), (0, 2));
    assert!(!page.contains("HL02"), "{page}");
    // Whoever has no outline is named below.
    let below = page.split("Without an outline on file").nth(1).unwrap();
    assert!(below.split("</p>").next().unwrap().contains("Boyun"), "{page}");
    let (_, page) = results.get(&centre, map, settings.clone()).await;
    assert_eq!(page.matches("<path class=\"t\"").count(), 3);
    // A class of which nobody has an outline is one of tiles all the same.
    let (_, page) = results.get(&centre, "/standings/city/map?class=K1", settings).await;
    assert_eq!(tiles(&page), 2);
    let (_, page) = results.get(&centre, "/standings/city/map?class=no", Settings::default()).await;
    assert!(page.contains("Nobody in sight is in this class"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_class_table_is_downloaded_in_either_language() {
    let results = Results::of(&city()).await;
    let province = results.post("YZ-PO", "supervisor", "YZ").await;
    let at = "/standings/city/table.csv?period=2025&lang=";
    let (answer, text) = results.get(&province, &format!("{at}zh"), Settings::default()).await;
    assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/csv; charset=utf-8");
    let kept = &answer.headers()[header::CONTENT_DISPOSITION];
    assert_eq!(kept, "attachment; filename=\"city-2025.csv\"");
    assert!(text.starts_with("\u{feff}类别,单位代码,单位,"), "{text}");
    let (_, text) = results.get(&province, &format!("{at}en"), Settings::default()).await;
    assert!(text.starts_with("\u{feff}Class,Unit id,Unit,"), "{text}");
    assert!(text.contains("YZ02") && !text.contains("HL02"));
    let none = "/standings/none/table.csv";
    let (answer, _) = results.get(&province, none, Settings::default()).await;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flag_is_on_the_pages_of_those_who_see_the_unit() {
    let results = Results::of(&city()).await;
    let province = results.post("YZ-PO", "supervisor", "YZ").await;
    let other = results.post("HL-PO", "supervisor", "HL").await;
    let get = async |who: &str, at: &str| results.get(who, at, Settings::default()).await;
    let (_, page) = get(&province, "/integrity").await;
    assert!(page.contains("Series that need a look: 1;") && page.contains("F201_d"), "{page}");
    let (_, page) = get(&province, "/units/YZ05").await;
    assert!(page.contains("<a href=\"/integrity?unit=YZ05\">"), "{page}");
    let (_, page) = get(&province, "/units/YZ04").await;
    assert!(!page.contains("/integrity?unit="), "{page}");
    let (_, page) = get(&other, "/integrity").await;
    assert!(page.contains("No series in sight needs a look"), "{page}");
    let (answer, _) = get(&other, "/integrity?unit=YZ05").await;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    let (answer, _) = get(&other, "/integrity?period=1990").await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let (_, told) = get(&other, "/api/v1/integrity").await;
    assert!(told.contains("\"flags\":[]"), "{told}");
}
