//! The pages: one file for each. Doors need no program in the browser; pages inside the
//! frame work without one, too.

pub mod add_people;
pub mod browse;
pub mod door;
pub mod edit_message;
pub mod edit_room;
pub mod error;
pub mod first_run;
pub mod invite;
pub mod involvement;
pub mod join;
pub mod mentions;
pub mod message_history;
pub mod new_room;
mod older;
pub mod people;
mod place;
pub mod role;
pub mod room;
pub mod search;
pub mod sessions;
pub mod sign_in;
pub mod threads;
pub mod unread;

pub use add_people::AddPeoplePage;
pub use browse::BrowsePage;
pub use edit_message::EditMessagePage;
pub use edit_room::EditRoomPage;
pub use error::ErrorPage;
pub use first_run::{FirstRunForm, FirstRunPage};
pub use invite::InvitePage;
pub use involvement::InvolvementPage;
pub use join::{JoinForm, JoinPage};
pub use mentions::MentionsPage;
pub use message_history::MessageHistoryPage;
pub use new_room::NewRoomPage;
pub use people::PeoplePage;
pub use role::RolePage;
pub use room::RoomPage;
pub use search::{Onward, SearchPage};
pub use sessions::{SessionRow, SessionsPage};
pub use sign_in::SignInPage;
pub use threads::ThreadsPage;
pub use unread::UnreadPage;
