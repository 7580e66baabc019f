//! Scenes: what is known of a partition, and what is said of it.

use std::collections::BTreeMap;

use super::facts::tests::log;
use super::facts::{Facts, ReplicaFacts, Silence, Standing};
use super::reasons::{Candidate, Claim, Explanation, Loss, explain, would_lead};
use super::text;
use crate::client::{A_LOSS, PartitionName, PartitionState, ReplicaLog};

/// A partition with replicas on brokers 1, 2 and 3, of which these logs are known; who has none is fenced and silent.
fn facts(leader: i32, in_sync: &[i32], logs: [Option<ReplicaLog>; 3]) -> Facts {
    let mut replicas = BTreeMap::new();
    let mut offline = Vec::new();
    for (id, log) in (1..).zip(logs) {
        let standing = match &log {
            Some(_) => Standing::Live,
            None => Standing::Fenced,
        };
        if log.is_none() {
            offline.push(id);
        }
        let log = log.ok_or_else(|| Silence::Unreachable("nobody listens there".to_owned()));
        replicas.insert(id, ReplicaFacts { standing, log });
    }
    Facts {
        partition: PartitionName {
            topic: "orders".to_owned(),
            index: 3,
        },
        state: PartitionState {
            index: 3,
            leader,
            leader_epoch: 7,
            replicas: vec![1, 2, 3],
            in_sync: in_sync.to_vec(),
            offline,
            eligible: Vec::new(),
            last_known_eligible: Vec::new(),
        },
        min_in_sync: 2,
        unclean_enabled: false,
        adding: Vec::new(),
        removing: Vec::new(),
        replicas,
    }
}

fn claims(explanation: &Explanation) -> Vec<(i32, Claim)> {
    let candidates = explanation.candidates.iter();
    candidates.map(|it| (it.broker, it.claim)).collect()
}

fn loss_of(explanation: &Explanation, broker: i32) -> Loss {
    let mut candidates = explanation.candidates.iter();
    let of = candidates.find(|it| it.broker == broker);
    of.and_then(|it| it.loss.clone())
        .expect("it loses something")
}

#[test]
fn a_partition_that_is_well_says_only_who_is_next() {
    let all = || Some(log(&[5, 5, 7]));
    let explained = explain(&facts(1, &[1, 2, 3], [all(), all(), all()]));
    assert_eq!(explained.verdict, "good");
    assert_eq!(explained.reasons, [""; 0]);
    assert_eq!(explained.advice, [""; 0]);
    let expected = [(1, Claim::Leads), (2, Claim::Next), (3, Claim::Next)];
    assert_eq!(claims(&explained), expected);
}

#[test]
fn a_replica_that_lags_is_told_by_how_much_and_what_it_would_cost() {
    let logs = [
        Some(log(&[5, 5, 7, 7])),
        Some(log(&[5, 5, 7, 7])),
        Some(log(&[5])),
    ];
    let explained = explain(&facts(1, &[1, 2], logs));
    assert_eq!(explained.verdict, "under-replicated");
    assert_eq!(
        explained.reasons,
        [
            "Replica 3 is not in sync: it is 3 records behind, at offset 1 of 4; it joins again when it has caught up."
        ]
    );
    let loss = loss_of(&explained, 3);
    assert_eq!((loss.from, loss.to, loss.bytes), (1, 4, Some(300)));
}

#[test]
fn what_was_never_replicated_differs_and_is_cut() {
    let logs = [
        Some(log(&[5, 6, 6])),
        Some(log(&[5, 7, 7, 7])),
        Some(log(&[5, 7, 7, 7])),
    ];
    let explained = explain(&facts(2, &[2, 3], logs));
    assert_eq!(
        explained.reasons,
        [
            "Replica 1 is not in sync: its log differs from the leader's from offset 1 on, and is cut there when it follows."
        ]
    );
    // Its own two records do not make up for the three that it lacks.
    assert_eq!(loss_of(&explained, 1).records(), 3);
}

