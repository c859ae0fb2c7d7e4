//! A real WebSocket, as bare as possible: frames in, frames out, and how it ended.

use std::net::SocketAddr;
use std::time::Duration;

use app::protocol::{SUBPROTOCOL, ServerFrame};
use futures_util::{SinkExt, StreamExt};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode as WireCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Role};
use tokio_tungstenite::tungstenite::{self, Message, client::IntoClientRequest};
use tokio_tungstenite::{WebSocketStream, client_async};

use super::{Browser, PATIENCE};

/// What is said in the handshake.
#[derive(Clone, Debug)]
pub(crate) struct Handshake {
    pub(crate) host: String,
    pub(crate) origin: Option<String>,
    pub(crate) cookie: String,
    pub(crate) subprotocol: Option<String>,
}

impl Handshake {
    /// What the script of a page in this browser says.
    pub(crate) fn of(browser: &Browser) -> Self {
        Self {
            host: browser.host(),
            origin: Some(browser.origin()),
            cookie: browser.cookie_header(),
            subprotocol: Some(SUBPROTOCOL.to_owned()),
        }
    }
}

/// Something that came over the socket.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "there is one of it at a time")]
pub(crate) enum Received {
    /// A frame.
    Frame(ServerFrame),
    /// The end, with the code of the close frame; `None` when the connection just broke.
    End(Option<u16>),
}

/// An open socket.
pub(crate) struct Wire {
    stream: WebSocketStream<TcpStream>,
}

impl Wire {
    /// Opens a socket, or says with which status the server refused.
    pub(crate) async fn open(to: SocketAddr, handshake: &Handshake) -> Result<Self, u16> {
        let tcp = timeout(PATIENCE, TcpStream::connect(to)).await.expect("connects in time").map_err(|_| 0_u16)?;
        tcp.set_nodelay(true).unwrap();
        Self::over(tcp, handshake).await
    }

    /// The handshake over a connection that the test made itself.
    pub(crate) async fn over(tcp: TcpStream, handshake: &Handshake) -> Result<Self, u16> {
        let mut request = format!("ws://{}/socket", handshake.host).into_client_request().unwrap();
        let headers = request.headers_mut();
        if let Some(origin) = &handshake.origin {
            headers.insert("origin", origin.parse().unwrap());
        }
        if !handshake.cookie.is_empty() {
            headers.insert("cookie", handshake.cookie.parse().unwrap());
        }
        if let Some(subprotocol) = &handshake.subprotocol {
            headers.insert("sec-websocket-protocol", subprotocol.parse().unwrap());
        }
        let opening = timeout(PATIENCE, client_async(request, tcp)).await.expect("the handshake ends in time");
        match opening {
            Ok((stream, _)) => Ok(Self { stream }),
            Err(tungstenite::Error::Http(response)) => Err(response.status().as_u16()),
            Err(_) => Err(0),
        }
    }

    /// A handshake that offers any subprotocol, and takes whatever the server makes of it: this
    /// client does not insist that one is chosen.
    pub(crate) async fn open_offering(to: SocketAddr, handshake: &Handshake, subprotocol: Option<&str>) -> Self {
        let mut tcp = TcpStream::connect(to).await.unwrap();
        let Handshake { host, origin, cookie, .. } = handshake;
        let mut request = format!("GET /socket HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\n");
        request += "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n";
        request += "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
        for (name, value) in [("Origin", origin.as_deref()), ("Sec-WebSocket-Protocol", subprotocol)] {
            request += &value.map_or_else(String::new, |value| format!("{name}: {value}\r\n"));
        }
        tcp.write_all(format!("{request}\r\n").as_bytes()).await.unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(timeout(PATIENCE, tcp.read_u8()).await.expect("an answer in time").expect("a whole answer"));
        }
        let head = String::from_utf8(head).unwrap();
        assert!(head.starts_with("HTTP/1.1 101"), "{head}");
        Self { stream: WebSocketStream::from_raw_socket(tcp, Role::Client, None).await }
    }

    /// Sends a text frame. A broken connection shows when reading.
    pub(crate) async fn send(&mut self, text: impl Into<String>) {
        self.send_raw(Message::text(text.into())).await;
    }

    pub(crate) async fn send_raw(&mut self, message: Message) {
        let _ = timeout(PATIENCE, self.stream.send(message)).await.expect("the server reads");
    }

    /// The next frame that is not a ping, or the end.
    pub(crate) async fn next(&mut self) -> Received {
        self.next_within(PATIENCE).await.expect("the server says something in time")
    }

    /// The next frame, unless nothing comes for so long.
    pub(crate) async fn next_within(&mut self, patience: Duration) -> Option<Received> {
        loop {
            match timeout(patience, self.stream.next()).await.ok()? {
                Some(Ok(Message::Text(text))) => {
                    let frame = ServerFrame::decode(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
                    return Some(Received::Frame(frame));
                }
                Some(Ok(Message::Close(frame))) => return Some(Received::End(frame.map(|f| f.code.into()))),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Some(Received::End(None)),
            }
        }
    }

    /// Reads on until the end; panics when the socket is not closed in time.
    pub(crate) async fn end(&mut self) -> Option<u16> {
        let end = async {
            loop {
                if let Received::End(code) = self.next().await {
                    return code;
                }
            }
        };
        // Signs of life go on for ever.
        timeout(PATIENCE, end).await.expect("the socket is closed in time")
    }

    /// Leaves politely.
    pub(crate) async fn close(mut self) {
        let frame = CloseFrame { code: WireCode::Normal, reason: "".into() };
        let _ = self.stream.close(Some(frame)).await;
    }

    /// The connection below, for tests that write bytes of their own.
    pub(crate) fn tcp(&mut self) -> &mut TcpStream {
        self.stream.get_mut()
    }
}
