//! Frames: one JSON object each. Writing and reading them is here, and nowhere else.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{Activity, Ask, Command, Event, Limits, PrivateEvent, Problem, ProblemCode, SidebarView};
use crate::domain::RoomId;
use crate::json::read;

/// A command on its way to the server.
#[derive(Clone, Debug, PartialEq)]
pub struct ClientFrame {
    /// The client's number for the answer; absent = no answer wanted.
    pub i: Option<u64>,
    /// What is asked.
    pub command: Command,
}

/// Why a frame could not be read, and what is known of it all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// Not JSON, or not an object with `op`.
    Malformed(String),
    /// An `op` that this build does not know.
    UnknownOp(String),
    /// A body of the wrong shape.
    Body {
        /// The command it was meant for.
        op: &'static str,
        /// What is wrong with it.
        error: String,
    },
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(error) => write!(f, "This is not a command: {error}."),
            Self::UnknownOp(op) => write!(f, "This server does not know the command “{op}”."),
            Self::Body { op, error } => write!(f, "The body of “{op}” is wrong: {error}."),
        }
    }
}

impl From<DecodeError> for Problem {
    fn from(error: DecodeError) -> Self {
        let code = match error {
            DecodeError::Malformed(_) => ProblemCode::Malformed,
            DecodeError::UnknownOp(_) => ProblemCode::UnknownOp,
            DecodeError::Body { .. } => ProblemCode::Invalid,
        };
        Self::new(code, error.to_string())
    }
}

impl ClientFrame {
    /// Writes `command`, to be answered under the number `i`.
    pub fn encode<A: Ask>(i: Option<u64>, command: &A) -> String {
        around(i, A::OP, &json(command))
    }

    /// Reads one frame.
    ///
    /// # Errors
    /// The number for the answer, where it could be read, and what is wrong.
    pub fn decode(text: &str) -> Result<Self, (Option<u64>, DecodeError)> {
        #[derive(Deserialize)]
        struct Raw<'a> {
            #[serde(default)]
            i: Option<u64>,
            #[serde(borrow)]
            op: Cow<'a, str>,
            #[serde(borrow, default)]
            d: Option<&'a RawValue>,
        }
        let raw: Raw<'_> = serde_json::from_str(text).map_err(|e| (None, DecodeError::Malformed(e.to_string())))?;
        match Command::decode(&raw.op, raw.d) {
            Ok(command) => Ok(Self { i: raw.i, command }),
            Err(error) => Err((raw.i, error)),
        }
    }
}

/// The server's greeting: absolute, so that a client that missed anything is right again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Welcome {
    /// The person, the workspace, their rooms; `epoch` and `user_seq` are in it.
    pub sidebar: SidebarView,
    /// The server says something at least this often (milliseconds).
    pub heartbeat_ms: u64,
    /// Which build of the server speaks.
    pub build: String,
    /// What to stay below.
    pub limits: Limits,
}

/// Everything the server says.
#[derive(Clone, Debug)]
pub enum ServerFrame {
    /// The answer to command `i`; the body is of the type [`Ask::Ok`].
    Reply {
        /// Which command.
        i: u64,
        /// Its outcome.
        outcome: Result<Box<RawValue>, Problem>,
    },
    /// A problem that belongs to no numbered command.
    Complaint(Problem),
    /// First answer to `hello`.
    Welcome(Box<Welcome>),
    /// All replay has been sent; from here on it is live.
    Live,
    /// A durable event of a watched room.
    Event {
        /// Which room.
        room: RoomId,
        /// Its position; always one above the last of this room.
        seq: u64,
        /// What happened.
        event: Event,
    },
    /// A durable event of a kind that this build does not know: its position counts, and nothing else. A
    /// server that cannot read its own log sends it as `passed`.
    Passed {
        /// Of which room.
        room: RoomId,
        /// Its position.
        seq: u64,
    },
    /// A private fact.
    Private {
        /// Its `user_seq`.
        user_seq: u64,
        /// What happened.
        event: PrivateEvent,
    },
    /// Something that passes.
    Activity {
        /// In which room.
        room: RoomId,
        /// What.
        activity: Activity,
    },
    /// A room out of view has moved on to here.
    Head {
        /// Which room.
        room: RoomId,
        /// Its newest event.
        seq: u64,
        /// Its newest message.
        msg_no: u64,
        /// What this person has read meanwhile by posting, on whatever screen.
        read_no: Option<u64>,
    },
    /// The gap is too large to replay: load the room again.
    Reset {
        /// Which room.
        room: RoomId,
        /// Where it stands now.
        seq: u64,
    },
    /// The server is about to stop: come back after so many milliseconds.
    Bye {
        /// This client's own share of the spread.
        after_ms: u64,
    },
    /// A sign of life.
    Beat,
    /// Something newer than this build; ignored.
    Unknown,
}