#[test]
fn a_dead_broker_is_the_reason_and_its_return_the_remedy() {
    let logs = [Some(log(&[5, 5])), Some(log(&[5, 5])), None];
    let mut facts = facts(1, &[1, 2], logs);
    let explained = explain(&facts);
    assert_eq!(
        explained.reasons,
        [
            "Replica 3 is not in sync: fenced, and its address does not answer: nobody listens there."
        ]
    );
    assert!(explained.advice[0].starts_with("Bring broker 3 back"));
    facts.state.eligible = vec![3];
    let explained = explain(&facts);
    assert!(
        explained.reasons[0].contains("It is eligible"),
        "{explained:?}"
    );
    assert!(claims(&explained).contains(&(3, Claim::OnReturn)));
}

#[test]
fn too_few_in_sync_are_said_to_refuse_writes() {
    let explained = explain(&facts(1, &[1], [Some(log(&[5])), None, None]));
    assert_eq!(explained.verdict, "under min ISR");
    assert_eq!(
        explained.reasons[0],
        "Writes with acks=all are refused: only replica 1 is in sync, min.insync.replicas=2 asks for 2."
    );
}

#[test]
fn without_a_leader_the_loss_is_priced_and_what_cannot_be_known_is_said() {
    let mut third = log(&[5, 5, 5, 7]);
    third.high_watermark = Some(3);
    third.time_max = Some(2000);
    let mut first = log(&[5]);
    first.time_max = Some(1000);
    let mut facts = facts(-1, &[], [Some(first), None, Some(third)]);
    facts.state.eligible = vec![2];
    let explained = explain(&facts);
    assert_eq!(explained.verdict, "offline");
    assert_eq!(
        explained.reasons[0],
        "Nobody leads: whoever has everything is down. \
         Eligible: 2 (fenced, and its address does not answer: nobody listens there)."
    );
    let expected = [
        (2, Claim::OnReturn),
        (3, Claim::Unclean),
        (1, Claim::Unclean),
    ];
    assert_eq!(claims(&explained), expected);
    let loss = loss_of(&explained, 1);
    assert_eq!(
        loss,
        Loss {
            from: 1,
            to: 4,
            held_by: Some(3),
            committed: 2,
            bytes: Some(300),
            after: Some(1000),
            until: Some(2000),
            unknown: vec![2],
        }
    );
    assert_eq!(
        explained.advice[0],
        "Bring broker 2 back: it leads at once, and nothing acknowledged is lost."
    );
    assert!(explained.advice[1].contains("orders-3 --type unclean --accept-loss"));
    // The controller takes the first that is up, though the third has more.
    assert!(explained.advice[1].contains("Broker 3 would lose less: stop broker 1 first."));
    assert_eq!(
        would_lead(&facts, &explained.candidates).map(|it| it.broker),
        Some(1)
    );
}

#[test]
fn after_all_stopped_uncleanly_the_last_leader_is_named() {
    let mut facts = facts(-1, &[], [Some(log(&[5])), Some(log(&[5, 5])), None]);
    facts.state.last_known_eligible = vec![2];
    let explained = explain(&facts);
    assert_eq!(claims(&explained)[0], (2, Claim::LastKnown));
    assert_eq!(
        would_lead(&facts, &explained.candidates).map(|it| it.broker),
        Some(2)
    );
    assert!(explained.reasons[0].contains("all replicas stopped uncleanly"));
}

#[test]
fn an_explanation_reads_from_top_to_bottom() {
    let mut behind = log(&[5, 5]);
    behind.high_watermark = Some(2);
    let mut leader = log(&[5, 5, 7]);
    leader.high_watermark = Some(3);
    let facts = facts(2, &[2], [Some(behind), Some(leader), None]);
    let shown = text::text(&facts, &explain(&facts));
    assert_eq!(
        shown,
        "orders-3: under min ISR\n\
         leader 2, epoch 7, in sync 2; min.insync.replicas=2, unclean.leader.election.enable=false\n\
         \n\
         BROKER  ROLE         STATE           START  END  LAG  COMMITTED  EPOCH  SIZE\n\
         1       out of sync  live            0      2    1    2          5      200 bytes\n\
         2       leader       live            0      3    0    3          7      300 bytes\n\
         3       out of sync  fenced, silent  -      -    -    -          -      -\n\
         \n\
         why\n  \
         Writes with acks=all are refused: only replica 2 is in sync, min.insync.replicas=2 asks for 2.\n  \
         Replica 1 is not in sync: it is 1 record behind, at offset 2 of 3; it joins again when it has caught up.\n  \
         Replica 3 is not in sync: fenced, and its address does not answer: nobody listens there.\n\
         \n\
         who could lead\n  \
         broker 2 leads\n  \
         broker 1 only by an unclean election: loses offsets 2 to 2 of broker 2 (1 record, about 100 bytes, all committed), \
         with times up to 1970-01-01T00:00:00.000Z\n  \
         broker 3 is down and lacks records: what it would lose is not known\n\
         \n\
         what to do\n  \
         Bring broker 3 back: it follows and rejoins without further ado. Of one that is gone for good, move the replicas: \
         `highwater topic reassign orders-3 --brokers …`.\n"
    );
    let value = text::json(&facts, &explain(&facts));
    assert_eq!(value["candidates"][1]["loss"]["records"], 1);
    assert_eq!(
        value["replicas"][2]["log_end_offset"],
        serde_json::Value::Null
    );
}

