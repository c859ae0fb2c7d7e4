//! The only words to somebody who may not talk: a close frame, and the time to hear it.

use std::io::{self, ErrorKind};

use app::protocol::CloseCode;
use tokio::net::TcpStream;

use super::codec::{Decoder, Item};
use crate::hub::Frame;

/// Says `code` and waits until the client has answered in kind; what else it says is not heard.
pub(super) async fn say(stream: &TcpStream, early: Vec<u8>, code: CloseCode) -> io::Result<()> {
    stream.writable().await?;
    // Nothing was written before, so that it fits as a whole.
    stream.try_write(Frame::close(code.number(), "").bytes())?;
    let mut decoder = Decoder::default();
    let mut heard = early;
    loop {
        let mut input = heard.as_slice();
        while !input.is_empty() {
            if let Ok(Some(Item::Close(_))) | Err(_) = decoder.decode(&mut input) {
                return Ok(());
            }
        }
        stream.readable().await?;
        heard.resize(1024, 0);
        match stream.try_read(&mut heard) {
            Ok(0) => return Ok(()),
            Ok(read) => heard.truncate(read),
            Err(error) if error.kind() == ErrorKind::WouldBlock => heard.clear(),
            Err(error) => return Err(error),
        }
    }
}
