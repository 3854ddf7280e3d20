//! Column names that say a column is about persons: personal data has no place in a programme of
//! indicators. Names of units, bodies, posts and indicators are no personal data, and neither are
//! figures about telephones or births.

/// What kind of personal data a column of this name holds, if any.
pub fn header_is_personal(name: &str) -> Option<&'static str> {
    chinese(name).or_else(|| english(name))
}

/// Words that are enough wherever they stand in a Chinese column name.
const CHINESE_ANYWHERE: &[(&str, &str)] = &[
    ("身份证", "identity number"),
    ("证件号", "identity number"),
    ("公民身份号", "identity number"),
    ("护照号", "identity number"),
    ("社保卡号", "identity number"),
    ("银行卡号", "bank account"),
    ("手机号", "telephone number"),
    ("电话号", "telephone number"),
    ("联系电话", "telephone number"),
    ("联系方式", "telephone number"),
    ("家庭住址", "home address"),
    ("家庭地址", "home address"),
    ("居住地址", "home address"),
    ("户籍地址", "home address"),
    ("通讯地址", "home address"),
    ("出生日期", "birth date"),
    ("出生年月", "birth date"),
    ("电子邮箱", "e-mail address"),
    ("电子邮件", "e-mail address"),
    ("邮箱地址", "e-mail address"),
    ("微信号", "messenger account"),
    ("姓名", "personal name"),
];

/// Words that are personal data only as the whole name.
const CHINESE_WHOLE: &[(&str, &str)] = &[
    ("名字", "personal name"),
    ("人名", "personal name"),
    ("联系人", "personal name"),
    ("负责人", "personal name"),
    ("责任人", "personal name"),
    ("填报人", "personal name"),
    ("填表人", "personal name"),
    ("经办人", "personal name"),
    ("审核人", "personal name"),
    ("户主", "personal name"),
    ("法人代表", "personal name"),
    ("法定代表人", "personal name"),
    ("手机", "telephone number"),
    ("电话", "telephone number"),
    ("固定电话", "telephone number"),
    ("移动电话", "telephone number"),
    ("办公电话", "telephone number"),
    ("住址", "home address"),
    ("家庭住所", "home address"),
    ("邮箱", "e-mail address"),
    ("邮件", "e-mail address"),
    ("生日", "birth date"),
    ("微信", "messenger account"),
    ("qq", "messenger account"),
    ("qq号", "messenger account"),
];

/// Endings that make a figure of it: how many there are, not who they are.
const CHINESE_FIGURES: &[&str] = &[
    "数", "率", "量", "额", "比例", "比重", "占比", "户", "收入", "费", "普及", "覆盖", "岗位",
    "职务", "部门", "单位", "机构", "类型", "类别",
];

fn chinese(name: &str) -> Option<&'static str> {
    let plain: String = name
        .chars()
        .take_while(|c| !matches!(c, '(' | '（' | '[' | '【'))
        .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-' | ':' | '：' | '*' | '＊' | '/'))
        .flat_map(char::to_lowercase)
        .collect();
    if CHINESE_FIGURES.iter().any(|ending| plain.ends_with(ending)) {
        return None;
    }
    let whole = CHINESE_WHOLE.iter().find(|(word, _)| plain == *word);
    let found = whole.or_else(|| CHINESE_ANYWHERE.iter().find(|(word, _)| plain.contains(word)));
    found.map(|(_, kind)| *kind)
}

/// English names that are personal data as they stand, words joined by `_`.
const ENGLISH_WHOLE: &[(&str, &str)] = &[
    ("person", "personal name"),
    ("person_name", "personal name"),
    ("personal_name", "personal name"),
    ("full_name", "personal name"),
    ("fullname", "personal name"),
    ("first_name", "personal name"),
    ("firstname", "personal name"),
    ("last_name", "personal name"),
    ("lastname", "personal name"),
    ("given_name", "personal name"),
    ("family_name", "personal name"),
    ("middle_name", "personal name"),
    ("surname", "personal name"),
    ("xingming", "personal name"),
    ("contact", "personal name"),
    ("contact_name", "personal name"),
    ("contact_person", "personal name"),
    ("responsible_person", "personal name"),
    ("person_in_charge", "personal name"),
    ("employee_name", "personal name"),
    ("employee", "personal name"),
    ("staff_name", "personal name"),
    ("staff_member", "personal name"),
    ("owner_name", "personal name"),
    ("user_name", "personal name"),
    ("username", "personal name"),
    ("id_no", "identity number"),
    ("id_number", "identity number"),
    ("id_card", "identity number"),
    ("idcard", "identity number"),
    ("id_card_no", "identity number"),
    ("id_card_number", "identity number"),
    ("identity_card", "identity number"),
    ("identity_number", "identity number"),
    ("identity_no", "identity number"),
    ("citizen_id", "identity number"),
    ("national_id", "identity number"),
    ("personal_id", "identity number"),
    ("passport", "identity number"),
    ("passport_no", "identity number"),
    ("passport_number", "identity number"),
    ("social_security_number", "identity number"),
    ("ssn", "identity number"),
    ("shenfenzheng", "identity number"),
    ("bank_account", "bank account"),
    ("bank_account_no", "bank account"),
    ("bank_card", "bank account"),
    ("home_address", "home address"),
    ("residential_address", "home address"),
    ("residence_address", "home address"),
    ("street_address", "home address"),
    ("mailing_address", "home address"),
    ("postal_address", "home address"),
    ("personal_address", "home address"),
    ("birth_date", "birth date"),
    ("birthdate", "birth date"),
    ("birth_day", "birth date"),
    ("birthday", "birth date"),
    ("date_of_birth", "birth date"),
    ("dob", "birth date"),
    ("wechat", "messenger account"),
    ("wechat_id", "messenger account"),
    ("weixin", "messenger account"),
    ("qq", "messenger account"),
    ("qq_number", "messenger account"),
    ("qq_no", "messenger account"),
];