impl ServerFrame {
    /// Writes the frame as it goes over the wire.
    pub fn encode(&self) -> String {
        #[derive(Serialize)]
        struct Out<'a, D> {
            e: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            r: Option<RoomId>,
            #[serde(skip_serializing_if = "Option::is_none")]
            s: Option<u64>,
            #[serde(skip_serializing_if = "Option::is_none")]
            u: Option<u64>,
            #[serde(skip_serializing_if = "Option::is_none")]
            d: Option<D>,
        }
        fn out<D: Serialize>(e: &str, r: Option<RoomId>, s: Option<u64>, u: Option<u64>, d: Option<D>) -> String {
            json(&Out { e, r, s, u, d })
        }
        const NONE: Option<()> = None;
        match self {
            Self::Reply { i, outcome: Ok(body) } => encode_ok(*i, body),
            Self::Reply { i, outcome: Err(problem) } => encode_err(Some(*i), problem),
            Self::Complaint(problem) => encode_err(None, problem),
            Self::Welcome(welcome) => out("welcome", None, None, None, Some(welcome)),
            Self::Live => out("live", None, None, None, NONE),
            Self::Event { room, seq, event } => out(event.name(), Some(*room), Some(*seq), None, Some(event)),
            Self::Private { user_seq, event } => out(event.name(), None, None, Some(*user_seq), Some(event)),
            Self::Activity { room, activity } => out(activity.name(), Some(*room), None, None, Some(activity)),
            Self::Head { room, seq, msg_no, read_no } => {
                out("head", Some(*room), Some(*seq), None, Some(HeadBody { msg_no: *msg_no, read_no: *read_no }))
            }
            Self::Reset { room, seq } => out("reset", Some(*room), Some(*seq), None, NONE),
            Self::Bye { after_ms } => out("bye", None, None, None, Some(ByeBody { after_ms: *after_ms })),
            Self::Beat => out("beat", None, None, None, NONE),
            Self::Passed { room, seq } => out("passed", Some(*room), Some(*seq), None, NONE),
            Self::Unknown => String::new(),
        }
    }

    /// Reads one frame; what this build does not know is [`Self::Passed`] where it has a position in
    /// a room, else [`Self::Unknown`].
    ///
    /// # Errors
    /// The text is not a JSON object.
    pub fn decode(text: &str) -> Result<Self, DecodeError> {
        #[derive(Deserialize)]
        struct Raw<'a> {
            #[serde(default)]
            i: Option<u64>,
            #[serde(default)]
            ok: Option<Box<RawValue>>,
            #[serde(default)]
            err: Option<Problem>,
            #[serde(borrow, default)]
            e: Option<Cow<'a, str>>,
            #[serde(default)]
            r: Option<RoomId>,
            #[serde(default)]
            s: Option<u64>,
            #[serde(default)]
            u: Option<u64>,
            #[serde(borrow, default)]
            d: Option<&'a RawValue>,
        }
        let raw: Raw<'_> = read(text).map_err(|e| DecodeError::Malformed(e.to_string()))?;
        Ok(match raw {
            Raw { i: Some(i), ok: Some(body), .. } => Self::Reply { i, outcome: Ok(body) },
            Raw { i: Some(i), err: Some(problem), .. } => Self::Reply { i, outcome: Err(problem) },
            Raw { err: Some(problem), .. } => Self::Complaint(problem),
            Raw { e: Some(e), r, s, u, d, .. } => Self::decode_event(&e, r, s, u, d).unwrap_or(Self::Unknown),
            Raw { .. } => Self::Unknown,
        })
    }

    fn decode_event(
        e: &str,
        room: Option<RoomId>,
        seq: Option<u64>,
        user_seq: Option<u64>,
        d: Option<&RawValue>,
    ) -> Option<Self> {
        fn body<'a, T: Deserialize<'a>>(d: Option<&'a RawValue>) -> Option<T> {
            read(d?.get()).ok()
        }
        Some(match (e, room, seq, user_seq) {
            ("welcome", ..) => Self::Welcome(Box::new(body(d)?)),
            ("live", ..) => Self::Live,
            ("beat", ..) => Self::Beat,
            ("bye", ..) => Self::Bye { after_ms: body::<ByeBody>(d)?.after_ms },
            ("head", Some(room), Some(seq), _) => {
                let HeadBody { msg_no, read_no } = body(d)?;
                Self::Head { room, seq, msg_no, read_no }
            }
            ("reset", Some(room), Some(seq), _) => Self::Reset { room, seq },
            (_, Some(room), Some(seq), _) => match Event::decode(e, d) {
                Some(event) => Self::Event { room, seq, event },
                None => Self::Passed { room, seq },
            },
            (_, Some(room), None, _) => Self::Activity { room, activity: Activity::decode(e, d)? },
            (_, None, _, Some(user_seq)) => Self::Private { user_seq, event: PrivateEvent::decode(e, d)? },
            _ => return None,
        })
    }
}

