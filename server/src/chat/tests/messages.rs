//! Messages: said once, read in pages, delivered as they are logged.

use app::domain::RoomId;
use app::protocol::{Command, Direction, Event, MarkRead, PostMessage, PrivateEvent, Problem, ProblemCode, Watch};

use super::super::*;
use super::world::{GENERAL, World};
use crate::hub::Log as _;
use crate::store::Effect;

fn code<T: std::fmt::Debug>(outcome: Result<T>) -> ProblemCode {
    Problem::from(outcome.unwrap_err()).code
}

#[tokio::test]
async fn an_attempt_is_one_message_however_often_it_comes() {
    let (world, ada, bo) = World::new().await;
    let first = world.say(&ada, GENERAL, 1, "hello").await.unwrap();
    assert_eq!((first.no, first.seq), (1, 3));
    assert_eq!(world.say(&ada, GENERAL, 1, "another text").await.unwrap(), first);
    // The same name by another author is another attempt.
    assert_eq!(world.say(&bo, GENERAL, 1, "hello").await.unwrap().no, 2);
    let boats = world.make_room(&ada, "Boats").await;
    assert_eq!(code(world.say(&ada, boats, 1, "hello").await), ProblemCode::Conflict);
    assert_eq!(code(world.say(&ada, RoomId(99), 2, "hello").await), ProblemCode::NotFound);
    // Who has left meanwhile still hears what became of it.
    world.chat.leave_room(&ada, GENERAL).await.unwrap();
    assert_eq!(world.say(&ada, GENERAL, 1, "hello").await.unwrap(), first);
    assert_eq!(code(world.say(&ada, GENERAL, 3, "hello").await), ProblemCode::NotFound);
}

#[tokio::test]
async fn too_much_is_refused_but_never_a_repeat() {
    let (world, ada, bo) = World::new().await;
    for cid in 1..=10 {
        world.say(&ada, GENERAL, cid, "fast").await.unwrap();
    }
    let limited = Problem::from(world.say(&ada, GENERAL, 11, "faster").await.unwrap_err());
    assert_eq!((limited.code, limited.retry, limited.after_ms), (ProblemCode::RateLimited, true, Some(500)));
    assert_eq!(world.say(&ada, GENERAL, 10, "fast").await.unwrap().no, 10);
    assert_eq!(world.say(&bo, GENERAL, 1, "slow").await.unwrap().no, 11);
    world.clock.advance(500);
    // Repeats take nothing away.
    assert_eq!(world.say(&ada, GENERAL, 10, "fast").await.unwrap().no, 10);
    assert_eq!(world.say(&ada, GENERAL, 11, "now").await.unwrap().no, 12);
    assert_eq!(code(world.say(&ada, GENERAL, 12, "again").await), ProblemCode::RateLimited);
}

#[tokio::test]
async fn what_is_read_moves_forward_only_and_not_beyond_what_is_said() {
    let (world, ada, bo) = World::new().await;
    for cid in 1..=3 {
        world.say(&ada, GENERAL, cid, "news").await.unwrap();
    }
    let unread = |actor: &Actor| {
        let (chat, actor) = (world.chat.clone(), actor.clone());
        async move { chat.sidebar(&actor).await.unwrap().rooms[0].unread() }
    };
    assert_eq!((unread(&ada).await, unread(&bo).await), (0, 3));
    world.published();
    for no in [2, 1, 2, 99, 3] {
        world.chat.mark_read(&bo, GENERAL, no).await.unwrap();
    }
    let user = bo.user();
    let read = |user_seq, no| Effect::Told { user, user_seq, event: PrivateEvent::Read { room: GENERAL, no } };
    assert_eq!(world.published(), [read(2, 2), read(3, 3)]);
    assert_eq!(unread(&bo).await, 0);
    // Answering reads what came before.
    world.say(&ada, GENERAL, 4, "more").await.unwrap();
    world.say(&bo, GENERAL, 5, "an answer").await.unwrap();
    assert_eq!((unread(&ada).await, unread(&bo).await), (1, 0));
}