/// Words that are enough at the end of an English name, alone or before `no`, `number`, `address`.
const ENGLISH_LAST: &[(&str, &str)] = &[
    ("phone", "telephone number"),
    ("telephone", "telephone number"),
    ("tel", "telephone number"),
    ("mobile", "telephone number"),
    ("cellphone", "telephone number"),
    ("mobilephone", "telephone number"),
    ("shouji", "telephone number"),
    ("email", "e-mail address"),
    ("e_mail", "e-mail address"),
    ("mailbox", "e-mail address"),
];

fn english(name: &str) -> Option<&'static str> {
    let plain = snake_case(name);
    let whole = ENGLISH_WHOLE.iter().find(|(word, _)| plain == *word);
    if let Some((_, kind)) = whole {
        return Some(kind);
    }
    let stem = ["_no", "_number", "_num", "_address", "_addr", "_id"]
        .iter()
        .find_map(|ending| plain.strip_suffix(ending))
        .unwrap_or(&plain);
    let last = |word: &str| {
        stem.strip_suffix(word).is_some_and(|before| before.is_empty() || before.ends_with('_'))
    };
    ENGLISH_LAST.iter().find(|(word, _)| last(word)).map(|(_, kind)| *kind)
}

/// `Home Address`, `home-address` and `homeAddress` as `home_address`.
fn snake_case(name: &str) -> String {
    let mut plain = String::with_capacity(name.len() + 4);
    let mut after_small = false;
    for c in name.trim().chars().take(64) {
        if !c.is_ascii_alphanumeric() {
            if !plain.ends_with('_') && !plain.is_empty() {
                plain.push('_');
            }
            after_small = false;
            continue;
        }
        if c.is_ascii_uppercase() && after_small {
            plain.push('_');
        }
        after_small = c.is_ascii_lowercase();
        plain.push(c.to_ascii_lowercase());
    }
    plain.truncate(plain.trim_end_matches('_').len());
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_persons_and_their_data_are_found() {
        for name in [
            "姓名",
            "员工姓名",
            "联系人",
            "身份证号",
            "身份证号码",
            "公民身份号码",
            "手机",
            "手机号",
            "电话",
            "联系电话",
            "住址",
            "家庭住址",
            "电子邮箱",
            "出生日期",
            "微信号",
            "QQ",
            "姓 名",
            "填报人（签字）",
            "person",
            "full_name",
            "Full Name",
            "fullName",
            "contact_name",
            "id_number",
            "ID Number",
            "id_card",
            "phone",
            "phone_number",
            "mobile",
            "mobile_no",
            "home_phone",
            "home_address",
            "email",
            "E-mail",
            "work_email",
            "email_address",
            "date_of_birth",
            "DOB",
            "wechat_id",
        ] {
            assert!(header_is_personal(name).is_some(), "{name}");
        }
    }

    #[test]
    fn names_of_units_and_figures_are_not() {
        for name in [
            "name",
            "name_zh",
            "name_en",
            "unit_name",
            "post",
            "岗位",
            "机构名称",
            "单位名称",
            "id",
            "code",
            "address",
            "contact_rate",
            "联系人数",
            "电话普及率",
            "固定电话用户数",
            "手机用户数",
            "mobile_users",
            "phone_coverage",
            "birth_rate",
            "出生率",
            "出生人数",
            "per_person",
            "persons",
            "person_count",
            "responsible_post",
            "负责人岗位",
            "户主数",
            "email_count",
            "value",
            "unit",
            "period",
            "地址类型",
            "hotel",
            "steel",
            "automobile",
            "证件类型",
            "名称",
            "指标名称",
            "number",
            "owner",
            "user",
        ] {
            assert_eq!(header_is_personal(name), None, "{name}");
        }
    }
}
