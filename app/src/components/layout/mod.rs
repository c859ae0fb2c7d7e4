//! The frame of every signed-in page.

pub mod account_menu;
pub mod app_frame;
pub mod connection_banner;
pub mod menu_button;
pub mod room_header;
pub mod room_link;
pub mod sheet;
pub mod sidebar;
pub mod thread_ways;

pub use account_menu::AccountMenu;
pub use app_frame::AppFrame;
pub use connection_banner::ConnectionBanner;
pub use menu_button::MenuButton;
pub use room_header::RoomHeader;
pub use room_link::RoomLink;
pub use sheet::Sheet;
pub use sidebar::{Sidebar, SidebarBody};
pub use thread_ways::thread_ways;
