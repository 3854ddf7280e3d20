//! The framework: what is asked and weighed, and who asks it.

use std::fmt::Write;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use gangmu_app::office::Edition;

use super::entry::measure;
use super::page::escape;
use super::{Page, laid_out};
use crate::answer::Answer;
use crate::serve::Desk;
use crate::visitor::Member;

struct DatasetRow {
    id: String,
    name: String,
    issuer: String,
    frequency: String,
    cells: usize,
}

#[derive(Template)]
#[template(path = "framework.html")]
struct FrameworkPage {
    page: Page,
    answer: String,
    tree: String,
    datasets: Vec<DatasetRow>,
}

pub(crate) async fn framework(
    State(desk): State<Desk>,
    member: Member,
) -> Result<Response, Answer> {
    let edition = desk.office.structure().await.map_err(|refusal| member.refuse(refusal))?;
    let mut page = Page::of(&desk, &member, &edition, "/framework", "", None);
    page.title = page.t("page-framework");
    let framework = &edition.programme.framework;
    let answer = page.words().say(
        "framework-answer",
        &[
            ("indicators", &framework.indicators.len().to_string()),
            ("elements", &framework.elements.len().to_string()),
            ("datasets", &framework.datasets.len().to_string()),
        ],
    );
    let issuer = |id: &str| {
        let body = edition.programme.tree.find(id);
        body.map_or(id.to_owned(), |body| page.name(&edition.programme.tree.name(body)))
    };
    let datasets = framework
        .datasets
        .iter()
        .map(|dataset| DatasetRow {
            id: dataset.id.clone(),
            name: page.name(&dataset.name),
            issuer: dataset.issued_by.as_deref().map(issuer).unwrap_or_default(),
            frequency: page.t(super::burden::frequency(&dataset.frequency)),
            cells: dataset.elements.len() + dataset.questions.len(),
        })
        .collect();
    let tree = tree(&page, &edition);
    Ok(laid_out(FrameworkPage { page, answer, tree, datasets }.render()))
}

/// The framework tree with its indicators, as lists in lists.
fn tree(page: &Page, edition: &Edition) -> String {
    let framework = &edition.programme.framework;
    let mut html = String::from("<ul class=\"steps\">");
    let known = |id: &str| framework.nodes.iter().any(|node| node.id == id);
    for node in framework.nodes.iter().filter(|node| node.parent.is_none()) {
        branch(page, edition, &node.id, 0, &mut html);
    }
    // What hangs nowhere is listed all the same.
    for indicator in &framework.indicators {
        if indicator.node.as_deref().is_none_or(|node| !known(node)) {
            leaf(page, edition, indicator, &mut html);
        }
    }
    html.push_str("</ul>");
    html
}

fn branch(page: &Page, edition: &Edition, id: &str, depth: usize, html: &mut String) {
    let framework = &edition.programme.framework;
    let Some(node) = framework.nodes.iter().find(|node| node.id == id) else { return };
    let name = escape(&page.name(&node.name));
    let code = escape(&node.id);
    let _ = write!(
        html,
        "<li><details open><summary><span class=\"code\">{code}</span> <strong>{name}</strong>\
         </summary><ul>"
    );
    if depth < 32 {
        for below in framework.nodes.iter().filter(|n| n.parent.as_deref() == Some(id)) {
            branch(page, edition, &below.id, depth + 1, html);
        }
    }
    for indicator in framework.indicators.iter().filter(|i| i.node.as_deref() == Some(id)) {
        leaf(page, edition, indicator, html);
    }
    html.push_str("</ul></details></li>");
}

fn leaf(page: &Page, edition: &Edition, indicator: &gangmu_app::Indicator, html: &mut String) {
    let name = escape(&page.name(&indicator.name));
    let code = escape(&indicator.id);
    let unit = escape(&measure(page.words(), edition, &indicator.unit));
    let formula = match &indicator.formula {
        Some(formula) => format!("<code>{}</code>", escape(&formula.text)),
        None => escape(&page.t("framework-judged")),
    };
    let _ = write!(
        html,
        "<li><details><summary><span class=\"code\">{code}</span> {name} \
         <span class=\"source\">{unit}</span></summary><dl class=\"facts\"><dt>{}</dt><dd>{formula}</dd>",
        escape(&page.t("framework-formula"))
    );
    if !indicator.source.is_empty() {
        let source = escape(&indicator.source);
        let _ = write!(html, "<dt>{}</dt><dd>{source}</dd>", escape(&page.t("framework-source")));
    }
    html.push_str("</dl></details></li>");
}
