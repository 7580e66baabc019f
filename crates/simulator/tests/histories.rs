//! Seeded histories of whole clusters: one seed, one trace; and the seeds that once found a bug.

use std::time::Duration;

use simulator::histories::{EnsembleTrouble, Fault, NEWEST_EDITION, Plan, Target, run};

/// Runs a seed that found a bug; it must find none any more.
fn holds(edition: u32, seed: u64) {
    let outcome = run(&Plan::of_edition(edition, seed), false);
    assert_eq!(
        outcome.violations, [""; 0],
        "edition {edition}, seed {seed}"
    );
}

#[test]
fn the_same_seed_gives_the_same_trace() {
    for seed in [1, 2] {
        let (one, other) = (run(&Plan::of(seed), true), run(&Plan::of(seed), true));
        for (number, (line, again)) in one.trace.iter().zip(&other.trace).enumerate() {
            assert_eq!(line, again, "seed {seed}, line {number}");
        }
        assert_eq!(one.digest, other.digest, "seed {seed}");
        assert_eq!(one.trace.len(), other.trace.len(), "seed {seed}");
        assert_eq!(one.history, other.history, "seed {seed}");
        let without = run(&Plan::of(seed), false);
        assert_eq!(without.digest, one.digest, "seed {seed}");
    }
}

#[test]
fn a_history_is_long_and_eventful() {
    let outcome = run(&Plan::of(3), false);
    assert!(outcome.events >= 5_000, "{} events", outcome.events);
    assert!(outcome.simulated.as_secs() >= 60);
    assert!(outcome.acknowledged >= 300);
    assert!(outcome.sometimes.len() >= 2, "{:?}", outcome.sometimes);
}

#[test]
fn a_few_seeds_hold() {
    (100..104).for_each(|seed| holds(NEWEST_EDITION, seed));
}

/// A machine that crashes again while no controller runs has not made up for the first crash.
#[test]
fn a_machine_that_crashes_twice_while_no_controller_runs() {
    holds(1, 1_795_759_335_000_297);
}

/// A crash of a machine took the file that says whose log it is, and a topic of the same name inherited the records.
#[test]
fn a_topic_that_is_made_again_while_a_broker_is_away() {
    holds(4, 183);
}

/// Damage where a leader epoch began; a write that went to another place, and one that was lost.
#[test]
fn damage_is_put_back_wherever_it_is() {
    for seed in [147, 164, 178] {
        holds(3, seed);
    }
}

/// Of two that lost something and still stand in an in-sync set for it, neither is a reason to let whoever has it all go.
#[test]
fn a_machine_crashes_while_the_controller_does_not_know_of_a_lost_disk() {
    holds(1, 1_795_784_939_001_126);
}

/// While nobody runs, nobody knows what the metadata was.
#[test]
fn no_old_copy_comes_back_while_no_controller_runs() {
    for seed in [1_795_796_946_000_020, 7_000_930] {
        holds(1, seed);
    }
}

/// A leader wished for a larger in-sync set when its session with the ensemble had just ended, and the wish waited for ever.
#[test]
fn what_a_leader_wishes_for_while_it_is_not_registered_is_proposed_later() {
    holds(1, 1_795_796_946_000_385);
}

/// A controller that was elected again while it stopped decided on without end what its closed store cut.
#[test]
fn a_controller_that_is_elected_again_while_it_stops() {
    holds(1, 8_000_980);
}

/// Whoever had everything died before it heard that it was registered, and counted as one that had lost something, while others
/// really had.
#[test]
fn who_has_heard_no_answer_to_its_registration_asks_for_the_same_again() {
    holds(1, 51_000_319);
    holds(8, 810_711);
}

/// Whoever was elected uncleanly was gone before anybody saw it lead.
#[test]
fn an_unclean_leader_that_nobody_saw() {
    holds(1, 7_000_597);
}

/// Metadata that told a leader what it knew from an answer already took its next proposal from its memory, and whoever was
/// proposed held the watermark back no more.
#[test]
fn who_is_proposed_holds_the_watermark_back_whatever_metadata_come() {
    holds(4, 60_829);
}

