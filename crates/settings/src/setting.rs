//! One row of the table: what a setting is called, what values it takes, and what becomes of it.

use crate::error::ConfigError;

/// What a value is made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// `true` or `false`.
    Boolean,
    /// A 32-bit whole number.
    Int,
    /// A 16-bit whole number.
    Short,
    /// A 64-bit whole number.
    Long,
    /// A number with a fraction.
    Double,
    /// Text.
    Text,
    /// Texts separated by commas.
    List,
    /// Name of a Java class.
    Class,
    /// Text that is never shown.
    Password,
}

/// Whose setting it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scope {
    /// A broker's or controller's.
    Broker,
    /// A topic's, taken from the broker where the topic has none.
    Topic,
}

/// Who may change it while the broker runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UpdateMode {
    /// Nobody: it needs a restart.
    ReadOnly,
    /// Each broker for itself.
    PerBroker,
    /// Each broker, or all at once.
    ClusterWide,
}

/// How much it matters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Importance {
    /// Most installations look at it.
    High,
    /// Some do.
    Medium,
    /// Few do.
    Low,
}

/// What becomes of a value that somebody sets.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Treatment {
    /// It has its effect.
    Honoured,
    /// It is accepted with a warning and has no effect, for this reason.
    Ignored(&'static str),
    /// It is refused unless it is the default, for this reason.
    Refused(&'static str),
}

/// Which values of its kind a setting takes.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Check {
    /// All.
    Any,
    /// Numbers no less than this.
    AtLeast(i64),
    /// Numbers from the first to the second, both included.
    Between(i64, i64),
    /// 1 to 9, or −1 for the codec's own choice.
    GzipLevel,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A list of these words.
    EachOf(&'static [&'static str]),
    /// `*`, or a list of `partition:broker`.
    Throttled,
}

/// One setting.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Setting {
    /// Its key.
    pub name: &'static str,
    /// What its values are made of.
    pub kind: Kind,
    /// Its value when nobody sets it; none where there is no value then.
    pub default: Option<&'static str>,
    /// Kafka's default, where ours differs.
    pub kafka_default: Option<&'static str>,
    /// Whose it is.
    pub scope: Scope,
    /// Who may change it while the broker runs.
    pub update: UpdateMode,
    /// Which values it takes.
    pub check: Check,
    /// How much it matters.
    pub importance: Importance,
    /// What becomes of a value that somebody sets.
    pub treatment: Treatment,
    /// Kept out of descriptions: for tests and experiments.
    pub internal: bool,
    /// For a topic's setting: the broker's settings that it is taken from, most telling first, each
    /// with the number of this setting's units in one of theirs.
    pub synonyms: &'static [(&'static str, i64)],
    /// What it does, in a sentence.
    pub doc: &'static str,
}

impl Setting {
    const fn new(
        name: &'static str,
        kind: Kind,
        default: Option<&'static str>,
        scope: Scope,
    ) -> Self {
        Self {
            name,
            kind,
            default,
            kafka_default: None,
            scope,
            update: UpdateMode::ReadOnly,
            check: Check::Any,
            importance: Importance::Medium,
            treatment: Treatment::Honoured,
            internal: false,
            synonyms: &[],
            doc: "",
        }
    }

    pub(crate) const fn broker(
        name: &'static str,
        kind: Kind,
        default: Option<&'static str>,
    ) -> Self {
        Self::new(name, kind, default, Scope::Broker)
    }

    pub(crate) const fn own(name: &'static str, kind: Kind, default: &'static str) -> Self {
        Self::new(name, kind, Some(default), Scope::Broker)
    }

    pub(crate) const fn topic(
        name: &'static str,
        kind: Kind,
        default: Option<&'static str>,
    ) -> Self {
        let mut setting = Self::new(name, kind, default, Scope::Topic);
        setting.update = UpdateMode::ClusterWide;
        setting
    }

    pub(crate) const fn ours(mut self, default: &'static str) -> Self {
        self.kafka_default = self.default;
        self.default = Some(default);
        self
    }

    pub(crate) const fn check(mut self, check: Check) -> Self {
        self.check = check;
        self
    }

    pub(crate) const fn at_least(self, least: i64) -> Self {
        self.check(Check::AtLeast(least))
    }

    pub(crate) const fn between(self, least: i64, most: i64) -> Self {
        self.check(Check::Between(least, most))
    }

