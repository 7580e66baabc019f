//! Who keeps which partition: plans in the JSON format of Kafka's reassignment tool, and how one is made.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::shown;
use crate::client::PartitionName;

/// The replicas that each partition shall have, preferred leader first.
pub(crate) type Plan = BTreeMap<PartitionName, Vec<i32>>;

/// A broker that may keep replicas.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Place {
    pub(crate) broker: i32,
    pub(crate) rack: Option<String>,
}

/// Writes a plan as Kafka's reassignment tool reads it.
pub(crate) fn to_json(plan: &Plan) -> Value {
    let partitions = plan.iter().map(|(partition, replicas)| {
        json!({
            "topic": partition.topic,
            "partition": partition.index,
            "replicas": replicas,
        })
    });
    json!({"version": 1, "partitions": partitions.collect::<Vec<_>>()})
}

/// Reads a plan as Kafka's reassignment tool writes it. Directories are not chosen here: `log_dirs` may only say `any`.
pub(crate) fn from_json(text: &str) -> Result<Plan, String> {
    let value: Value =
        serde_json::from_str(text).map_err(|error| format!("is no JSON: {error}"))?;
    if let Some(version) = value.get("version").filter(|version| **version != 1) {
        return Err(format!("has version {version}; only 1 is known"));
    }
    let partitions = value.get("partitions").and_then(Value::as_array);
    let partitions = partitions.ok_or("has no list named partitions")?;
    let mut plan = Plan::new();
    for (place, entry) in partitions.iter().enumerate() {
        let (partition, replicas) =
            entry_from_json(entry).map_err(|why| format!("partitions[{place}] {why}"))?;
        if plan.insert(partition.clone(), replicas).is_some() {
            return Err(format!(
                "partitions[{place}] names {partition} a second time"
            ));
        }
    }
    match plan.is_empty() {
        true => Err("names no partition".to_owned()),
        false => Ok(plan),
    }
}

fn entry_from_json(entry: &Value) -> Result<(PartitionName, Vec<i32>), String> {
    let number = |value: &Value| value.as_i64().and_then(|number| i32::try_from(number).ok());
    let topic = entry.get("topic").and_then(Value::as_str);
    let index = entry.get("partition").and_then(number);
    let name = PartitionName {
        topic: topic.ok_or("has no topic")?.to_owned(),
        index: index.ok_or("has no partition that is a number")?,
    };
    let replicas = entry.get("replicas").and_then(Value::as_array);
    let replicas: Option<Vec<i32>> = replicas.and_then(|all| all.iter().map(number).collect());
    let replicas = replicas.ok_or("has no replicas that are a list of brokers")?;
    check_replicas(&replicas)?;
    let directories = entry.get("log_dirs").and_then(Value::as_array);
    if directories.is_some_and(|all| all.iter().any(|directory| directory != "any")) {
        return Err(
            "chooses log_dirs, which is not served: write \"any\" or leave it out".to_owned(),
        );
    }
    Ok((name, replicas))
}

/// Whether a list of brokers can be one partition's replicas.
pub(crate) fn check_replicas(replicas: &[i32]) -> Result<(), String> {
    let distinct: BTreeSet<&i32> = replicas.iter().collect();
    if replicas.is_empty() {
        return Err("has an empty list of replicas".to_owned());
    }
    if distinct.len() < replicas.len() {
        return Err(format!(
            "has a broker twice: {}; replicas are on different brokers",
            shown::list(replicas)
        ));
    }
    Ok(())
}

/// Places partitions evenly on some brokers, with as few moves as that takes: what is on other brokers goes where least is,
/// to another rack if there is one, and then replicas go one by one from the fullest broker to the emptiest until they
/// differ by no more than one. Leaders are spread the same way. `factor` is how many replicas each partition shall have;
/// none leaves that as it is.
pub(crate) fn place(
    current: &Plan,
    places: &[Place],
    factor: Option<usize>,
) -> Result<Plan, String> {
    let wanted = |replicas: &Vec<i32>| factor.unwrap_or(replicas.len());
    let most = current.values().map(wanted).max().unwrap_or(0);
    if most > places.len() {
        return Err(format!(
            "{} each cannot be on {}: name more with --brokers, or fewer replicas with --replication-factor",
            shown::count(most, "replica"),
            shown::count(places.len(), "broker")
        ));
    }
    let mut placing = Placing::new(places);
    for (partition, replicas) in current {
        let stay = replicas.iter().copied();
        let stay = stay.filter(|replica| placing.counts.contains_key(replica));
        let stay: Vec<i32> = stay.take(wanted(replicas)).collect();
        stay.iter().for_each(|&broker| placing.add(broker));
        placing.plan.insert(partition.clone(), stay);
    }
    for (partition, replicas) in current {
        placing.fill(partition, wanted(replicas));
    }
    placing.level();
    let mut plan = placing.plan;
    spread_leaders(&mut plan, places);
    Ok(plan)
}

/// A plan in the making.
struct Placing<'a> {
    plan: Plan,
    /// How many replicas each broker has in it.
    counts: BTreeMap<i32, usize>,
    racks: BTreeMap<i32, Option<&'a str>>,
}

