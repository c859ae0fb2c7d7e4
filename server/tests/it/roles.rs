//! Roles: who may do what in the whole workspace, who gives them, and that a change holds from the next thing on.

use app::domain::{Role, RoomId, UserId};
use app::protocol::{
    DeleteMessage, GiveRole, Invite, JoinRoom, ListPeople, ListRooms, LoadRoom, MakeRoom, OpenDirect, ProblemCode,
    Remove, RenameRoom, SetTopic,
};

use crate::world::{Person, World};

const NOTHING: ProblemCode = ProblemCode::NotFound;
const NO: ProblemCode = ProblemCode::Forbidden;

/// Ada owns the workspace; Bo, Cy and Dee are members, and everyone but Dee is in a closed room.
async fn four() -> (World, [Person; 4], RoomId) {
    let world = World::begin().await;
    let mut ada = world.owner("Ada").await;
    let (mut bo, mut cy) = (world.member(&mut ada, "Bo").await, world.member(&mut ada, "Cy").await);
    let mut dee = world.member(&mut ada, "Dee").await;
    for person in [&mut ada, &mut bo, &mut cy, &mut dee] {
        person.opens_the_list().await;
    }
    let room = ada.does(&MakeRoom { name: "Harbour".into(), topic: String::new(), closed: true }).await.id;
    for person in [bo.id, cy.id] {
        ada.does(&Invite { room, person }).await;
    }
    (world, [ada, bo, cy, dee], room)
}

async fn is_given(by: &mut Person, to: &mut Person, role: Role) {
    by.does(&GiveRole { person: to.id, role }).await;
    to.until("the role", |s| (s.sidebar().me.role == role).then_some(())).await;
}

macro_rules! refused {
    ($person:expr, $command:expr, $code:expr) => {
        assert_eq!($person.asks(&$command).await.map(drop).map_err(|problem| problem.code), Err($code));
    };
}

#[tokio::test]
async fn the_owner_makes_admins_and_admins_make_members_and_guests() {
    let (_world, [mut ada, mut bo, mut cy, dee], _) = four().await;
    refused!(bo, GiveRole { person: cy.id, role: Role::Guest }, NO);
    refused!(ada, GiveRole { person: ada.id, role: Role::Member }, NO);
    refused!(ada, GiveRole { person: bo.id, role: Role::Owner }, NO);
    is_given(&mut ada, &mut bo, Role::Admin).await;
    is_given(&mut bo, &mut cy, Role::Guest).await;
    is_given(&mut bo, &mut cy, Role::Member).await;
    refused!(bo, GiveRole { person: cy.id, role: Role::Admin }, NO);
    refused!(bo, GiveRole { person: ada.id, role: Role::Guest }, NO);
    refused!(bo, GiveRole { person: bo.id, role: Role::Member }, NO);
    is_given(&mut ada, &mut cy, Role::Admin).await;
    refused!(bo, GiveRole { person: cy.id, role: Role::Member }, NO);
    refused!(bo, GiveRole { person: app::domain::UserId(99), role: Role::Member }, NOTHING);
    let people = dee_sees(dee).await;
    assert_eq!(people, [Role::Owner, Role::Admin, Role::Admin, Role::Member]);
}

async fn dee_sees(mut dee: Person) -> Vec<Role> {
    dee.does(&ListPeople {}).await.into_iter().map(|profile| profile.role).collect()
}

#[tokio::test]
async fn an_admin_looks_after_rooms_until_they_are_none_any_more() {
    let (_world, [mut ada, mut bo, mut cy, _], room) = four().await;
    bo.opens(room).await;
    let no = cy.says(room, "Rude").await.no;
    refused!(bo, DeleteMessage { room, no }, NO);
    refused!(bo, Remove { room, person: cy.id }, NO);
    assert_eq!(bo.browser.post("/invite/renew", &[]).await.status, 403);
    is_given(&mut ada, &mut bo, Role::Admin).await;
    assert!(bo.screen.room(room).may_remove, "the open room knows at once");
    bo.does(&DeleteMessage { room, no }).await;
    bo.browser.post("/invite/renew", &[]).await.is(303);
    let no = cy.says(room, "Again").await.no;
    // The same socket and the same session, and a right of the past.
    is_given(&mut ada, &mut bo, Role::Member).await;
    refused!(bo, DeleteMessage { room, no }, NO);
    refused!(bo, Remove { room, person: cy.id }, NO);
    assert!(!bo.screen.room(room).may_remove);
    assert_eq!(bo.browser.post("/invite/renew", &[]).await.status, 403);
    is_given(&mut ada, &mut bo, Role::Admin).await;
    bo.does(&Remove { room, person: cy.id }).await;
}

