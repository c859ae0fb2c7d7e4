//! Deliveries per second of processor time over loopback: the hub beside the bare loop that it is
//! measured by, which writes each round to every socket and knows no rooms, no order and no slow reader.
//!
//! A round is what one commit brings: so many messages at once. The next begins when everyone has got
//! it. The readers live on a thread of their own, and only the writer's time counts, as Linux states it:
//! whatever else the machine does then hardly shows.
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot set itself up measures nothing")]

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use app::domain::{Availability, RoomId, UserId};
use criterion::measurement::{Measurement, ValueFormatter, WallTime};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use server::hub::{Audience, Due, Frame, Hub, Log, LogError, Published, Settings, Stream};
use server::web::socket::notices;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

const ROOM: RoomId = RoomId(1);

/// Rounds of one iteration.
const ROUNDS: u64 = 16;

/// Processor time of the thread that asks.
struct ProcessorTime;

impl ProcessorTime {
    fn now() -> Duration {
        let stat = std::fs::read_to_string("/proc/thread-self/schedstat").expect("this is Linux");
        Duration::from_nanos(
            stat.split(' ').next().and_then(|nanos| nanos.parse().ok()).expect("it states nanoseconds"),
        )
    }
}

impl Measurement for ProcessorTime {
    type Intermediate = Duration;
    type Value = Duration;

    fn start(&self) -> Duration {
        Self::now()
    }

    fn end(&self, start: Duration) -> Duration {
        // Never nothing: the kernel counts in steps.
        Self::now().saturating_sub(start).max(Duration::from_nanos(1))
    }

    fn add(&self, one: &Duration, other: &Duration) -> Duration {
        *one + *other
    }

    fn zero(&self) -> Duration {
        Duration::ZERO
    }

    fn to_f64(&self, value: &Duration) -> f64 {
        WallTime.to_f64(value)
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        WallTime.formatter()
    }
}

struct Empty;

impl Log for Empty {
    fn since(&self, _: RoomId, _: u64, _: usize) -> BoxFuture<'_, Result<Vec<(u64, Frame)>, LogError>> {
        async { Ok(Vec::new()) }.boxed()
    }
}

/// What the readers have got, in bytes, and for how much the writer waits.
#[derive(Default)]
struct Arrived {
    bytes: AtomicU64,
    awaited: AtomicU64,
    enough: Notify,
}

impl Arrived {
    async fn wait_for(&self, bytes: u64) {
        self.awaited.store(bytes, Ordering::SeqCst);
        while self.bytes.load(Ordering::SeqCst) < bytes {
            self.enough.notified().await;
        }
    }
}

/// `count` sockets, whose far ends are read by a thread of their own.
fn sockets(runtime: &Runtime, count: usize) -> (Vec<TcpStream>, Arc<Arrived>) {
    let arrived = Arc::new(Arrived::default());
    let (near, far): (Vec<_>, Vec<_>) = runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut pairs = Vec::new();
        for _ in 0..count {
            let (far, near) = tokio::join!(TcpStream::connect(listener.local_addr().unwrap()), listener.accept());
            let near = near.unwrap().0;
            near.set_nodelay(true).unwrap();
            pairs.push((near, far.unwrap().into_std().unwrap()));
        }
        pairs.into_iter().unzip()
    });
    let counted = Arc::clone(&arrived);
    thread::spawn(move || {
        let runtime = Builder::new_current_thread().enable_io().build().unwrap();
        runtime.block_on(async {
            let readers = far.into_iter().map(|stream| read(stream, Arc::clone(&counted)));
            futures_util::future::join_all(readers.map(tokio::spawn)).await;
        });
    });
    (near, arrived)
}

async fn read(stream: std::net::TcpStream, arrived: Arc<Arrived>) {
    let stream = TcpStream::from_std(stream).unwrap();
    let mut buffer = vec![0; 16 * 1024];
    while stream.readable().await.is_ok() {
        match stream.try_read(&mut buffer) {
            Ok(0) => return,
            Ok(read) => {
                let bytes = arrived.bytes.fetch_add(read as u64, Ordering::SeqCst) + read as u64;
                if bytes >= arrived.awaited.load(Ordering::SeqCst) {
                    arrived.enough.notify_one();
                }
            }
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            Err(_) => return,
        }
    }
}