impl<'a> Placing<'a> {
    fn new(places: &'a [Place]) -> Self {
        let racks = places.iter();
        Self {
            plan: Plan::new(),
            counts: places.iter().map(|place| (place.broker, 0)).collect(),
            racks: racks
                .map(|place| (place.broker, place.rack.as_deref()))
                .collect(),
        }
    }

    fn add(&mut self, broker: i32) {
        *self.counts.entry(broker).or_default() += 1;
    }

    /// Whether no other of the replicas is in this broker's rack.
    fn is_apart(&self, broker: i32, others: impl IntoIterator<Item = i32>) -> bool {
        let rack = |broker| self.racks.get(&broker).copied().flatten();
        let mine = rack(broker);
        mine.is_none() || others.into_iter().all(|other| rack(other) != mine)
    }

    /// Gives a partition replicas until it has as many as are wanted.
    fn fill(&mut self, partition: &PartitionName, wanted: usize) {
        loop {
            let Some(replicas) = self.plan.get(partition) else {
                return;
            };
            if replicas.len() >= wanted {
                return;
            }
            let free = self.counts.iter();
            let free = free.filter(|(broker, _)| !replicas.contains(broker));
            let best = free.min_by_key(|&(&broker, &count)| {
                (!self.is_apart(broker, replicas.iter().copied()), count)
            });
            let Some(broker) = best.map(|(&broker, _)| broker) else {
                return;
            };
            self.add(broker);
            if let Some(replicas) = self.plan.get_mut(partition) {
                replicas.push(broker);
            }
        }
    }

    /// Moves replicas from the fullest broker to the emptiest until they differ by no more than one. There always is one to
    /// move: the fullest is in more partitions than the emptiest.
    fn level(&mut self) {
        loop {
            let fullest = self.counts.iter().max_by_key(|(_, count)| **count);
            let emptiest = self.counts.iter().min_by_key(|(_, count)| **count);
            let (Some((&from, &most)), Some((&to, &least))) = (fullest, emptiest) else {
                return;
            };
            if most <= least + 1 {
                return;
            }
            let movable = |(_, replicas): &(&PartitionName, &Vec<i32>)| {
                replicas.contains(&from) && !replicas.contains(&to)
            };
            let apart = |(_, replicas): &(&PartitionName, &Vec<i32>)| {
                let others = replicas.iter().copied().filter(|&it| it != from);
                self.is_apart(to, others)
            };
            let candidates = || self.plan.iter().filter(movable);
            // What leads from elsewhere is moved first: its leader need not change.
            let follows =
                |(_, replicas): &(&PartitionName, &Vec<i32>)| replicas.first() != Some(&from);
            let chosen = candidates()
                .find(|it| apart(it) && follows(it))
                .or_else(|| candidates().find(apart))
                .or_else(|| candidates().next());
            let Some(name) = chosen.map(|(name, _)| name.clone()) else {
                return;
            };
            let replicas = self.plan.get_mut(&name);
            if let Some(replica) = replicas.and_then(|it| it.iter_mut().find(|it| **it == from)) {
                *replica = to;
            }
            self.counts.insert(from, most - 1);
            self.counts.insert(to, least + 1);
        }
    }
}

