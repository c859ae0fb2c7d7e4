//! How quickly a workspace answers: `cargo run --release --example answers -- --data seeded`, on what the example `seed`
//! has made. It serves the folder in this process, asks one question after the other over loopback, and tells the time
//! from the question to the last byte of the answer: the median, the 95th percentile and the longest.

use std::error::Error;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use app::protocol::Page;
use clap::Parser;
use fastrand::Rng;
use reqwest::header::{COOKIE, LOCATION, ORIGIN, SET_COOKIE};
use reqwest::{Client, RequestBuilder};
use server::chat::Rate;
use server::config::Config;
use server::{Inside, Server};

type Failure = Box<dyn Error + Send + Sync>;

#[derive(Clone, Debug, Parser)]
struct Arguments {
    /// The data folder
    #[arg(long, default_value = "seeded")]
    data: PathBuf,
    /// Who asks
    #[arg(long, default_value = "person0@example.org")]
    email: String,
    /// Their password
    #[arg(long, default_value = "low tide at nine")]
    password: String,
    /// Questions of each kind
    #[arg(long, default_value_t = 200)]
    questions: usize,
    /// Only kinds of questions with this in their names
    #[arg(long, default_value = "")]
    only: String,
}

/// Words of which the seeded messages are full, and words of which there are few.
const FREQUENT: [&str; 6] = ["the", "and", "about", "deploy", "agree", "ing"];
const RARE: [&str; 8] =
    ["workshop", "wireframers", "zone", "東京", "сегодня", "reindexing", "\"the warehouse\"", "upgraded warehoused"];

/// Somebody who is signed in.
struct Asker {
    client: Client,
    origin: String,
    cookie: String,
}

impl Asker {
    async fn sign_in(address: SocketAddr, arguments: &Arguments) -> Result<Self, Failure> {
        let client = Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
        let origin = format!("http://{address}");
        let form = [("email", &arguments.email), ("password", &arguments.password)];
        let answer = client.post(format!("{origin}/sign-in")).header(ORIGIN, &origin).form(&form).send().await?;
        let cookies = answer.headers().get_all(SET_COOKIE).iter();
        let cookies = cookies.filter_map(|cookie| cookie.to_str().ok()?.split(';').next());
        let cookie = cookies.collect::<Vec<_>>().join("; ");
        if answer.headers().get(LOCATION).is_none() || cookie.is_empty() {
            return Err(format!("{} cannot sign in: {}", arguments.email, answer.status()).into());
        }
        Ok(Self { client, origin, cookie })
    }

    fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(format!("{}{path}", self.origin)).header(COOKIE, &self.cookie)
    }
}

async fn body(request: RequestBuilder) -> Result<String, Failure> {
    Ok(request.send().await?.error_for_status()?.text().await?)
}

/// Asks, and tells how long the answers took, where the name has `only` in it.
async fn measure(only: &str, name: &str, questions: impl Iterator<Item = RequestBuilder>) -> Result<(), Failure> {
    if !name.contains(only) {
        return Ok(());
    }
    let mut times = Vec::new();
    for question in questions {
        let began = Instant::now();
        body(question).await?;
        times.push(began.elapsed());
    }
    times.sort_unstable();
    let at = |share: f64| times.get(((times.len() as f64 * share) as usize).min(times.len() - 1)).copied();
    let ms = |time: Option<Duration>| time.unwrap_or_default().as_secs_f64() * 1_000.0;
    println!("{name:<28} {:>8.1} {:>8.1} {:>8.1}", ms(at(0.5)), ms(at(0.95)), ms(at(1.0)));
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    server::prepare_tls();
    let arguments = Arguments::parse();
    let any = Rate { burst: 1, every_ms: 0 };
    let config = Config {
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        data: arguments.data.clone(),
        command_rate: any,
        ..Config::default()
    };
    let listening =
        Server::with(config, Inside { search: any, page: any, ..Inside::default() }).await?.listen().await?;
    let (address, stop) = (listening.address(), listening.stopper());
    let serving = tokio::spawn(listening.run());
    let asked = ask(address, &arguments).await;
    stop.cancel();
    serving.await?;
    asked
}

async fn ask(address: SocketAddr, arguments: &Arguments) -> Result<(), Failure> {
    let asker = Asker::sign_in(address, arguments).await?;
    let mut rng = Rng::with_seed(1);
    let page = body(asker.get("/search")).await?;
    let data =
        page.split_once("id=\"page\"").and_then(|(_, rest)| rest.split_once('>')).ok_or("no data in the page")?.1;
    let page: Page = serde_json::from_str(data.split_once("</script>").ok_or("no end of the data")?.0)?;
    let rooms: Vec<(u64, u64)> =
        page.sidebar.rooms.iter().map(|room| (room.id.0.unsigned_abs(), room.msg_no)).collect();
    let messages: u64 = rooms.iter().map(|(_, msg_no)| msg_no).sum();
    println!("{} rooms, {messages} messages in them; milliseconds", rooms.len());
    println!("{:<28} {:>8} {:>8} {:>8}", "", "median", "p95", "longest");
    let (n, only) = (arguments.questions, arguments.only.as_str());
    let mut room = || rooms[rng.usize(0..rooms.len())];
    let opened: Vec<_> = (0..n).map(|_| room()).collect();
    measure(only, "open a room", opened.iter().map(|(id, _)| asker.get(&format!("/r/{id}")))).await?;
    let mut rng = Rng::with_seed(2);
    let mut anywhere = |(id, msg_no): &(u64, u64)| format!("/r/{id}?before={}", rng.u64(1..(*msg_no).max(2)));
    let pages: Vec<_> = opened.iter().map(&mut anywhere).collect();
    measure(only, "page back, anywhere", pages.iter().map(|page| asker.get(page))).await?;
    measure(only, "the sidebar alone", (0..n).map(|_| asker.get("/search"))).await?;
    for page in ["/unread", "/mentions", "/threads", "/rooms"] {
        measure(only, page, (0..n).map(|_| asker.get(page))).await?;
    }
    let search = |typed: String, more: &str| {
        let query: String = url::form_urlencoded::byte_serialize(typed.as_bytes()).collect();
        asker.get(&format!("/search?q={query}{more}"))
    };
    let of = |words: &'static [&'static str], at: usize| words[at % words.len()];
    measure(only, "search: frequent words", (0..n).map(|i| search(of(&FREQUENT, i).to_owned(), ""))).await?;
    measure(only, "search: rare words", (0..n).map(|i| search(of(&RARE, i).to_owned(), ""))).await?;
    let two = |i: usize| format!("{} {}", of(&FREQUENT, i), of(&RARE, i / 2));
    measure(only, "search: two words", (0..n).map(|i| search(two(i), ""))).await?;
    measure(only, "search: nothing fits", (0..n).map(|i| search(format!("deployed{} xylophone", i % 7), ""))).await?;
    let narrow = |i: usize| format!("{} from:ada has:link before:2026-06-01", of(&FREQUENT, i));
    measure(only, "search: by operators", (0..n).map(|i| search(narrow(i), ""))).await?;
    measure(only, "search: is:pinned", (0..n).map(|_| search("is:pinned".to_owned(), ""))).await?;
    measure(only, "search: best match", (0..n).map(|i| search(of(&FREQUENT, i).to_owned(), "&sort=best"))).await?;
    Ok(())
}
