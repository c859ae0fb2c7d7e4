//! Saying things: over the socket, by a form and by a program, and finding them again.

use app::domain::MessageBody;
use app::protocol::{Direction, Hello, LoadHistory, MakeRoom, PostMessage, ProblemCode, Unwatch, Watch};
use server::chat::Rate;

use crate::world::{World, new_cid};

#[tokio::test]
async fn what_one_says_the_other_sees() {
    let world = World::begin().await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    ada.opens(room).await;
    bo.opens(room).await;

    let posted = ada.says(room, "Low tide at nine.").await;
    let message = bo.sees(room, "Low tide at nine.").await;
    assert_eq!((message.no, message.by.id, message.at), (posted.no, ada.id, posted.at));
    assert_eq!(ada.sees(room, "Low tide at nine.").await, message, "the author is told too");
}

#[tokio::test]
async fn a_form_and_a_program_say_the_same_as_a_socket() {
    let world = World::begin().await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    bo.opens(room).await;

    let answer = ada.posts_by_form(room, new_cid(), "By form\r\nin two lines").await;
    assert_eq!(answer.location(), format!("/r/{room}#m1"));
    assert_eq!(bo.sees(room, "By form\nin two lines").await.no, 1);

    let posted = ada
        .asks_by_http(&PostMessage { room, cid: new_cid(), body: "By program".into(), reply: None, files: vec![] })
        .await
        .unwrap();
    assert_eq!(bo.sees(room, "By program").await.no, posted.no);

    ada.opens(room).await;
    assert_eq!(ada.screen.texts(room), ["By form\nin two lines", "By program"]);
    assert_eq!(ada.says(room, "By socket").await.no, 3);
    bo.sees(room, "By socket").await;
    assert_eq!(bo.loads(room).await.1.messages, bo.screen.room(room).messages);
}

#[tokio::test]
async fn a_repeat_is_the_same_message_whichever_door_it_takes() {
    let world = World::begin().await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    ada.opens(room).await;
    bo.opens(room).await;

    let post = PostMessage { room, cid: new_cid(), body: "Once".into(), reply: None, files: vec![] };
    let first = ada.does(&post).await;
    assert_eq!(ada.does(&post).await, first);
    assert_eq!(ada.asks_by_http(&post).await.unwrap(), first);
    assert_eq!(ada.posts_by_form(room, post.cid, "Once").await.location(), format!("/r/{room}#m{}", first.no));
    assert_eq!(ada.does(&PostMessage { body: "Once more".into(), ..post.clone() }).await, first, "the first counts");

    bo.does(&post).await;
    let last = ada.says(room, "The end").await;
    bo.sees(room, "The end").await;
    assert_eq!(bo.screen.texts(room), ["Once", "Once", "The end"], "another author’s cid is another message");
    assert_eq!(bo.screen.seqs(room), (first.seq..=last.seq).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everyone_sees_the_same_order_without_holes() {
    let world = World::begin().await;
    let mut ada = world.owner("Ada").await;
    let mut bo = world.member(&mut ada, "Bo").await;
    let mut cy = world.member(&mut ada, "Cy").await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo, &mut cy]).await;
    cy.opens(room).await;
    let from = cy.screen.room(room).as_of;

    let writers = [ada, bo].map(|mut person| {
        tokio::spawn(async move {
            person.opens(room).await;
            let mut asked = Vec::new();
            for n in 0..50 {
                let body = format!("{} {n}", person.name);
                asked.push(person.sends(&PostMessage { room, cid: new_cid(), body, reply: None, files: vec![] }).await);
            }
            let mut seqs = Vec::new();
            for i in asked {
                seqs.push(person.hears::<PostMessage>(i).await.expect("the socket stays").expect("it is taken").seq);
            }
            person.catches_up(room, from + 100).await;
            assert!(seqs.is_sorted(), "what one person says keeps its order");
            person
        })
    });
    let mut screens = Vec::new();
    for writer in writers {
        screens.push(writer.await.unwrap().screen);
    }
    cy.catches_up(room, from + 100).await;
    let messages = &cy.screen.room(room).messages;
    assert_eq!(messages.iter().map(|m| m.no).collect::<Vec<_>>(), (1..=100).collect::<Vec<_>>());
    assert_eq!(cy.screen.seqs(room), (from + 1..=from + 100).collect::<Vec<_>>());
    for screen in screens {
        assert_eq!(&screen.room(room).messages, messages);
    }
}

