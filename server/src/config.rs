//! Everything that can be set: a flag, a name in the environment and a default that works,
//! for each. `snug --help` is the reference, so the doc comments here are written for people
//! who run Snug.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::chat::{Rate, Rates};
use crate::files::{Bucket, FileLimits};
use crate::hub;
use crate::web::{Network, PublicUrl};

/// A team's chat on a machine of its own: one program, one folder of data.
///
/// Without any option Snug serves this machine alone, at http://127.0.0.1:3000, and keeps
/// everything in ./data. The first visitor sets up the workspace and owns it.
#[derive(Debug, Parser)]
#[command(name = "snug", version, after_help = EXAMPLES, args_conflicts_with_subcommands = true)]
pub struct Arguments {
    /// What to do; to serve, when nothing is said.
    #[command(subcommand)]
    pub task: Option<Task>,
    /// How, when no task is named.
    #[command(flatten)]
    pub config: Config,
}

impl Arguments {
    /// What the command line and the environment ask for.
    pub fn into_task(self) -> Task {
        self.task.unwrap_or(Task::Serve(Box::new(self.config)))
    }
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// Serve the chat until the program is stopped (the default)
    Serve(Box<Config>),
}

const EXAMPLES: &str = "\
Examples:
  snug                                            try it on this machine
  snug serve --public-url https://chat.example.org --trusted-proxies 127.0.0.1
                                                  behind a proxy that speaks https
  snug serve --listen 0.0.0.0:3000 --public-url http://192.168.1.5:3000
                                                  in a network of your own, unencrypted

Every option can also stand in the environment, under the name shown with it.";

