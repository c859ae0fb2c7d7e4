//! How people come in: the first of all, those with a join link, and everybody again.

use app::domain::{Email, Epoch, Password, Role, RoomKind, RoomName, Topic, UserId};

use super::{Actor, Chat, ChatError, FirstRun, Result, SignIn, SignUp, SignedIn, Visitor};
use super::{members, secret, throttle};
use crate::store::{Attempt, AttemptKind, NewUser};

/// The room that everybody begins in.
const FIRST_ROOM: &str = "general";

/// Said whatever is wrong, so that nobody learns which addresses have accounts.
const WRONG: ChatError = ChatError::NotSignedIn("This address and password do not go together.");

/// Said to who comes with a link that is not, or no longer, live.
const NO_LINK: ChatError = ChatError::NotFound("This join link is not valid any more. Ask for a new one.");

impl Chat {
    /// The name of the workspace; `None` before the first run.
    ///
    /// # Errors
    /// The store failed.
    pub async fn workspace(&self) -> Result<Option<String>> {
        let workspace = self.store.glance().await?.read().workspace().await?;
        Ok(workspace.map(|workspace| workspace.name))
    }

    /// Makes the workspace, its owner, the first room and a join link.
    ///
    /// # Errors
    /// [`ChatError::Conflict`]: somebody did so before, or at the same moment.
    pub async fn first_run(&self, form: FirstRun, visitor: &Visitor) -> Result<SignedIn> {
        if self.workspace().await?.is_some() {
            return Err(crate::store::StoreError::Taken(crate::store::Taken::Workspace).into());
        }
        let (now, most) = (self.clock.now(), self.rates.room_members);
        let epoch = Epoch(secret::fresh::<9>()?);
        let link = secret::fresh::<16>()?;
        let room = RoomName::parse(FIRST_ROOM)?;
        let FirstRun { workspace, name, email, password } = form;
        let owner = self.new_user(name, email, password, Role::Owner).await?;
        let account = self
            .store
            .write(move |tx| {
                Box::pin(async move {
                    tx.found(&workspace, &epoch, now).await?;
                    let account = tx.add_user(&owner).await?;
                    let room = tx.add_room(&room, &Topic::default(), RoomKind::Open, account.person.id, now).await?;
                    members::seat(tx, &account.person, room, most, now).await?;
                    tx.renew_invitation(&link, account.person.id, now).await?;
                    Ok::<_, ChatError>(account)
                })
            })
            .await?;
        self.begin_session(account.person.id, visitor, None).await
    }

    /// Makes a member, at a live join link, and puts them into the first room.
    ///
    /// # Errors
    /// The link is dead, the address has an account, or too many came from here.
    pub async fn sign_up(&self, token: &str, form: SignUp, visitor: &Visitor) -> Result<SignedIn> {
        if self.store.glance().await?.read().invitation(token).await?.is_none() {
            return Err(NO_LINK);
        }
        self.admit(&throttle::attempt(AttemptKind::SignUp, form.email.as_str(), visitor)).await?;
        let (token, now, most) = (token.to_owned(), self.clock.now(), self.rates.room_members);
        let SignUp { name, email, password } = form;
        let member = self.new_user(name, email, password, Role::Member).await?;
        let account = self
            .store
            .write(move |tx| {
                Box::pin(async move {
                    let mut reading = tx.read().await?;
                    if reading.invitation(&token).await?.is_none() {
                        return Err(NO_LINK);
                    }
                    let first = reading.first_room().await?;
                    let account = tx.add_user(&member).await?;
                    if let Some(first) = first {
                        members::seat(tx, &account.person, first, most, now).await?;
                    }
                    Ok(account)
                })
            })
            .await?;
        self.begin_session(account.person.id, visitor, None).await
    }

    /// Begins a session.
    ///
    /// # Errors
    /// Address and password do not go together, or there were too many attempts.
    pub async fn sign_in(&self, form: SignIn, visitor: &Visitor) -> Result<SignedIn> {
        let attempt = throttle::attempt(AttemptKind::SignIn, &form.email, visitor);
        self.admit(&attempt).await?;
        let known = match Email::parse(&form.email) {
            Ok(email) => self.store.glance().await?.read().credentials(&email).await?,
            Err(_) => None,
        };
        // What is too long to be a password is not worth the memory.
        let typed = if form.password.len() > 8 * Password::MOST { String::new() } else { form.password };
        let stored = known.as_ref().map(|known| known.password_hash.clone());
        let matches = self.passwords.matches(typed, stored).await?;
        match known {
            Some(known) if matches => self.begin_session(known.user, visitor, Some(attempt)).await,
            _ => Err(WRONG),
        }
    }

    async fn new_user(
        &self,
        name: app::domain::DisplayName,
        email: Email,
        password: Password,
        role: Role,
    ) -> Result<NewUser> {
        let password_hash = self.passwords.hash(password).await?;
        Ok(NewUser { name, email, role, password_hash, at: self.clock.now() })
    }

    async fn begin_session(&self, user: UserId, visitor: &Visitor, forgive: Option<Attempt>) -> Result<SignedIn> {
        let token = secret::fresh::<32>()?;
        let new = self.sessions.begin(&token, user, visitor, self.clock.now());
        let idle_since = super::sessions::idle_since(new.at);
        let session = self
            .store
            .write(move |tx| {
                Box::pin(async move {
                    if let Some(attempt) = forgive {
                        tx.forgive_attempts(&attempt).await?;
                    }
                    Ok::<_, ChatError>(tx.add_session(&new, idle_since).await?)
                })
            })
            .await?;
        Ok(SignedIn { token, actor: Actor { user, session } })
    }
}