#[tokio::test]
async fn a_message_has_limits_and_the_problem_names_them() {
    let world = World::begin().await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    ada.opens(room).await;

    let most = "x".repeat(MessageBody::MOST);
    ada.says(room, &most).await;
    for body in [format!("{most}x"), String::new(), " \n\t ".to_owned()] {
        let problem = ada
            .asks(&PostMessage { room, cid: new_cid(), body: body.clone(), reply: None, files: vec![] })
            .await
            .unwrap_err();
        assert_eq!((problem.code, problem.field.as_deref()), (ProblemCode::Invalid, Some("body")));
        let by_http = ada
            .asks_by_http(&PostMessage { room, cid: new_cid(), body: body.clone(), reply: None, files: vec![] })
            .await
            .unwrap_err();
        assert_eq!(by_http, problem, "every door says the same");
        let page = ada.posts_by_form(room, new_cid(), &body).await;
        assert!((400..500).contains(&page.status), "{}", page.status);
        assert!(page.text().contains(&problem.message.replace('\'', "&#x27;")), "{}", problem.message);
    }
    assert_eq!(ada.loads(room).await.1.msg_no, 1, "nothing of it was kept");
}

#[tokio::test]
async fn a_form_that_is_refused_keeps_its_text_and_its_cid() {
    let world = World::with(|setup| setup.config.post_rate = Rate { burst: 1, every_ms: 3_600_000 }).await;
    let mut ada = world.owner("Ada").await;
    let room =
        ada.asks_by_http(&MakeRoom { name: "Harbour".into(), topic: String::new(), closed: false }).await.unwrap().id;
    let (first, second) = (new_cid(), new_cid());
    ada.posts_by_form(room, first, "One").await.is(303);
    ada.posts_by_form(room, first, "One").await.is(303);

    let page = ada.posts_by_form(room, second, "Two & <three>").await.is(429);
    assert_eq!(page.value_of("cid"), Some(second.to_string()));
    assert!(page.text().contains("Two &amp; &lt;three&gt;</textarea>"), "{}", page.text());
    assert!(page.header("retry-after").is_some());
    let problem = ada
        .asks_by_http(&PostMessage { room, cid: second, body: "Two".into(), reply: None, files: vec![] })
        .await
        .unwrap_err();
    assert_eq!((problem.code, problem.retry), (ProblemCode::RateLimited, true));
    assert!(problem.after_ms.is_some_and(|ms| ms > 1_000));
    let page = ada.loads(room).await.1;
    assert_eq!(page.messages.len(), 1, "the repeat of what was said costs nothing, and the rest is not there");
}

#[tokio::test]
async fn everybody_is_called_and_pages_are_asked_for_so_often_and_no_more() {
    let world = World::with(|setup| {
        setup.inside.call_all = Rate { burst: 2, every_ms: 3_600_000 };
        setup.inside.page = Rate { burst: 20, every_ms: 3_600_000 };
    })
    .await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    ada.opens(room).await;
    ada.says(room, "@room, listen").await;
    ada.says(room, "And @here").await;
    let third = PostMessage { room, cid: new_cid(), body: "@room, again".into(), reply: None, files: vec![] };
    let problem = ada.asks(&third).await.unwrap_err();
    assert_eq!((problem.code, problem.retry), (ProblemCode::RateLimited, true));
    ada.says(room, "Nobody in particular").await;
    let mut last = 200;
    for _ in 0..25 {
        last = ada.browser.get(&format!("/r/{room}")).await.status;
    }
    assert_eq!(last, 429);
    bo.browser.get(&format!("/r/{room}")).await.is(200);
}

#[tokio::test]
async fn the_product_lets_ten_messages_through_at_once() {
    let world = World::with(|setup| setup.config.post_rate = server::config::Config::default().post_rate).await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    ada.opens(room).await;
    let mut asked = Vec::new();
    for n in 0..30 {
        asked.push(
            ada.sends(&PostMessage { room, cid: new_cid(), body: format!("{n}"), reply: None, files: vec![] }).await,
        );
    }
    let mut taken = 0;
    for i in asked {
        match ada.hears::<PostMessage>(i).await.unwrap() {
            Ok(_) => taken += 1,
            Err(problem) => assert_eq!((problem.code, problem.retry), (ProblemCode::RateLimited, true)),
        }
    }
    assert!((10..25).contains(&taken), "{taken} of 30");
    bo.asks_by_http(&PostMessage { room, cid: new_cid(), body: "Mine".into(), reply: None, files: vec![] })
        .await
        .expect("others are not slowed");
}

