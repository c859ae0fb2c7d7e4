//! Files on their way, and those that wait for the message that they come with.

use leptos::prelude::*;

use super::ChatState;
use crate::domain::{Attachment, RoomId, amount};
use crate::json;
use crate::protocol::{Page, Problem};

/// A file that somebody chose for a room.
#[derive(Clone, Debug, PartialEq)]
pub struct Upload {
    /// Which, as long as the page lives.
    pub key: u32,
    /// For which room.
    pub room: RoomId,
    /// What it is called.
    pub name: String,
    /// How far it has come.
    pub progress: Progress,
}

/// How far a file has come.
#[derive(Clone, Debug, PartialEq)]
pub enum Progress {
    /// On its way; how far, the browser shows without a word of the state.
    Going,
    /// The server has it.
    There(Attachment),
    /// Why it has not come.
    Failed(String),
}

impl Upload {
    /// What a page is born with: files that came with a message which was refused.
    pub(super) fn waiting(page: &Page) -> Vec<Self> {
        let Some(room) = page.room.as_ref().map(|view| view.room.id) else { return Vec::new() };
        let upload = |(key, file): (u32, &Attachment)| Self {
            key,
            room,
            name: file.name.clone(),
            progress: Progress::There(file.clone()),
        };
        (0..).zip(&page.brought).map(upload).collect()
    }
}

impl ChatState {
    /// The files of the room in view; reactive.
    pub fn uploads_here(&self) -> Vec<Upload> {
        let room = self.room.head.with(|head| head.id);
        self.uploads.with(|all| all.iter().filter(|upload| upload.room == room).cloned().collect())
    }

    /// A file was chosen for the room in view. Answers by which key it is known, and the room; nothing where it is too large,
    /// or no more can come with one message.
    pub fn begin_upload(&self, name: &str, size: u64) -> Option<(u32, RoomId)> {
        let room = self.room_id()?;
        let most = self.file_bytes.get_value();
        if most > 0 && size > most {
            let words = format!("“{name}” is larger than a file may be here: {} are the most.", amount(most));
            self.notice.set(Some(words));
            return None;
        }
        if self.uploads.with_untracked(|all| all.iter().filter(|one| one.room == room).count()) >= Attachment::MOST {
            self.notice.set(Some(format!("Send at most {} files at once.", Attachment::MOST)));
            return None;
        }
        let key = self.uploads.with_untracked(|all| all.iter().map(|one| one.key + 1).max().unwrap_or(0));
        let upload = Upload { key, room, name: name.to_owned(), progress: Progress::Going };
        self.uploads.update(|all| all.push(upload));
        Some((key, room))
    }

    /// A file has come further, or will not.
    pub fn upload_is(&self, key: u32, progress: Progress) {
        self.uploads.update(|all| {
            if let Some(upload) = all.iter_mut().find(|upload| upload.key == key) {
                upload.progress = progress;
            }
        });
    }

    /// What the server answered to a file.
    pub fn upload_answered(&self, key: u32, is_taken: bool, answer: &str) {
        let progress = if is_taken {
            json::read(answer).map(Progress::There).ok()
        } else {
            json::read::<Problem>(answer).map(|problem| Progress::Failed(problem.message)).ok()
        };
        let nothing = || Progress::Failed("The server did not take it. Try again.".to_owned());
        self.upload_is(key, progress.unwrap_or_else(nothing));
    }

    /// A file is not to be sent. Answers what the server has of it.
    pub fn drop_upload(&self, key: u32) -> Option<Attachment> {
        let mut there = None;
        self.uploads.update(|all| {
            if let Some(at) = all.iter().position(|upload| upload.key == key)
                && let Progress::There(file) = all.remove(at).progress
            {
                there = Some(file);
            }
        });
        there
    }

    /// Takes the files of a room for a message. `None`: not all are there yet, or one will not come; `notice` tells which.
    pub(super) fn take_uploads(&self, room: RoomId) -> Option<Vec<Attachment>> {
        let mut files = Vec::new();
        for upload in self.uploads.get_untracked().into_iter().filter(|upload| upload.room == room) {
            match upload.progress {
                Progress::There(file) => files.push(file),
                Progress::Going => {
                    self.notice.set(Some(format!("“{}” is still on its way. Send it when it is there.", upload.name)));
                    return None;
                }
                Progress::Failed(_) => {
                    self.notice.set(Some(format!("“{}” has not come. Try it again, or take it out.", upload.name)));
                    return None;
                }
            }
        }
        Some(files)
    }

    pub(super) fn uploads_sent(&self, room: RoomId) {
        if self.uploads.with_untracked(|all| all.iter().any(|upload| upload.room == room)) {
            self.uploads.update(|all| all.retain(|upload| upload.room != room));
        }
    }
}
