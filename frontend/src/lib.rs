//! The browser around `app`: the socket, the tab, what is kept in it. Everything that
//! touches `web-sys` is here; what to say and what to show is decided in `app`.
#![cfg(target_arch = "wasm32")]
#![recursion_limit = "512"]

mod attention;
mod browser;
mod copying;
mod drafts;
mod events;
mod lifecycle;
mod navigation;
mod notifications;
mod page;
mod scrolling;
mod sleep;
mod socket;
mod storage;
mod title;
mod uploads;
mod viewer;
mod zone;

#[cfg(feature = "csr")]
pub mod csr;
#[cfg(feature = "hydrate")]
pub mod hydrate;