#[tokio::test]
async fn what_belongs_to_a_socket_is_refused_at_the_other_doors() {
    let world = World::begin().await;
    let mut ada = world.owner("Ada").await;
    let room = ada.screen.sidebar().rooms[0].id;
    let hello = Hello { epoch: None, user_seq: 0, timelines: [].into(), idle: false };
    for problem in [
        ada.asks_by_http(&hello).await.unwrap_err(),
        ada.asks_by_http(&Watch { room, seq: 0 }).await.unwrap_err(),
        ada.asks_by_http(&Unwatch { room }).await.unwrap_err(),
    ] {
        assert_eq!(problem.code, ProblemCode::Invalid, "{problem:?}");
    }
    ada.opens(room).await;
    let again = ada.asks(&hello).await.unwrap_err();
    assert_eq!(again.code, ProblemCode::Invalid, "and hello is said once");
}

#[tokio::test]
async fn a_permalink_shows_its_message_among_its_neighbours() {
    let world = World::begin().await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    ada.opens(room).await;
    for n in 1..=120 {
        ada.says(room, &format!("Message {n}")).await;
    }
    let page = bo.browser.get(&format!("/r/{room}-any-name-at-all/30")).await.is(200).page();
    let view = page.room.unwrap();
    assert_eq!(page.flash, Some(30));
    let at = view.messages.iter().position(|m| m.no == 30).expect("the message is there");
    assert!(at > 0 && at + 1 < view.messages.len(), "with some before and some after it");
    assert!(view.has_older() && view.has_newer());
    assert_eq!(view.msg_no, 120);
    let numbers: Vec<u64> = view.messages.iter().map(|m| m.no).collect();
    assert!(numbers.windows(2).all(|w| w[0] + 1 == w[1]), "{numbers:?}");
    for no in ["0", "121", "99999999999999999999", "-1", "x"] {
        bo.browser.get(&format!("/r/{room}/{no}")).await.is(404);
    }
}

#[tokio::test]
async fn history_can_be_paged_through_without_losing_or_repeating_anything() {
    let world = World::begin().await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    ada.opens(room).await;
    for n in 1..=130 {
        ada.says(room, &format!("Message {n}")).await;
    }
    let newest = bo.loads(room).await.1;
    let mut seen: Vec<u64> = newest.messages.iter().map(|m| m.no).collect();
    assert_eq!(seen.last(), Some(&130));

    // Without script: links with `before`, then back down with `after`.
    let mut upward = seen.clone();
    while upward[0] > 1 {
        let page = bo.browser.get(&format!("/r/{room}?before={}", upward[0])).await.is(200).page().room.unwrap();
        let mut older: Vec<u64> = page.messages.iter().map(|m| m.no).collect();
        assert!(!older.is_empty());
        older.append(&mut upward);
        upward = older;
    }
    assert_eq!(upward, (1..=130).collect::<Vec<_>>());
    let page = bo.browser.get(&format!("/r/{room}?after=10")).await.is(200).page().room.unwrap();
    assert_eq!(page.messages.first().map(|m| m.no), Some(11));

    // With script: message.page over the socket.
    bo.opens(room).await;
    while seen[0] > 1 {
        let ask = LoadHistory { room, direction: Direction::Before, no: seen[0], limit: 30 };
        let history = bo.does(&ask).await;
        assert!(history.messages.len() <= 30);
        let older: Vec<u64> = history.messages.iter().map(|m| m.no).collect();
        seen.splice(0..0, older);
    }
    assert_eq!(seen, (1..=130).collect::<Vec<_>>());
    let page = |direction, no, limit| LoadHistory { room, direction, no, limit };
    let numbers = |history: app::protocol::History| history.messages.iter().map(|m| m.no).collect::<Vec<_>>();
    assert_eq!(numbers(bo.does(&page(Direction::After, 100, 5)).await), [101, 102, 103, 104, 105]);
    let around = numbers(bo.does(&page(Direction::Around, 50, 11)).await);
    assert!(around.contains(&50) && around.len() <= 11 && around[0] < 50 && *around.last().unwrap() > 50, "{around:?}");
    assert_eq!(numbers(bo.does(&page(Direction::Before, 1, 50)).await), [0; 0]);
    assert_eq!(numbers(bo.does(&page(Direction::After, 130, 50)).await), [0; 0]);
    for limit in [0, 101, u32::MAX] {
        let problem = bo.asks(&page(Direction::Before, 50, limit)).await;
        assert_eq!(problem.unwrap_err().code, ProblemCode::Invalid, "{limit}");
    }
    let far = numbers(bo.does(&page(Direction::Before, u64::MAX, 10)).await);
    assert_eq!(far, (121..=130).collect::<Vec<_>>(), "beyond the newest, it is the newest");
}