/// Puts a replica first that leads few others; the first one stays while it has no more than its share.
fn spread_leaders(plan: &mut Plan, places: &[Place]) {
    let share = plan.len().div_ceil(places.len().max(1));
    let mut leads: BTreeMap<i32, usize> = BTreeMap::new();
    for replicas in plan.values_mut() {
        let count = |broker: &i32| leads.get(broker).copied().unwrap_or(0);
        let stays = replicas.first().is_some_and(|first| count(first) < share);
        if !stays {
            let least = replicas.iter().copied().min_by_key(|it| count(it));
            let place = least.and_then(|least| replicas.iter().position(|it| *it == least));
            if let Some(place) = place
                && let Some(head) = replicas.get_mut(..=place)
            {
                head.rotate_right(1);
            }
        }
        if let Some(&first) = replicas.first() {
            *leads.entry(first).or_default() += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(index: i32) -> PartitionName {
        PartitionName {
            topic: "t".to_owned(),
            index,
        }
    }

    fn places(racks: &[(i32, &str)]) -> Vec<Place> {
        let place = |&(broker, rack): &(i32, &str)| Place {
            broker,
            rack: (!rack.is_empty()).then(|| rack.to_owned()),
        };
        racks.iter().map(place).collect()
    }

    fn round_robin(partitions: i32, brokers: i32, replicas: i32) -> Plan {
        let of = |index: i32| (0..replicas).map(|it| (index + it) % brokers + 1).collect();
        (0..partitions)
            .map(|index| (name(index), of(index)))
            .collect()
    }

    fn counts(plan: &Plan) -> BTreeMap<i32, usize> {
        let mut counts = BTreeMap::new();
        for &replica in plan.values().flatten() {
            *counts.entry(replica).or_default() += 1;
        }
        counts
    }

    #[test]
    fn a_plan_is_read_as_it_is_written() {
        let plan = round_robin(4, 3, 2);
        assert_eq!(from_json(&to_json(&plan).to_string()), Ok(plan));
        let of_kafka = r#"{"version":1,"partitions":
            [{"topic":"t","partition":0,"replicas":[3,1],"log_dirs":["any","any"]}]}"#;
        assert_eq!(from_json(of_kafka), Ok(Plan::from([(name(0), vec![3, 1])])));
    }

    #[test]
    fn a_bad_plan_is_told_what_is_wrong_and_where() {
        let wrong = |text: &str| from_json(text).expect_err("it is wrong");
        assert!(wrong("{").contains("is no JSON"));
        assert!(wrong("{}").contains("no list named partitions"));
        assert!(wrong(r#"{"version":2,"partitions":[]}"#).contains("only 1 is known"));
        assert!(wrong(r#"{"partitions":[]}"#).contains("names no partition"));
        let of = |entry: &str| wrong(&format!(r#"{{"partitions":[{entry}]}}"#));
        assert!(of(r#"{"partition":0,"replicas":[1]}"#).contains("partitions[0] has no topic"));
        assert!(of(r#"{"topic":"t","partition":0,"replicas":["1"]}"#).contains("list of brokers"));
        assert!(of(r#"{"topic":"t","partition":0,"replicas":[]}"#).contains("empty list"));
        assert!(of(r#"{"topic":"t","partition":0,"replicas":[1,2,1]}"#).contains("twice"));
        let entry = r#"{"topic":"t","partition":0,"replicas":[1]}"#;
        assert!(of(&format!("{entry},{entry}")).contains("t-0 a second time"));
        let directory = r#"{"topic":"t","partition":0,"replicas":[1],"log_dirs":["/a"]}"#;
        assert!(of(directory).contains("log_dirs"));
    }

    #[test]
    fn what_is_even_stays_as_it_is() {
        let current = round_robin(6, 3, 3);
        let places = places(&[(1, ""), (2, ""), (3, "")]);
        assert_eq!(place(&current, &places, None), Ok(current));
    }

    #[test]
    fn a_new_broker_gets_its_share_and_nothing_else_moves() {
        let current = round_robin(12, 3, 2);
        let brokers = places(&[(1, ""), (2, ""), (3, ""), (4, "")]);
        let plan = place(&current, &brokers, None).expect("there is room");
        assert_eq!(
            counts(&plan),
            BTreeMap::from([(1, 6), (2, 6), (3, 6), (4, 6)])
        );
        let moved: usize = plan
            .iter()
            .map(|(partition, replicas)| {
                let before = &current[partition];
                replicas.iter().filter(|it| !before.contains(it)).count()
            })
            .sum();
        assert_eq!(moved, 6);
    }

    #[test]
    fn too_few_brokers_are_refused_with_both_numbers() {
        let why = place(&round_robin(1, 3, 3), &places(&[(1, ""), (2, "")]), None);
        assert!(
            why.expect_err("three do not fit on two")
                .contains("3 replicas each")
        );
    }

    #[test]
    fn replicas_go_to_different_racks_where_there_are_some() {
        let brokers = places(&[(1, "a"), (2, "a"), (3, "b"), (4, "b")]);
        let current: Plan = (0..8).map(|index| (name(index), vec![9, 8])).collect();
        let plan = place(&current, &brokers, None).expect("there is room");
        for replicas in plan.values() {
            let racks: BTreeSet<bool> = replicas.iter().map(|it| *it <= 2).collect();
            assert_eq!(racks.len(), 2, "{replicas:?}");
        }
    }

    /// Whatever there is: replicas are distinct and on the brokers named, as many as are wanted, and nobody has much more
    /// than another, as replica or as leader.
    #[test]
    fn every_plan_is_valid_and_even() {
        let mut seed = 7_u64;
        let mut below = |limit: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            i32::try_from((seed >> 33) % limit).expect("small")
        };
        for _ in 0..500 {
            let brokers = 1 + below(6);
            let before = 1 + below(6);
            let factor = 1 + below(brokers.unsigned_abs().into());
            let current = round_robin(
                1 + below(20),
                before,
                1 + below(before.unsigned_abs().into()),
            );
            let named: Vec<(i32, &str)> = (1..=brokers)
                .map(|broker| (broker, if broker % 2 == 0 { "a" } else { "b" }))
                .collect();
            let factor = usize::try_from(factor).expect("small");
            let plan = place(&current, &places(&named), Some(factor)).expect("it fits");
            assert_eq!(plan.len(), current.len());
            for replicas in plan.values() {
                assert_eq!(replicas.len(), factor);
                assert_eq!(check_replicas(replicas), Ok(()));
                assert!(replicas.iter().all(|it| (1..=brokers).contains(it)));
            }
            let counts = counts(&plan);
            let number = usize::try_from(brokers).expect("small");
            let share = (plan.len() * factor).div_ceil(number);
            let most = counts.values().max().copied().unwrap_or(0);
            assert_eq!(most, share, "{plan:?}");
        }
    }
}
