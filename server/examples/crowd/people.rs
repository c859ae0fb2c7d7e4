//! Accounts and rooms, made by the same forms and commands that people use.

use std::net::SocketAddr;

use app::domain::RoomId;
use app::protocol::{Ask, ClientFrame, JoinRoom, MakeRoom, RoomEntry, ServerFrame};
use reqwest::header::{CONTENT_TYPE, COOKIE, ORIGIN, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, Response};

use super::Failure;

const PASSWORD: &str = "a crowd at low tide";

/// Who is there, and where they are: person `p` is in room `p % rooms`.
pub(super) struct People {
    pub(super) cookies: Vec<String>,
    pub(super) rooms: Vec<RoomId>,
}

impl People {
    pub(super) async fn come_in(at: SocketAddr, people: usize, rooms: usize) -> Result<Self, Failure> {
        let door = Door { at, client: Client::builder().redirect(Policy::none()).build()? };
        let owner = door.form("/setup", "", &account(0, &[("workspace", "Crowd")])).await?;
        let link = door.join_link(&owner).await?;
        let mut all = Self { cookies: vec![owner], rooms: vec![] };
        for room in 0..rooms.max(1) {
            let made: RoomEntry = door
                .ask(&all.cookies[0], &MakeRoom { name: format!("Room {room}"), topic: String::new(), closed: false })
                .await?;
            all.rooms.push(made.id);
        }
        // A multiple of the rooms, so that every room has the same people in all rounds.
        let people = people.max(1).next_multiple_of(all.rooms.len());
        for n in 1..people {
            let cookie = door.form(&link, "", &account(n, &[])).await?;
            door.ask(&cookie, &JoinRoom { room: all.rooms[n % all.rooms.len()] }).await?;
            all.cookies.push(cookie);
        }
        Ok(all)
    }

    /// The room and the cookie of the `n`th socket.
    pub(super) fn seat(&self, n: usize) -> (usize, &str) {
        (n % self.rooms.len(), &self.cookies[n % self.cookies.len()])
    }
}

fn account(n: usize, more: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    let mut fields =
        vec![("name", format!("Person {n}")), ("email", format!("p{n}@example.org")), ("password", PASSWORD.into())];
    fields.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
    fields
}

struct Door {
    at: SocketAddr,
    client: Client,
}

impl Door {
    /// Submits a form and returns the session's cookie.
    async fn form(&self, path: &str, cookie: &str, fields: &[(&str, String)]) -> Result<String, Failure> {
        let answer = self.send(path, cookie, |request| request.form(fields)).await?;
        let line = answer.headers().get(SET_COOKIE).ok_or_else(|| format!("{path}: {}", answer.status()))?.to_str()?;
        Ok(line.split(';').next().unwrap_or_default().to_owned())
    }

    async fn ask<A: Ask>(&self, cookie: &str, command: &A) -> Result<A::Ok, Failure> {
        let frame = ClientFrame::encode(Some(1), command);
        let answer =
            self.send("/api/command", cookie, |r| r.header(CONTENT_TYPE, "application/json").body(frame)).await?;
        match ServerFrame::decode(&answer.text().await?) {
            Ok(ServerFrame::Reply { outcome: Ok(body), .. }) => Ok(serde_json::from_str(body.get())?),
            other => Err(format!("{}: {other:?}", A::OP).into()),
        }
    }

    async fn join_link(&self, cookie: &str) -> Result<String, Failure> {
        let page = self.client.get(format!("http://{}/invite", self.at)).header(COOKIE, cookie).send().await?;
        let text = page.text().await?;
        let at = text.find("/join/").ok_or("the page shows no join link")?;
        let is_part = |c: char| c.is_ascii_alphanumeric() || "/-_".contains(c);
        Ok(text[at..].chars().take_while(|c| is_part(*c)).collect())
    }

    async fn send(
        &self,
        path: &str,
        cookie: &str,
        fill: impl FnOnce(reqwest::RequestBuilder) -> reqwest::RequestBuilder,
    ) -> Result<Response, Failure> {
        let request =
            self.client.post(format!("http://{}{path}", self.at)).header(ORIGIN, format!("http://{}", self.at));
        Ok(fill(request.header(COOKIE, cookie)).send().await?)
    }
}
