//! The weight of the page that people open most: a room with fifty messages, beside a
//! sidebar of twenty rooms, as it goes over the wire.

use app::protocol::{MakeRoom, PostMessage};
use reqwest::Method;

use crate::world::{World, new_cid};

/// Most bytes of HTML after brotli.
const BUDGET: usize = 15 * 1024;

/// Talk as teams talk: some words, some sentences, a link, a few lines of code.
const TALK: [&str; 16] = [
    "Morning all. The nightly build is green again, so I merged the migration branch.",
    "Nice! Does that include the index on sessions?",
    "Yes, and the one on read pointers. Query time went from 40 ms to 2 ms on the copy of production.",
    "👍",
    "Could somebody have a look at https://git.example.org/harbour/pulls/482 before lunch? It is small, I promise.",
    "On it.",
    "Two remarks, nothing that blocks. The name `fold_window` reads like it changes its argument, and the test for \
     an empty room is missing.",
    "Good points. Renamed to `folded`, test added.",
    "fn folded(rows: &[Row]) -> Vec<Group> {\n    rows.chunk_by(|a, b| a.author == b.author).map(Group::of).collect()\n}",
    "Customer call moved to 15:30, same room. Lena brings the numbers from last week; please have a look at the \
     sheet before and write down questions, so that we do not spend the first ten minutes reading again.",
    "Is the staging certificate known to be expired? My browser complains since this morning.",
    "It renews at noon. If not, tell me and I will kick it.",
    "Lunch? The place at the corner has the fish today.",
    "I am in, give me five minutes.",
    "¿Alguien tiene el enlace de la reunión? — Ja, steht im Thema: https://meet.example.org/tide-weekly",
    "Thanks. Writing the release notes now; shout if anything should be in there that is not in the changelog yet.",
];

#[tokio::test]
async fn a_room_of_fifty_messages_fits_its_budget() {
    let world = World::begin().await;
    let mut ada = world.owner("Ada Lovelace").await;
    let mut people = Vec::new();
    for name in ["Bo Lindqvist", "Cy Okafor", "Dee Nakamura", "Eli Rossi", "Fay O’Connor"] {
        people.push(world.member(&mut ada, name).await);
    }
    let names = [
        "Release train",
        "Design",
        "Support",
        "Water cooler",
        "Incidents",
        "Hiring",
        "Backend",
        "Frontend",
        "Mobile",
        "Data",
        "Security",
        "Offsite 2027",
        "Customers",
        "Sales",
        "Finance",
        "Books",
        "Running",
        "Berlin",
        "Announcements",
    ];
    for name in names {
        let topic = "What this room is about, in a line";
        ada.asks_by_http(&MakeRoom { name: name.into(), topic: topic.into(), closed: false }).await.unwrap();
    }
    people.push(ada);
    let reader = people.last_mut().unwrap();
    let sidebar = reader.loads_sidebar().await;
    assert_eq!(sidebar.rooms.len(), 20);
    let room = sidebar.rooms.iter().find(|r| r.msg_no == 0 && !names.contains(&r.name.as_str())).unwrap().id;
    for n in 0..60 {
        let by = (n * n / 3) % people.len();
        let body = format!(
            "{}{}",
            TALK[(n * 7) % TALK.len()],
            if n >= TALK.len() { format!(" ({n})") } else { String::new() }
        );
        people[by].asks_by_http(&PostMessage { room, cid: new_cid(), body, reply: None, files: vec![] }).await.unwrap();
    }
    let ada = people.last_mut().unwrap();

    let mut sizes = Vec::new();
    for encoding in ["identity", "gzip", "br"] {
        let path = format!("/r/{room}");
        let request = ada.browser.request(Method::GET, &path).header("accept-encoding", encoding);
        let answer = ada.browser.send(request).await.is(200);
        let encoded = answer.header("content-encoding").unwrap_or("identity");
        assert_eq!(encoded, encoding);
        if encoding == "identity" {
            assert_eq!(answer.page().room.unwrap().messages.len(), 50);
        }
        sizes.push(answer.body.len());
    }
    println!("a room of 50 messages: {} bytes, {} with gzip, {} with brotli", sizes[0], sizes[1], sizes[2]);
    assert!(sizes[2] <= BUDGET, "{} bytes with brotli, {BUDGET} are the most", sizes[2]);
}
