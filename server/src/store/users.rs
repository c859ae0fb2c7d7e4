//! Accounts.

use app::domain::{Account, DisplayName, Email, Person, Role, Timestamp, UserId};

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
    pub account: Account,
    /// The password, hashed.
    pub password_hash: String,
}

impl Reading<'_> {
    /// Everyone, by name.
    ///
    /// # Errors
    /// The database failed.
    pub async fn people(&mut self, most: u64) -> Result<Vec<Person>, StoreError> {
        let rows: Vec<rows::PersonRow> = sqlx::query_as(
            r"
            SELECT id, name
            FROM users
            ORDER BY name_folded, id
            LIMIT $1
            ",
        )
        .bind(rows::number(most))
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows.into_iter().map(rows::person).collect())
    }

    /// The account, and the person's private position.
    ///
    /// # Errors
    /// The database failed.
    pub async fn account(&mut self, user: UserId) -> Result<Option<(Account, u64)>, StoreError> {
        let row: Option<(i64, String, String, String, i64, i64)> = sqlx::query_as(
            r"
            SELECT id, name, email, role, created_at, user_seq
            FROM users
            WHERE id = $1
            ",
        )
        .bind(user.0)
        .fetch_optional(&mut *self.connection)
        .await?;
        Ok(row.map(|(id, name, email, role, at, user_seq)| {
            (rows::account((id, name, email, role, at)), rows::count(user_seq))
        }))
    }

    /// What a sign-in with this address is checked against.
    ///
    /// # Errors
    /// The database failed.
    pub async fn credentials(&mut self, email: &Email) -> Result<Option<Credentials>, StoreError> {
        let row: Option<(i64, String, String, String, i64, String)> = sqlx::query_as(
            r"
            SELECT id, name, email, role, created_at, password_hash
            FROM users
            WHERE email = $1
            ",
        )
        .bind(email.as_str())
        .fetch_optional(&mut *self.connection)
        .await?;
        Ok(row.map(|(id, name, email, role, at, password_hash)| Credentials {
            account: rows::account((id, name, email, role, at)),
            password_hash,
        }))
    }
}

impl Tx {
    /// Makes an account.
    ///
    /// # Errors
    /// [`Taken::Email`](super::Taken::Email): the address has one.
    pub async fn add_user(&mut self, user: &NewUser) -> Result<Account, StoreError> {
        let row: AccountRow = sqlx::query_as(
            r"
            INSERT INTO users (email, name, name_folded, role, password_hash, created_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            RETURNING id, name, email, role, created_at
            ",
        )
        .bind(user.email.as_str())
        .bind(user.name.as_str())
        .bind(rows::folded(user.name.as_str()))
        .bind(rows::stored_role(user.role))
        .bind(&user.password_hash)
        .bind(user.at.0)
        .fetch_one(self.connection().await?)
        .await?;
        Ok(rows::account(row))
    }
}
