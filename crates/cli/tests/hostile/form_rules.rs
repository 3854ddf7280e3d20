//! Rules of a form that look at what is not the form, or are no conditions.

use super::each_is_found;

const FORMS: &str = "datasets.toml";
/// The end of the first form of the small programme.
const END: &str = "elements = [\"done\", \"cases\"]\n";

#[test]
fn a_rule_of_a_form_is_a_condition_on_its_own_elements() {
    let with = |rule: &'static str| -> &'static str {
        let text = format!(
            "{END}\n[[dataset.rule]]\nid = \"R\"\ntext_en = \"Look again\"\ntext_zh = \"核对\"\n{rule}"
        );
        Box::leak(text.into_boxed_str())
    };
    each_is_found(&[
        (FORMS, END, with("holds = \"done <= «casse»\"\n"), "X010", "`cases`"),
        (FORMS, END, with("holds = \"«done + cases»\"\n"), "X013", "condition"),
        (FORMS, END, with("holds = \"done <= «mean(cases in all)»\"\n"), "X032", "prev"),
        (FORMS, END, with("holds = \"done <= \"\n"), "X006", ""),
        (FORMS, END, with("severity = «\"fatal\"»\nholds = \"done <= cases\"\n"), "F210", "error"),
        (FORMS, END, with("«must» = \"done <= cases\"\nholds = \"done <= cases\"\n"), "F134", ""),
    ]);
}