#[test]
fn what_replicas_had_to_give_up_is_told_newest_first() {
    let with = |lines: &str| {
        let mut log = log(&[5, 7]);
        log.losses = crate::client::Loss::parse_all(lines);
        Some(log)
    };
    let earlier = A_LOSS.replace("leader.epoch=7", "leader.epoch=6");
    let unexplained = A_LOSS
        .replace("committed.below=90", "committed.below=100")
        .replace("at.ms=1000", "at.ms=2000")
        .replace("election=true", "election=false");
    let logs = [
        with(&format!("{earlier}\n{A_LOSS}")),
        with(""),
        with(&unexplained),
    ];
    let facts = facts(1, &[1, 2, 3], logs);
    let shown = text::text(&facts, &explain(&facts));
    let (_, shown) = shown.split_once("what was lost\n").expect("it is said");
    assert_eq!(
        shown,
        "  offsets 50 to 99 of broker 3 (50 records, 3.4 KB, all committed), with times 1970-01-01T00:00:00.000Z to \
         1970-01-01T00:00:00.999Z: broker 2 led without them in epoch 7, and no unclean election is known to be the reason; \
         cut at 1970-01-01T00:00:02.000Z\n  \
         offsets 50 to 99 of broker 1 (50 records, 3.4 KB, 40 known to be committed), with times 1970-01-01T00:00:00.000Z to \
         1970-01-01T00:00:00.999Z: broker 2 led without them in epoch 7, after an unclean election; \
         cut at 1970-01-01T00:00:01.000Z\n  \
         offsets 50 to 99 of broker 1 (50 records, 3.4 KB, 40 known to be committed), with times 1970-01-01T00:00:00.000Z to \
         1970-01-01T00:00:00.999Z: broker 2 led without them in epoch 6, after an unclean election; \
         cut at 1970-01-01T00:00:01.000Z\n"
    );
    let value = text::json(&facts, &explain(&facts));
    assert_eq!(value["lost"][1]["committed"], 40);
    assert_eq!(value["lost"][2]["leader_epoch"], 6);
}

/// Whatever the logs are: what a candidate is said to lose is what some other log has and it has not, and who has all that
/// anybody has loses nothing.
#[test]
fn a_loss_is_what_another_log_has_more() {
    let mut seed = 5_u64;
    let mut below = |limit: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(seed >> 33).expect("fits") % limit
    };
    for _ in 0..300 {
        let mut whole: Vec<i32> = Vec::new();
        for epoch in 0..4 {
            whole.extend(std::iter::repeat_n(epoch, below(4)));
        }
        let mut part = || whole[..=below(whole.len().max(1))].to_vec();
        if whole.is_empty() {
            continue;
        }
        let logs = [part(), part(), part()];
        let lengths: Vec<i64> = logs
            .iter()
            .map(|it| i64::try_from(it.len()).expect("small"))
            .collect();
        let longest = lengths.iter().copied().max().expect("three");
        let facts = facts(-1, &[], logs.map(|epochs| Some(log(&epochs))));
        for Candidate { broker, loss, .. } in explain(&facts).candidates {
            let mine = lengths[usize::try_from(broker - 1).expect("small")];
            let lost = loss.map_or(0, |loss| {
                assert_eq!((loss.from, loss.to), (mine, longest));
                loss.records()
            });
            assert_eq!(lost, longest - mine);
        }
    }
}
