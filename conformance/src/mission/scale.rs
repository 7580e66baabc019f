//! A backlog is drained faster by more partitions, more members and one more broker.

use std::time::{Duration, Instant};

use super::Sentence;
use super::consumers::Member;
use super::stage::{CHANGE_LIMIT, Stage};
use crate::Failure;
use crate::cluster::{Layout, NewTopic, until};

pub(super) const SENTENCES: [Sentence; 1] = [Sentence {
    name: "backlog",
    says: "A backlog is drained faster by more partitions and more members, and goes on while partitions move to a new broker",
    broken_by: "more members without more partitions",
    networked: false,
    run: backlog,
}];

/// What one member takes for a record, so that it is the members that limit.
const RECORD_US: u32 = 2_500;
/// How long each rate is measured.
const MEASURE: Duration = Duration::from_secs(4);

/// Records handled in a second by all of them, from now on.
fn rate(members: &[Member]) -> f64 {
    let sum = || members.iter().map(Member::handled).sum::<u64>();
    let (before, begun) = (sum(), Instant::now());
    std::thread::sleep(MEASURE);
    let handled = u32::try_from(sum() - before).unwrap_or(u32::MAX);
    f64::from(handled) / begun.elapsed().as_secs_f64()
}

/// Waits until every member handles records.
fn until_all_work(members: &[Member]) -> Result<(), Failure> {
    let before: Vec<u64> = members.iter().map(Member::handled).collect();
    until(CHANGE_LIMIT, "every member handles records", || {
        let mut now = members.iter().zip(&before);
        Ok(now
            .all(|(member, before)| member.handled() > *before)
            .then_some(()))
    })
}

fn backlog(stage: &Stage<'_>) -> Result<String, Failure> {
    let mut cluster = stage.cluster(Layout::separate(2, 1))?;
    cluster.admin().create(&NewTopic::placed("t", &[&[0, 1]]))?;
    stage.fill(&cluster.bootstrap(), "t", 10_000)?;
    let start = |cluster: &crate::cluster::Cluster, number: usize| {
        let log = cluster.folder().join(format!("member-{number}.log"));
        Member::start(stage, cluster, "g", RECORD_US, &log)
    };
    let mut members = vec![start(&cluster, 0)?];
    until_all_work(&members)?;
    let before = rate(&members);
    if !stage.broken {
        cluster.admin().grow("t", 4)?;
    }
    stage.fill(&cluster.bootstrap(), "t", 40_000)?;
    for number in 1..4 {
        members.push(start(&cluster, number)?);
    }
    until_all_work(&members)?;
    let more = rate(&members);
    let added = cluster.add_broker()?;
    let moves: [(i32, &[i32]); 2] = [(1, &[2, 0]), (3, &[2, 1])];
    cluster.admin().reassign("t", &moves)?;
    let during = rate(&members);
    until(CHANGE_LIMIT, "the partitions have moved", || {
        Ok((cluster.admin().moving()? == 0).then_some(()))
    })?;
    cluster.admin().elect_preferred("t", &[1, 3])?;
    until(CHANGE_LIMIT, "the new broker leads", || {
        let view = cluster.admin().topic("t")?;
        let led = view
            .partitions
            .iter()
            .filter(|partition| partition.leader == added)
            .count();
        Ok((led == 2).then_some(()))
    })?;
    let after = rate(&members);
    if more < 2.5 * before || during < before || after < 2.5 * before {
        return Err(format!(
            "records per second: {before:.0}, {more:.0}, {during:.0}, {after:.0}"
        ));
    }
    Ok(format!(
        "records per second: {before:.0} with one partition and member, {more:.0} with four, {during:.0} while two \
         partitions move to a new broker, {after:.0} after"
    ))
}