/// A leader acknowledged a deletion that its followers had not heard of, and was gone.
#[test]
fn an_acknowledged_deletion_outlives_its_leader() {
    for seed in [50_000, 50_005, 50_010] {
        holds(5, seed);
    }
}

/// A crash set a log start back to before a deletion, and not the leader epochs.
#[test]
fn records_that_are_back_after_a_crash_have_their_epochs() {
    holds(5, 50_009);
}

/// A follower joined with a tail of its own, in an epoch that the leader had deleted; a crash made that readable.
#[test]
fn who_joins_has_nothing_that_its_leader_has_deleted() {
    for seed in [50_431, 52_081, 52_131] {
        holds(5, seed);
    }
}

/// What was written after an unclean election lay below a high watermark that the disk still had from before.
#[test]
fn no_high_watermark_of_before_a_loss_outlives_a_second_crash() {
    holds(4, 41_423);
}

/// What was flushed last was written elsewhere, and a start after a crash cut what seemed to be behind the end of the log.
#[test]
fn a_misdirected_end_costs_nothing_after_a_crash() {
    holds(6, 91_790);
}

/// A follower that had begun anew remembered leader epochs of before after a crash, and was cut below its start.
#[test]
fn who_began_anew_has_no_epochs_from_before() {
    holds(6, 91_026);
}

/// A crash took the name of the only segment of a log that had begun anew.
#[test]
fn an_empty_log_has_its_place_after_a_crash() {
    holds(6, 310_102);
}

/// A crash left zeroes of a time index, and retention took the segment for one of 1970.
#[test]
fn retention_does_not_go_by_what_a_crash_left_of_an_index() {
    holds(6, 310_569);
}

/// A leader whose clock was wrong refused a batch until its topic was made again.
#[test]
fn a_topic_is_made_again_when_nobody_sends_to_it_any_more() {
    holds(5, 50_046);
}

/// A node went on with a disk on which a flush had failed, and flushed again; its machine crashed.
#[test]
fn what_a_failed_flush_left_behind_is_lost_with_the_disk_only() {
    holds(1, 1_795_823_435_001_872);
}

/// A replica that was new, and had nothing to follow but the place where its leader is, wrote nothing down.
#[test]
fn who_follows_a_leader_that_has_deleted_everything_knows_the_place_after_a_restart() {
    holds(6, 310_465);
    holds(6, 310_618);
}

/// The last replica that was in sync had been withdrawn from a slow disk, and was not elected when it was taken back.
#[test]
fn the_last_in_sync_leads_again_when_its_disk_keeps_pace() {
    holds(7, 100_106);
}

/// A leader that had nothing above what was deleted began where others have the middle of a batch, and one of those was elected
/// uncleanly.
#[test]
fn an_unclean_leader_with_another_batch_around_the_place_has_other_records() {
    holds(7, 400_430);
}

/// A follower that had begun anew was cut below its start, and nothing on the disk said where that is.
#[test]
fn who_is_cut_below_its_start_knows_the_place_after_a_crash() {
    holds(7, 401_276);
}

/// What was flushed last was written elsewhere, and a start after the death of a process gave up what was written behind it.
#[test]
fn what_is_behind_a_misdirected_end_is_there_after_the_death_of_a_process() {
    holds(7, 401_440);
}

/// A broker was elected uncleanly before its new run had registered, and its machine lost what that run had found and not flushed.
#[test]
fn an_unclean_leader_may_lose_what_it_had_not_flushed() {
    holds(7, 410_746);
}

/// A replica went to another broker while its own was away, and its log stayed, damaged, where it was.
#[test]
fn what_went_elsewhere_while_a_broker_was_away_is_set_aside() {
    holds(7, 401_608);
}

/// A follower that had lost all that it had above a deletion begins where its leader does, which knows nothing of the deletion.
#[test]
fn who_has_nothing_left_begins_where_its_leader_does() {
    holds(7, 412_181);
}

/// A crash brought back the segments that a follower had dropped when it began anew, and took the name of the new one.
#[test]
fn who_began_anew_is_where_it_wrote_down_that_it_starts() {
    holds(7, 415_707);
}

