//! A whole server over TCP: it listens, talks, and stops in order.

use std::time::Duration;

use futures_util::StreamExt;
use tokio::time::timeout;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

use super::*;

async fn listening() -> (tempfile::TempDir, Listening) {
    let data = tempfile::tempdir().unwrap();
    let listen = SocketAddr::from(([127, 0, 0, 1], 0));
    let config = Config { data: data.path().join("data"), listen, ..Config::default() };
    let server = Server::new(config).await.unwrap().listen().await.unwrap();
    (data, server)
}

#[tokio::test]
async fn it_serves_until_it_is_stopped_and_then_lets_the_folder_go() {
    let (data, server) = listening().await;
    let (url, stop, address) = (server.url(), server.stopper(), server.address());
    let running = tokio::spawn(server.run());
    let answer = reqwest::get(format!("{url}/readyz")).await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.text().await.unwrap().as_str()), (200, "ready"));
    let misdirected = reqwest::Client::new().get(&url).header("host", "chat.example.org").send().await.unwrap();
    assert_eq!(misdirected.status(), 421);
    assert!(misdirected.text().await.unwrap().contains("--public-url"));

    stop.cancel();
    timeout(Duration::from_secs(5), running).await.expect("in time").unwrap();
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
    let config = Config { data: data.path().join("data"), ..Config::default() };
    assert!(Server::new(config).await.is_ok(), "the folder is free again");
}

#[tokio::test]
async fn a_socket_without_a_session_is_told_so() {
    let (_data, server) = listening().await;
    let (address, stop) = (server.address(), server.stopper());
    let running = tokio::spawn(server.run());
    let asked = |origin: String| {
        let mut request = format!("ws://{address}/socket").into_client_request().unwrap();
        request.headers_mut().insert("origin", origin.parse().unwrap());
        request.headers_mut().insert("sec-websocket-protocol", "chat.v1".parse().unwrap());
        request
    };
    let (mut socket, _) = connect_async(asked(format!("http://{address}"))).await.unwrap();
    match socket.next().await {
        Some(Ok(Message::Close(Some(frame)))) => assert_eq!(u16::from(frame.code), 4001),
        other => panic!("{other:?}"),
    }
    assert!(connect_async(asked("http://evil.example".into())).await.is_err(), "another site's page");
    drop(socket);
    stop.cancel();
    timeout(Duration::from_secs(5), running).await.expect("in time").unwrap();
}
