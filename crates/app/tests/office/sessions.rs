//! Promises 17 and 18: nobody gains by granting, and a session is dead when its ground is gone.

use gangmu_app::Refusal;
use gangmu_app::authz::{
    NewPost, ROLES, SIGN_INS_KEPT, account, choose_passphrase, end_grant, erase_holder, give_grant,
    invite, make_account, set_disabled, sign_in, who,
};

use crate::support::{Office4, PHRASE, office, post};

#[tokio::test(flavor = "multi_thread")]
async fn a_session_dies_when_the_account_is_disabled_or_its_roles_change() {
    let Office4 { office, county, .. } = office("2026-01-05T09:00:00").await;
    let steward = post(&office, "steward", "N-PO", "steward", "N0").await;
    let account = county.account.number;
    let first = sign_in(&office, "county", PHRASE).await.unwrap().token;
    let grant = give_grant(&office, Some(&steward), account, "reader", "YZ01").await.unwrap();
    assert!(who(&office, &first).await.unwrap().is_none());
    let second = sign_in(&office, "county", PHRASE).await.unwrap().token;
    end_grant(&office, &steward, account, grant).await.unwrap();
    assert!(who(&office, &second).await.unwrap().is_none());
    let third = sign_in(&office, "county", PHRASE).await.unwrap().token;
    set_disabled(&office, &steward, account, true).await.unwrap();
    assert!(who(&office, &third).await.unwrap().is_none());
    assert!(sign_in(&office, "county", PHRASE).await.is_err());
    set_disabled(&office, &steward, account, false).await.unwrap();
    assert!(who(&office, &third).await.unwrap().is_none());
    office.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_ins_are_forgotten_after_180_days_and_tries_are_counted() {
    let Office4 { office, clock, .. } = office("2026-01-05T09:00:00").await;
    for _ in 0..10 {
        let refused = sign_in(&office, "county", "wrong").await;
        assert!(matches!(refused, Err(Refusal::Wrong(f)) if f[0].code == "B010"));
    }
    assert!(matches!(sign_in(&office, "county", PHRASE).await, Err(Refusal::Locked(900, _))));
    let nobody = sign_in(&office, "nobody", "wrong").await;
    assert!(matches!(nobody, Err(Refusal::Wrong(f)) if f[0].code == "B010"));
    let begun = gangmu_base::Clock::now(&clock);
    assert!(!office.sign_ins().await.unwrap().is_empty());
    clock.set(begun + SIGN_INS_KEPT);
    sign_in(&office, "county", PHRASE).await.unwrap();
    assert!(office.sign_ins().await.unwrap().iter().any(|(at, _)| *at == begun));
    clock.set(begun + SIGN_INS_KEPT + 1);
    sign_in(&office, "county", PHRASE).await.unwrap();
    assert!(office.sign_ins().await.unwrap().iter().all(|(at, _)| *at > begun));
    office.close().await;
}

/// A bug that was: a steward who had tried ten times was let in by a new invitation, and then not let in.
#[tokio::test(flavor = "multi_thread")]
async fn bug_a_passphrase_chosen_anew_was_refused_for_those_tried_before() {
    let Office4 { office, county, .. } = office("2026-01-05T09:00:00").await;
    for _ in 0..10 {
        assert!(sign_in(&office, "county", "wrong").await.is_err());
    }
    assert!(matches!(sign_in(&office, "county", PHRASE).await, Err(Refusal::Locked(900, _))));
    let invited = invite(&office, None, county.account.number).await.unwrap();
    assert!(matches!(sign_in(&office, "county", PHRASE).await, Err(Refusal::Locked(900, _))));
    choose_passphrase(&office, &invited.word, PHRASE).await.unwrap();
    sign_in(&office, "county", PHRASE).await.unwrap();
    let tried = office.sign_ins().await.unwrap().into_iter().filter(|(_, what)| what == "forgiven");
    assert_eq!(tried.count(), 10);
    office.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_grant_below_grants_nothing_above_beside_or_to_the_own_account() {
    let Office4 { office, city, county, .. } = office("2026-01-05T09:00:00").await;
    let steward = post(&office, "steward", "YZ-PO", "steward", "YZ").await;
    let new = NewPost {
        login: "fresh".to_owned(),
        body: "YZ01-PO".to_owned(),
        post_zh: String::new(),
        post_en: "desk".to_owned(),
    };
    let fresh = make_account(&office, Some(&steward), new.clone()).await.unwrap().account;
    for role in ROLES {
        let own = give_grant(&office, Some(&steward), steward.account.number, role.id, "YZ").await;
        assert!(matches!(own, Err(Refusal::NotAllowed(f)) if f.code == "B031"), "{}", role.id);
        for unit in ["N0", "HL", "HL01"] {
            let wider = give_grant(&office, Some(&steward), fresh, role.id, unit).await;
            assert!(wider.is_err(), "{} on {unit}", role.id);
        }
        if role.at_top {
            assert!(give_grant(&office, Some(&steward), fresh, role.id, "YZ").await.is_err());
        }
    }
    // A body elsewhere, and people who may not grant at all.
    let elsewhere =
        NewPost { login: "elsewhere".to_owned(), body: "HL-PO".to_owned(), ..new.clone() };
    assert!(matches!(
        make_account(&office, Some(&steward), elsewhere).await,
        Err(Refusal::NotThere)
    ));
    for actor in [&city, &county] {
        let another = NewPost { login: "another".to_owned(), ..new.clone() };
        assert!(make_account(&office, Some(actor), another).await.is_err());
        assert!(give_grant(&office, Some(actor), fresh, "reader", "YZ0101").await.is_err());
    }
    // Separated duties.
    give_grant(&office, Some(&steward), fresh, "reviewer", "YZ01").await.unwrap();
    let both = give_grant(&office, Some(&steward), fresh, "reporter", "YZ01").await;
    assert!(matches!(both, Err(Refusal::NotAllowed(f)) if f.code == "B033"));
    office.close().await;
}

/// A bug that was: a steward of a city could invite anew, and so become, a post that reaches further.
#[tokio::test(flavor = "multi_thread")]
async fn a_steward_does_not_rule_over_a_post_that_reaches_further() {
    let Office4 { office, .. } = office("2026-01-05T09:00:00").await;
    let steward = post(&office, "steward", "YZ01-PO", "steward", "YZ01").await;
    for (login, role, unit) in [
        ("national", "reader", "N0"),
        ("designing", "designer", "N0"),
        ("auditing", "auditor", "YZ01"),
    ] {
        let higher = post(&office, login, "YZ0102-PO", role, unit).await.account.number;
        let refused = |done: Result<(), Refusal>| {
            assert!(matches!(done, Err(Refusal::NotAllowed(f)) if f.code == "B025"), "{login}");
        };
        refused(invite(&office, Some(&steward), higher).await.map(drop));
        refused(set_disabled(&office, &steward, higher, true).await);
        refused(erase_holder(&office, &steward, higher).await);
        let (_, grants) = account(&office, &steward, higher).await.unwrap();
        refused(end_grant(&office, &steward, higher, grants[0].number).await);
    }
    office.close().await;
}

/// A bug that was: two posts of one body could hold what must be kept apart.
#[tokio::test(flavor = "multi_thread")]
async fn two_posts_of_one_body_are_kept_apart_like_one() {
    let Office4 { office, county, .. } = office("2026-01-05T09:00:00").await;
    let new = NewPost {
        login: "second".to_owned(),
        body: county.account.body_id.clone(),
        post_zh: String::new(),
        post_en: "desk".to_owned(),
    };
    let second = make_account(&office, None, new).await.unwrap().account;
    let refused = give_grant(&office, None, second, "reviewer", "YZ0101").await;
    assert!(matches!(refused, Err(Refusal::NotAllowed(f)) if f.code == "B033"));
    office.close().await;
}
