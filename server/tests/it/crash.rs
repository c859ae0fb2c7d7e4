//! `kill -9` at the worst moments. Whatever was acknowledged is there afterwards, exactly once,
//! at the place that was named, and the numbers have no hole.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use app::domain::{Cid, RoomId};
use app::protocol::{ClientFrame, Direction, Event, LoadHistory, MakeRoom, PostMessage, Posted, ServerFrame};
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::world::{Address, Browser, Person, World, new_cid};

/// How often the program is killed.
const LIVES: u64 = 50;

/// The program itself, on a data folder.
struct Program {
    child: Child,
    address: SocketAddr,
}

impl Program {
    /// Starts it and waits for the one line that says that it is ready.
    async fn start(data: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_snug"));
        command
            .args(["--listen", "127.0.0.1:0", "--post-rate", "1000000/1s", "--log", "warn", "--data"])
            .arg(data)
            .stdout(Stdio::piped());
        tokio::task::spawn_blocking(move || {
            let mut child = command.spawn().expect("the program starts");
            let mut line = String::new();
            BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
            let address = line.trim_end().rsplit("http://").next().and_then(|at| at.parse().ok());
            let Some(address) = address else { panic!("not ready: “{line}”, {:?}", child.wait()) };
            Self { child, address }
        })
        .await
        .unwrap()
    }

