//! Rooms, seats and doors.

use app::domain::{RoomId, RoomKind, RoomName, Topic};
use app::protocol::{Direction, Event, PrivateEvent, Problem, ProblemCode};

use super::super::*;
use super::world::{GENERAL, World};
use crate::store::Effect;

fn code<T: std::fmt::Debug>(outcome: Result<T>) -> ProblemCode {
    Problem::from(outcome.unwrap_err()).code
}

#[tokio::test]
async fn joining_and_leaving_happen_once_and_leave_takes_the_seat_first() {
    let (world, ada, bo) = World::new().await;
    let room = world.make_room(&ada, "Boats").await;
    world.published();
    let entry = world.chat.join_room(&bo, room).await.unwrap();
    assert_eq!((entry.seq, entry.msg_no, entry.read_no), (2, 0, 0));
    let (user, person) = (bo.user(), world.person(&bo).await);
    let joined = [
        Effect::Entered { user, room },
        Effect::Happened { room, seq: 2, msg_no: 0, event: Event::MemberJoined { person: person.clone() } },
        Effect::Told { user, user_seq: 2, event: PrivateEvent::RoomJoined { room: entry.clone() } },
    ];
    assert_eq!(world.published(), joined);
    assert_eq!(world.chat.join_room(&bo, room).await.unwrap(), entry);
    assert_eq!(world.published(), []);

    world.chat.leave_room(&bo, room).await.unwrap();
    let left = [
        Effect::Left { user, room },
        Effect::Told { user, user_seq: 3, event: PrivateEvent::RoomLeft { room } },
        Effect::Happened { room, seq: 3, msg_no: 0, event: Event::MemberLeft { person } },
    ];
    assert_eq!(world.published(), left);
    world.chat.leave_room(&bo, room).await.unwrap();
    assert_eq!(world.published(), []);
    assert_eq!(code(world.chat.join_room(&bo, RoomId(99)).await), ProblemCode::NotFound);
}

#[tokio::test]
async fn who_is_not_in_a_room_sees_its_door_and_can_do_nothing_inside() {
    let (world, ada, bo) = World::new().await;
    let room = world.make_room(&ada, "Boats").await;
    world.say(&ada, room, 1, "a secret").await.unwrap();
    let (_, door) = world.chat.page(&bo, room, Window::Newest).await.unwrap();
    assert_eq!((door.joined, door.member_count, door.room.name.as_str()), (false, 1, "Boats"));
    assert!(door.messages.is_empty() && door.members.is_empty() && door.online.is_empty() && door.msg_no == 0);

    let (name, topic) = (RoomName::parse("Ships").unwrap(), Topic::parse("x").unwrap());
    assert_eq!(code(world.say(&bo, room, 2, "hello").await), ProblemCode::NotFound);
    assert_eq!(code(world.chat.rename_room(&bo, room, name).await), ProblemCode::NotFound);
    assert_eq!(code(world.chat.set_topic(&bo, room, topic).await), ProblemCode::NotFound);
    assert_eq!(code(world.chat.members(&bo, room).await), ProblemCode::NotFound);
    assert_eq!(code(world.chat.mark_read(&bo, room, 1).await), ProblemCode::NotFound);
    assert_eq!(code(world.chat.start_typing(&bo, room, None).await), ProblemCode::NotFound);
    assert_eq!(code(world.chat.watch(&bo, room).await), ProblemCode::NotFound);
    assert_eq!(code(world.chat.history(&bo, room, Direction::Around, 1, 50).await), ProblemCode::NotFound);
    assert_eq!(code(world.chat.page(&bo, RoomId(99), Window::Newest).await), ProblemCode::NotFound);
    // And after leaving it is the same.
    world.chat.join_room(&bo, room).await.unwrap();
    assert_eq!(world.chat.history(&bo, room, Direction::Around, 1, 50).await.unwrap().messages.len(), 1);
    world.chat.leave_room(&bo, room).await.unwrap();
    assert_eq!(code(world.chat.history(&bo, room, Direction::Around, 1, 50).await), ProblemCode::NotFound);
}