#[derive(Serialize, Deserialize)]
struct HeadBody {
    msg_no: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    read_no: Option<u64>,
}

#[derive(Serialize, Deserialize)]
struct ByeBody {
    after_ms: u64,
}

/// Writes the answer `ok` to command `i`.
pub fn encode_ok<T: Serialize + ?Sized>(i: u64, body: &T) -> String {
    #[derive(Serialize)]
    struct Raw<'a, T: ?Sized> {
        i: u64,
        ok: &'a T,
    }
    json(&Raw { i, ok: body })
}

/// Writes the answer `err` to command `i`, or a complaint that belongs to none.
pub fn encode_err(i: Option<u64>, problem: &Problem) -> String {
    #[derive(Serialize)]
    struct Raw<'a> {
        #[serde(skip_serializing_if = "Option::is_none")]
        i: Option<u64>,
        err: &'a Problem,
    }
    json(&Raw { i, err: problem })
}

/// The same for every command, so that the browser's program has it once: an `op` is written as it is.
fn around(i: Option<u64>, op: &str, body: &str) -> String {
    let i = i.map_or_else(String::new, |i| format!("\"i\":{i},"));
    ["{", &i, "\"op\":\"", op, "\",\"d\":", body, "}"].concat()
}

fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("protocol types have string keys and no failing serializer")
}

/// Why a socket was closed, and what the client does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum CloseCode {
    /// Done, by either side's wish.
    Normal = 1000,
    /// A frame that the WebSocket protocol forbids.
    ProtocolError = 1002,
    /// A binary frame: only text is spoken here.
    UnsupportedData = 1003,
    /// Text that is not UTF-8.
    InvalidText = 1007,
    /// Too many commands, or commands before `hello`: come back slower.
    PolicyViolation = 1008,
    /// A frame or message over the limit.
    TooLarge = 1009,
    /// The server stops: resume.
    GoingAway = 4000,
    /// The session is no longer valid: sign in.
    NotSignedIn = 4001,
    /// Not wanted here any more: stop.
    Banned = 4003,
    /// The subprotocol is not supported: reload.
    ProtocolNotSupported = 4004,
    /// Not one byte was taken for 30 s: resume.
    NotDraining = 4008,
    /// The history is another one: start from new.
    EpochChanged = 4010,
    /// Too many sockets or handshakes: wait.
    TooManyRequests = 4029,
}

impl CloseCode {
    /// The number on the wire.
    pub fn number(self) -> u16 {
        self as u16
    }
}