    /// `kill -9`.
    fn kill(&mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it is gone");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Everything that was acknowledged, ever.
#[derive(Default)]
struct Ledger {
    acknowledged: std::sync::Mutex<HashMap<Cid, (RoomId, Posted)>>,
    count: AtomicU64,
    changed: Notify,
}

impl Ledger {
    fn note(&self, room: RoomId, cid: Cid, posted: Posted) {
        let before = self.acknowledged.lock().unwrap().insert(cid, (room, posted));
        assert!(before.is_none_or(|(_, before)| before == posted), "the same cid was acknowledged as two messages");
        self.count.fetch_add(1, Ordering::SeqCst);
        self.changed.notify_waiters();
    }

    async fn reaches(&self, count: u64) {
        loop {
            let changed = self.changed.notified();
            if self.count.load(Ordering::SeqCst) >= count {
                return;
            }
            changed.await;
        }
    }
}

/// What a writer has sent and not heard of: it goes first in the next life.
type Open = Vec<PostMessage>;

fn something(room: RoomId) -> PostMessage {
    let cid = new_cid();
    // The text is the name, so that history tells which is which.
    PostMessage { room, cid, body: cid.to_string(), reply: None, files: vec![] }
}

/// Posts by HTTP, one after the other, until the program is gone.
async fn writes_by_http(browser: Browser, room: RoomId, mut open: Open, ledger: Arc<Ledger>) -> Open {
    loop {
        let post = open.pop().unwrap_or_else(|| something(room));
        let origin = browser.origin();
        let request = browser.request(reqwest::Method::POST, "/api/command").header("origin", origin);
        let request = request.header("content-type", "application/json").body(ClientFrame::encode(Some(1), &post));
        let text = match request.send().await {
            Ok(response) if response.status().is_success() => response.text().await.ok(),
            Ok(_) | Err(_) => None,
        };
        match text.as_deref().map(ServerFrame::decode) {
            Some(Ok(ServerFrame::Reply { outcome: Ok(body), .. })) => {
                ledger.note(post.room, post.cid, serde_json::from_str(body.get()).unwrap());
            }
            _ => {
                open.push(post);
                return open;
            }
        }
    }
}

/// Posts over a socket, sixteen at a time, until the program is gone.
async fn writes_by_socket(mut person: Person, room: RoomId, open: Open, ledger: Arc<Ledger>) -> (Person, Open) {
    let mut under_way: Vec<(u64, PostMessage)> = Vec::new();
    let mut next: Open = open;
    if !person.tries_to_connect().await {
        return (person, next);
    }
    loop {
        while under_way.len() < 16 {
            let post = next.pop().unwrap_or_else(|| something(room));
            under_way.push((person.sends(&post).await, post));
        }
        match person.hears::<PostMessage>(under_way[0].0).await {
            Some(outcome) => {
                let (_, post) = under_way.remove(0);
                ledger.note(post.room, post.cid, outcome.expect("it is taken"));
            }
            None => {
                next.extend(under_way.into_iter().map(|(_, post)| post));
                return (person, next);
            }
        }
    }
}

/// Reads along, from where it was, until the program is gone or `stop`.
async fn reads_along(mut reader: Person, stop: CancellationToken) -> Person {
    if !reader.tries_to_connect().await {
        return reader;
    }
    loop {
        tokio::select! {
            biased;
            () = stop.cancelled() => return reader,
            more = reader.reads() => if !more { return reader },
        }
    }
}

async fn history(reader: &mut Person, room: RoomId) -> Vec<(u64, Cid)> {
    let mut all: Vec<(u64, Cid)> = Vec::new();
    loop {
        let no = all.last().map_or(0, |(no, _)| *no);
        let page = LoadHistory { room, direction: Direction::After, no, limit: 100 };
        let page = reader.asks_by_http(&page).await.expect("a member may read");
        if page.messages.is_empty() {
            return all;
        }
        all.extend(page.messages.iter().map(|m| (m.no, m.body.parse().expect("the text is a cid"))));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_or_doubled_by_fifty_kills() {
    // The people come in through a server of the usual kind; then the program takes over.
    let mut world = World::begin().await;
    let (mut ada, mut bo) = world.two().await;
    let mut rooms = Vec::new();
    for name in ["Harbour", "Beach"] {
        let room =
            ada.asks_by_http(&MakeRoom { name: name.into(), topic: String::new(), closed: false }).await.unwrap().id;
        bo.asks_by_http(&app::protocol::JoinRoom { room }).await.unwrap();
        rooms.push(room);
    }
    let mut reader = bo.another_screen();
    for room in &rooms {
        let (sidebar, view) = reader.loads(*room).await;
        reader.screen.sidebar = Some(sidebar);
        reader.screen.show(view);
    }
    let born: HashMap<RoomId, u64> = rooms.iter().map(|room| (*room, reader.screen.room(*room).as_of)).collect();
    world.stop().await;

    let ledger = Arc::new(Ledger::default());
    let address: Address = ada.browser.address.clone();
    let mut by_http: Vec<Open> = vec![Open::new(); 4];
    let mut by_socket: Vec<(Person, Open)> = vec![];
    for n in 0..4 {
        let mut person = if n % 2 == 0 { ada.another_screen() } else { bo.another_screen() };
        person.screen.sidebar = reader.screen.sidebar.clone();
        by_socket.push((person, Open::new()));
    }
    let started = std::time::Instant::now();
    for life in 1..=LIVES {
        let mut program = Program::start(&world.data()).await;
        address.set(program.address);
        let before = ledger.count.load(Ordering::SeqCst);
        let mut http = JoinSet::new();
        for (n, open) in by_http.drain(..).enumerate() {
            // A connection of the life before is of no use.
            let browser = Browser { cookies: ada.browser.cookies.clone(), ..Browser::new(address.clone()) };
            http.spawn(writes_by_http(browser, rooms[n % 2], open, ledger.clone()));
        }
        let mut sockets = JoinSet::new();
        for (n, (person, open)) in by_socket.drain(..).enumerate() {
            sockets.spawn(writes_by_socket(person, rooms[n % 2], open, ledger.clone()));
        }
        let reading = tokio::spawn(reads_along(reader, CancellationToken::new()));
        // Sometimes at once, sometimes in the middle of it.
        ledger.reaches(before + (life * 37) % 100).await;
        program.kill();
        by_http = http.join_all().await;
        by_socket = sockets.join_all().await;
        reader = reading.await.unwrap();
    }
    let took = started.elapsed();

    let program = Program::start(&world.data()).await;
    address.set(program.address);
    let mut checker = Person::new(
        "Ada",
        ada.email.clone(),
        ada.id,
        Browser { cookies: ada.browser.cookies.clone(), ..Browser::new(address.clone()) },
    );
    let acknowledged = ledger.acknowledged.lock().unwrap().clone();
    let (mut kept, mut resets) = (0, 0);
    reader.connects().await;
    for room in &rooms {
        let all = history(&mut checker, *room).await;
        assert!(all.iter().map(|(no, _)| *no).eq(1..=all.len() as u64), "room {room}: the numbers have a hole");
        let by_cid: HashMap<Cid, u64> = all.iter().map(|(no, cid)| (*cid, *no)).collect();
        assert_eq!(by_cid.len(), all.len(), "room {room}: something was said twice");
        for (cid, (_, posted)) in acknowledged.iter().filter(|(_, (r, _))| r == room) {
            assert_eq!(by_cid.get(cid), Some(&posted.no), "room {room}: {cid} was acknowledged");
        }
        // In these rooms nothing happens but messages, so the positions go along with the numbers.
        let first = born[room];
        assert!(acknowledged.values().filter(|(r, _)| r == room).all(|(_, p)| p.seq == first + p.no));

        let newest = checker.loads(*room).await.1;
        assert_eq!(newest.as_of, first + all.len() as u64, "room {room}: the positions have a hole");
        reader.catches_up(*room, newest.as_of).await;
        // The reader saw nothing that was not kept: no ghost of a message that was never stored.
        for (_, seq, event) in reader.screen.events.iter().filter(|(r, ..)| r == room) {
            let Event::MessagePosted { message, cid } = event else { panic!("{event:?}") };
            assert_eq!((message.no + first, by_cid.get(cid)), (*seq, Some(&message.no)), "room {room}: a ghost");
        }
        resets += reader.screen.resets.len();
        if reader.screen.resets.is_empty() {
            assert!(reader.screen.seqs(*room).into_iter().eq(first + 1..=newest.as_of), "room {room}: in order, once");
        }
        kept += all.len();
    }
    println!("{LIVES} kills in {took:.1?}: {} acknowledged, {kept} kept, {resets} resets", acknowledged.len());
    assert!(acknowledged.len() as u64 > LIVES * 20, "there was load: {}", acknowledged.len());
}
