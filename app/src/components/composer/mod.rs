//! Where something is said.

#[expect(clippy::module_inception, reason = "a file is named after its component")]
pub mod composer;
pub mod dock;
pub mod mode_line;
mod suggestions;
mod upload_tray;

pub use composer::Composer;
pub use dock::Dock;
pub use mode_line::ModeLine;
