//! Accounts.

use std::collections::{BTreeSet, HashMap};

use app::domain::{Account, Availability, DisplayName, Email, Profile, Role, Status, Timestamp, UserId, handles};
use sqlx::SqliteConnection;

use super::rows::{self, AccountRow};
use super::{Reading, StoreError, Tx};

/// A new account.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// As others see them.
    pub name: DisplayName,
    /// What they sign in with.
    pub email: Email,
    /// What they may do.
    pub role: Role,
    /// The password, hashed.
    pub password_hash: String,
    /// When.
    pub at: Timestamp,
}

/// What a sign-in is checked against.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// Whose.
    pub user: UserId,
    /// The password, hashed.
    pub password_hash: String,
}

/// What somebody knows of themselves.
#[derive(Clone, Debug)]
pub struct Own {
    /// Their account.
    pub account: Account,
    /// Their newest private event.
    pub user_seq: u64,
    /// What they say that they are about, which may be over.
    pub status: Option<Status>,
    /// What they let others see of their presence.
    pub availability: Availability,
}

/// What is selected of a profile; what it is selected by is put behind it.
const PROFILE: &str = "SELECT id, name, handle, role, picture, title, zone, status FROM users";

#[derive(sqlx::FromRow)]
struct ProfileRow {
    id: i64,
    name: String,
    handle: String,
    role: String,
    picture: u32,
    title: String,
    zone: String,
    status: Option<String>,
}

impl ProfileRow {
    fn profile(self) -> Profile {
        Profile {
            id: UserId(self.id),
            name: self.name,
            handle: self.handle,
            role: rows::role(&self.role),
            picture: self.picture,
            title: self.title,
            zone: self.zone,
            status: self.status.as_deref().and_then(rows::status),
        }
    }
}

impl Reading<'_> {
    /// Everyone by name; for a guest only those who are in a room with them.
    ///
    /// # Errors
    /// The database failed.
    pub async fn people(&mut self, user: UserId, role: Role, most: u64) -> Result<Vec<Profile>, StoreError> {
        let sql = format!(
            "{PROFILE} WHERE NOT $2 OR id = $1 OR id IN (
                SELECT other.user
                FROM memberships mine
                JOIN memberships other ON other.room = mine.room
                WHERE mine.user = $1
            )
            ORDER BY name_folded, id
            LIMIT $3"
        );
        let rows: Vec<ProfileRow> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(user.0)
            .bind(role.is_guest())
            .bind(rows::number(most))
            .fetch_all(&mut *self.connection)
            .await?;
        Ok(rows.into_iter().map(ProfileRow::profile).collect())
    }

    /// What somebody says of themselves; a status may be over.
    ///
    /// # Errors
    /// The database failed.
    pub async fn profile(&mut self, user: UserId) -> Result<Option<Profile>, StoreError> {
        let sql = format!("{PROFILE} WHERE id = $1");
        let row: Option<ProfileRow> =
            sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(user.0).fetch_optional(&mut *self.connection).await?;
        Ok(row.map(ProfileRow::profile))
    }

    /// Whether two people are in a room together.
    ///
    /// # Errors
    /// The database failed.
    pub async fn have_met(&mut self, one: UserId, other: UserId) -> Result<bool, StoreError> {
        let met = sqlx::query_scalar(
            r"
            SELECT EXISTS (
                SELECT 1
                FROM memberships mine
                JOIN memberships other ON other.room = mine.room
                WHERE mine.user = $1 AND other.user = $2
            )
            ",
        );
        Ok(met.bind(one.0).bind(other.0).fetch_one(&mut *self.connection).await?)
    }

    /// Which of these people are in a room with `one`; threads aside, which one is in by following them.
    ///
    /// # Errors
    /// The database failed.
    pub async fn met_of(
        &mut self,
        one: UserId,
        others: impl Iterator<Item = &UserId>,
    ) -> Result<BTreeSet<UserId>, StoreError> {
        let others: Vec<_> = others.collect();
        let met: Vec<i64> = sqlx::query_scalar(
            r"
            SELECT o.value
            FROM json_each($2) o
            WHERE EXISTS (
                SELECT 1
                FROM memberships mine
                JOIN rooms r ON r.id = mine.room AND r.parent IS NULL
                JOIN memberships other ON other.room = mine.room
                WHERE mine.user = $1 AND other.user = o.value
            )
            ",
        )
        .bind(one.0)
        .bind(rows::list(&others))
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(met.into_iter().map(UserId).collect())
    }

    /// What a person may do; `None` when there is nobody of this number.
    ///
    /// # Errors
    /// The database failed.
    pub async fn role(&mut self, user: UserId) -> Result<Option<Role>, StoreError> {
        let role: Option<String> = sqlx::query_scalar("SELECT role FROM users WHERE id = $1")
            .bind(user.0)
            .fetch_optional(&mut *self.connection)
            .await?;
        Ok(role.as_deref().map(rows::role))
    }

    /// Who is meant by these handles, where somebody is.
    ///
    /// # Errors
    /// The database failed.
    pub async fn by_handle(&mut self, handles: &BTreeSet<String>) -> Result<HashMap<String, UserId>, StoreError> {
        let rows: Vec<(String, i64)> = sqlx::query_as(
            r"
            SELECT handle, id
            FROM users
            WHERE handle IN (SELECT value FROM json_each($1))
            ",
        )
        .bind(rows::list(handles))
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows.into_iter().map(|(handle, id)| (handle, UserId(id))).collect())
    }

    /// What somebody knows of themselves.
    ///
    /// # Errors
    /// The database failed.
    pub async fn own(&mut self, user: UserId) -> Result<Option<Own>, StoreError> {
        #[derive(sqlx::FromRow)]
        struct Row {
            #[sqlx(flatten)]
            account: AccountRow,
            user_seq: i64,
            status: Option<String>,
            availability: String,
        }
        let row: Option<Row> = sqlx::query_as(
            r"
            SELECT id, name, picture, handle, email, role, created_at, user_seq, status, availability
            FROM users
            WHERE id = $1
            ",
        )
        .bind(user.0)
        .fetch_optional(&mut *self.connection)
        .await?;
        Ok(row.map(|row| Own {
            account: row.account.account(),
            user_seq: rows::count(row.user_seq),
            status: row.status.as_deref().and_then(rows::status),
            // Of what is not known, as little as can be.
            availability: Availability::named(&row.availability).unwrap_or(Availability::Invisible),
        }))
    }

    /// What a sign-in with this address is checked against.
    ///
    /// # Errors
    /// The database failed.
    pub async fn credentials(&mut self, email: &Email) -> Result<Option<Credentials>, StoreError> {
        let row: Option<(i64, String)> = sqlx::query_as("SELECT id, password_hash FROM users WHERE email = $1")
            .bind(email.as_str())
            .fetch_optional(&mut *self.connection)
            .await?;
        Ok(row.map(|(id, password_hash)| Credentials { user: UserId(id), password_hash }))
    }
}