fn frame() -> Frame {
    let body = "x".repeat(96);
    Frame::text(&format!(r#"{{"e":"message.new","r":1,"s":100,"d":{{"no":100,"by":{{"id":1}},"body":"{body}"}}}}"#))
}

fn hub(criterion: &mut Criterion<ProcessorTime>, members: usize, window: u64) {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let (near, arrived) = sockets(&runtime, members);
    let (stop, tracker) = (CancellationToken::new(), TaskTracker::new());
    let settings = Settings { sockets_per_person: members, flushers: 1, ..Settings::default() };
    let hub = runtime.block_on(async {
        let (hub, _) = Hub::new(settings, notices(), Arc::new(Empty), stop.clone(), tracker.clone());
        for stream in near {
            let socket = hub.connect(Stream::Tcp(stream), UserId(1), 1);
            socket.begins(false);
            socket.greet(&Frame::text("welcome"), &[(ROOM, 0)], Availability::Auto);
            assert!(socket.want(ROOM) && socket.watch(ROOM, 0, 0));
            socket.announce_live();
            tracker.spawn(async move { while socket.next().await == Due::SessionCheck {} });
        }
        hub
    });
    let greetings = (Frame::text("welcome").bytes().len() + notices().live.bytes().len()) * members;
    let mut expected = greetings as u64;
    runtime.block_on(arrived.wait_for(expected));
    let (frame, mut seq) = (frame(), 0);
    let mut group = criterion.benchmark_group("hub");
    group.throughput(Throughput::Elements(ROUNDS * window * members as u64));
    group.bench_function(BenchmarkId::from_parameter(format!("1x{members} w{window}")), |bench| {
        bench.iter(|| {
            runtime.block_on(async {
                for _ in 0..ROUNDS {
                    for _ in 0..window {
                        seq += 1;
                        let frame = black_box(frame.clone());
                        hub.publish(
                            ROOM,
                            Published { seq, msg_no: seq, author: None, frame, audience: Audience::Watchers },
                        );
                    }
                    expected += window * (frame.bytes().len() * members) as u64;
                    arrived.wait_for(expected).await;
                }
            });
        });
    });
    stop.cancel();
    tracker.close();
    runtime.block_on(tracker.wait());
}

fn bare(criterion: &mut Criterion<ProcessorTime>, members: usize, window: u64) {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let (near, arrived) = sockets(&runtime, members);
    let frame = frame();
    let mut expected = 0;
    let mut group = criterion.benchmark_group("bare loop");
    group.throughput(Throughput::Elements(ROUNDS * window * members as u64));
    group.bench_function(BenchmarkId::from_parameter(format!("1x{members} w{window}")), |bench| {
        bench.iter(|| {
            runtime.block_on(async {
                for _ in 0..ROUNDS {
                    let mut round = Vec::new();
                    for _ in 0..window {
                        round.extend_from_slice(black_box(&frame).bytes());
                    }
                    for stream in &near {
                        let mut rest = &round[..];
                        while !rest.is_empty() {
                            match stream.try_write(rest) {
                                Ok(written) => rest = &rest[written..],
                                Err(_) => stream.writable().await.unwrap(),
                            }
                        }
                    }
                    expected += window * (frame.bytes().len() * members) as u64;
                    arrived.wait_for(expected).await;
                }
            });
        });
    });
}

fn fan_out(criterion: &mut Criterion<ProcessorTime>) {
    for (members, window) in [(32, 1), (32, 8), (1_000, 4)] {
        bare(criterion, members, window);
        hub(criterion, members, window);
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().with_measurement(ProcessorTime).warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(5)).sample_size(20);
    targets = fan_out
}
criterion_main!(benches);