#[tokio::test]
async fn history_comes_in_pages_from_any_message() {
    let world = World::empty(Rates { post: Rate { burst: 1, every_ms: 0 }, ..Rates::default() }).await;
    let ada = world.chat.first_run(super::world::first_run("Ada"), &super::world::visitor(1)).await.unwrap().actor;
    for cid in 1..=120 {
        world.say(&ada, GENERAL, cid, &format!("{cid}")).await.unwrap();
    }
    let page = |direction, no, limit| {
        let (chat, ada) = (world.chat.clone(), ada.clone());
        async move {
            let page = chat.history(&ada, GENERAL, direction, no, limit).await.unwrap().messages;
            assert!(page.iter().all(|m| m.body == m.no.to_string() && m.by.id == ada.user()));
            (page.first().map_or(0, |m| m.no), page.last().map_or(0, |m| m.no), page.len())
        }
    };
    assert_eq!(page(Direction::Before, 71, 100).await, (1, 70, 70));
    assert_eq!(page(Direction::After, 71, 20).await, (72, 91, 20));
    assert_eq!(page(Direction::Around, 60, 21).await, (50, 70, 21));
    assert_eq!(page(Direction::After, 120, 20).await, (0, 0, 0));
    for limit in [0, 101] {
        assert_eq!(code(world.chat.history(&ada, GENERAL, Direction::Before, 9, limit).await), ProblemCode::Invalid);
    }
    let (_, newest) = world.chat.page(&ada, GENERAL, Window::Newest).await.unwrap();
    assert_eq!((newest.messages.len(), newest.messages[0].no, newest.as_of), (50, 71, 121));
    assert!(newest.has_older() && !newest.has_newer());
    let (_, around) = world.chat.page(&ada, GENERAL, Window::Around(10)).await.unwrap();
    assert_eq!((around.messages[0].no, around.has_newer()), (1, true));
}

#[tokio::test]
async fn who_falls_behind_reads_the_very_frames_that_were_published() {
    let (world, ada, bo) = World::new().await;
    world.say(&ada, GENERAL, 1, "a \"quoted\" line\nand \u{1F980}").await.unwrap();
    world.chat.set_topic(&bo, GENERAL, app::domain::Topic::parse("seas & ships").unwrap()).await.unwrap();
    world.chat.rename_room(&bo, GENERAL, app::domain::RoomName::parse("Main <deck>").unwrap()).await.unwrap();
    world.chat.leave_room(&bo, GENERAL).await.unwrap();
    let live: Vec<_> = world
        .published()
        .into_iter()
        .filter_map(|effect| match effect {
            Effect::Happened { room, seq, msg_no, event } => {
                assert_eq!(msg_no, u64::from(seq >= 3));
                let is_renaming = matches!(event, Event::RoomRenamed { .. });
                let published = publish::published(room, seq, msg_no, event);
                assert_eq!(published.audience == crate::hub::Audience::Members, is_renaming);
                Some((seq, published.frame))
            }
            _ => None,
        })
        .collect();
    assert_eq!(live.len(), 6);
    assert_eq!(world.log.since(GENERAL, 0, 100).await.unwrap(), live);
    assert_eq!(world.log.since(GENERAL, 2, 2).await.unwrap(), live[2..4]);
    assert_eq!(world.log.since(GENERAL, 6, 100).await.unwrap(), []);
}

#[tokio::test]
async fn a_command_is_answered_with_the_body_of_its_ok() {
    let (world, ada, _) = World::new().await;
    let perform = |command: Command| {
        let (chat, ada) = (world.chat.clone(), ada.clone());
        async move { chat.perform(&ada, command, None).await.map(|body| body.get().to_owned()) }
    };
    let cid = app::domain::Cid(uuid::Uuid::from_u128(1));
    let send = |body: &str| PostMessage { room: GENERAL, cid, body: body.into(), reply: None, files: vec![] }.into();
    assert_eq!(perform(send("hi")).await, Ok(r#"{"no":1,"seq":3,"at":1795563667000}"#.to_owned()));
    assert_eq!(perform(MarkRead { room: GENERAL, no: 1 }.into()).await, Ok("{}".to_owned()));
    let empty = perform(send(" ")).await.unwrap_err();
    assert_eq!((empty.code, empty.field.as_deref()), (ProblemCode::Invalid, Some("body")));
    let watch = perform(Watch { room: GENERAL, seq: 0 }.into()).await.unwrap_err();
    assert_eq!(watch.code, ProblemCode::Invalid);
}
