//! What is typed with marks is read once, on the server, and is shown to everybody as what it means.

use app::protocol::{Direction, LoadHistory};

use crate::world::World;

/// What is typed, and what a page shows of it.
const SHOWN: [(&str, &[&str]); 13] = [
    ("**now** *soon* ~~never~~", &["<strong>now</strong>", "<em>soon</em>", "<s>never</s>"]),
    ("run `make`", &["<code>make</code>"]),
    ("```rust\nlet tide = 7;\n```", &["<pre class=\"nodes__code\"", "<span data-tint=\"keyword\">let</span>"]),
    ("> it was said\n\nand answered", &["<blockquote><p>it was said</p></blockquote>", "<p>and answered</p>"]),
    ("- oars\n- a boat", &["<ul><li><p>oars</p></li><li><p>a boat</p></li></ul>"]),
    ("3. three\n4. four", &["<ol start=\"3\"><li><p>three</p></li>"]),
    ("## The tide", &["<p class=\"nodes__heading\">The tide</p>"]),
    (
        "[tables](https://example.org/t)",
        &["<a href=\"https://example.org/t\" rel=\"noopener noreferrer nofollow\"", ">tables</a>"],
    ),
    ("at https://example.org/u, too", &["<a href=\"https://example.org/u\"", ">https://example.org/u</a>, too"]),
    ("[no](javascript:alert(1)) <b>x</b>", &["no &lt;b&gt;x&lt;/b&gt;"]),
    ("done :tada: at last", &["done 🎉 at last"]),
    (":wave:", &["message__body--emoji", ">👋<"]),
    ("@room and @bo", &["<span class=\"mention\" data-you=\"\">@room</span>", ">@bo</a>"]),
];

#[tokio::test]
async fn what_is_typed_with_marks_is_the_same_to_everybody() {
    let world = World::begin().await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    ada.opens(room).await;
    bo.opens(room).await;
    for (typed, _) in SHOWN {
        ada.says(room, typed).await;
    }
    let last = SHOWN.len() as u64;
    bo.until("all of it", |s| (s.room(room).msg_no == last).then_some(())).await;
    let told = bo.screen.room(room).messages.clone();
    assert_eq!(told, bo.loads(room).await.1.messages, "on a fresh page");
    let page = LoadHistory { room, direction: Direction::Before, no: last + 1, limit: 50 };
    assert_eq!(told, bo.does(&page).await.messages, "in the history");
    let plain: Vec<_> = told.iter().filter(|message| message.nodes.is_empty()).map(|message| message.no).collect();
    assert_eq!(plain, [0; 0], "each has a meaning of its own");
    let page = bo.browser.get(&format!("/r/{room}")).await.is(200);
    for (typed, shown) in SHOWN {
        for html in shown {
            assert!(page.text().contains(html), "{html} of {typed:?}: {}", page.text());
        }
    }
    assert!(!page.text().contains("href=\"javascript:"), "what was typed stays in the data, and leads nowhere");
}