/// What a server needs to know. [`Config::default`] is a working chat on this machine.
#[derive(Clone, Debug, Args)]
pub struct Config {
    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, env = "SNUG_LISTEN", value_name = "ADDR", default_value_t = Config::default().listen)]
    pub listen: SocketAddr,

    /// Folder that holds everything; made when it is missing, readable by its owner only
    #[arg(long, env = "SNUG_DATA", value_name = "DIR", default_value_os_t = Config::default().data)]
    pub data: PathBuf,

    /// The address people type, like https://chat.example.org
    ///
    /// With https, cookies are bound to it and browsers are told to never use plain http.
    /// Without this option only http://localhost and 127.0.0.1 are answered.
    #[arg(long, env = "SNUG_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<PublicUrl>,

    /// Proxies in front of Snug whose X-Forwarded-For is believed, like 127.0.0.1,10.0.0.0/8
    #[arg(long, env = "SNUG_TRUSTED_PROXIES", value_name = "LIST", value_delimiter = ',')]
    pub trusted_proxies: Vec<Network>,

    /// Further origins whose pages may post and connect, for work on the interface
    #[arg(long, env = "SNUG_MORE_ORIGINS", value_name = "LIST", value_delimiter = ',')]
    pub more_origins: Vec<String>,

    /// Ask for the pages behind links, and show what they say of themselves
    ///
    /// The server asks for a few seconds at most, and at no address that is set apart for networks of one's own; where a
    /// network has others inside, let a rule of its firewall keep the server out. Whoever runs a page learns that somebody
    /// here named it, and a link that works once is used up.
    #[arg(long, env = "SNUG_LINK_PREVIEWS")]
    pub link_previews: bool,

    /// Connections that may be open at once
    #[arg(long, env = "SNUG_MAX_CONNECTIONS", value_name = "N", help_heading = "Limits",
          default_value_t = Config::default().max_connections)]
    pub max_connections: usize,

    /// Sockets (open tabs) that one person may have at once
    #[arg(long, env = "SNUG_SOCKETS_PER_PERSON", value_name = "N", help_heading = "Limits",
          default_value_t = Config::default().sockets_per_person)]
    pub sockets_per_person: usize,

    /// Messages a person may send: so many at once, and as many again in the time given; or off
    #[arg(long, env = "SNUG_POST_RATE", value_name = "RATE", help_heading = "Limits",
          value_parser = parse_rate, default_value = "10/5s")]
    pub post_rate: Rate,

    /// Changes to rooms (make, rename, topic, join, leave) that a person may make, in the same form
    #[arg(long, env = "SNUG_CHANGE_RATE", value_name = "RATE", help_heading = "Limits",
          value_parser = parse_rate, default_value = "20/4s")]
    pub change_rate: Rate,

    /// Commands that a person may give over HTTP, in the same form
    #[arg(long, env = "SNUG_COMMAND_RATE", value_name = "RATE", help_heading = "Limits",
          value_parser = parse_rate, default_value = "100/2s")]
    pub command_rate: Rate,

    /// Connections that may be open from one network address before anyone signs in there
    #[arg(long, env = "SNUG_STRANGERS_PER_ADDRESS", value_name = "N", help_heading = "Limits",
          default_value_t = Config::default().strangers_per_address)]
    pub strangers_per_address: usize,

    /// Failed sign-ins at one account from one network address in 15 minutes
    #[arg(long, env = "SNUG_SIGN_IN_TRIES", value_name = "N", help_heading = "Limits",
          default_value_t = Rates::default().sign_in_account)]
    pub sign_in_tries: u32,

    /// Failed sign-ins from one network address in 15 minutes, whatever the account
    #[arg(long, env = "SNUG_SIGN_IN_TRIES_PER_ADDRESS", value_name = "N", help_heading = "Limits",
          default_value_t = Rates::default().sign_in_address)]
    pub sign_in_tries_per_address: u32,

    /// Accounts made from one network address in an hour
    #[arg(long, env = "SNUG_SIGN_UPS_PER_ADDRESS", value_name = "N", help_heading = "Limits",
          default_value_t = Rates::default().sign_up_address)]
    pub sign_ups_per_address: u32,

    /// Rooms that one person may make in a day
    #[arg(long, env = "SNUG_ROOMS_MADE", value_name = "N", help_heading = "Limits",
          default_value_t = Rates::default().rooms_made)]
    pub rooms_made: u32,

    /// Rooms that one person may be in
    #[arg(long, env = "SNUG_ROOMS_JOINED", value_name = "N", help_heading = "Limits",
          default_value_t = Rates::default().rooms_joined)]
    pub rooms_joined: u32,

    /// Most MiB of one file
    #[arg(long, env = "SNUG_FILE_MIB", value_name = "N", help_heading = "Files",
          default_value_t = Config::default().file_mib)]
    pub file_mib: u64,

    /// Most MiB of all files of one person
    #[arg(long, env = "SNUG_PERSON_FILES_MIB", value_name = "N", help_heading = "Files",
          default_value_t = Config::default().person_files_mib)]
    pub person_files_mib: u64,

    /// Most GiB of all files together
    #[arg(long, env = "SNUG_FILES_GIB", value_name = "N", help_heading = "Files",
          default_value_t = Config::default().files_gib)]
    pub files_gib: u64,

    /// Bucket that speaks S3 and keeps the files; without one they are in the data folder
    #[arg(
        long,
        env = "SNUG_S3_BUCKET",
        value_name = "NAME",
        help_heading = "Files",
        requires = "s3_key",
        requires = "s3_secret"
    )]
    pub s3_bucket: Option<String>,

    /// Address of the bucket's service, like https://minio.example.org; Amazon when nothing is said
    #[arg(long, env = "SNUG_S3_ENDPOINT", value_name = "URL", help_heading = "Files")]
    pub s3_endpoint: Option<String>,

    /// Region of the bucket
    #[arg(long, env = "SNUG_S3_REGION", value_name = "NAME", help_heading = "Files",
          default_value_t = Config::default().s3_region)]
    pub s3_region: String,

    /// Name of the key to the bucket
    #[arg(long, env = "SNUG_S3_KEY", value_name = "ID", help_heading = "Files")]
    pub s3_key: Option<String>,

    /// Secret of the key to the bucket; in the environment it is seen by fewer eyes
    #[arg(long, env = "SNUG_S3_SECRET", value_name = "SECRET", help_heading = "Files", hide_env_values = true)]
    pub s3_secret: Option<String>,

    /// Seconds in which open pages are sent away when Snug stops
    #[arg(long, env = "SNUG_STOP_SECONDS", value_name = "N", help_heading = "Limits",
          default_value_t = Config::default().stop_seconds)]
    pub stop_seconds: u64,

    /// What is logged, to standard error: error, warn, info, debug, or filters like
    /// server::chat=debug
    #[arg(long, env = "SNUG_LOG", value_name = "FILTER", help_heading = "Log",
          default_value_t = Config::default().log)]
    pub log: String,

    /// How a log line looks
    #[arg(long, env = "SNUG_LOG_FORMAT", value_name = "FORMAT", help_heading = "Log",
          value_enum, default_value_t = Config::default().log_format)]
    pub log_format: LogFormat,
}

impl Default for Config {
    fn default() -> Self {
        let rates = Rates::default();
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 3000)),
            data: PathBuf::from("data"),
            public_url: None,
            trusted_proxies: vec![],
            more_origins: vec![],
            link_previews: false,
            max_connections: 10_000,
            sockets_per_person: hub::Settings::default().sockets_per_person,
            post_rate: rates.post,
            change_rate: rates.change,
            command_rate: rates.command,
            strangers_per_address: 50,
            sign_in_tries: rates.sign_in_account,
            sign_in_tries_per_address: rates.sign_in_address,
            sign_ups_per_address: rates.sign_up_address,
            rooms_made: rates.rooms_made,
            rooms_joined: rates.rooms_joined,
            file_mib: 25,
            person_files_mib: 1_024,
            files_gib: 20,
            s3_bucket: None,
            s3_endpoint: None,
            s3_region: "us-east-1".to_owned(),
            s3_key: None,
            s3_secret: None,
            stop_seconds: 5,
            log: "info".to_owned(),
            log_format: LogFormat::Text,
        }
    }
}

