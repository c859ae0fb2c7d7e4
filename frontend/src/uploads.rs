//! Files from the person's machine: chosen, dropped or pasted, sent one request each, with their progress.

use std::cell::RefCell;

use app::domain::RoomId;
use app::state::{ChatState, Progress};
use leptos::prelude::*;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    ClipboardEvent, DataTransfer, DragEvent, Element, Event, File, FileList, HtmlInputElement, MouseEvent,
    ProgressEvent, XmlHttpRequest,
};

use crate::events::{on, target};

/// A file and the request that carries it; kept so that it can be cancelled and tried again.
struct Going {
    key: u32,
    file: File,
    room: RoomId,
    request: XmlHttpRequest,
}

thread_local! {
    static GOING: RefCell<Vec<Going>> = const { RefCell::new(Vec::new()) };
}

/// Listens for as long as the page lives.
pub(crate) fn listen(state: ChatState) {
    on("change", move |event: Event| {
        if let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) {
            take_chosen(state, &input);
        }
    });
    // What was chosen before the page came alive.
    if let Some(input) = document().get_element_by_id("files").and_then(|input| input.dyn_into().ok()) {
        take_chosen(state, &input);
    }
    on("dragover", move |event: DragEvent| {
        if event.data_transfer().is_some_and(|data| has_files(&data)) && can_write() {
            event.prevent_default();
            drop_target(true);
        }
    });
    on("dragleave", move |event: DragEvent| {
        if event.related_target().is_none() {
            drop_target(false);
        }
    });
    on("drop", move |event: DragEvent| {
        drop_target(false);
        let Some(data) = event.data_transfer().filter(has_files).filter(|_| can_write()) else { return };
        event.prevent_default();
        take(state, data.files());
    });
    on("paste", move |event: ClipboardEvent| {
        let Some(data) = event.clipboard_data().filter(has_files).filter(|_| can_write()) else { return };
        event.prevent_default();
        take(state, data.files());
    });
    on("click", move |event: MouseEvent| {
        let Some(target) = target(&event) else { return };
        if let Some(key) = key_of(&target, "data-drop") {
            forget(state, key);
        } else if let Some(key) = key_of(&target, "data-again")
            && let Some(Going { file, room, .. }) = remove(key)
        {
            state.upload_is(key, Progress::Going);
            send(state, key, room, file);
        }
    });
}

fn remove(key: u32) -> Option<Going> {
    GOING.with_borrow_mut(|all| all.iter().position(|going| going.key == key).map(|at| all.swap_remove(at)))
}

fn can_write() -> bool {
    document().get_element_by_id("files").is_some()
}

/// Files and nothing else: programs that copy words, and pages whose pictures are dragged, bring a picture of them along.
fn has_files(data: &DataTransfer) -> bool {
    let types = data.types();
    let has = |kind| types.includes(&JsValue::from_str(kind), 0);
    has("Files") && !has("text/plain") && !has("text/html") && !has("text/uri-list")
}

/// The whole room takes what is dropped, and says so.
fn drop_target(on: bool) {
    if let Some(main) = document().get_element_by_id("main") {
        let _ = main.toggle_attribute_with_force("data-drop-here", on);
    }
}

fn key_of(target: &Element, name: &str) -> Option<u32> {
    target.closest(&format!("[{name}]")).ok()??.get_attribute(name)?.parse().ok()
}

fn take_chosen(state: ChatState, input: &HtmlInputElement) {
    if input.id() == "files" && input.files().is_some_and(|files| files.length() > 0) {
        take(state, input.files());
        input.set_value("");
    }
}

fn take(state: ChatState, files: Option<FileList>) {
    let Some(files) = files else { return };
    for file in (0..files.length()).filter_map(|at| files.get(at)) {
        let Some((key, room)) = state.begin_upload(&file.name(), file.size() as u64) else { return };
        send(state, key, room, file);
    }
}

/// Takes a file out: what is on its way stops, and what the server has goes.
fn forget(state: ChatState, key: u32) {
    if let Some(going) = remove(key) {
        let _ = going.request.abort();
    }
    if let Some(file) = state.drop_upload(key)
        && let Ok(request) = XmlHttpRequest::new()
        && request.open("DELETE", &format!("/api/files/{}", file.id)).is_ok()
    {
        let _ = request.send();
    }
}

fn send(state: ChatState, key: u32, room: RoomId, file: File) {
    let Ok(request) = XmlHttpRequest::new() else { return };
    let name: String = js_sys::encode_uri_component(&file.name()).into();
    if request.open("POST", &format!("/api/rooms/{room}/files?name={name}")).is_err() {
        return;
    }
    let progress = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| {
        // A whole number: writing any other takes a program of its own.
        let part = (event.loaded() * 100.0 / event.total().max(1.0)) as u32;
        if let Some(bar) = document().get_element_by_id(&format!("upload{key}")) {
            let _ = bar.set_attribute("value", &part.to_string());
        }
    });
    if let Ok(upload) = request.upload() {
        upload.set_onprogress(Some(progress.as_ref().unchecked_ref()));
    }
    let answered = request.clone();
    let ended = Closure::<dyn FnMut()>::new(move || {
        let status = answered.status().unwrap_or(0);
        if status == 0 {
            state.upload_is(key, Progress::Failed("The connection broke.".to_owned()));
            return;
        }
        let is_taken = (200..300).contains(&status);
        if is_taken {
            drop(remove(key));
        }
        state.upload_answered(key, is_taken, &answered.response_text().ok().flatten().unwrap_or_default());
    });
    request.set_onloadend(Some(ended.as_ref().unchecked_ref()));
    // As long as the request, which nobody tells when it is gone.
    progress.forget();
    ended.forget();
    let _ = request.send_with_opt_blob(Some(&file));
    GOING.with_borrow_mut(|all| all.push(Going { key, file, room, request }));
}