#[tokio::test]
async fn a_guest_is_only_where_they_were_invited_to() {
    let (world, [mut ada, mut bo, cy, mut dee], room) = four().await;
    let open = dee.does(&MakeRoom { name: "Open sea".into(), topic: String::new(), closed: false }).await.id;
    let first = ada.does(&ListRooms {}).await[0].room.id;
    is_given(&mut ada, &mut bo, Role::Guest).await;
    // What they were in before is still theirs, until somebody takes them out.
    bo.says(room, "Still here").await;
    ada.does(&Remove { room: first, person: bo.id }).await;
    bo.until("out of the first room", |s| s.sidebar().room(first).is_none().then_some(())).await;
    let names = |listed: Vec<app::protocol::Listing>| listed.into_iter().map(|l| l.room.name).collect::<Vec<_>>();
    assert_eq!(names(bo.does(&ListRooms {}).await), ["Harbour"]);
    for command in [LoadRoom { room: open }, LoadRoom { room: first }] {
        refused!(bo, command, NOTHING);
    }
    refused!(bo, JoinRoom { room: open }, NOTHING);
    refused!(bo, MakeRoom { name: "Own".into(), topic: String::new(), closed: true }, NO);
    refused!(bo, Invite { room, person: dee.id }, NO);
    refused!(bo, RenameRoom { room, name: "Mine".into() }, NO);
    refused!(bo, SetTopic { room, topic: "Mine".into() }, NO);
    // They meet who is in their rooms, and nobody else.
    let met: Vec<_> = bo.does(&ListPeople {}).await.into_iter().map(|profile| profile.name).collect();
    assert_eq!(met, ["Ada", "Bo", "Cy"]);
    refused!(bo, OpenDirect { people: vec![dee.id] }, NOTHING);
    refused!(bo, OpenDirect { people: vec![cy.id, dee.id] }, NOTHING);
    // Nor do they learn by writing names who and what there is.
    bo.says(room, "@dee, @cy: #open-sea, #harbour").await;
    let said = bo.loads(room).await.1.messages.pop().unwrap();
    let text = format!("{:?}", said.nodes);
    assert!(text.contains("Person(") && text.contains("\"cy\"") && text.contains("\"harbour\""), "{text}");
    assert!(!text.contains("\"dee\"") && !text.contains("\"open-sea\""), "{text}");
    // Nor do they call everybody.
    let no = bo.says(room, "@room and @here").await.no;
    let entry = ada.loads_sidebar().await.room(room).cloned().unwrap();
    assert!(!entry.mentions.contains(&no), "{entry:?}");
    let direct = bo.does(&OpenDirect { people: vec![cy.id] }).await.id;
    bo.says(direct, "Hello, Cy").await;
    dee.does(&OpenDirect { people: vec![bo.id] }).await;
    bo.until("Dee, who wrote first", |s| s.sidebar().rooms.iter().any(|r| r.name == "Dee").then_some(())).await;
    bo.does(&OpenDirect { people: vec![dee.id] }).await;
    for path in [format!("/r/{open}"), format!("/r/{room}/edit"), "/invite".into(), format!("/people/{}/role", cy.id)] {
        let answer = bo.browser.get(&path).await;
        assert!(matches!(answer.status, 403 | 404), "{path}: {}", answer.status);
    }
    let page = bo.browser.get(&format!("/r/{room}")).await.is(200);
    for way in ["href=\"/rooms\"", "href=\"/rooms/new\"", "href=\"/invite\"", "/edit\""] {
        assert!(!page.text().contains(way), "{way} is offered");
    }
    assert!(!bo.browser.get("/search?q=from:cy").await.is(200).text().contains("nobody called"));
    // And by an invitation they come further.
    dee.does(&Invite { room: open, person: bo.id }).await;
    bo.until("the open sea", |s| s.sidebar().room(open).map(drop)).await;
    bo.says(open, "Ahoy").await;
    drop(world);
}

#[tokio::test]
async fn a_role_is_given_by_a_form() {
    let (_world, [mut ada, mut bo, _, _], _) = four().await;
    let way = format!("/people/{}/role", bo.id);
    let link = format!("href=\"{way}\"");
    assert!(ada.browser.get("/people").await.is(200).text().contains(&link));
    let page = ada.browser.get(&way).await.is(200);
    for name in ["admin", "member", "guest"] {
        assert!(page.text().contains(&format!("value=\"{name}\"")), "{name}");
    }
    assert!(!page.text().contains("value=\"owner\""));
    // Whoever is a guest from now on knew the link, which makes members.
    let link = ada.join_link().await;
    assert_eq!(ada.browser.post(&way, &[("role", "guest")]).await.location(), "/people");
    assert_ne!(ada.join_link().await, link);
    assert_eq!(bo.browser.stranger().get(&link).await.status, 404);
    assert!(ada.browser.get("/people").await.is(200).text().contains(">Guest<"));
    bo.until("the role", |s| s.sidebar().me.role.is_guest().then_some(())).await;
    assert!(!bo.browser.get("/people").await.is(200).text().contains("/role\""));
    assert_eq!(bo.browser.post(&format!("/people/{}/role", ada.id), &[("role", "guest")]).await.status, 403);
    assert_eq!(ada.browser.post(&way, &[("role", "owner")]).await.status, 404);
    assert_eq!(ada.browser.get("/people/99/role").await.status, 404);
    // Who gives no roles does not learn who there is.
    for person in [ada.id, UserId(99)] {
        refused!(bo, GiveRole { person, role: Role::Guest }, NO);
    }
}
