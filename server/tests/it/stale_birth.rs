//! No page is born stale: what was said between rendering it and opening its socket arrives
//! first, and nothing is fetched again for it.

use app::protocol::PostMessage;

use crate::world::{Screen, World, new_cid};

/// How many pages are opened while somebody talks.
const BIRTHS: usize = 1_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_said_between_the_page_and_its_socket_is_missed() {
    let world = World::begin().await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    ada.opens(room).await;

    let (mut stale, mut missed) = (0, 0);
    for birth in 0..BIRTHS {
        // While the page is rendered somebody writes too.
        let ((sidebar, view), _) = tokio::join!(bo.loads(room), ada.says(room, "while it is rendered"));
        let from = view.as_of;
        bo.screen = Screen::born(sidebar, Some(view));
        // Before, while and after the socket opens.
        let before = ada.says(room, "before").await;
        let (wire, during) = tokio::join!(bo.dials(), ada.says(room, "during"));
        let talk = async {
            let i = ada
                .sends(&PostMessage { room, cid: new_cid(), body: "after".into(), reply: None, files: vec![] })
                .await;
            ada.hears::<PostMessage>(i).await.unwrap().unwrap()
        };
        let (live, after) = tokio::join!(bo.adopts(wire.expect("the socket opens")), talk);
        assert!(live);
        assert!(before.seq < during.seq && during.seq < after.seq);
        bo.catches_up(room, after.seq).await;

        let seen = bo.screen.seqs(room);
        missed += usize::from(seen != (from + 1..=after.seq).collect::<Vec<_>>());
        stale += usize::from(!seen.is_empty());
        assert!(bo.screen.resets.is_empty() && bo.screen.gaps == 0, "birth {birth}: it was read again");
        let numbers: Vec<u64> = bo.screen.room(room).messages.iter().map(|m| m.no).collect();
        assert!(numbers.windows(2).all(|w| w[0] + 1 == w[1]), "birth {birth}: {numbers:?}");
        bo.disconnects().await;
    }
    assert_eq!(missed, 0, "of {BIRTHS} births {stale} were stale and {missed} missed something");
}
