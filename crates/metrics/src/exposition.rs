//! Prometheus's text format, version 0.0.4: a family with its help and kind, then its samples.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::table::{Kind, Metric};

/// The text under way.
#[derive(Debug, Default)]
pub struct Exposition {
    text: String,
    /// The family whose samples are being written.
    current: Option<&'static str>,
    begun: BTreeSet<&'static str>,
}

/// A value.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Number {
    /// A whole number.
    Whole(i128),
    /// Any other.
    Real(f64),
}

impl Exposition {
    /// Adds the only value of a metric without labels.
    ///
    /// # Panics
    /// As [`Exposition::labelled`].
    pub fn value(&mut self, metric: &'static Metric, value: impl Into<Number>) {
        self.labelled(metric, &[], value);
    }

    /// Adds a value of a metric, with the values of its labels in the order of the table.
    ///
    /// # Panics
    /// When there are more or fewer values than labels, or when the metric's values were followed by another's: both are
    /// mistakes of who calls, and would make the text unreadable.
    pub fn labelled(&mut self, metric: &'static Metric, labels: &[&str], value: impl Into<Number>) {
        assert_eq!(labels.len(), metric.labels.len(), "{}", metric.name);
        if self.current != Some(metric.name) {
            let new = self.begun.insert(metric.name);
            assert!(new, "the values of {} are written together", metric.name);
            self.current = Some(metric.name);
            self.head(metric);
        }
        self.text.push_str(metric.name);
        let pairs = metric.labels.iter().zip(labels);
        for (place, (label, value)) in pairs.enumerate() {
            let before = if place == 0 { '{' } else { ',' };
            // Writing to a string does not fail.
            let _ = write!(self.text, "{before}{label}=\"{}\"", escaped(value));
        }
        let end = if labels.is_empty() { "" } else { "}" };
        let _ = match value.into() {
            Number::Whole(value) => writeln!(self.text, "{end} {value}"),
            Number::Real(value) => writeln!(self.text, "{end} {value}"),
        };
    }

    /// The text.
    #[must_use]
    pub fn finish(self) -> String {
        self.text
    }

    fn head(&mut self, metric: &Metric) {
        let help = metric.help.replace('\\', "\\\\").replace('\n', "\\n");
        let kind = match metric.kind {
            Kind::Counter => "counter",
            Kind::Gauge => "gauge",
        };
        // Writing to a string does not fail.
        let _ = write!(
            self.text,
            "# HELP {0} {help}\n# TYPE {0} {kind}\n",
            metric.name
        );
    }
}

fn escaped(value: &str) -> String {
    value
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
}

macro_rules! whole {
    ($($type:ty),*) => {
        $(impl From<$type> for Number {
            fn from(value: $type) -> Self {
                Self::Whole(value.into())
            }
        })*
    };
}

whole!(u64, i64, u32, i32);

impl From<usize> for Number {
    fn from(value: usize) -> Self {
        Self::Whole(value as i128)
    }
}

impl From<bool> for Number {
    fn from(value: bool) -> Self {
        Self::Whole(value.into())
    }
}

impl From<f64> for Number {
    fn from(value: f64) -> Self {
        Self::Real(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric;

    #[test]
    fn a_family_has_one_head_and_its_samples_follow() {
        let mut text = Exposition::default();
        text.value(&metric::OFFLINE_REPLICAS, 2_usize);
        text.labelled(&metric::REQUESTS, &["Produce"], 7_u64);
        text.labelled(&metric::REQUESTS, &["a\"b\\c\n"], 1.5);
        let text = text.finish();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 7);
        assert!(lines[0].starts_with("# HELP kafka_server_replicamanager_offlinereplicacount "));
        assert_eq!(
            lines[1],
            "# TYPE kafka_server_replicamanager_offlinereplicacount gauge"
        );
        assert_eq!(
            lines[2],
            "kafka_server_replicamanager_offlinereplicacount 2"
        );
        assert_eq!(
            lines[4],
            "# TYPE kafka_network_requestmetrics_requests_total counter"
        );
        assert_eq!(
            lines[5],
            "kafka_network_requestmetrics_requests_total{request=\"Produce\"} 7"
        );
        assert_eq!(
            lines[6],
            "kafka_network_requestmetrics_requests_total{request=\"a\\\"b\\\\c\\n\"} 1.5"
        );
    }

    #[test]
    #[should_panic(expected = "written together")]
    fn a_family_is_not_written_in_two_places() {
        let mut text = Exposition::default();
        text.value(&metric::OFFLINE_REPLICAS, 1_u64);
        text.value(&metric::LEADERS, 1_u64);
        text.value(&metric::OFFLINE_REPLICAS, 1_u64);
    }
}
