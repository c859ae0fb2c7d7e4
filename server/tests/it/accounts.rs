//! Coming in and going out: first run, join links, sessions and their cookies.

use std::time::Duration;

use app::domain::Role;
use app::protocol::{CloseCode, ListRooms};
use server::clock::Clock;

use crate::world::{Answer, Browser, PASSWORD, World, plain};

const SETUP: [(&str, &str); 4] =
    [("workspace", "Tide"), ("name", "Ada"), ("email", "ada@example.org"), ("password", PASSWORD)];

/// `fields` with one of them changed.
fn but<'a>(fields: &[(&'a str, &'a str)], name: &str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    fields.iter().map(|(n, v)| (*n, if *n == name { value } else { *v })).collect()
}

/// The form came back with a problem beside `field`, and with everything else as typed.
#[track_caller]
fn is_asked_again(answer: &Answer, fields: &[(&str, &str)], field: &str) {
    assert!((400..500).contains(&answer.status), "{}", answer.status);
    assert!(answer.set_cookies().is_empty());
    let problem = answer.problem_beside(field);
    assert!(problem.as_ref().is_some_and(|p| !p.is_empty()), "no problem beside {field}: {}", answer.text());
    for (name, value) in fields {
        if *name == "password" {
            assert_eq!(answer.value_of(name), None, "a password never comes back");
        } else if !value.is_empty() {
            assert_eq!(answer.value_of(name).as_deref(), Some(*value), "{name} is kept as it was typed");
        }
        if *name != field {
            assert_eq!(answer.problem_beside(name), None, "nothing is wrong with {name}");
        }
    }
}

#[tokio::test]
async fn the_first_visitor_sets_the_workspace_up_and_owns_it() {
    let world = World::begin().await;
    let mut browser = world.browser();
    assert_eq!(browser.get("/").await.location(), "/setup");
    assert_eq!(browser.get("/sign-in").await.location(), "/setup");
    assert_eq!(browser.get("/rooms").await.location(), "/sign-in?next=/rooms");
    let form = browser.get("/setup").await.is(200);
    for name in ["workspace", "name", "email", "password"] {
        assert!(form.field(name).is_some(), "a field for {name}");
    }
    assert!(form.try_page().is_none(), "a door needs no program");

    let answer = browser.post("/setup", &SETUP).await;
    assert_eq!(answer.location(), "/");
    let home = browser.get("/").await;
    let page = browser.get(home.location()).await.is(200).page();
    assert_eq!(page.sidebar.workspace, "Tide");
    assert_eq!((page.sidebar.me.role, page.sidebar.me.email.as_str()), (Role::Owner, "ada@example.org"));
    assert_eq!(page.sidebar.rooms.len(), 1, "there is a first room, and the owner is in it");
    assert!(page.room.is_some_and(|room| room.joined && room.members.len() == 1));
}

