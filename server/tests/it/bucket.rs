//! Files in a bucket that speaks S3, at a service that the test starts: to everybody the same as in the data folder.

use std::path::{Path, PathBuf};

use app::protocol::DeleteMessage;
use reqwest::Method;
use tempfile::TempDir;
use tokio::net::TcpListener;

use crate::files::{DOT, brings, brought, with};
use crate::world::{PATIENCE, World};

const KEY: &str = "tide";
const SECRET: &str = "low tide at nine";

/// A service that speaks S3 over a folder, with a bucket in it.
struct Service {
    endpoint: String,
    folder: TempDir,
}

impl Service {
    async fn start() -> Self {
        server::prepare_tls();
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("snug")).unwrap();
        let mut service = s3s::service::S3ServiceBuilder::new(s3s_fs::FileSystem::new(folder.path()).unwrap());
        service.set_auth(s3s::auth::SimpleAuth::from_single(KEY, SECRET));
        let service = service.build();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let (io, service) = (hyper_util::rt::TokioIo::new(socket), service.clone());
                tokio::spawn(hyper::server::conn::http1::Builder::new().serve_connection(io, service));
            }
        });
        Self { endpoint, folder }
    }

    /// A workspace that keeps its files here.
    async fn world(&self, secret: &str) -> World {
        World::with(|setup| {
            setup.config.s3_bucket = Some("snug".to_owned());
            setup.config.s3_endpoint = Some(self.endpoint.clone());
            setup.config.s3_key = Some(KEY.to_owned());
            setup.config.s3_secret = Some(secret.to_owned());
        })
        .await
    }

    /// Where the bytes are that Snug keeps.
    fn kept(&self) -> Vec<PathBuf> {
        let mut kept = Vec::new();
        under(&self.folder.path().join("snug"), &mut kept);
        kept
    }
}

fn under(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() { under(&path, found) } else { found.push(path) }
    }
}

#[tokio::test]
async fn a_bucket_keeps_what_a_folder_would_keep() {
    let service = Service::start().await;
    let world = service.world(SECRET).await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    ada.opens(room).await;
    // More than is sent in one piece.
    let bytes: Vec<u8> = (0..3_000_000_u32).flat_map(u32::to_le_bytes).collect();
    let large = brought(&mut ada, room, "large.bin", &bytes).await;
    let dot = brought(&mut ada, room, "dot.png", DOT).await;
    ada.does(&with(room, "Look", &[large.id, dot.id])).await;
    assert_eq!(bo.browser.get(&large.path()).await.is(200).body, bytes);
    let part = bo.browser.request(Method::GET, &large.path()).header("range", "bytes=11999990-");
    assert_eq!(bo.browser.send(part).await.is(206).body, bytes[11_999_990..]);
    assert_eq!(bo.browser.get(&dot.path()).await.is(200).body, DOT);
    assert_eq!(bo.browser.stranger().get(&large.path()).await.status, 401);
    assert!(service.kept().len() >= 2 && !world.data().join("files").exists(), "nothing is kept here");
    ada.does(&DeleteMessage { room, no: 1 }).await;
    assert_eq!(ada.browser.get(&large.path()).await.status, 404);
    // Behind the answer, and soon.
    let until = tokio::time::Instant::now() + PATIENCE;
    while !service.kept().is_empty() {
        assert!(tokio::time::Instant::now() < until, "{:?}", service.kept());
        ada.does(&app::protocol::ListRooms {}).await;
    }
}

#[tokio::test]
async fn whoever_has_no_key_to_the_bucket_keeps_nothing_and_says_so() {
    let service = Service::start().await;
    let world = service.world("high tide").await;
    let mut ada = world.owner("Ada").await;
    let room = world.room("Harbour", &mut ada, &mut []).await;
    assert_eq!(brings(&mut ada, room, "words.txt", b"words").await.status, 500);
    assert!(service.kept().is_empty(), "{:?}", service.kept());
    ada.opens(room).await;
    ada.says(room, "Without it").await;
}
