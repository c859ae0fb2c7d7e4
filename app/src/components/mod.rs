//! What is seen: one component a file, and a CSS file of the same name in `style/components`.
//!
//! Components get domain values or signals, derive on top and have markup below. They do no
//! I/O; what a person asks for goes to [`crate::state::ChatState`]. Everything works as plain
//! links and forms before the browser's program arrives, which then enhances the same elements.

pub mod composer;
pub mod layout;
pub mod people;
pub mod timeline;
pub mod ui;
