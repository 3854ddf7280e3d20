//! What the description of the interface says of every address alike: who may ask, and how it is refused.

use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn};
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{
    Components, ContentBuilder, InfoBuilder, ObjectBuilder, OpenApi, PathItem, Ref, RefOr,
    Required, ResponseBuilder, Type,
};
use utoipa::{PartialSchema, ToSchema};

use crate::answer::{CellConflict, PROBLEM, Problem, ProblemError};

/// Addresses that are for everybody.
const OPEN: [&str; 2] = ["/sessions", "/passphrases"];
/// Addresses that heed an `Idempotency-Key`.
const KEYED: [&str; 15] = [
    "/facts/events",
    "/facts/surveys",
    "/facts/ratings",
    "/facts/checklists",
    "/facts/grades",
    "/facts/{number}/verifications",
    "/facts/{number}/contests",
    "/facts/{number}/decisions",
    "/openings",
    "/returns/{number}/cells",
    "/returns/{number}/submissions",
    "/returns/{number}/extensions",
    "/returns/{number}/reviews",
    "/returns/{number}/workbook",
    "/accounts/{number}/grants",
];

/// Completes the description.
pub(super) fn complete(described: &mut OpenApi) {
    described.info = InfoBuilder::new()
        .title("Gangmu")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "A programme of many tiers: forms, returns, reviews, standings and the record. Moments are \
             RFC 3339 in UTC, periods are written 2025, 2025H1, 2025Q3, 2025-09, figures are decimal \
             texts.",
        ))
        .build();
    let components = described.components.get_or_insert_with(Components::new);
    for (name, schema) in [
        (Problem::name(), Problem::schema()),
        (ProblemError::name(), ProblemError::schema()),
        (CellConflict::name(), CellConflict::schema()),
    ] {
        components.schemas.insert(name.into_owned(), schema);
    }
    let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
    components.add_security_scheme("token", bearer);
    let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new("gangmu")));
    components.add_security_scheme("session", cookie);
    let paths = std::mem::take(&mut described.paths.paths);
    described.paths.paths = paths
        .into_iter()
        .map(|(path, mut item)| {
            for (changes, operation) in operations(&mut item) {
                refusals(&path, changes, operation);
            }
            (format!("{}{path}", super::V1), item)
        })
        .collect();
}

fn operations(item: &mut PathItem) -> Vec<(bool, &mut Operation)> {
    let PathItem { get, put, post, delete, .. } = item;
    let reading = get.iter_mut().map(|operation| (false, operation));
    let changing = [put, post, delete].into_iter().flatten().map(|operation| (true, operation));
    reading.chain(changing).collect()
}

/// How an address may refuse, and who may ask.
fn refusals(path: &str, changes: bool, operation: &mut Operation) {
    let open = OPEN.contains(&path);
    let mut refusals = vec![
        ("400", "The query, a header or the JSON text cannot be read"),
        ("401", "Nobody is signed in, or the token does not hold"),
        ("404", "There is nothing here, or nothing that may be seen"),
        ("422", "What was sent cannot be taken as it is"),
        ("429", "Too much is asked; come again after `Retry-After` seconds"),
        ("500", "Something broke"),
        ("503", "The store does not answer in time"),
    ];
    if !open {
        refusals.push(("403", "It is there, and not theirs to do"));
        let any = |name| SecurityRequirement::new(name, Vec::<String>::new());
        operation.security = Some(vec![any("token"), any("session")]);
    }
    if changes {
        refusals.push(("409", "The state of things does not allow it now"));
        refusals.push(("507", "No room is left on the disk"));
    }
    if operation.request_body.is_some() {
        refusals.push(("413", "The body holds more than is taken"));
        refusals.push(("415", "The body is of another type"));
    }
    let problem = || RefOr::Ref(Ref::from_schema_name(Problem::name()));
    for (status, text) in refusals {
        let content = ContentBuilder::new().schema(Some(problem())).build();
        let response = ResponseBuilder::new().description(text).content(PROBLEM, content).build();
        operation.responses.responses.entry(status.to_owned()).or_insert(RefOr::T(response));
    }
    if changes && KEYED.contains(&path) {
        let text = ObjectBuilder::new().schema_type(Type::String).min_length(Some(1));
        let key = ParameterBuilder::new()
            .name("Idempotency-Key")
            .parameter_in(ParameterIn::Header)
            .required(Required::False)
            .description(Some(
                "A word of the sender's own: the request is done once, however often it arrives",
            ))
            .schema(Some(text.max_length(Some(200)).pattern(Some("^[!-~]+$")).build()));
        operation.parameters.get_or_insert_default().push(RefOr::T(key.build()));
    }
}