#[tokio::test]
async fn there_is_no_second_first_run() {
    let world = World::begin().await;
    world.owner("Ada").await;
    let mut late = world.browser();
    assert_eq!(late.get("/setup").await.location(), "/");
    let answer = late.post("/setup", &but(&SETUP, "email", "eve@example.org")).await;
    assert_ne!(answer.status, 200);
    assert!(late.cookies.is_empty(), "nobody is let in");
    let attempt = [("email", "eve@example.org"), ("password", PASSWORD)];
    assert_ne!(late.post("/sign-in", &attempt).await.status, 303, "no account was made");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_who_set_up_at_the_same_moment_one_becomes_owner() {
    let world = World::begin().await;
    let racers = (0..8).map(|n| {
        let mut browser = world.browser();
        tokio::spawn(async move {
            let email = format!("racer{n}@example.org");
            let answer = browser.post("/setup", &but(&SETUP, "email", &email)).await;
            (answer.status, browser)
        })
    });
    let mut winners = Vec::new();
    for racer in racers.collect::<Vec<_>>() {
        let (status, browser) = racer.await.unwrap();
        if browser.cookies.is_empty() {
            assert_ne!(status, 500);
        } else {
            winners.push(browser);
        }
    }
    assert_eq!(winners.len(), 1, "one owner");
    let page = winners[0].get("/rooms").await.is(200).page();
    assert_eq!(page.sidebar.me.role, Role::Owner);
    assert_eq!(page.sidebar.rooms.len(), 1, "and one first room");
}

#[tokio::test]
async fn wrong_input_at_the_first_run_stands_beside_its_field() {
    let world = World::begin().await;
    let mut browser = world.browser();
    let long = "x".repeat(65);
    for (field, value) in [
        ("workspace", ""),
        ("workspace", &long),
        ("name", " "),
        ("name", "Ada\u{202E}adA"),
        ("email", "ada"),
        ("email", ""),
        ("password", ""),
        ("password", "eleven char"),
        ("password", "password1234"),
    ] {
        let fields = but(&SETUP, field, value);
        let answer = browser.post("/setup", &fields).await;
        is_asked_again(&answer, &fields, field);
    }
    let tricky = but(&SETUP, "name", "<b>\"Ada\" & 'co'</b>");
    is_asked_again(
        &browser.post("/setup", &but(&tricky, "email", "ada")).await,
        &but(&tricky, "email", "ada"),
        "email",
    );
    assert_eq!(browser.get("/").await.location(), "/setup", "nothing was set up by any of it");
}

#[tokio::test]
async fn a_join_link_lets_people_in() {
    let world = World::begin().await;
    let mut ada = world.owner("Ada").await;
    let link = ada.join_link().await;
    let mut bo = world.browser();
    let door = bo.get(&link).await.is(200);
    assert!(door.text().contains("Tide") && door.text().contains("Ada"), "it says where it leads and who asks");
    assert!(door.try_page().is_none());

    let fields = [("name", "Bo"), ("email", "bo@example.org"), ("password", PASSWORD)];
    for (field, value) in [("name", ""), ("email", "bo@"), ("password", "seven7!"), ("email", "ADA@example.org")] {
        let fields = but(&fields, field, value);
        is_asked_again(&bo.post(&link, &fields).await, &fields, field);
    }
    assert_eq!(bo.post(&link, &fields).await.location(), "/");
    let page = bo.get("/rooms").await.is(200).page();
    assert_eq!((page.sidebar.me.role, page.sidebar.rooms.len()), (Role::Member, 1));
    assert_eq!(bo.get(&link).await.location(), "/", "who is in already goes on");
}

#[tokio::test]
async fn a_renewed_join_link_kills_the_old_one() {
    let world = World::begin().await;
    let (mut ada, mut bo) = world.two().await;
    let old = ada.join_link().await;
    assert_eq!(bo.join_link().await, old, "any member may pass it on");
    bo.browser.post("/invite/renew", &[]).await.is(403);
    assert_eq!(ada.join_link().await, old, "but only the owner may renew it");

    ada.browser.post("/invite/renew", &[]).await.is(303);
    let new = ada.join_link().await;
    assert_ne!(new, old);
    let fields = [("name", "Cy"), ("email", "cy@example.org"), ("password", PASSWORD)];
    let mut cy = world.browser();
    for dead in [old.as_str(), "/join/x", "/join/%00", &format!("{new}x")] {
        cy.get(dead).await.is(404);
        cy.post(dead, &fields).await.is(404);
    }
    cy.post(&new, &fields).await.is(303);
}

#[tokio::test]
async fn who_signs_out_is_out_and_may_sign_in_again() {
    let world = World::begin().await;
    let mut ada = world.owner("Ada").await;
    ada.opens_the_list().await;
    let token = ada.browser.cookies.clone();
    let answer = ada.browser.post("/sign-out", &[]).await;
    assert_eq!(answer.location(), "/sign-in?left");
    assert!(ada.browser.cookies.is_empty(), "the cookie is taken away");
    assert_eq!(ada.is_closed().await, Some(CloseCode::NotSignedIn.number()), "and the socket is closed");

    let mut thief = Browser { cookies: token, ..world.browser() };
    assert_eq!(thief.get("/rooms").await.location(), "/sign-in?next=/rooms", "the old cookie is worth nothing");

    let answer = ada.browser.post("/sign-in", &[("email", " ADA@Example.org "), ("password", PASSWORD)]).await;
    assert_eq!(answer.location(), "/", "an address is the same in capitals");
    ada.browser.get("/rooms").await.is(200);
}

#[tokio::test]
async fn a_wrong_sign_in_does_not_tell_which_half_was_wrong() {
    let world = World::begin().await;
    world.owner("Ada").await;
    let mut browser = world.browser();
    let mut said = Vec::new();
    for (email, password) in [("ada@example.org", "high tide at ten"), ("eve@example.org", PASSWORD)] {
        let answer = browser.post("/sign-in", &[("email", email), ("password", password)]).await;
        assert!((400..500).contains(&answer.status), "{}", answer.status);
        assert_eq!(answer.value_of("email").as_deref(), Some(email));
        assert_eq!(answer.value_of("password"), None);
        said.push(plain(&answer.text().replace(email, "…")));
        assert!(browser.cookies.is_empty());
    }
    let without_nonces = |text: &str| text.lines().filter(|line| !line.contains("nonce")).collect::<String>();
    assert_eq!(without_nonces(&said[0]), without_nonces(&said[1]));
}

#[tokio::test]
async fn the_sign_in_leads_on_to_where_one_was_and_nowhere_else() {
    let world = World::begin().await;
    let ada = world.owner("Ada").await;
    for (asked, led) in [
        ("/rooms/new", "/rooms/new"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
    ] {
        let mut browser = ada.browser.stranger();
        let fields = [("email", ada.email.as_str()), ("password", PASSWORD), ("next", asked)];
        assert_eq!(browser.post("/sign-in", &fields).await.location(), led, "{asked}");
    }
    let door = ada.browser.stranger().get("/rooms/new").await;
    let form = ada.browser.stranger().get(door.location()).await.is(200);
    assert_eq!(form.value_of("next").as_deref(), Some("/rooms/new"));
}

#[tokio::test]
async fn failed_sign_ins_are_throttled_even_with_the_right_password_at_last() {
    let world = World::with(|setup| setup.config.sign_in_tries = 3).await;
    let (ada, bo) = world.two().await;
    let mut browser = world.browser();
    for _ in 0..3 {
        let answer = browser.post("/sign-in", &[("email", &ada.email), ("password", "wrong, wrong")]).await;
        assert!(matches!(answer.status, 400..=428), "{}", answer.status);
    }
    let answer = browser.post("/sign-in", &[("email", &ada.email), ("password", PASSWORD)]).await.is(429);
    assert!(answer.header("retry-after").is_some_and(|s| s.parse::<u64>().unwrap() > 0));
    assert!(browser.cookies.is_empty());
    browser.post("/sign-in", &[("email", &bo.email), ("password", PASSWORD)]).await.is(303);
}

#[tokio::test]
async fn the_throttle_outlives_a_restart() {
    let mut world = World::with(|setup| setup.config.sign_in_tries = 2).await;
    let ada = world.owner("Ada").await;
    let mut browser = world.browser();
    for _ in 0..2 {
        browser.post("/sign-in", &[("email", &ada.email), ("password", "wrong, wrong")]).await;
    }
    world.restart().await;
    browser.post("/sign-in", &[("email", &ada.email), ("password", PASSWORD)]).await.is(429);
}

#[tokio::test]
async fn a_revoked_session_is_closed_before_the_answer() {
    let world = World::begin().await;
    let mut laptop = world.owner("Ada").await;
    let mut phone = laptop.another_device().await;
    phone.opens_the_list().await;
    laptop.opens_the_list().await;

    let list = laptop.browser.get("/settings/sessions").await.is(200);
    let ids: Vec<&str> = list
        .text()
        .split("/settings/sessions/")
        .skip(1)
        .filter_map(|rest| rest.split_once("/revoke").map(|(id, _)| id))
        .filter(|id| id.bytes().all(|b| b.is_ascii_digit()))
        .collect();
    assert!(!ids.is_empty(), "the other session can be ended: {}", list.text());
    // One's own session may be offered too; the other one is whichever is not the current.
    let mut revoked = false;
    for id in ids {
        let answer = laptop.browser.post(&format!("/settings/sessions/{id}/revoke"), &[]).await;
        if phone.browser.get("/rooms").await.status != 200 {
            answer.is(303);
            revoked = true;
            break;
        }
    }
    assert!(revoked);
    // What is already on the wire when the answer is there ends with the close frame.
    assert_eq!(phone.is_closed().await, Some(4001));
    assert_eq!(phone.is_turned_away().await, 4001, "and it cannot come back");
    laptop.does(&ListRooms {}).await;
}

#[tokio::test]
async fn nobody_ends_the_session_of_another_person() {
    let world = World::begin().await;
    let (mut ada, mut bo) = world.two().await;
    for id in 1..=4 {
        let answer = bo.browser.post(&format!("/settings/sessions/{id}/revoke"), &[]).await;
        if bo.browser.get("/rooms").await.status != 200 {
            bo = bo.another_device().await;
        } else {
            assert_eq!(answer.status, 404, "not told apart from none");
        }
    }
    ada.browser.get("/rooms").await.is(200);
}

#[tokio::test]
async fn the_cookie_is_bound_as_tightly_as_the_address_allows() {
    let plain_http = World::begin().await;
    let answer = plain_http.browser().post("/setup", &SETUP).await.is(303);
    let [cookie] = answer.set_cookies().try_into().unwrap();
    let (value, attributes) = cookie.split_once("; ").unwrap();
    assert!(value.starts_with("sid=") && value.len() >= 40, "{cookie}");
    assert_eq!(attributes, "Path=/; Max-Age=7776000; HttpOnly; SameSite=Lax");

    let https = World::with(|setup| setup.config.public_url = Some("https://chat.example.org".parse().unwrap())).await;
    let mut browser = Browser { host: Some("chat.example.org".into()), scheme: "https", ..https.browser() };
    let answer = browser.post("/setup", &SETUP).await.is(303);
    let [cookie] = answer.set_cookies().try_into().unwrap();
    let (value, attributes) = cookie.split_once("; ").unwrap();
    assert!(value.starts_with("__Host-sid="), "{cookie}");
    assert_eq!(attributes, "Path=/; Max-Age=7776000; HttpOnly; SameSite=Lax; Secure");
    assert_eq!(answer.header("strict-transport-security"), Some("max-age=63072000; includeSubDomains"));
    browser.get("/rooms").await.is(200);

    let mut by_address = Browser { cookies: browser.cookies.clone(), ..https.browser() };
    by_address.get("/rooms").await.is(421);
}

#[tokio::test]
async fn a_socket_does_not_outlive_its_session() {
    let clock = Clock::fixed(app::domain::Timestamp(1_795_563_667_000));
    let world = World::with(|setup| {
        setup.inside.clock = clock.clone();
        setup.inside.hub.heartbeat = Duration::from_millis(200);
        setup.inside.hub.session_check = Duration::from_millis(200);
    })
    .await;
    let mut ada = world.owner("Ada").await;
    ada.opens_the_list().await;
    ada.until("some checks that find nothing wrong", |s| (s.beats > 3).then_some(())).await;
    clock.advance(15 * 24 * 60 * 60 * 1000);
    assert_eq!(ada.is_closed().await, Some(CloseCode::NotSignedIn.number()));
}

#[tokio::test]
async fn a_session_ends_by_itself_when_it_is_not_used() {
    const DAY: i64 = 24 * 60 * 60 * 1000;
    let clock = Clock::fixed(app::domain::Timestamp(1_795_563_667_000));
    let world = World::with(|setup| setup.inside.clock = clock.clone()).await;
    let mut ada = world.owner("Ada").await;
    for _ in 0..3 {
        clock.advance(13 * DAY);
        ada.browser.get("/rooms").await.is(200);
    }
    clock.advance(15 * DAY);
    assert_eq!(ada.browser.get("/rooms").await.location(), "/sign-in?next=/rooms");
    assert_eq!(ada.is_turned_away().await, 4001);

    let mut ada = ada.another_device().await;
    for _ in 0..6 {
        clock.advance(13 * DAY);
        ada.browser.get("/rooms").await.is(200);
    }
    clock.advance(13 * DAY);
    assert_eq!(ada.browser.get("/rooms").await.status, 303, "after 90 days it ends in any case");
}
