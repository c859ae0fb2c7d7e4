//! Code in colours: which piece is a keyword, a text, a number. The language's grammar is looked up by the name
//! behind the fence; without one, code is only code.

use std::collections::BTreeSet;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use app::domain::{Block, Piece, Tint};
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

/// Longer code is shown without colours: reading it would hold up who sends it.
const MOST: usize = 8 * 1024;
/// Nor are its lines longer than this, nor nested deeper, nor may it take longer: grammars are programs that
/// somebody else wrote, and code may be written to keep them busy.
const LINE_MOST: usize = 1024;
const DEPTH: usize = 64;
const PATIENCE: Duration = Duration::from_millis(30);

/// A grammar makes its patterns when they are first needed. That takes longer than this, but then they are there: until
/// something of a language was read in time, it is tried so often.
const TRIES: usize = 4;

/// Loaded when the first piece of code is.
static GRAMMARS: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// Scopes by what they begin with, the more particular first.
static TINTS: LazyLock<Vec<(Scope, Tint)>> = LazyLock::new(|| {
    const NAMES: [(&str, Tint); 16] = [
        ("comment", Tint::Comment),
        ("string", Tint::String),
        ("constant", Tint::Number),
        ("keyword.operator", Tint::Plain),
        ("keyword", Tint::Keyword),
        ("storage.type.function", Tint::Keyword),
        ("storage", Tint::Keyword),
        ("entity.name.function", Tint::Function),
        ("support.function", Tint::Function),
        ("variable.function", Tint::Function),
        ("support.macro", Tint::Function),
        ("entity.name.tag", Tint::Keyword),
        ("entity.name", Tint::Type),
        ("entity.other.attribute-name", Tint::Type),
        ("support.type", Tint::Type),
        ("support.class", Tint::Type),
    ];
    NAMES.iter().filter_map(|(name, tint)| Some((Scope::new(name).ok()?, *tint))).collect()
});

/// The beginning of a file as code: the end of its name says in which language.
pub fn code(name: &str, text: &str) -> Block {
    let language = name.rsplit_once('.').map_or("", |(_, end)| end);
    let plain = || vec![Piece(Tint::Plain, text.to_owned())];
    Block::Code(language.to_lowercase(), tinted(language, text).unwrap_or_else(plain))
}

/// Colours all code in `blocks`.
pub(super) fn tint(blocks: &mut [Block]) {
    for block in blocks {
        match block {
            Block::Code(language, pieces) => {
                let text: String = pieces.iter().map(|piece| piece.1.as_str()).collect();
                if let Some(tinted) = tinted(language, &text) {
                    *pieces = tinted;
                }
            }
            Block::Quote(inner) => tint(inner),
            Block::Bullets(items) | Block::Numbers(_, items) => items.iter_mut().for_each(|item| tint(item)),
            Block::Paragraph(_) | Block::Heading(_) => {}
        }
    }
}

/// Why a piece of code has no colours.
enum Missed {
    /// It took too long.
    Time,
    /// It is not what a grammar reads.
    Sense,
}

fn tinted(language: &str, text: &str) -> Option<Vec<Piece>> {
    if language.is_empty() || text.len() > MOST {
        return None;
    }
    let grammar = GRAMMARS.find_syntax_by_token(language)?;
    let is_known = known().contains(grammar.name.as_str());
    for _ in 0..if is_known { 1 } else { TRIES } {
        match pieces(grammar, text) {
            Ok(pieces) => {
                known().insert(&grammar.name);
                return Some(pieces);
            }
            Err(Missed::Time) => {}
            Err(Missed::Sense) => return None,
        }
    }
    None
}

/// The languages of which something was read in time.
fn known() -> MutexGuard<'static, BTreeSet<&'static str>> {
    static KNOWN: Mutex<BTreeSet<&str>> = Mutex::new(BTreeSet::new());
    KNOWN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn pieces(grammar: &SyntaxReference, text: &str) -> Result<Vec<Piece>, Missed> {
    let (mut state, mut stack) = (ParseState::new(grammar), ScopeStack::new());
    let began = Instant::now();
    let mut pieces: Vec<Piece> = Vec::new();
    for line in text.split_inclusive('\n') {
        if line.len() > LINE_MOST {
            return Err(Missed::Sense);
        }
        if began.elapsed() > PATIENCE {
            return Err(Missed::Time);
        }
        let (changes, mut done) = (state.parse_line(line, &GRAMMARS).map_err(|_| Missed::Sense)?, 0);
        for (at, change) in changes {
            push(&mut pieces, tint_of(&stack), line.get(done..at).ok_or(Missed::Sense)?);
            stack.apply(&change).map_err(|_| Missed::Sense)?;
            if stack.len() > DEPTH {
                return Err(Missed::Sense);
            }
            done = at;
        }
        push(&mut pieces, tint_of(&stack), &line[done..]);
    }
    Ok(pieces)
}

fn tint_of(stack: &ScopeStack) -> Tint {
    let scopes = stack.as_slice().iter().rev();
    let mut known = scopes.filter_map(|scope| TINTS.iter().find(|(of, _)| of.is_prefix_of(*scope)));
    known.next().map_or(Tint::Plain, |(_, tint)| *tint)
}

fn push(pieces: &mut Vec<Piece>, tint: Tint, text: &str) {
    if text.is_empty() {
        return;
    }
    match pieces.last_mut() {
        // Space has no colour.
        Some(last) if last.0 == tint || text.trim().is_empty() => last.1.push_str(text),
        _ => pieces.push(Piece(tint, text.to_owned())),
    }
}