    pub(crate) const fn one_of(self, words: &'static [&'static str]) -> Self {
        self.check(Check::OneOf(words))
    }

    pub(crate) const fn each_of(self, words: &'static [&'static str]) -> Self {
        self.check(Check::EachOf(words))
    }

    pub(crate) const fn high(mut self) -> Self {
        self.importance = Importance::High;
        self
    }

    pub(crate) const fn low(mut self) -> Self {
        self.importance = Importance::Low;
        self
    }

    pub(crate) const fn per_broker(mut self) -> Self {
        self.update = UpdateMode::PerBroker;
        self
    }

    pub(crate) const fn cluster_wide(mut self) -> Self {
        self.update = UpdateMode::ClusterWide;
        self
    }

    pub(crate) const fn internal(mut self) -> Self {
        self.internal = true;
        self
    }

    pub(crate) const fn synonyms(mut self, names: &'static [(&'static str, i64)]) -> Self {
        self.synonyms = names;
        self
    }

    pub(crate) const fn ignored(mut self, why: &'static str) -> Self {
        self.treatment = Treatment::Ignored(why);
        self
    }

    pub(crate) const fn refused(mut self, why: &'static str) -> Self {
        self.treatment = Treatment::Refused(why);
        self
    }

    pub(crate) const fn doc(mut self, doc: &'static str) -> Self {
        self.doc = doc;
        self
    }

    /// Whether its value must not be shown.
    pub fn is_sensitive(&self) -> bool {
        self.kind == Kind::Password
    }

    /// Whether text means the same as the default, ours or Kafka's.
    pub fn is_default(&self, value: &str) -> bool {
        let same = |default: &str| match self.kind {
            Kind::Boolean => default.eq_ignore_ascii_case(value.trim()),
            Kind::List => list(default).eq(list(value)),
            _ => default == value.trim(),
        };
        match (self.default, self.kafka_default) {
            (None, None) => value.trim().is_empty(),
            (ours, kafkas) => [ours, kafkas].into_iter().flatten().any(same),
        }
    }

    /// Whether text is a value that this setting takes.
    ///
    /// # Errors
    /// When it is not of the setting's kind or out of its range; the error names both.
    pub fn validate(&self, value: &str) -> Result<(), ConfigError> {
        let value = value.trim();
        let refuse = |reason: String| Err(ConfigError::new(self.name, Some(value), reason));
        let whole = match self.kind {
            Kind::Boolean if !is_boolean(value) => {
                return refuse("Expected value to be either true or false".to_owned());
            }
            Kind::Int => value.parse::<i32>().ok().map(i64::from),
            Kind::Short => value.parse::<i16>().ok().map(i64::from),
            Kind::Long => value.parse::<i64>().ok(),
            Kind::Double => return self.validate_double(value),
            Kind::Boolean | Kind::Text | Kind::List | Kind::Class | Kind::Password => {
                return self.validate_text(value);
            }
        };
        let Some(whole) = whole else {
            return refuse(format!("Not a number of type {}", self.kind.name()));
        };
        match self.check {
            Check::AtLeast(least) | Check::Between(least, _) if whole < least => {
                refuse(format!("Value must be at least {least}"))
            }
            Check::Between(_, most) if whole > most => {
                refuse(format!("Value must be no more than {most}"))
            }
            Check::GzipLevel if whole != -1 && !(1..=9).contains(&whole) => {
                refuse("Value must be between 1 and 9 or equal to -1".to_owned())
            }
            _ => Ok(()),
        }
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "limits of fractions are small whole numbers"
    )]
    fn validate_double(&self, value: &str) -> Result<(), ConfigError> {
        let refuse = |reason: String| Err(ConfigError::new(self.name, Some(value), reason));
        let Ok(number) = value.parse::<f64>() else {
            return refuse("Not a number of type DOUBLE".to_owned());
        };
        match self.check {
            _ if number.is_nan() => refuse("Not a number of type DOUBLE".to_owned()),
            Check::AtLeast(least) | Check::Between(least, _) if number < least as f64 => {
                refuse(format!("Value must be at least {least}"))
            }
            Check::Between(_, most) if number > most as f64 => {
                refuse(format!("Value must be no more than {most}"))
            }
            _ => Ok(()),
        }
    }

    fn validate_text(&self, value: &str) -> Result<(), ConfigError> {
        let refuse =
            |bad: &str, reason: String| Err(ConfigError::new(self.name, Some(bad), reason));
        match self.check {
            Check::OneOf(words) if !words.contains(&value) => refuse(
                value,
                format!("String must be one of: {}", words.join(", ")),
            ),
            Check::EachOf(words) => match list(value).find(|word| !words.contains(word)) {
                Some(bad) => refuse(bad, format!("String must be one of: {}", words.join(", "))),
                None => Ok(()),
            },
            Check::Throttled if value != "*" && !list(value).all(is_replica) => refuse(
                value,
                "Expected * or a list of replicas, each as partition:broker".to_owned(),
            ),
            _ => Ok(()),
        }
    }
}

impl Kind {
    /// What the kind is called in messages and documents.
    pub fn name(self) -> &'static str {
        match self {
            Self::Boolean => "BOOLEAN",
            Self::Int => "INT",
            Self::Short => "SHORT",
            Self::Long => "LONG",
            Self::Double => "DOUBLE",
            Self::Text => "STRING",
            Self::List => "LIST",
            Self::Class => "CLASS",
            Self::Password => "PASSWORD",
        }
    }
}

/// The entries of a list value, trimmed, without empty ones.
pub(crate) fn list(value: &str) -> impl Iterator<Item = &str> {
    value
        .split(',')
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
}

fn is_boolean(value: &str) -> bool {
    value.eq_ignore_ascii_case("true") || value.eq_ignore_ascii_case("false")
}

fn is_replica(entry: &str) -> bool {
    let number = |text: &str| text.parse::<u32>().is_ok();
    entry
        .split_once(':')
        .is_some_and(|(partition, broker)| number(partition) && number(broker))
}
