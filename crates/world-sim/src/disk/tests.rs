//! What a simulated disk keeps and loses.

use std::collections::BTreeSet;

use super::*;

fn path(text: &str) -> &Path {
    Path::new(text)
}

#[test]
fn a_process_crash_keeps_everything_and_frees_the_lock() {
    let disk = SimDisk::new();
    disk.create_dir_all(path("/d")).expect("made");
    let held = disk.lock(path("/d/.lock")).expect("free");
    assert!(disk.lock(path("/d/.lock")).is_err());
    let boot = disk.boot_and_mount_id(path("/d")).expect("known");
    disk.open(path("/d/f"), OpenMode::Create)
        .expect("made")
        .write_all_at(&[b"abc"], 2)
        .expect("written");
    disk.crash(Crash::Process, &mut Random::new(1));
    assert_eq!(disk.read(path("/d/f")).expect("there"), b"\0\0abc");
    assert_eq!(disk.boot_and_mount_id(path("/d")).expect("known"), boot);
    let _again = disk.lock(path("/d/.lock")).expect("free again");
    drop(held);
}

#[test]
fn a_machine_crash_keeps_what_was_flushed_and_any_part_of_the_rest() {
    let mut outcomes = BTreeSet::new();
    let mut missing = 0;
    for seed in 0..300 {
        let disk = SimDisk::new();
        disk.create_dir_all(path("/d")).expect("made");
        let file = disk.open(path("/d/f"), OpenMode::Create).expect("made");
        file.write_all_at(&[&[1; 6000]], 0).expect("written");
        file.sync_data().expect("flushed");
        if seed % 2 == 0 {
            disk.sync_dir(path("/d")).expect("flushed");
            disk.sync_dir(path("/")).expect("flushed");
        }
        file.write_all_at(&[&[2; 10_000]], 6000).expect("written");
        disk.crash(Crash::Machine, &mut Random::new(seed));
        match disk.read(path("/d/f")) {
            Ok(content) => {
                assert!(content.len() >= 6000 && content.len() <= 16_000);
                assert!(
                    content[..6000].iter().all(|&b| b == 1),
                    "flushed bytes changed, seed {seed}"
                );
                assert!(content[6000..].iter().all(|&b| b == 2 || b == 0));
                outcomes.insert(content);
            }
            Err(_) => {
                assert_eq!(seed % 2, 1, "a flushed name was lost");
                missing += 1;
            }
        }
    }
    assert!(outcomes.len() > 30, "{} different outcomes", outcomes.len());
    assert!(missing > 20);
}

#[test]
fn a_rename_that_was_not_flushed_leaves_one_of_both_contents() {
    let mut seen = BTreeSet::new();
    for seed in 0..50 {
        let disk = SimDisk::new();
        disk.write_atomically(path("/f"), b"old").expect("written");
        let file = disk.open(path("/f.tmp"), OpenMode::Truncate).expect("made");
        file.write_all_at(&[b"new"], 0).expect("written");
        file.sync_data().expect("flushed");
        disk.rename(path("/f.tmp"), path("/f")).expect("renamed");
        disk.crash(Crash::Machine, &mut Random::new(seed));
        seen.insert(disk.read(path("/f")).expect("one of both"));
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), [b"new", b"old"]);
}

