//! First run, join links, sign-in, sessions.

use app::protocol::{Problem, ProblemCode};

use super::super::*;
use super::world::{GENERAL, PASSWORD, World, first_run, sign_in, sign_up, visitor};
use crate::store::Effect;

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

fn code<T: std::fmt::Debug>(outcome: Result<T>) -> ProblemCode {
    Problem::from(outcome.unwrap_err()).code
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_first_runs_at_once_one_makes_the_workspace() {
    let world = World::empty(Rates::default()).await;
    assert_eq!(world.chat.workspace().await.unwrap(), None);
    let (here, there) = (visitor(1), visitor(2));
    let (ada, bo) =
        tokio::join!(world.chat.first_run(first_run("Ada"), &here), world.chat.first_run(first_run("Bo"), &there));
    let (winner, loser) = if ada.is_ok() { (ada, bo) } else { (bo, ada) };
    assert_eq!(code(loser.map(|_| ())), ProblemCode::Conflict);
    let owner = winner.unwrap().actor;
    let sidebar = world.chat.sidebar(&owner).await.unwrap();
    assert_eq!(sidebar.me.role, app::domain::Role::Owner);
    assert_eq!((sidebar.workspace.as_str(), sidebar.rooms.len(), sidebar.user_seq), ("Lighthouse", 1, 1));
    assert_eq!((sidebar.rooms[0].id, sidebar.rooms[0].name.as_str(), sidebar.rooms[0].seq), (GENERAL, "general", 1));
    // The loser left nothing behind.
    let (_, general) = world.chat.page(&owner, GENERAL, Window::Newest).await.unwrap();
    assert_eq!(general.members, vec![sidebar.me.person]);
    assert_eq!(code(world.chat.first_run(first_run("Cy"), &here).await.map(|_| ())), ProblemCode::Conflict);
}

#[tokio::test]
async fn a_join_link_lets_people_in_until_there_is_another() {
    let (world, ada, bo) = World::new().await;
    let link = world.chat.join_link(&bo).await.unwrap();
    let invitation = world.chat.invitation(&link).await.unwrap().unwrap();
    assert_eq!((invitation.workspace.as_str(), invitation.by.name.as_str()), ("Lighthouse", "Ada"));
    let taken = world.chat.sign_up(&link, sign_up("bo"), &visitor(2)).await.map(|_| ());
    let problem = Problem::from(taken.unwrap_err());
    assert_eq!((problem.code, problem.field.as_deref()), (ProblemCode::Conflict, Some("email")));

    assert_eq!(code(world.chat.renew_join_link(&bo).await), ProblemCode::Forbidden);
    let renewed = world.chat.renew_join_link(&ada).await.unwrap();
    assert_ne!(renewed, link);
    for dead in [link.as_str(), "", "x"] {
        assert_eq!(world.chat.invitation(dead).await.unwrap(), None);
        assert_eq!(code(world.chat.sign_up(dead, sign_up("Cy"), &visitor(3)).await.map(|_| ())), ProblemCode::NotFound);
    }
    let cy = world.chat.sign_up(&renewed, sign_up("Cy"), &visitor(3)).await.unwrap().actor;
    assert_eq!(world.chat.members(&cy, GENERAL).await.unwrap().len(), 3);
    // Who was there before has nothing unread, and no history of others is unread to a newcomer.
    assert_eq!(world.chat.sidebar(&cy).await.unwrap().rooms[0].unread(), 0);
}

#[tokio::test]
async fn nobody_learns_what_was_wrong_and_guessing_is_slow() {
    let (world, ..) = World::new().await;
    let enter = |name, password, host| {
        let (chat, visitor) = (world.chat.clone(), visitor(host));
        async move { chat.sign_in(sign_in(name, password), &visitor).await.map(|_| ()) }
    };
    let wrong = Problem::from(enter("ada", "high tide at nine", 9).await.unwrap_err());
    assert_eq!(wrong, Problem::from(enter("nobody", PASSWORD, 9).await.unwrap_err()));
    assert_eq!(wrong, Problem::from(enter("no address", PASSWORD, 9).await.unwrap_err()));
    assert_eq!(wrong.code, ProblemCode::NotSignedIn);

    for _ in 0..4 {
        assert_eq!(code(enter("ada", "wrong", 9).await), ProblemCode::NotSignedIn);
    }
    world.clock.advance(5 * MINUTE);
    let limited = Problem::from(enter("Ada", PASSWORD, 9).await.unwrap_err());
    assert_eq!((limited.code, limited.after_ms), (ProblemCode::RateLimited, Some(600_000)));
    enter("ada", PASSWORD, 10).await.unwrap();
    world.clock.advance(10 * MINUTE);
    enter("ada", PASSWORD, 9).await.unwrap();
    // What succeeded is forgiven.
    for _ in 0..5 {
        assert_eq!(code(enter("ada", "wrong", 9).await), ProblemCode::NotSignedIn);
    }
    assert_eq!(code(enter("ada", PASSWORD, 9).await), ProblemCode::RateLimited);
}

#[tokio::test]
async fn a_session_acts_until_it_is_ended_forgotten_or_old() {
    let (world, _, bo) = World::new().await;
    let chat = &world.chat;
    let enter = || async { chat.sign_in(sign_in("bo", PASSWORD), &visitor(1)).await.unwrap() };
    let (phone, tablet) = (enter().await, enter().await);
    let acts = |token: &str| {
        let token = token.to_owned();
        async move { chat.authenticate(&token).await.unwrap() }
    };
    assert_eq!(acts(&phone.token).await, Some(phone.actor.clone()));
    assert_eq!(acts(&phone.token).await, Some(phone.actor.clone()), "the second time from memory");
    for bad in ["", "x", &phone.token[1..], &"A".repeat(43), &"é".repeat(43)] {
        assert_eq!(acts(bad).await, None);
    }
    let listed = chat.sessions(&phone.actor).await.unwrap();
    let current: Vec<_> = listed.iter().map(|s| (s.id, s.is_current)).collect();
    assert_eq!(current, [(tablet.actor.session, false), (phone.actor.session, true), (bo.session, false)]);

    world.published();
    chat.revoke_session(&tablet.actor, phone.actor.session).await.unwrap();
    assert_eq!(world.published(), [Effect::SessionEnded { session: phone.actor.session }]);
    assert_eq!(acts(&phone.token).await, None);
    assert_eq!(code(chat.welcome(&phone.actor).await), ProblemCode::NotSignedIn);
    assert_eq!(code(chat.revoke_session(&tablet.actor, phone.actor.session).await), ProblemCode::NotFound);
    // Sessions of others are not there at all.
    let ada = chat.sign_in(sign_in("ada", PASSWORD), &visitor(1)).await.unwrap();
    assert_eq!(code(chat.revoke_session(&tablet.actor, ada.actor.session).await), ProblemCode::NotFound);
    assert!(acts(&ada.token).await.is_some());
    chat.sign_out(&ada.actor).await.unwrap();
    chat.sign_out(&ada.actor).await.unwrap();
    assert_eq!(acts(&ada.token).await, None);

    // In use every ten days it lives on, to its ninetieth.
    for _ in 0..8 {
        world.clock.advance(10 * DAY);
        assert!(acts(&tablet.token).await.is_some());
    }
    assert_eq!(chat.sessions(&tablet.actor).await.unwrap().len(), 1, "those of others were idle too long");
    world.clock.advance(10 * DAY);
    assert_eq!(acts(&tablet.token).await, None);
    let idle = enter().await;
    world.clock.advance(14 * DAY);
    assert_eq!(acts(&idle.token).await, None);
}