#[tokio::test]
async fn a_name_belongs_to_one_room_whatever_its_case() {
    let (world, ada, bo) = World::new().await;
    let boats = world.make_room(&ada, "Éclairs").await;
    let name = |name| RoomName::parse(name).unwrap();
    let taken = world.chat.make_room(&bo, name("éCLAIRS"), Topic::default(), RoomKind::Open).await;
    let problem = Problem::from(taken.unwrap_err());
    assert_eq!((problem.code, problem.field.as_deref()), (ProblemCode::Conflict, Some("name")));
    assert_eq!(code(world.chat.rename_room(&ada, boats, name("General")).await), ProblemCode::Conflict);
    world.published();
    world.chat.rename_room(&ada, boats, name("éclairs")).await.unwrap();
    world.chat.rename_room(&ada, boats, name("éclairs")).await.unwrap();
    world.chat.set_topic(&ada, boats, Topic::parse("cake").unwrap()).await.unwrap();
    world.chat.set_topic(&ada, boats, Topic::parse("cake").unwrap()).await.unwrap();
    let by = world.person(&ada).await;
    let happened = |seq, event| Effect::Happened { room: boats, seq, msg_no: 0, event };
    let changes = [
        happened(2, Event::RoomRenamed { name: "éclairs".into(), by: by.clone() }),
        happened(3, Event::TopicSet { topic: "cake".into(), by }),
    ];
    assert_eq!(world.published(), changes);
    let listed: Vec<_> = world
        .chat
        .list_rooms(&bo)
        .await
        .unwrap()
        .into_iter()
        .map(|l| (l.room.name, l.joined, l.member_count))
        .collect();
    assert_eq!(listed, [("general".to_owned(), true, 2), ("éclairs".to_owned(), false, 1)]);
}

#[tokio::test]
async fn an_old_page_and_its_events_are_a_new_page() {
    let (world, ada, bo) = World::new().await;
    let (mut sidebar, mut view) = world.chat.page(&bo, GENERAL, Window::Newest).await.unwrap();
    world.published();
    world.say(&ada, GENERAL, 1, "hello").await.unwrap();
    world.say(&bo, GENERAL, 2, "hi").await.unwrap();
    let cy = world.join(&ada, "cy").await;
    world.chat.rename_room(&cy, GENERAL, RoomName::parse("lobby").unwrap()).await.unwrap();
    world.chat.set_topic(&cy, GENERAL, Topic::parse("all of us").unwrap()).await.unwrap();
    world.say(&cy, GENERAL, 3, "me too").await.unwrap();
    world.make_room(&bo, "Aft").await;
    world.chat.leave_room(&ada, GENERAL).await.unwrap();
    world.chat.mark_read(&bo, GENERAL, 3).await.unwrap();
    for effect in world.published() {
        match effect {
            Effect::Happened { room: GENERAL, seq, event, .. } => {
                view.apply(seq, &event);
                sidebar.apply_event(GENERAL, seq, &event);
            }
            Effect::Told { user, user_seq, event } if user == bo.user() => {
                assert!(sidebar.apply_private(user_seq, &event));
            }
            _ => {}
        }
    }
    let (new_sidebar, new_view) = world.chat.page(&bo, GENERAL, Window::Newest).await.unwrap();
    assert_eq!(sidebar, new_sidebar);
    // What was read when the page was opened stays where its line stands.
    view.read_no = new_view.read_no;
    assert_eq!(view, new_view);
}

#[tokio::test]
async fn one_person_makes_and_joins_so_many_rooms() {
    let world = World::empty(Rates { rooms_made: 3, rooms_joined: 3, ..Rates::default() }).await;
    let ada = world.chat.first_run(super::world::first_run("Ada"), &super::world::visitor(1)).await.unwrap().actor;
    let bo = world.join(&ada, "Bo").await;
    for name in ["a", "b"] {
        world.make_room(&ada, name).await;
    }
    // General, made in the first run, counts.
    let make = |actor: &Actor, name| {
        let (chat, actor, name) = (world.chat.clone(), actor.clone(), RoomName::parse(name).unwrap());
        async move { chat.make_room(&actor, name, Topic::default(), RoomKind::Open).await }
    };
    assert_eq!(code(make(&ada, "c").await), ProblemCode::RateLimited);
    world.clock.advance(24 * 60 * 60 * 1_000);
    assert_eq!(code(make(&ada, "c").await), ProblemCode::Forbidden);
    let fourth = world.make_room(&bo, "d").await;
    assert_eq!(code(world.chat.join_room(&ada, fourth).await), ProblemCode::Forbidden);
    assert_eq!(world.chat.list_rooms(&ada).await.unwrap().iter().filter(|l| l.joined).count(), 3);
    // Who is in as many as possible still is in each of them.
    world.chat.join_room(&ada, GENERAL).await.unwrap();
}