#[test]
fn a_flush_covers_what_was_written_before_it_began() {
    let disk = SimDisk::new();
    let file = disk.open(path("/f"), OpenMode::Create).expect("made");
    disk.sync_dir(path("/")).expect("flushed");
    file.write_all_at(&[&[1; 100]], 0).expect("written");
    let file = file.as_any().downcast_ref::<SimFile>().expect("simulated");
    let flushing = file.begin_flush();
    file.write_all_at(&[&[2; 100]], 50).expect("written");
    file.end_flush(flushing).expect("flushed");
    let mut late = BTreeSet::new();
    for seed in 0..20 {
        let copy = SimDisk::new();
        let state = disk.state();
        *copy.state() = State {
            tree: state.tree.clone(),
            contents: state.contents.clone(),
            faults: Vec::new(),
            locks: Vec::new(),
            random: state.random.clone(),
            ..*state
        };
        drop(state);
        copy.crash(Crash::Machine, &mut Random::new(seed));
        let content = copy.read(path("/f")).expect("there");
        assert!(content[..50].iter().all(|&b| b == 1) && content.len() >= 100);
        late.insert(content[50]);
    }
    assert_eq!(late.into_iter().collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn injected_faults_fail_once_and_a_full_disk_says_so() {
    let disk = SimDisk::new();
    let file = disk.open(path("/f"), OpenMode::Create).expect("made");
    let fault = DiskFault {
        operation: DiskOperation::Flush,
        path_contains: "f".into(),
        error: io::ErrorKind::Other,
        times: 1,
    };
    disk.sync_dir(path("/")).expect("flushed");
    disk.inject(fault);
    file.write_all_at(&[b"abc"], 0).expect("written");
    assert!(file.sync_data().is_err());
    file.sync_data()
        .expect("the second call finds nothing to do");
    let lost = (0..20).any(|seed| {
        let before = disk.state().contents.clone();
        disk.crash(Crash::Machine, &mut Random::new(seed));
        let lost = disk.read(path("/f")).expect("there") != b"abc";
        disk.state().contents = before;
        lost
    });
    assert!(lost, "what a failed flush left behind is not safe");
    disk.set_capacity(10);
    assert_eq!(
        file.write_all_at(&[&[0; 20]], 0).expect_err("full").kind(),
        io::ErrorKind::StorageFull
    );
}

#[test]
fn a_write_that_fails_leaves_a_part() {
    let disk = SimDisk::with_random(Random::new(3));
    let file = disk.open(path("/f"), OpenMode::Create).expect("made");
    let content = || disk.read(path("/f")).expect("there");
    let mut torn = BTreeSet::new();
    for _ in 0..20 {
        file.set_len(0).expect("cut");
        disk.inject(DiskFault {
            operation: DiskOperation::Write,
            path_contains: "f".into(),
            error: io::ErrorKind::Other,
            times: 1,
        });
        assert!(file.write_all_at(&[b"abc", b"def"], 0).is_err());
        assert!(b"abcdef".starts_with(&content()));
        torn.insert(content().len());
    }
    assert!(torn.len() > 3, "{torn:?}");
}

#[test]
fn a_copy_that_is_put_back_is_as_it_was_and_a_new_disk_is_empty() {
    let disk = SimDisk::new();
    disk.write_atomically(path("/f"), b"old").expect("written");
    let (copy, boot) = (
        disk.copy(),
        disk.boot_and_mount_id(path("/")).expect("known"),
    );
    disk.write_atomically(path("/f"), b"new").expect("written");
    disk.write_atomically(path("/g"), b"more").expect("written");
    assert_eq!(disk.files_below(path("")), ["/f", "/g"]);
    disk.restore(&copy);
    assert_eq!(disk.read(path("/f")).expect("there"), b"old");
    assert_eq!(disk.files_below(path("")), ["/f"]);
    assert_ne!(disk.boot_and_mount_id(path("/")).expect("known"), boot);
    disk.wipe();
    assert!(disk.list(path("/")).expect("a root").is_empty());
}

#[test]
fn what_is_damaged_is_known_until_it_is_written_over_or_cut_off() {
    let disk = SimDisk::new();
    let written: Vec<u8> = (0..100).collect();
    disk.write_atomically(path("/f"), &written)
        .expect("written");
    let damage = |damage| {
        disk.damage(path("/f"), &damage)
            .expect("there is such a range")
    };
    let seen = || {
        let seen = disk.look_at_changes(path("/f"), |_, bytes| bytes.to_vec());
        seen.expect("there is such a file")
    };
    let read = || disk.read(path("/f")).expect("there");
    damage(DiskDamage::BitFlip {
        position: 3,
        bit: 7,
    });
    damage(DiskDamage::LostWrite(10..12));
    damage(DiskDamage::Misdirected {
        range: 20..30,
        to: 50,
    });
    assert_eq!(seen(), written);
    assert_eq!((read()[3], &read()[10..12]), (3 | 128, &[0, 0][..]));
    assert_eq!(
        (&read()[20..30], &read()[50..60]),
        (&[0; 10][..], &written[20..30])
    );
    assert_eq!(disk.damaged(), [("/f".to_owned(), 3)]);
    // A crash of the machine changes nothing of it.
    disk.crash(Crash::Machine, &mut Random::new(1));
    assert_eq!((seen(), read()[3]), (written.clone(), 3 | 128));
    let file = disk.open(path("/f"), OpenMode::ReadWrite).expect("there");
    file.write_all_at(&[&written[..40]], 0).expect("written");
    assert_eq!(disk.damaged(), [("/f".to_owned(), 50)]);
    file.set_len(55).expect("cut");
    assert_eq!(seen(), written[..55]);
    file.set_len(50).expect("cut");
    assert_eq!(disk.damaged(), []);
    assert_eq!(seen(), written[..50]);
}

#[test]
fn damage_that_a_crash_brings_back_is_known_until_what_covers_it_is_flushed() {
    let written: Vec<u8> = (0..6000_u16).map(|it| it.to_le_bytes()[0]).collect();
    let after = |is_flushed: bool, seed| {
        let disk = SimDisk::new();
        disk.write_atomically(path("/f"), &written)
            .expect("written");
        let file = disk.open(path("/f"), OpenMode::ReadWrite).expect("there");
        disk.damage(path("/f"), &DiskDamage::LostWrite(1000..3000))
            .expect("damaged");
        file.write_all_at(&[b"more"], 6000).expect("written");
        file.write_all_at(&[&written[500..3500]], 500)
            .expect("written");
        assert_eq!(disk.damaged(), []);
        if is_flushed {
            file.sync_data().expect("flushed");
        }
        disk.crash(Crash::Machine, &mut Random::new(seed));
        let seen = disk.look_at_changes(path("/f"), |_, bytes| bytes[..6000].to_vec());
        assert_eq!(seen.as_ref(), Some(&written), "seed {seed}");
        let is_as_read = disk.read(path("/f")).expect("there")[..6000] == written;
        assert_eq!(disk.damaged().is_empty(), is_as_read, "seed {seed}");
        is_as_read
    };
    let back = (0..40).filter(|seed| !after(false, *seed)).count();
    assert!((1..40).contains(&back), "{back}");
    assert!((0..40).all(|seed| after(true, seed)));
}