impl Config {
    /// How much may be kept of files.
    pub fn file_limits(&self) -> FileLimits {
        FileLimits {
            each: self.file_mib.saturating_mul(1 << 20),
            person: self.person_files_mib.saturating_mul(1 << 20),
            all: self.files_gib.saturating_mul(1 << 30),
        }
    }

    /// The bucket that keeps the files, if one is named.
    pub fn bucket(&self) -> Option<Bucket> {
        Some(Bucket {
            name: self.s3_bucket.clone()?,
            endpoint: self.s3_endpoint.clone(),
            region: self.s3_region.clone(),
            key: self.s3_key.clone().unwrap_or_default(),
            secret: self.s3_secret.clone().unwrap_or_default(),
        })
    }

    /// How often people may do what.
    pub fn rates(&self) -> Rates {
        Rates {
            post: self.post_rate,
            change: self.change_rate,
            command: self.command_rate,
            sign_in_account: self.sign_in_tries,
            sign_in_address: self.sign_in_tries_per_address,
            sign_up_address: self.sign_ups_per_address,
            rooms_made: self.rooms_made,
            rooms_joined: self.rooms_joined,
            ..Rates::default()
        }
    }
}

/// `10/5s`: 10 at once, and 10 again in 5 seconds. `off`: no limit.
fn parse_rate(text: &str) -> Result<Rate, String> {
    let wrong = || "write it like 10/5s; s, m and h are known, and off".to_owned();
    if text == "off" {
        return Ok(Rate { burst: u32::MAX, every_ms: 0 });
    }
    let (burst, time) = text.split_once('/').ok_or_else(wrong)?;
    let burst: u32 = burst.parse().ok().filter(|b| *b > 0).ok_or_else(wrong)?;
    let number = time.trim_end_matches(['s', 'm', 'h']);
    let unit_ms: u32 = match &time[number.len()..] {
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => return Err(wrong()),
    };
    let number: u32 = number.parse().map_err(|_| wrong())?;
    // A bucket fills at most once in a millisecond; 0 would be no limit at all.
    let every_ms = (number.checked_mul(unit_ms).ok_or_else(wrong)? / burst).max(1);
    Ok(Rate { burst, every_ms })
}

/// How a log line looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people
    Text,
    /// For programs: one JSON object a line
    Json,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound_and_every_option_has_a_name_in_the_environment() {
        use clap::CommandFactory;
        let command = Arguments::command();
        command.clone().debug_assert();
        for option in command.get_arguments().filter(|a| !matches!(a.get_id().as_str(), "help" | "version")) {
            let flag = option.get_long().expect("a flag");
            let name = format!("SNUG_{}", flag.replace('-', "_").to_uppercase());
            assert_eq!(option.get_env().and_then(|e| e.to_str()), Some(name.as_str()));
            assert!(option.get_help().is_some(), "{flag}");
        }
    }

    #[test]
    fn a_rate_is_so_many_in_a_time() {
        assert_eq!(parse_rate("10/5s"), Ok(Rates::default().post));
        assert_eq!(parse_rate("20/4s"), Ok(Rates::default().change));
        assert_eq!(parse_rate("100/2s"), Ok(Rates::default().command));
        assert_eq!(parse_rate("2000/1s").map(|r| r.every_ms), Ok(1));
        assert_eq!(parse_rate("2/1m"), Ok(Rate { burst: 2, every_ms: 30_000 }));
        assert_eq!(parse_rate("off").map(|r| r.every_ms), Ok(0));
        for bad in ["", "10", "0/5s", "10/5", "10/5d", "-1/5s", "10/s", "10/5ss", "1/9999h"] {
            assert!(parse_rate(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn serve_may_be_said_or_left_out() {
        for line in [&["snug", "serve", "--listen", "127.0.0.1:0"][..], &["snug", "--listen", "127.0.0.1:0"]] {
            let Task::Serve(config) = Arguments::try_parse_from(line).unwrap().into_task();
            assert_eq!(config.listen.port(), 0);
            assert_eq!(config.stop_seconds, 5);
        }
        assert!(Arguments::try_parse_from(["snug", "--listen", "127.0.0.1:0", "serve"]).is_err());
    }
}
