//! What people say: sentences of a vocabulary in which few words are frequent and many are rare, as in any language.

use fastrand::Rng;

const COMMON: &str = "the to and a of in is it we that for on this be with have not you are at as but can if so just will \
    they do there what one from or all was get by an now up has our when out would about more then no time like only \
    could their some need should which how also new who work see think after want today did make week than any back";

const STEMS: &str = "accept account action add address agree alert answer api archive ask attach audit author badge balance \
    banner base batch beacon benchmark billing block board boat book bottle branch break bridge brief broker browser bucket \
    budget buffer bug build bundle button cable cache calendar call camera canary capture card career cargo catalog certificate \
    chair change channel chapter chart check checkout client clock cloud code coffee column comment commit compare compile \
    concept conference config connect container context contract copy corner cost counter cover crash create credit cron cursor \
    customer cycle dashboard data deadline debug decide default delay delete deliver demo deploy design desk detail develop device \
    diagram dialog digest disk dispatch document domain door download draft drawer drive driver drop editor effect elevator email \
    employee encode engine error escape estimate event example exception expect expense export fail fallback feature feedback \
    fetch field figure file filter finance finish firewall fix flag flow folder font forecast form format forward frame garden \
    gateway generate glossary goal grant graph grid group guard guide handle handover harbour hardware header health history hook \
    host hotel icon idea image import improve incident index inform input insight install instance interface interview inventory \
    invite invoice issue item journey kernel key keyboard kitchen label lamp language latency launch layer layout lead leak \
    library license light limit line link list load local lock log login lunch machine manager manual map market matrix measure \
    meeting member memory menu merge message metric migrate milestone mirror mobile model module monitor morning network \
    note notice number object office onboard operator option order output owner package page palette panel paper park parser \
    partner patch path pattern payment people permission person phone photo pilot pipeline plan platform player plugin pocket \
    policy port post power prefix prepare present preview price print priority privacy process product profile program project \
    promise protocol provider proxy publish query question queue quota random range rate read rebase receipt record recover \
    redirect reduce refactor region register release remind remote render repair repeat replace replica report request research \
    reserve reset resource response restore result retry return review reward ring role rollback room root route router rule run \
    runner sample sandbox save scale schedule schema scope screen script search season second secret section security segment \
    select sensor server service session setting shape share sheet shelf shift ship shop signal sketch skill slide slot snapshot \
    socket solution source space speed split sprint staff stage standard station status step storage store story stream string \
    style submit subscribe summary support survey switch symbol sync system table tag target task taxi team template tenant \
    terminal test text theme thread ticket timeline token tool topic trace track traffic train transfer translate travel tree \
    trigger type update upgrade upload usage user vacation validate value variable vendor version video view visit voice volume \
    wait wallet warehouse warning watch water weather web widget wiki window wireframe workshop writer zone";

const ENDINGS: [&str; 6] = ["", "", "s", "ed", "ing", "er"];

const ELSEWHERE: [&str; 5] = [
    "東京の会議は明日です",
    "リリースを確認してください",
    "сегодня всё готово",
    "Größe prüfen, bitte",
    "on déploie après le café",
];

const CODE: [&str; 3] = [
    "```rust\nfn main() {\n    println!(\"ready\");\n}\n```",
    "```sql\nSELECT id, name\nFROM rooms\nWHERE seq > 42;\n```",
    "```\n$ make test\n114 passed (3.0m)\n```",
];

/// Everything that can be said.
pub(crate) struct Words {
    common: Vec<String>,
    rare: Vec<String>,
}

impl Words {
    pub(crate) fn new() -> Self {
        let rare = |stem: &str| ENDINGS.map(|ending| format!("{stem}{ending}"));
        Self {
            common: COMMON.split_whitespace().map(str::to_owned).collect(),
            rare: STEMS.split_whitespace().flat_map(rare).collect(),
        }
    }

    fn word(&self, rng: &mut Rng) -> &str {
        let list = if rng.f64() < 0.55 { &self.common } else { &self.rare };
        // The third power: the first tenth of a list is half of what is said.
        &list[(rng.f64().powi(3) * list.len() as f64) as usize]
    }

    fn sentence(&self, rng: &mut Rng) -> String {
        let words = 2 + (rng.f64().powi(2) * 24.0) as usize;
        let mut sentence = String::new();
        for place in 0..words {
            if place > 0 {
                sentence.push(' ');
            }
            sentence.push_str(self.word(rng));
        }
        sentence
    }

    /// A message; `handle` is somebody who may be called.
    pub(crate) fn message(&self, rng: &mut Rng, handle: &str) -> String {
        let sentence = self.sentence(rng);
        match rng.u32(0..1_000) {
            0..60 => {
                format!("{sentence}: https://{}.example.com/{}/{}", self.word(rng), self.word(rng), rng.u32(1..9_999))
            }
            60..110 => format!("@{handle} {sentence}"),
            110..150 => format!("{sentence}: `{}_{}`", self.word(rng), self.word(rng)),
            150..190 => format!("**{}** {sentence}", self.word(rng)),
            190..200 => format!("{sentence}\n\n{}", CODE[rng.usize(0..CODE.len())]),
            200..220 => format!("{} {}", ELSEWHERE[rng.usize(0..ELSEWHERE.len())], rng.u32(1..500)),
            220..250 => format!("{sentence}\n\n{}", self.sentence(rng)),
            250..260 => format!("- {sentence}\n- {}\n- {}", self.sentence(rng), self.sentence(rng)),
            260..265 => "👍".to_owned(),
            _ => sentence,
        }
    }

    /// The name of room number `number`.
    pub(crate) fn room(&self, number: usize) -> String {
        let stem = &self.rare[number * 7 * ENDINGS.len() % self.rare.len()];
        if number == 0 { "everyone".to_owned() } else { format!("{stem}-{number}") }
    }
}
