//! The rules of a replica that follows.

use log_state::LeaderEpochs;

use super::*;

fn following(log_end: i64) -> Story {
    let mut story = Story::led(&[1, 2], log_end, 1);
    story.assign(&[1, 2], 2, 6, 30);
    story
}

fn epochs(entries: &[(i32, i64)]) -> LeaderEpochs {
    let mut epochs = LeaderEpochs::default();
    for &(epoch, start) in entries {
        epochs.assign(LeaderEpoch(epoch), Offset(start));
    }
    epochs
}

fn decide(story: &Story, diverging: Option<(i32, i64)>, own: &[(i32, i64)]) -> NextStep {
    decide_from(story, diverging, None, 0, own)
}

/// Of a leader whose log starts at `log_start`.
fn decide_from(
    story: &Story,
    diverging: Option<(i32, i64)>,
    first: Option<i64>,
    log_start: i64,
    own: &[(i32, i64)],
) -> NextStep {
    let diverging = diverging.map(|(e, o)| DivergingEpoch {
        epoch: LeaderEpoch(e),
        end_offset: Offset(o),
    });
    let end = story.replica.marks().log_end;
    story.replica.decide_fetched(
        LeaderEpoch(6),
        end,
        diverging,
        first.map(Offset),
        Offset(log_start),
        &epochs(own),
    )
}

#[test]
fn a_log_that_only_has_what_its_leader_has_deleted_begins_anew() {
    let story = following(20);
    let own = [(3, 0), (5, 12)];
    let restart = |at| NextStep::Restart(Offset(at));
    let diverging = Some((5, 16));
    assert_eq!(
        decide_from(&story, diverging, None, 16, &own),
        restart(16),
        "the leader's next epoch may have begun below 16"
    );
    assert_eq!(
        decide_from(&story, diverging, None, 15, &own),
        NextStep::Truncate(Offset(16))
    );
    assert_eq!(decide_from(&story, None, None, 20, &own), restart(20));
    assert_eq!(decide_from(&story, None, Some(20), 20, &own), restart(20));
    assert_eq!(decide_from(&story, None, Some(18), 20, &own), restart(18));
    assert_eq!(
        decide_from(&story, None, Some(20), 19, &own),
        NextStep::Append
    );
    // What it has was compared with the leader's, and deleted since.
    let mut story = story;
    let _ = story.replica.on_leader_watermark(Offset(20), Offset(19));
    assert_eq!(decide_from(&story, None, None, 20, &own), NextStep::Append);
}

#[test]
fn an_epoch_that_ends_earlier_at_the_leader_is_cut_there() {
    let story = following(20);
    assert_eq!(
        decide(&story, Some((5, 15)), &[(5, 0)]),
        NextStep::Truncate(Offset(15))
    );
}

#[test]
fn an_epoch_that_the_leader_does_not_have_is_cut_to_the_one_below() {
    let story = following(20);
    let own = [(3, 0), (5, 12)];
    assert_eq!(
        decide(&story, Some((4, 18)), &own),
        NextStep::Truncate(Offset(12)),
        "KIP-279"
    );
}

#[test]
fn an_answer_of_an_earlier_leadership_or_position_is_ignored() {
    let story = following(20);
    let none = LeaderEpochs::default();
    let at = |epoch, offset| {
        story.replica.decide_fetched(
            LeaderEpoch(epoch),
            Offset(offset),
            None,
            None,
            Offset::ZERO,
            &none,
        )
    };
    assert_eq!(at(5, 20), NextStep::Ignore);
    assert_eq!(at(6, 19), NextStep::Ignore);
    assert_eq!(at(6, 20), NextStep::Append);
}

#[test]
fn a_fenced_follower_waits_for_metadata() {
    let mut story = following(20);
    let step =
        story
            .replica
            .decide_refused(LeaderEpoch(6), Offset(20), FetchRefusal::FencedLeaderEpoch);
    assert_eq!(step, NextStep::Park);
    assert!(story.replica.follower().unwrap().is_parked());
    story.assign(&[1, 2], 2, 7, 31);
    assert!(!story.replica.follower().unwrap().is_parked());
}

#[test]
fn out_of_range_restarts_above_and_cuts_below() {
    let mut story = following(20);
    let mut ask = |start, end| {
        let (leader_log_start, leader_log_end) = (Offset(start), Offset(end));
        let refusal = FetchRefusal::OffsetOutOfRange {
            leader_log_start,
            leader_log_end,
        };
        story
            .replica
            .decide_refused(LeaderEpoch(6), Offset(20), refusal)
    };
    assert_eq!(ask(30, 40), NextStep::Restart(Offset(30)));
    assert_eq!(ask(0, 15), NextStep::Truncate(Offset(15)));
    assert_eq!(ask(0, 40), NextStep::Retry);
}

#[test]
fn the_watermark_comes_from_the_leader_and_stays_within_the_log() {
    let mut story = following(20);
    assert_eq!(
        story.replica.on_leader_watermark(Offset(50), Offset(3)),
        Some(Offset(20))
    );
    assert_eq!(story.replica.marks().log_start, Offset(3));
}