impl Tx {
    /// Gives a person a role.
    ///
    /// # Errors
    /// The database failed.
    pub async fn give_role(&mut self, user: UserId, role: Role) -> Result<(), StoreError> {
        sqlx::query("UPDATE users SET role = $2 WHERE id = $1")
            .bind(user.0)
            .bind(role.name())
            .execute(self.connection().await?)
            .await?;
        Ok(())
    }

    /// Makes an account.
    ///
    /// # Errors
    /// [`Taken::Email`](super::Taken::Email): the address has one.
    pub async fn add_user(&mut self, user: &NewUser) -> Result<Account, StoreError> {
        let connection = self.connection().await?;
        let handle = free_handle(connection, user.name.as_str()).await?;
        let row: AccountRow = sqlx::query_as(
            r"
            INSERT INTO users (email, name, name_folded, role, password_hash, created_at, handle)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            RETURNING id, name, picture, handle, email, role, created_at
            ",
        )
        .bind(user.email.as_str())
        .bind(user.name.as_str())
        .bind(rows::folded(user.name.as_str()))
        .bind(user.role.name())
        .bind(&user.password_hash)
        .bind(user.at.0)
        .bind(handle)
        .fetch_one(connection)
        .await?;
        Ok(row.account())
    }
}

/// The best handle for somebody of this name that nobody has.
async fn free_handle(connection: &mut SqliteConnection, name: &str) -> Result<String, sqlx::Error> {
    for handle in handles(name) {
        let is_taken: bool = sqlx::query_scalar(
            r"
            SELECT EXISTS (SELECT 1 FROM users WHERE handle = $1)
            ",
        )
        .bind(&handle)
        .fetch_one(&mut *connection)
        .await?;
        if !is_taken {
            return Ok(handle);
        }
    }
    unreachable!("there is no end of handles")
}

/// Gives everyone a handle who has none, the oldest account first.
pub(super) async fn give_handles(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    let nameless: Vec<(i64, String)> = sqlx::query_as(
        r"
        SELECT id, name
        FROM users
        WHERE handle IS NULL
        ORDER BY id
        ",
    )
    .fetch_all(&mut *connection)
    .await?;
    for (id, name) in nameless {
        let handle = free_handle(connection, &name).await?;
        sqlx::query(
            r"
            UPDATE users
            SET handle = $2
            WHERE id = $1
            ",
        )
        .bind(id)
        .bind(handle)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}
