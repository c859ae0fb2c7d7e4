//! How a person stands to a room: what of it reaches them, and where it stands. Only for them, on all their screens.

use app::domain::{Involvement, RoomId};
use app::protocol::{Involve, LeaveRoom, OpenDirect, ProblemCode, StartThread};

use crate::world::World;

#[tokio::test]
async fn what_does_not_reach_somebody_waits_without_standing_out() {
    let world = World::begin().await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    ada.opens_the_list().await;
    bo.opens_the_list().await;
    let mut phone = bo.another_device().await;
    phone.opens_the_list().await;
    ada.says(room, "One").await;
    let entry = |s: &crate::world::Screen| s.sidebar().room(room).cloned();
    for (involvement, stands_out, calls) in [
        (Involvement::Everything, 2, 1),
        (Involvement::Mentions, 1, 1),
        (Involvement::Nothing, 0, 0),
        (Involvement::Hidden, 0, 0),
    ] {
        bo.does(&Involve { room, involvement, favourite: involvement == Involvement::Hidden }).await;
        if involvement == Involvement::Everything {
            ada.says(room, "@bo, two").await;
        }
        for screen in [&mut bo, &mut phone] {
            let is = |s: &crate::world::Screen| entry(s).filter(|e| e.involvement == involvement && e.msg_no == 2);
            let shown = screen.until(&format!("{involvement:?}"), is).await;
            assert_eq!((shown.unread(), shown.stands_out(), shown.calls()), (2, stands_out, calls), "{involvement:?}");
            assert_eq!(shown.favourite, involvement == Involvement::Hidden);
        }
        let page = bo.browser.get("/unread").await.is(200);
        assert_eq!(page.text().contains("You have read everything."), stands_out == 0, "{involvement:?}");
    }
    // It is one's own choice, and outlives the visit; what is hidden is found by search, and by its address.
    assert!(entry(&ada.screen).is_some_and(|entry| entry.involvement.is_full()));
    let page = bo.browser.get("/rooms").await.is(200);
    assert!(page.text().contains("Open Harbour") && !page.text().contains("class=\"room-link\" href=\"/r/2-harbour\""));
    assert!(bo.browser.get(&format!("/r/{room}")).await.is(200).text().contains("href=\"/r/2-harbour\""));
    // Who leaves and comes back begins anew.
    bo.does(&LeaveRoom { room }).await;
    bo.does(&app::protocol::JoinRoom { room }).await;
    bo.until("it as it was at first", |s| entry(s).filter(|e| e.involvement.is_full() && !e.favourite)).await;
}

#[tokio::test]
async fn it_is_chosen_by_a_form_and_not_of_a_thread() {
    let world = World::begin().await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    ada.opens_the_list().await;
    bo.opens_the_list().await;
    let way = format!("/r/{room}/involvement");
    assert!(bo.browser.get(&format!("/r/{room}?panel=people")).await.is(200).text().contains("/involvement\""));
    let page = bo.browser.get(&way).await.is(200);
    assert!(page.text().contains("value=\"everything\" checked"), "{}", page.text());
    assert!(
        bo.browser.post(&way, &[("involvement", "mentions"), ("favourite", "on")]).await.location().starts_with("/r/")
    );
    bo.until("a favourite", |s| s.sidebar().room(room).filter(|e| e.favourite).map(drop)).await;
    let page = bo.browser.get("/").await;
    let page = bo.browser.get(page.location()).await.is(200);
    assert!(page.text().contains(">Favourites<"));
    assert_eq!(bo.browser.post(&way, &[("involvement", "some")]).await.status, 404);
    let direct = bo.does(&OpenDirect { people: vec![ada.id] }).await.id;
    bo.does(&Involve { room: direct, involvement: Involvement::Nothing, favourite: false }).await;
    ada.says(direct, "Psst").await;
    let waits = |s: &crate::world::Screen| s.sidebar().room(direct).filter(|e| e.unread() == 1).map(|e| e.calls());
    assert_eq!(bo.until("the message", waits).await, 0);
    let no = ada.says(room, "Root").await.no;
    let thread = ada.does(&StartThread { room, no }).await.room;
    let ask = Involve { room: thread, involvement: Involvement::Nothing, favourite: false };
    assert_eq!(ada.asks(&ask).await.map_err(|problem| problem.code), Err(ProblemCode::Forbidden));
    assert_eq!(ada.browser.get(&format!("/r/{thread}/involvement")).await.status, 404);
    let mut cy = world.member(&mut ada, "Cy").await;
    cy.opens_the_list().await;
    let ask = Involve { room, involvement: Involvement::Nothing, favourite: false };
    assert_eq!(cy.asks(&ask).await.map_err(|problem| problem.code), Err(ProblemCode::NotFound));
}

#[tokio::test]
async fn one_begins_in_the_first_room_that_is_in_sight() {
    let world = World::begin().await;
    let (mut ada, mut bo) = world.two().await;
    let quay = world.room("Quay", &mut ada, &mut [&mut bo]).await;
    let yard = world.room("Yard", &mut ada, &mut [&mut bo]).await;
    bo.opens_the_list().await;
    let general = bo.loads_sidebar().await.rooms[0].id;
    let direct = bo.does(&OpenDirect { people: vec![ada.id] }).await.id;
    assert_eq!(bo.loads_sidebar().await.rooms[0].id, direct, "by name it is the first");
    let mut begins = async |rooms: &[(RoomId, Involvement, bool)]| {
        for (room, involvement, favourite) in rooms.iter().copied() {
            bo.does(&Involve { room, involvement, favourite }).await;
        }
        let way = bo.browser.get("/").await.location().to_owned();
        way.split('-').next().unwrap().to_owned()
    };
    let room = |id: RoomId| format!("/r/{id}");
    assert_eq!(begins(&[]).await, room(general));
    assert_eq!(begins(&[(general, Involvement::Hidden, false)]).await, room(quay));
    assert_eq!(begins(&[(yard, Involvement::Everything, true)]).await, room(yard));
    let hidden = [quay, yard].map(|room| (room, Involvement::Hidden, false));
    assert_eq!(begins(&hidden).await, room(direct));
    assert_eq!(begins(&[(direct, Involvement::Hidden, false)]).await, "/rooms");
}