/// Damage was found while the disk was full, could not be written down, and was never put back.
#[test]
fn damage_that_is_found_on_a_full_disk_heals() {
    holds(7, 434_090);
}

/// A broker that was started and stopped before it could register came back as one that may have lost something, while another had.
#[test]
fn who_was_stopped_before_it_registered_has_lost_nothing() {
    holds(7, 413_952);
}

/// A node whose disk was full ended itself right after it had registered, while another had lost something.
#[test]
fn nobody_s_disk_is_filled_before_it_is_in_the_cluster_while_another_has_lost_something() {
    holds(7, 415_397);
}

/// A broker stopped in order, and a crash of its machine cut the file of leader epochs, which had not been flushed.
#[test]
fn the_epochs_of_who_stopped_in_order_outlive_its_machine() {
    holds(7, 410_234);
}

/// The controller takes who leaves for eligible by a minimum that the leader has not heard of.
#[test]
fn a_minimum_that_is_raised_below_a_shrink_holds() {
    holds(7, 432_232);
}

/// A torn page brought one of them back as it was before the cut.
#[test]
fn batches_that_come_again_under_another_epoch_have_that_after_a_crash() {
    holds(7, 411_911);
}

/// Something was written over the first of three places, when what was in the last was known to be damaged already.
#[test]
fn damage_whose_place_is_not_where_its_offsets_are_is_put_back() {
    holds(7, 1_795_847_828_001_953);
}

/// The file had a length again, and nothing in it, in a log that was closed in order.
#[test]
fn a_segment_of_which_nothing_is_left_stays_empty() {
    holds(7, 1_795_847_828_003_135);
}

/// A batch that is whole lay in what stayed.
#[test]
fn a_log_that_is_cut_within_damage_goes_on_in_the_next_segment() {
    holds(7, 1_795_847_828_004_689);
}

/// A file of leader epochs that did not fit took the directory down, the last that had everything.
#[test]
fn a_full_disk_does_not_end_a_node_whose_log_is_to_be_flushed() {
    holds(7, 309);
}

/// They began where another batch had ended, and what they had taken the place of came behind them.
#[test]
fn batches_that_have_taken_the_place_of_earlier_ones_are_told_from_them() {
    holds(8, 822_202);
}

/// The first bytes of a batch, which no checksum covers, were its own, and the rest those of another, which was shorter.
#[test]
fn a_batch_of_another_place_behind_a_base_offset_of_this_one_is_put_back() {
    holds(7, 456);
}

/// A follower was to cut its log behind damage that no scrub had found yet.
#[test]
fn damage_that_a_cut_meets_is_found_before_anything_is_cut() {
    holds(8, 167);
}

/// A follower was cut where its log started; what was below was of a later epoch than what it fetched then.
#[test]
fn what_is_below_the_start_of_a_log_says_nothing_of_its_epochs() {
    holds(9, 1_795_900_000_005_757);
}

/// An epoch in which nothing was written was forgotten by a start, and was in the file still.
#[test]
fn a_forgotten_epoch_is_not_read_again() {
    holds(9, 1_795_859_809_001_581);
}

/// No producer has a number, so that there is no snapshot of them either: they were to be read from batches that were damaged.
#[test]
fn a_log_that_was_closed_in_order_is_opened_over_damage() {
    holds(9, 1_795_861_479_003_065);
}

/// Nothing is written that would make a leader hear of the new registration partition by partition.
#[test]
fn a_broker_whose_session_with_the_ensemble_has_ended_joins_idle_partitions_again() {
    let in_zookeeper = |plan: &Plan| plan.ensemble.is_some();
    let mut plan = (0..).map(Plan::of).find(in_zookeeper).expect("one of five");
    plan.producers.clear();
    plan.group = false;
    let expired = Fault::Ensemble(EnsembleTrouble::Expired(Target::Leader));
    plan.faults = vec![(Duration::from_secs(20), expired)];
    assert_eq!(run(&plan, false).violations, [""; 0], "{plan}");
}
